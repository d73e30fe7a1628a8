package guidance

import (
	"slices"
	"strings"
	"unicode/utf8"

	"dorgora/internal/fault"
	"dorgora/workday"
)

// The greatest lengths, in letters.
const (
	MostTitle  = 160
	MostBody   = 6000
	MostTopic  = 60
	MostSource = 200
	MostReason = 500
)

// longestReview is after how many months a text must be looked at again at the latest.
const longestReview = 24

// Check says everything that is wrong with a content on the day on which it is
// written. Every fault names its form field.
func (c Content) Check(today workday.Date) error {
	var wrong fault.Fields
	fail := func(field, key string, args ...any) { wrong = append(wrong, fault.InField(field, key, args...)) }
	if !slices.Contains(Sorts(), c.Sort) {
		fail("sort", "guidance.sort.missing")
	}
	for _, one := range c.texts() {
		switch letters := utf8.RuneCountInString(one.text); {
		case letters == 0 && one.missing != "":
			fail(one.field, one.missing)
		case letters > one.most:
			fail(one.field, "guidance.long", "most", one.most)
		}
	}
	if (c.En.Title == "") != (c.En.Body == "") {
		fail(map[bool]string{true: "title_en", false: "body_en"}[c.En.Title == ""], "guidance.english.half")
	}
	switch {
	case c.Source.Date.Zero():
		fail("source_date", "guidance.source.date.missing")
	case c.Source.Date.After(today):
		fail("source_date", "guidance.source.date.future")
	}
	switch {
	case c.ReviewBy.Zero():
		fail("review", "guidance.review.missing")
	case !c.ReviewBy.After(today):
		fail("review", "guidance.review.past")
	case c.ReviewBy.After(today.AddMonths(longestReview)):
		fail("review", "guidance.review.far", "months", longestReview)
	}
	return append(wrong, c.checkSort()...).Err()
}

// measured is a text of the form with its limits.
type measured struct {
	field, text, missing string
	most                 int
}

func (c Content) texts() []measured {
	return []measured{
		{"topic", c.Topic, "guidance.topic.missing", MostTopic},
		{"title", c.Bn.Title, "guidance.title.missing", MostTitle},
		{"body", c.Bn.Body, "guidance.body.missing", MostBody},
		{"title_en", c.En.Title, "", MostTitle},
		{"body_en", c.En.Body, "", MostBody},
		{"source", c.Source.Document, "guidance.source.missing", MostSource},
		{"source_version", c.Source.Version, "", MostSource},
		{"brand_reason", c.BrandReason, "", MostReason},
	}
}

// checkSort is what only one sort asks for.
func (c Content) checkSort() fault.Fields {
	var wrong fault.Fields
	switch c.Sort {
	case Template:
		for _, one := range []struct{ field, text string }{{"body", c.Bn.Body}, {"body_en", c.En.Body}} {
			if err := CheckPlaceholders(one.text); err != nil {
				wrong = append(wrong, fault.InField(one.field, err.Message, err.Args...))
			}
		}
	case Specification:
		if brands := Brands(c.Bn.Body + "\n" + c.En.Body); len(brands) > 0 && strings.TrimSpace(c.BrandReason) == "" {
			wrong = append(wrong, fault.InField("brand_reason", "guidance.brand.reason.missing", "brands", strings.Join(brands, ", ")))
		}
		for _, price := range c.Prices {
			if price.Where == "" || price.Text == "" || price.Date.Zero() {
				wrong = append(wrong, fault.InField("prices", "guidance.price.wrong"))
				break
			}
		}
	}
	return wrong
}

// settled is the content without what its sort has not.
func (c Content) settled() Content {
	c.Public = c.Public && (c.Sort == Answer || c.Sort == Card)
	if c.Sort != Specification {
		c.Prices, c.BrandReason = nil, ""
	}
	if c.En.Title == "" {
		c.EnChecked = false
	}
	return c
}

// Change is what one act makes of a guide.
type Change struct {
	Guide   Guide // after the act, at its new revision
	Touched []int // numbers of the versions that are new or changed
	Tell    Telling
}

// Telling says who must hear about the act: everybody who received the version
// Upto or an earlier one and has not been told yet. The zero Telling: nobody.
type Telling struct {
	Upto   int
	Reason Why
}

// Why says what became of what people received.
type Why string

// The reasons to tell.
const (
	Corrected Why = "corrected"
	Recalled  Why = "withdrawn"
)

// Begin writes the first version of a guide. Faults are those of Content.Check.
func Begin(office, id string, content Content, by Signature) (Change, error) {
	g := Guide{Office: office, ID: id}
	return g.Rewrite(0, content, by)
}

// Rewrite changes the open draft, or begins the next version when there is none.
// The sort stays what it was. Faults are those of Content.Check, and Conflict
// "guidance.stale" when somebody else acted since revision.
func (g Guide) Rewrite(revision int64, content Content, by Signature) (Change, error) {
	if revision != g.Revision {
		return Change{}, Stale()
	}
	if len(g.Versions) > 0 {
		content.Sort, content.Case = g.Versions[0].Sort, g.Versions[0].Case
	}
	content = content.settled()
	if err := content.Check(day(by.At)); err != nil {
		return Change{}, err
	}
	next := Version{Content: content, Office: g.Office, Guide: g.ID, Number: g.Latest().Number + 1, State: Draft}
	if open, found := g.Open(); found {
		next.Number, next.Writers = open.Number, open.Writers
	}
	next.Writers = append(slices.Clone(next.Writers), by)
	return g.with(next), nil
}

// with is the change that puts versions into the guide.
func (g Guide) with(versions ...Version) Change {
	g.Versions = slices.Clone(g.Versions)
	change := Change{}
	for _, v := range versions {
		change.Touched = append(change.Touched, v.Number)
		if v.Number > len(g.Versions) {
			g.Versions = append(g.Versions, v)
			continue
		}
		g.Versions[v.Number-1] = v
	}
	g.Revision++
	change.Guide = g
	return change
}

// Stale is the fault of an act on a guide that somebody else has changed since.
func Stale() *fault.Fault { return fault.New(fault.Conflict, "guidance.stale") }
