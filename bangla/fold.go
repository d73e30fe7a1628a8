package bangla

// Fold returns the search fold of s.
func Fold(s string) string { return Line(s) }

// Words returns the folded words of s.
func Words(s string) []string { return nil }
