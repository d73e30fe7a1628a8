// Package place knows the upazilas and districts of Bangladesh by name and
// recognises a name that is spelt another way or nearly right. It judges only
// words that stand where a place is named, never any word of a sentence.
package place

import (
	_ "embed"
	"strings"
	"sync"

	"dorgora/bangla"
)

// names is the list of 494 upazilas with their districts in the spelling of
// the national portal (nuhil/bangladesh-geocode, MIT, March 2023), in NFC.
//
//go:embed geo-bd.tsv
var names string

// Judgement says how a word compares to the list of places.
type Judgement string

// The judgements. Unknown names are not wrong: unions and villages are not in
// the list.
const (
	Known    Judgement = "known"
	Variant  Judgement = "variant"  // the same name with other vowel signs or sibilants (রুপসা for রূপসা)
	Misspelt Judgement = "misspelt" // one letter away from exactly one likely place
	Unknown  Judgement = "unknown"
)

type gazetteer struct {
	exact     map[string]bool
	folded    map[string]string   // search fold to the listed spelling
	districts map[string]bool     // listed spelling of districts
	within    map[string][]string // district to its upazilas
	all       []string
}

var places = sync.OnceValue(func() gazetteer {
	g := gazetteer{exact: map[string]bool{}, folded: map[string]string{}, districts: map[string]bool{}, within: map[string][]string{}}
	add := func(name string) {
		if !g.exact[name] {
			g.exact[name] = true
			g.folded[bangla.Fold(name)] = name
			g.all = append(g.all, name)
		}
	}
	for i, line := range strings.Split(strings.TrimSpace(names), "\n") {
		if i == 0 {
			continue
		}
		cell := strings.Split(line, "\t")
		add(cell[0])
		add(cell[1])
		g.districts[cell[1]] = true
		g.within[cell[1]] = append(g.within[cell[1]], cell[0])
	}
	return g
})

// District reports whether a name is a district, and gives its listed spelling.
func District(name string) (string, bool) {
	g := places()
	if g.districts[name] {
		return name, true
	}
	listed := g.folded[bangla.Fold(name)]
	return listed, g.districts[listed]
}

// Judge compares a name to the list. district narrows the choice and may be
// empty; beside are other names of places in the same text. For a variant or a
// misspelling the listed spelling is returned.
func Judge(name, district string, beside []string) (string, Judgement) {
	g := places()
	if g.exact[name] {
		return name, Known
	}
	if listed, ok := g.folded[bangla.Fold(name)]; ok {
		return listed, Variant
	}
	length := len([]rune(bangla.Fold(name)))
	if length < 3 {
		return "", Unknown
	}
	near := g.near(name, append(append([]string{}, g.within[district]...), beside...))
	if near == "" && length >= 6 {
		near = g.near(name, g.all)
	}
	if near == "" {
		return "", Unknown
	}
	return near, Misspelt
}

// near returns the one listed name among the candidates that is one letter
// away; with two such names nobody can say which was meant.
func (g gazetteer) near(name string, candidates []string) string {
	found := ""
	for _, candidate := range candidates {
		if !bangla.Near(name, candidate, 1) {
			continue
		}
		if listed, ok := g.folded[bangla.Fold(candidate)]; ok {
			candidate = listed
		}
		if found != "" && found != candidate {
			return ""
		}
		found = candidate
	}
	return found
}

// Mention is the name of a place as it stands in a cell.
type Mention struct {
	Name     string
	District string // the district named right after it, in its listed spelling, or empty
}

// Mentions returns the words of a cell in normal form that stand where a place is named: after
// an office ("উপজেলা কার্যালয়, রূপসা, খুলনা") or beside the name of a district.
func Mentions(cell string) []Mention {
	pieces := pieces(strings.Join(strings.Fields(cell), " "))
	var found []Mention
	after := false
	for i, one := range pieces {
		if one.stop {
			after = false
		}
		next := ""
		if i+1 < len(pieces) && !pieces[i+1].stop {
			next, _ = districtOf(pieces[i+1].text)
		}
		switch {
		case endsWithOffice(one.text):
			after = true
			continue
		case !nameLike(one.text):
			after = false
			continue
		}
		if after || next != "" {
			found = append(found, Mention{Name: one.text, District: next})
		}
	}
	return found
}

type piece struct {
	text string
	stop bool // a sentence ended before it
}

func districtOf(text string) (string, bool) {
	listed, ok := District(text)
	if !ok {
		return "", false
	}
	return listed, true
}

func pieces(line string) []piece {
	var list []piece
	stop := false
	start := 0
	flush := func(end int, ends bool) {
		if text := strings.Trim(line[start:end], " .:-"); text != "" {
			list = append(list, piece{text, stop})
			stop = false
		}
		stop = stop || ends
	}
	for i, r := range line {
		if strings.ContainsRune(",।;/()", r) {
			flush(i, r != ',')
			start = i + len(string(r))
		}
	}
	flush(len(line), false)
	return list
}

var offices = []string{"কার্যালয়", "অফিস", "দপ্তর", "পরিষদ", "কার্য্যালয়", "কার্যালয়ে", "সার্কেল"}

func endsWithOffice(text string) bool {
	for _, office := range offices {
		if strings.HasSuffix(text, office) {
			return true
		}
	}
	return false
}

// nameLike reports whether a piece could be a name of a place: one to three
// words of Bangla letters without digits.
func nameLike(text string) bool {
	words := strings.Fields(text)
	if len(words) == 0 || len(words) > 3 {
		return false
	}
	for _, r := range text {
		if r != ' ' && r != '-' && (r < 0x0980 || r > 0x09FF || r >= 0x09E6) {
			return false
		}
	}
	return true
}
