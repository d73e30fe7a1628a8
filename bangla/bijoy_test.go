package bangla_test

import (
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"dorgora/bangla"
	"dorgora/bangla/bijoytest"
)

// corpus returns the Bijoy and Unicode columns of the test corpus.
func corpus(t *testing.T) [][2]string {
	t.Helper()
	var rows [][2]string
	for _, line := range strings.Split(strings.TrimSpace(read(t, "bijoy.tsv")), "\n") {
		bijoy, unicode, ok := strings.Cut(line, "\t")
		if !ok {
			t.Fatalf("no tab in %q", line)
		}
		rows = append(rows, [2]string{bijoy, bangla.Normal(unicode)})
	}
	return rows
}

var conjunctShape = regexp.MustCompile(`[ক-হ]\x{09BC}?(?:\x{200D}?\x{09CD}[ক-হ]\x{09BC}?)+`)

func TestFromBijoyReadsTheCorpus(t *testing.T) {
	words, sentences := 0, 0
	for _, row := range corpus(t) {
		if strings.Count(row[1], " ") > 1 {
			sentences++
		} else {
			words++
		}
		t.Run(row[1], func(t *testing.T) {
			if got := bangla.FromBijoy(row[0]); got != row[1] {
				t.Errorf("%s became %s", row[0], got)
			}
		})
	}
	t.Run("is large enough", func(t *testing.T) {
		if words < 300 || sentences < 20 {
			t.Errorf("%d words and %d sentences", words, sentences)
		}
	})
}

func TestFromBijoyCorpusCoversTheConjunctsOfCharters(t *testing.T) {
	covered := make(map[string]bool)
	for _, row := range corpus(t) {
		for _, conjunct := range conjunctShape.FindAllString(row[1], -1) {
			covered[conjunct] = true
		}
	}
	wanted := make(map[string]bool)
	for _, name := range []string{"charter-rupsha.txt", "charter-variants.tsv"} {
		for _, conjunct := range conjunctShape.FindAllString(bangla.Normal(read(t, name)), -1) {
			wanted[conjunct] = true
		}
	}
	if len(wanted) < 70 {
		t.Fatalf("only %d conjuncts found in the charters", len(wanted))
	}
	for conjunct := range wanted {
		if !covered[conjunct] {
			t.Errorf("no corpus row has %s", conjunct)
		}
	}
}

func TestFromBijoyReadsBackEveryCharterWord(t *testing.T) {
	seen := make(map[string]bool)
	for _, name := range []string{"charter-rupsha.txt", "charter-variants.tsv", "bijoy.tsv"} {
		for _, word := range strings.FieldsFunc(bangla.Normal(read(t, name)), func(r rune) bool {
			return (r < 0x0980 || r > 0x09FF) && r != '\u200C' && r != '\u200D'
		}) {
			if seen[word] {
				continue
			}
			seen[word] = true
			if got := bangla.FromBijoy(bijoytest.Write(word)); got != word {
				t.Errorf("%s written as %s came back as %s", word, bijoytest.Write(word), got)
			}
		}
	}
	if len(seen) < 700 {
		t.Errorf("only %d words", len(seen))
	}
}

func TestFromBijoyReadsBackWholeLines(t *testing.T) {
	for _, line := range strings.Split(bangla.Normal(read(t, "charter-rupsha.txt")), "\n") {
		for _, cell := range strings.Split(line, "\t") {
			if strings.Contains(cell, "ICT") || strings.Contains(cell, " ।") {
				continue
			}
			if got := bangla.FromBijoy(bijoytest.Write(cell)); got != bangla.Normal(cell) {
				t.Errorf("%s came back as %s", cell, got)
			}
		}
	}
}

func TestFromBijoyReadsBackInventedClusters(t *testing.T) {
	// without থ, of which three in a row are read as a line to write on
	consonants := rapid.SampledFrom([]rune("কখগঘচছজঝটঠডঢণতদধনপফবভমযরলশষসহ"))
	signs := rapid.SampledFrom([]string{"", "া", "ি", "ী", "ু", "ূ", "ৃ", "ে", "ৈ", "ো", "ৌ", "ং", "াঁ"})
	phalas := rapid.SampledFrom([]string{"", "", "্য", "্র"})
	rapid.Check(t, func(t *rapid.T) {
		var word strings.Builder
		for range rapid.IntRange(1, 5).Draw(t, "length") {
			if rapid.IntRange(0, 4).Draw(t, "reph") == 0 {
				word.WriteString("র্")
			}
			letter := consonants.Draw(t, "letter")
			word.WriteRune(letter)
			if letter != 'র' {
				word.WriteString(phalas.Draw(t, "phala"))
			}
			word.WriteString(signs.Draw(t, "sign"))
		}
		want := bangla.Normal(word.String())
		if got := bangla.FromBijoy(bijoytest.Write(want)); got != want {
			t.Fatalf("%s written as %s came back as %s", want, bijoytest.Write(want), got)
		}
	})
}

func TestFromBijoyKeepsWhatIsNoGlyph(t *testing.T) {
	for _, row := range []struct{ name, bijoy, want string }{
		{"a mail address", "B-†gBj: dls.office@gmail.com", "ই-মেইল: dls.office@gmail.com"},
		{"a web address", "I‡qe: www.doict.gov.bd/bn", "ওয়েব: www.doict.gov.bd/bn"},
		{"an abbreviation in capitals", "ICT wefvM", "ICT বিভাগ"},
		{"a lone copyright sign", "© 2026", "© ২০২৬"},
		{"quotation marks and dashes", "‘Kvh©vjq’ – “†mev”", "‘কার্যালয়’ – “সেবা”"},
		{"an ellipsis after a full letter", "wd… I wd", "ফি… ও ফি"},
		{"a line to write on", "bvg ____", "নাম ____"},
		{"degrees and times signs", "35° I 5×3", "৩৫° ও ৫×৩"},
		{"t standing alone for a colon", "†mev t webvg~‡j¨", "সেবা : বিনামূল্যে"},
		{"t behind a word", "†mevmg~nt", "সেবাসমূহঃ"},
		{"C1 controls for the same bytes", "\u2020mev \u0087mev \u0086mev", "সেবা সেবা সেবা"},
		{"line ends and tabs", "bvg\tc`we\r\n†dvb", "নাম\tপদবি\nফোন"},
		{"a sign whose letter is missing", "‡", "ে"},
		{"nothing", "", ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			if got := bangla.FromBijoy(row.bijoy); got != bangla.Normal(row.want) {
				t.Errorf("got %q", got)
			}
		})
	}
}
