package site

// ShellTemplates and Refusal let tests hold the shell's own page against its struct.
func ShellTemplates() (Templates, error) { return Parse(shellFiles) }

// Refusal is the struct of the page "refusal".
func Refusal() Shown { return refusal{} }
