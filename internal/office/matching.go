package office

import (
	"slices"
	"strings"

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
		text := bangla.Fold(strings.Join(o.words(), " "))
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
