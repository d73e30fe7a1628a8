package dialogue_test

import (
	_ "embed"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf8"

	"dorgora/charter"
	"dorgora/internal/catalogue"
	"dorgora/internal/dialogue"
)

//go:embed testdata/messages.tsv
var corpus string

// least is the share of the corpus that must be read as expected, in thousandths.
const least = 970

// rupsha is what the first office offers.
var rupsha = sync.OnceValue(func() *catalogue.Offer {
	text, err := os.ReadFile("../../charter/testdata/rupsha.txt")
	if err != nil {
		panic(err)
	}
	printed, err := charter.Read(charter.Source{Name: "rupsha.txt", Bytes: text})
	if err != nil {
		panic(err)
	}
	edition, err := catalogue.Publish(catalogue.Draft{Office: "rupsha", Charter: printed}, nil, catalogue.Publication{At: noon})
	if err != nil {
		panic(err)
	}
	return catalogue.NewOffer(edition.Version, edition.Services)
})

var noon = time.Date(2026, time.November, 23, 6, 0, 0, 0, time.UTC)

// expected is one line of the corpus.
type expected struct{ command, also, message string }

func messages(t testing.TB) []expected {
	t.Helper()
	var list []expected
	for line := range strings.Lines(corpus) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		cells := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(cells) != 3 {
			t.Fatalf("not three cells: %q", line)
		}
		list = append(list, expected{strings.TrimPrefix(cells[0], "-"), cells[1], strings.ReplaceAll(cells[2], `\n`, "\n")})
	}
	return list
}

// fails says in what a reading differs from what is expected, empty for nothing.
func (e expected) fails(r dialogue.Reading) string {
	if string(r.Command) != e.command {
		return "read as " + string(r.Command)
	}
	what, want, _ := strings.Cut(e.also, "=")
	got := want
	switch what {
	case "number":
		got = r.Number
	case "wrong":
		got = r.Wrong
	case "fig":
		got = strconv.Itoa(r.Figure)
	case "code":
		got = r.Code
	case "svc":
		var found []string
		for _, s := range dialogue.Find(rupsha(), r.Rest) {
			found = append(found, s.Slug)
		}
		if !slices.ContainsFunc(found, func(slug string) bool { return strings.HasSuffix(slug, want) }) {
			return "of " + strconv.Quote(r.Rest) + " found " + strings.Join(found, ", ")
		}
	}
	if got != want {
		return what + " " + got
	}
	return ""
}

func TestReadCorpus(t *testing.T) {
	all := messages(t)
	right, services := 0, map[string]bool{}
	for _, e := range all {
		wrong := e.fails(dialogue.Read(e.message))
		if wrong == "" {
			right++
			if slug, found := strings.CutPrefix(e.also, "svc="); found {
				services[slug] = true
			}
			continue
		}
		t.Logf("%s %s: %q %s", e.command, e.also, e.message, wrong)
	}
	t.Logf("recall %d/%d = %.1f %%", right, len(all), float64(right)*100/float64(len(all)))
	if len(all) < 500 || right*1000 < least*len(all) {
		t.Errorf("of %d messages %d are read as expected", len(all), right)
	}
	if len(services) != len(rupsha().Services) {
		t.Errorf("%d of %d services were found by their names", len(services), len(rupsha().Services))
	}
}

func FuzzRead(f *testing.F) {
	for _, e := range messages(f) {
		f.Add(e.message)
	}
	f.Add(strings.Repeat("আবেদন 46068469831 ", 500))
	f.Fuzz(func(t *testing.T, text string) {
		r := dialogue.Read(text)
		if !utf8.ValidString(r.Rest) || len(r.Number) != 0 && len(r.Number) != 11 {
			t.Errorf("%q is read as %+v", text, r)
		}
		if again := dialogue.Read(text); again != r {
			t.Errorf("%q is read as %+v and as %+v", text, r, again)
		}
	})
}
