package bangla

// Slug returns an ASCII slug.
func Slug(s string) string { return s }
