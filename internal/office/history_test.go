package office_test

import (
	"slices"
	"testing"
	"time"

	"dorgora/internal/fault"
	"dorgora/internal/office"

	"pgregory.net/rapid"
)

// levels are the three offices of a history, from the bottom up.
var levels = []string{"rupsha", "khulna", "doict"}

// history lives through some weeks of transfers, additional charges, leaves and
// returns in three offices, one above the other. Every office decides on its own
// chart, which shows it and those above, never those below.
type history struct {
	whole office.Chart // everything, as the lowest office sees it
	start time.Time
	now   time.Time
	acts  int
}

func newHistory() *history {
	h := &history{whole: rupsha(), start: midnight(time.November, 1)}
	h.now = h.start
	for _, id := range []string{"amin", "bela", "dipu"} { // wait for a post, at home in each office
		h.whole.People = append(h.whole.People, office.Person{Office: levels[len(h.whole.People)%3], ID: id, Name: id})
	}
	return h
}

// seen is the whole as one office sees it.
func (h *history) seen(id string) office.Chart {
	c := at(h.whole, id)
	above := func(o string) bool {
		return slices.ContainsFunc(c.Offices, func(one office.Office) bool { return one.ID == o })
	}
	c.Posts = slices.DeleteFunc(slices.Clone(c.Posts), func(p office.Post) bool { return !above(p.Office) })
	c.Assignments = slices.DeleteFunc(slices.Clone(c.Assignments), func(a office.Assignment) bool { return !above(a.Office) })
	c.Substitutions = slices.DeleteFunc(slices.Clone(c.Substitutions), func(s office.Substitution) bool { return !above(s.Office) })
	return c
}

// act lets one office take one decision at random; one that is refused changes nothing.
func (h *history) act(t *rapid.T) (office.Change, error) {
	h.acts++
	h.now = h.now.Add(time.Duration(rapid.IntRange(0, 80).Draw(t, "hours")) * time.Hour)
	c := h.seen(rapid.SampledFrom(levels).Draw(t, "office"))
	in, id := c.Office().ID, "h"+string(rune('a'+h.acts))
	from := h.now.Add(time.Duration(rapid.IntRange(0, 90).Draw(t, "from")) * time.Hour)
	until := from.Add(time.Duration(rapid.IntRange(1, 240).Draw(t, "long")) * time.Hour)
	post := rapid.SampledFrom(c.PostsOf(in)).Draw(t, "post")
	person := rapid.SampledFrom(c.People).Draw(t, "person").ID
	own := slices.DeleteFunc(slices.Clone(c.Assignments), func(a office.Assignment) bool { return a.Office != in })
	leaves := slices.DeleteFunc(slices.Clone(c.Substitutions), func(s office.Substitution) bool { return s.Office != in })
	switch act := rapid.IntRange(0, 5).Draw(t, "act"); {
	case act == 0:
		return c.Assign(office.Assignment{Office: in, ID: id, Post: post.ID, Person: person, Tenure: office.Substantive, From: from}, rapid.Bool().Draw(t, "replace"), h.now)
	case act == 1:
		a := office.Assignment{Office: in, ID: id, Post: post.ID, Person: person, Tenure: office.Additional, From: from}
		if rapid.Bool().Draw(t, "with an end") {
			a.Until = until
		}
		return c.Assign(a, false, h.now)
	case act == 2 && len(own) > 0:
		return c.EndAssignment(rapid.SampledFrom(own).Draw(t, "ended").ID, from, h.now)
	case act <= 4 && len(own) > 0:
		a := rapid.SampledFrom(own).Draw(t, "absent")
		return c.Substitute(leave(id, in, a.Post, a.Person, person, from, until), h.now)
	case len(leaves) > 0:
		return c.Return(rapid.SampledFrom(leaves).Draw(t, "back").ID, h.now, h.now)
	}
	return office.Change{}, fault.New(fault.Conflict, "test.nothing")
}

// live takes decisions and keeps those that are allowed.
func (h *history) live(t *rapid.T) []office.Change {
	var kept []office.Change
	for range rapid.IntRange(5, 30).Draw(t, "decisions") {
		if change, err := h.act(t); err == nil {
			h.whole = h.whole.With(change)
			kept = append(kept, change)
		}
	}
	return kept
}

// instants are all moments at which something changes, and those just before.
func (h *history) instants() []time.Time {
	list := []time.Time{h.start, h.now, h.now.AddDate(0, 2, 0)}
	add := func(at time.Time) {
		if !at.IsZero() {
			list = append(list, at.Add(-time.Nanosecond), at)
		}
	}
	for _, a := range h.whole.Assignments {
		add(a.From)
		add(a.Until)
	}
	for _, s := range h.whole.Substitutions {
		add(s.From)
		add(s.Until)
	}
	return list
}

// TestHistoryHasOneAnswerable holds rule R9 of the quality bars for people: at every
// instant of every history exactly one person answers for every post, the same
// from wherever one asks, unless nobody who is not barred holds a post on the way up.
func TestHistoryHasOneAnswerable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := newHistory()
		h.live(t)
		barred := rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"karim", "jalal", "rahim"}), 0, 2, rapid.ID[string]).Draw(t, "barred")
		charts := map[string]office.Chart{}
		for _, id := range levels {
			charts[id] = h.seen(id)
		}
		for _, at := range h.instants() {
			for _, post := range h.whole.Posts {
				h.checkOne(t, charts, question{post, at, barred})
			}
		}
	})
}

type question struct {
	post   office.Post
	at     time.Time
	barred []string
}

func (h *history) checkOne(t *rapid.T, charts map[string]office.Chart, q question) {
	got, err := h.whole.Answerable(q.post.Office, q.post.ID, q.at, q.barred...)
	if err != nil {
		t.Fatal(err)
	}
	own, err := charts[q.post.Office].Answerable(q.post.Office, q.post.ID, q.at, q.barred...)
	if err != nil || own.Person != got.Person || own.Post != got.Post {
		t.Fatalf("at %v %s answers for %v, seen from below %s: %v", q.at, own.Person.ID, q.post, got.Person.ID, err)
	}
	if got.Person.ID == "" {
		for _, p := range way(h.whole, q.post) {
			for _, a := range h.whole.Holders(p.Office, p.ID, q.at) {
				if !slices.Contains(q.barred, a.Person) {
					t.Fatalf("at %v nobody answers for %v although %s holds %v: %v", q.at, q.post, a.Person, p, got.Path)
				}
			}
		}
		return
	}
	if slices.Contains(q.barred, got.Person.ID) {
		t.Fatalf("at %v barred %s answers for %v", q.at, got.Person.ID, q.post)
	}
	if !slices.Contains(h.whole.Sits(got.Person.ID, q.at), got.Post) {
		t.Fatalf("at %v %s, a stranger to %v, answers for %v: %v", q.at, got.Person.ID, got.Post, q.post, got.Path)
	}
}

// TestHistoryHasNoCircle looks from every office for people who would stand in for
// one another.
func TestHistoryHasNoCircle(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := newHistory()
		h.live(t)
		for _, id := range levels {
			c := h.seen(id)
			c.Substitutions = slices.DeleteFunc(c.Substitutions, func(s office.Substitution) bool { return s.Office != id })
			for _, at := range h.instants() {
				for _, person := range c.People {
					if circle(c, person.ID, at) {
						t.Fatalf("at %v %s stands in for the own stand-in: %+v", at, person.ID, c.Substitutions)
					}
				}
			}
		}
	})
}
