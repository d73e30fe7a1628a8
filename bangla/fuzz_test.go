package bangla_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"dorgora/bangla"
)

func seed(f *testing.F) {
	for _, text := range []string{
		"", "সেবা প্রদান পদ্ধতি", "র\u200D\u09CD\u09AFাব", "\u09CD\u200D\u09BC\u200C", "ক\u09C7\u200B\u09BE", "‡mev cÖ`vbKvix |", "©©‡‡ww¨¨&&", "š—š“–…t|", "\xFF\x00\u0087",
		`\u2021mev<\/span>\`, "\u200D\u09CD\u0301\u200C\u09BC", "İstanbul ﬁ Ǆ", strings.Repeat("\u0301", 40), "ক\u0983\u09BE্্য্ব", "১.২)মিশন:",
	} {
		f.Add(text)
	}
}

func FuzzNormal(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, s string) {
		once := bangla.Normal(s)
		if !utf8.ValidString(once) || bangla.Normal(once) != once {
			t.Errorf("%+q gives %+q, and that %+q", s, once, bangla.Normal(once))
		}
		if line := bangla.Line(s); bangla.Line(line) != line || strings.ContainsAny(line, "\n\t") {
			t.Errorf("line %+q", line)
		}
	})
}

func FuzzFold(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, s string) {
		once := bangla.Fold(s)
		if !utf8.ValidString(once) || bangla.Fold(once) != once {
			t.Errorf("%+q gives %+q, and that %+q", s, once, bangla.Fold(once))
		}
		if strings.Join(strings.Fields(once), " ") != once {
			t.Errorf("words of %+q are not parted by single spaces", once)
		}
		bangla.Sounds(s)
		bangla.Phonetic(s)
		if len(bangla.Slug(s)) > 60 {
			t.Errorf("long slug of %+q", s)
		}
	})
}

func FuzzFromBijoy(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, s string) {
		if got := bangla.FromBijoy(s); !utf8.ValidString(got) || bangla.Normal(got) != got {
			t.Errorf("%+q gives %+q", s, got)
		}
		if got, converted := bangla.ConvertMixed(s); !converted && got != s {
			t.Errorf("%+q was changed to %+q without saying so", s, got)
		}
	})
}
