package guidance

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"
	"sync"
	"time"

	"dorgora/bangla"
	"dorgora/internal/catalogue"
	"dorgora/workday"
)

// MostSuggestions is how many guides are offered at once: a longer list is not read.
const MostSuggestions = 5

// Collection is what an office may give out, ready to be looked up. It does not
// change and may be used by many at once.
type Collection struct {
	versions []Version // in force
	indexes  map[Sort]func() *catalogue.Index
}

// NewCollection prepares the versions in force of one office.
func NewCollection(inForce []Version) *Collection {
	c := &Collection{versions: inForce, indexes: map[Sort]func() *catalogue.Index{}}
	for _, sort := range Sorts() {
		c.indexes[sort] = sync.OnceValue(func() *catalogue.Index { return catalogue.NewIndex(c.entries(sort)) })
	}
	return c
}

// entries turns the guides of a sort into what the search of the catalogue reads:
// the title weighs most, the topic like a synonym, the body least.
func (c *Collection) entries(sort Sort) []catalogue.Service {
	var all []catalogue.Service
	for _, v := range c.versions {
		if v.Sort == sort {
			all = append(all, catalogue.Service{
				Key: v.Guide, Short: v.Bn.Title, NameEn: v.En.Title, Synonyms: []string{v.Topic},
				Summary: v.Bn.Body, SummaryEn: v.En.Body,
			})
		}
	}
	return all
}

// Find gives the version in force of a guide.
func (c *Collection) Find(guide string) (Version, bool) {
	i := slices.IndexFunc(c.versions, func(v Version) bool { return v.Guide == guide })
	if i < 0 {
		return Version{}, false
	}
	return c.versions[i], true
}

// Public lists the answers and cards that everybody may read and whose review is
// not over, by topic and title.
func (c *Collection) Public(today workday.Date) []Version {
	var all []Version
	for _, v := range c.versions {
		if v.Shown() && v.Offered(today) {
			all = append(all, v)
		}
	}
	slices.SortStableFunc(all, func(a, b Version) int {
		return cmp.Or(slices.Compare(bangla.SortKey(a.Topic), bangla.SortKey(b.Topic)),
			slices.Compare(bangla.SortKey(a.Bn.Title), bangla.SortKey(b.Bn.Title)), cmp.Compare(a.Guide, b.Guide))
	})
	return all
}

// Ask is what suggestions are wanted for.
type Ask struct {
	Words   string // in Bangla, romanised Bangla or English; may be empty
	Sort    Sort
	Service string // key of the service, whose own guides come first
	Public  bool   // only what everybody may read
	Any     bool   // without words: all of the sort
	Today   workday.Date
}

// Suggest gives the guides in force that fit best, at most MostSuggestions, never
// one whose review is over. Without words it gives the guides of the service.
func (c *Collection) Suggest(ask Ask) []Version {
	scores := c.scores(ask)
	var best []Version
	for _, v := range c.versions {
		if v.Sort == ask.Sort && v.Offered(ask.Today) && (v.Public || !ask.Public) && scores[v.Guide] > 0 {
			best = append(best, v)
		}
	}
	slices.SortStableFunc(best, func(a, b Version) int { return cmp.Compare(scores[b.Guide], scores[a.Guide]) })
	for i, v := range best {
		if i == MostSuggestions && !ask.Any || scores[v.Guide] < behind*scores[best[0].Guide] {
			return best[:i]
		}
	}
	return best
}

// behind is the share of the best score below which a guide is noise.
const behind = 0.35

func (c *Collection) scores(ask Ask) map[string]float64 {
	scores := map[string]float64{}
	index := c.indexes[ask.Sort]
	if index == nil {
		return scores
	}
	const whole = 3 // a guide that fits the whole question outweighs single words
	for _, hit := range index().Search(ask.Words) {
		scores[hit.Service.Key] += whole * hit.Score
	}
	if len(scores) < MostSuggestions {
		c.addWords(index(), ask.Words, scores)
	}
	const own = 1.5 // of the service that is being asked for
	for _, v := range c.versions {
		if v.Sort == ask.Sort && ask.Any && strings.TrimSpace(ask.Words) == "" {
			scores[v.Guide] = 1
		}
		if ask.Service == "" || v.Sort != ask.Sort || !slices.Contains(v.Services, ask.Service) {
			continue
		}
		if strings.TrimSpace(ask.Words) == "" {
			scores[v.Guide] = 1
		}
		scores[v.Guide] *= own
	}
	return scores
}

