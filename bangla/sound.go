package bangla

// Sound returns the coarse sound key of one word.
func Sound(word string) string { return "" }

// Sounds returns the sound keys of the words of a text.
func Sounds(text string) []string { return nil }

// Phonetic returns the sound keys a Latin query word may stand for.
func Phonetic(latin string) []string { return nil }
