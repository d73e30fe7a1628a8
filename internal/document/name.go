package document

import (
	"strings"
	"unicode"

	"dorgora/bangla"
)

// longestName is the length of a kept file name in letters, without its ending.
const longestName = 80

// safeName keeps of a file name what people need to recognise it: no folders, no
// letters that mean something to a file system or turn the direction of writing,
// and the ending that belongs to the content.
func safeName(name, ending string) string {
	if i := strings.LastIndexAny(name, `/\`); i >= 0 {
		name = name[i+1:]
	}
	if i := strings.LastIndex(name, "."); i > 0 {
		name = name[:i]
	}
	name = bangla.Line(strings.ToValidUTF8(name, ""))
	name = strings.Map(func(r rune) rune {
		switch {
		case r == '\u200c' || r == '\u200d': // they change the spelling of Bangla
			return r
		case strings.ContainsRune(`<>:"|?*%;`, r), unicode.IsControl(r), unicode.Is(unicode.Cf, r):
			return -1
		}
		return r
	}, name)
	name = strings.Trim(name, " .")
	if letters := []rune(name); len(letters) > longestName {
		name = strings.TrimSpace(string(letters[:longestName]))
	}
	if name == "" {
		name = "file"
	}
	return name + ending
}