// longestQuestion bounds the words of a question that are looked up one by one.
const longestQuestion = 40

// addWords looks for each word alone: people describe a trouble in more words than
// any guide has. A word that half of the guides hold says nothing.
func (c *Collection) addWords(index *catalogue.Index, words string, scores map[string]float64) {
	asked := slices.Compact(slices.Sorted(slices.Values(bangla.Words(words))))
	all := float64(max(1, len(c.versions)))
	const unclear = 0.5 // below it a hit is a slip of the pen or a sound
	for _, word := range asked[:min(len(asked), longestQuestion)] {
		if len([]rune(word)) < 3 || littleWord(word) {
			continue
		}
		hits := index.Search(word)
		weight := math.Log(all / float64(max(1, len(hits))))
		for _, hit := range hits {
			if grade := hit.Score / math.Log(1+all); grade > 0 && hit.Score > unclear {
				scores[hit.Service.Key] += weight * min(1, grade)
			}
		}
	}
}

// littleWord reports whether a folded word belongs to every question.
func littleWord(fold string) bool { return littleWords()[fold] }

var littleWords = sync.OnceValue(func() map[string]bool {
	little := map[string]bool{}
	for _, word := range bangla.Words("ও এর এবং আর বা কি কী কে কোন কোথায় কখন কবে কেন কিভাবে কীভাবে কেমন কত কয়টা আমি আমার আমাদের আপনার আপনি চাই চান করতে করব করবো করা করে করি হবে হয় হয়েছে হলে আছে নাই নেই না লাগে লাগবে দরকার জন্য থেকে হতে দিয়ে যায় যাবে পারি পারব পারছি এই সেই একটা একটি the and for how what where when can not with this that my our ami amar kivabe korte korbo chai") {
		little[word] = true
	}
	return little
})

// Library reads what is in force.
type Library interface {
	// Edition grows with every change to what an office may give out; 0 when it has nothing.
	Edition(ctx context.Context, office string) (int64, error)
	// InForce lists the approved versions of an office by guide.
	InForce(ctx context.Context, office string) ([]Version, error)
}

// Shelf gives the collections of offices and keeps those used last in memory. It
// may be used by many at once.
type Shelf struct {
	library Library
	now     func() time.Time
	most    int

	mu   sync.Mutex
	kept map[string]kept
}

type kept struct {
	edition    int64
	collection *Collection
}

// NewShelf keeps the collections of at most so many offices in memory.
func NewShelf(library Library, now func() time.Time, most int) *Shelf {
	return &Shelf{library: library, now: now, most: max(1, most), kept: map[string]kept{}}
}

// Of gives what an office may give out now.
func (s *Shelf) Of(ctx context.Context, office string) (*Collection, error) {
	edition, err := s.library.Edition(ctx, office)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	held, found := s.kept[office]
	s.mu.Unlock()
	if found && held.edition == edition {
		return held.collection, nil
	}
	inForce, err := s.library.InForce(ctx, office)
	if err != nil {
		return nil, err
	}
	collection := NewCollection(inForce)
	s.mu.Lock()
	defer s.mu.Unlock()
	for one := range s.kept {
		if len(s.kept) < s.most {
			break
		}
		delete(s.kept, one)
	}
	s.kept[office] = kept{edition, collection}
	return collection, nil
}

// Suggest gives the guides of an office that fit what is asked, as of today.
func (s *Shelf) Suggest(ctx context.Context, office string, ask Ask) ([]Version, error) {
	collection, err := s.Of(ctx, office)
	if err != nil {
		return nil, err
	}
	ask.Today = day(s.now())
	return collection.Suggest(ask), nil
}
