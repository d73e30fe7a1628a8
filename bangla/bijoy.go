package bangla

// FromBijoy turns Bijoy text into Unicode.
func FromBijoy(s string) string { return s }

// LooksBijoy reports whether s is Bijoy text.
func LooksBijoy(s string) bool { return false }

// ConvertMixed converts the Bijoy runs of s.
func ConvertMixed(s string) (text string, converted bool) { return s, false }
