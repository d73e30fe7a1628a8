package catalogue

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"dorgora/charter"
)

// Field is a part of a service that search reads.
type Field string

// The fields, with their weight in weightOf.
const (
	InShort   Field = "short"
	InName    Field = "name"
	InEnglish Field = "english"
	InSynonym Field = "synonym"
	InSummary Field = "summary"
	InPapers  Field = "papers"
	InOfficer Field = "officer"
)

func weightOf(field Field) float64 {
	switch field {
	case InShort, InName:
		return 1
	case InSynonym, InEnglish:
		return 0.9
	case InSummary:
		return 0.6
	}
	return 0.3
}

// Index answers searches over the services of one version. It does not change
// after NewIndex and may be used by many at once.
type Index struct {
	services []Service
	words    []term      // each once
	held     [][]holding // by whom each word is held
}

// holding says that a service has the word, and in which field it weighs most.
type holding struct {
	service int
	field   Field
}

// NewIndex reads the services into an index.
func NewIndex(services []Service) *Index {
	index := &Index{services: services}
	at := map[string]int{}
	for i, one := range services {
		for _, part := range partsOf(one) {
			for _, chunk := range chunksOf(part.text) {
				if chunk.word {
					index.add(chunk.text, holding{i, part.field}, at)
				}
			}
		}
	}
	return index
}

// add notes who holds the words of a chunk; at remembers where each chunk's words
// stand, so that none is folded twice.
func (x *Index) add(chunk string, by holding, at map[string]int) {
	first, known := at[chunk]
	if !known {
		first = len(x.words)
		x.words = append(x.words, wordTerms(chunk)...)
		x.held = append(x.held, make([][]holding, len(x.words)-first)...)
		at[chunk] = first
	}
	for i := first; i < len(x.words) && x.words[i].of == chunk; i++ {
		if last := len(x.held[i]) - 1; last < 0 || x.held[i][last].service != by.service {
			x.held[i] = append(x.held[i], by)
		}
	}
}

type part struct {
	field Field
	text  string
}

// partsOf lists what search reads, the heaviest first: a word counts once, where
// it weighs most.
func partsOf(s Service) []part {
	parts := []part{
		{InShort, s.Short}, {InName, s.Name}, {InEnglish, s.NameEn},
		{InSynonym, strings.Join(s.Synonyms, " ; ")},
		{InSummary, s.Summary}, {InSummary, s.SummaryEn},
	}
	for _, one := range s.Papers {
		parts = append(parts, part{InPapers, one.Text}, part{InPapers, one.From})
	}
	parts = append(parts, part{InPapers, s.Row.Cells[charter.PapersOf]})
	for _, one := range []charter.Officer{s.Officer, s.Superior} {
		parts = append(parts, part{InOfficer, one.Post + " " + one.Name},
			part{InOfficer, strings.Join(one.Phones, " ")}, part{InOfficer, strings.Join(one.Mails, " ")})
	}
	return append(parts, part{InOfficer, s.Row.Cells[charter.OfficerOf]})
}

// Hit is one service found.
type Hit struct {
	Service Service
	Score   float64
	Where   []Field // where the words were found, each once
	matched map[string]bool
}

// Piece is a stretch of text; Found marks a word that was asked for.
type Piece struct {
	Text  string
	Found bool
}

// Mark cuts a text of the service into pieces so that the words found in it can be
// set off. The pieces together are the text.
func (h Hit) Mark(text string) []Piece {
	var pieces []Piece
	for _, one := range chunksOf(text) {
		found := false
		if one.word {
			for _, t := range wordTerms(one.text) {
				found = found || h.matched[t.fold]
			}
		}
		if last := len(pieces) - 1; last >= 0 && pieces[last].Found == found {
			pieces[last].Text += one.text
			continue
		}
		pieces = append(pieces, Piece{one.text, found})
	}
	return pieces
}

// longestQuery bounds the words of a query: more is a letter, not a search.
const longestQuery = 12

// enough is the share of a query's weight that a service must meet.
const enough = 0.5

// Search finds the services for a query, the best first; ties keep printed order.
func (x *Index) Search(query string) []Hit {
	asked := contentWords(termsOf(query))
	asked = asked[:min(len(asked), longestQuery)]
	if len(asked) == 0 {
		return nil
	}
	meetings := x.meet(asked)
	rarity := raritiesOf(asked, meetings)
	var hits []Hit
	for i, met := range meetings {
		if hit, found := x.judge(i, met, rarity); found {
			hits = append(hits, hit)
		}
	}
	slices.SortStableFunc(hits, func(a, b Hit) int { return cmp.Compare(b.Score, a.Score) })
	return cutTail(hits)
}

// meeting is the best agreement of one asked word within one service.
type meeting struct {
	grade float64
	score float64
	fold  string
	field Field
}

// meet gives, for each service, its meetings with the asked words.
func (x *Index) meet(asked []term) [][]meeting {
	meetings := make([][]meeting, len(x.services))
	for i := range meetings {
		meetings[i] = make([]meeting, len(asked))
	}
	for i, t := range asked {
		for w, word := range x.words {
			grade := t.grade(word)
			if grade == gradeNone {
				continue
			}
			for _, by := range x.held[w] {
				if score := grade * weightOf(by.field); score > meetings[by.service][i].score {
					meetings[by.service][i] = meeting{grade, score, word.fold, by.field}
				}
			}
		}
	}
	return meetings
}

// raritiesOf weighs each asked word by how few services have it; a word that none
// has weighs as much as one that a single service has.
func raritiesOf(asked []term, meetings [][]meeting) []float64 {
	rarity := make([]float64, len(asked))
	for i := range asked {
		holders := 0
		for _, met := range meetings {
			if met[i].grade > gradeNear {
				holders++
			}
		}
		rarity[i] = math.Log(1 + float64(len(meetings))/float64(max(holders, 1)))
	}
	return rarity
}

func (x *Index) judge(service int, met []meeting, rarity []float64) (Hit, bool) {
	hit := Hit{Service: x.services[service], matched: map[string]bool{}}
	var all, covered float64
	for i, m := range met {
		all += rarity[i]
		if m.grade == gradeNone {
			continue
		}
		covered += rarity[i]
		hit.Score += rarity[i] * m.score
		hit.matched[m.fold] = true
		if !slices.Contains(hit.Where, m.field) {
			hit.Where = append(hit.Where, m.field)
		}
	}
	hit.Score *= covered / all
	return hit, covered >= enough*all
}

// cutTail drops what is far behind the best: a page of weak hits hides a good one.
func cutTail(hits []Hit) []Hit {
	const behind = 0.3
	for i, hit := range hits {
		if hit.Score < hits[0].Score*behind {
			return hits[:i]
		}
	}
	return hits
}

// contentWords leaves out the little words of a question, unless nothing else is there.
func contentWords(asked []term) []term {
	content := slices.DeleteFunc(slices.Clone(asked), func(t term) bool { return littleWords()[t.fold] })
	if len(content) == 0 {
		return asked
	}
	return content
}
