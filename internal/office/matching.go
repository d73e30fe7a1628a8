package office

import (
	"slices"
	"strings"
	"sync"

	"dorgora/bangla"
)

// Matching keeps the offices whose names, places, districts or addresses hold every
// word of the query, whatever its spelling; the former names of places count too.
func Matching(offices []Office, query string) []Office {
	asked := bangla.Words(query)
	if len(asked) == 0 {
		return offices
	}
	return slices.DeleteFunc(slices.Clone(offices), func(o Office) bool {
		text := folds.of(strings.Join(o.words(), " "))
		return slices.ContainsFunc(asked, func(word string) bool { return !strings.Contains(text, word) })
	})
}

// words are the words by which people look for the office.
func (o Office) words() []string {
	words := []string{o.Name, o.Place, o.NameEn, o.PlaceEn, o.Slug}
	if d, ok := RegionOf(o.Region); ok {
		words = append(words, d.Name, d.NameEn, d.Former)
	}
	if former, ok := formerOf[o.Slug]; ok {
		words = append(words, former)
	}
	return words
}

// formerOf gives the former names of places by the address of the office there.
var formerOf = func() map[string]string {
	former := map[string]string{}
	for _, u := range upazilas {
		if u.Former != "" {
			former[u.Slug] = u.Former
		}
	}
	return former
}()

// foldMemory keeps what texts fold to: folding the names of all offices anew for
// each search would take a hundred times as long as searching.
type foldMemory struct {
	mu    sync.Mutex
	known map[string]string
}

// mostFolds bounds the texts that are kept, about 1 MB; when it is reached the
// memory is emptied and fills again.
const mostFolds = 4000

var folds = foldMemory{known: map[string]string{}}

func (m *foldMemory) of(text string) string {
	m.mu.Lock()
	defer m.mu.Unlock()
	fold, ok := m.known[text]
	if !ok {
		if len(m.known) >= mostFolds {
			clear(m.known)
		}
		fold = bangla.Fold(text)
		m.known[text] = fold
	}
	return fold
}
