package message

import (
	"fmt"
	"strings"

	"dorgora/bangla"
)

func (t Text) print(lang Lang, args []any) string {
	if len(t) == 1 && t[0].name == "" {
		return t[0].words
	}
	var out strings.Builder
	for _, one := range t {
		out.WriteString(one.print(lang, args))
	}
	return out.String()
}

func (p piece) print(lang Lang, args []any) string {
	if p.name == "" {
		return p.words
	}
	value, given := find(args, p.name)
	if !given {
		return "{" + p.name + "}"
	}
	n, whole := wholeNumber(value)
	switch {
	case p.many != "" && whole && isOne(lang, n):
		return p.one
	case p.many != "":
		return p.many
	case whole:
		return Number(lang, n)
	}
	return fmt.Sprint(value)
}

// isOne follows the plural rules of CLDR: in Bangla none counts as one.
func isOne(lang Lang, n int64) bool {
	return n == 1 || lang == Bn && n == 0
}

func find(args []any, name string) (any, bool) {
	for i := 0; i+1 < len(args); i += 2 {
		if args[i] == any(name) {
			return args[i+1], true
		}
	}
	return nil, false
}

func wholeNumber(value any) (int64, bool) {
	switch n := value.(type) {
	case int:
		return int64(n), true
	case int64:
		return n, true
	case int32:
		return int64(n), true
	case uint8:
		return int64(n), true
	}
	return 0, false
}

// Number prints n in the digits of the language, grouped by lakh and crore in
// both, as people in Bangladesh read numbers: ১২,৩৪,৫৬৭ and 12,34,567.
func Number(lang Lang, n int64) string {
	if lang == En {
		return bangla.Grouped(n)
	}
	return bangla.Number(n)
}

// Digits shows the digits of an identifier (a tracking number, a telephone
// number) in the language, without grouping.
func Digits(lang Lang, s string) string {
	if lang == En {
		return bangla.ASCII(s)
	}
	return bangla.Digits(s)
}
