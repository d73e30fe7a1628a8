package office

import (
	"slices"
	"time"
)

// Answerable says who answers for a post at an instant: its holder; the stand-in
// while the holder is on leave (and the stand-in's stand-in when that one is on
// leave too); and when the post is vacant, or the person is barred, the superior
// post, the head of the office, the head of the parent office and so on up, and
// last the steward of the topmost office. Barred are IDs of people who may not
// act in the matter, as the one complained about.
//
// Exactly one person answers whenever somebody who is not barred holds a post on
// the way up: when all of them are on leave without a stand-in, the first of
// them still answers. When nobody does, Person is zero and the error is nil.
// The answer is the same from the chart of every office below. A post or office
// that the chart does not hold is NotFound.
func (c Chart) Answerable(officeID, postID string, at time.Time, barred ...string) (Answerable, error) {
	asked, ok := c.Post(officeID, postID)
	if !ok {
		return Answerable{}, unknown("office.post.unknown")
	}
	s := search{chart: c, at: at, barred: barred}
	for _, post := range c.wayUp(asked) {
		if person, found := s.ask(post); found {
			return Answerable{Office: post.Office, Post: post, Person: person, Path: s.path}, nil
		}
	}
	if !s.spare.found {
		return Answerable{Office: asked.Office, Post: asked, Path: s.path}, nil
	}
	s.step(s.spare.post, s.spare.person.ID, Holder)
	return Answerable{Office: s.spare.post.Office, Post: s.spare.post, Person: s.spare.person, Path: s.path}, nil
}

// wayUp lists the posts to be asked one after another, each once.
func (c Chart) wayUp(from Post) []Post {
	var way []Post
	add := func(p Post) bool {
		if p.ID == "" || slices.ContainsFunc(way, func(q Post) bool { return q.Office == p.Office && q.ID == p.ID }) {
			return false
		}
		way = append(way, p)
		return true
	}
	for p, more := from, true; more && add(p); {
		p, more = c.Post(p.Office, p.Superior)
	}
	visited := map[string]bool{}
	for id := from.Office; id != "" && !visited[id]; {
		visited[id] = true
		add(c.HeadOf(id))
		o, _ := c.OfficeOf(id)
		if o.Parent == "" {
			add(c.first(id, Steward))
		}
		id = o.Parent
	}
	return way
}

// search is one climb through the chart.
type search struct {
	chart  Chart
	at     time.Time
	barred []string
	path   []Step
	spare  struct { // the first holder on leave, for the case that nobody else is there
		post   Post
		person Person
		found  bool
	}
}

func (s *search) step(p Post, person string, why Why) {
	s.path = append(s.path, Step{Office: p.Office, Post: p.ID, Person: person, Why: why})
}

// ask tries the holders of one post in their order.
func (s *search) ask(p Post) (Person, bool) {
	held := s.chart.Holders(p.Office, p.ID, s.at)
	if len(held) == 0 {
		s.step(p, "", Vacant)
	}
	for _, a := range held {
		if person, found := s.try(p, a); found {
			return person, true
		}
	}
	return Person{}, false
}

// try gives the holder, or who stands in for the holder at the end of the chain.
func (s *search) try(p Post, held Assignment) (Person, bool) {
	acting, why := held.Person, Holder
	seen := map[string]bool{}
	for away := s.away(acting, p.Office); len(away) > 0; away = s.away(acting, p.Office) {
		next, covered := away[0], why != Holder
		if !covered { // of the holder's own leaves only the one for this post counts
			next, covered = s.chart.StandIn(held, s.at)
		}
		seen[acting] = true
		if !covered || seen[next.Person] {
			s.step(p, held.Person, Absent)
			s.keepSpare(p, held.Person)
			return Person{}, false
		}
		acting, why = next.Person, Substitute
	}
	person, known := s.chart.Person(acting)
	switch {
	case !known:
		s.step(p, "", Vacant)
	case slices.Contains(s.barred, acting):
		s.step(p, acting, Barred)
		if why == Substitute {
			s.keepSpare(p, held.Person)
		}
	default:
		s.step(p, acting, why)
		return person, true
	}
	return Person{}, false
}

// away returns the running leaves of a person that count for a post of the office:
// those recorded there and above. A leave from a post further down is none of its
// affair, and the charts of both offices name the same person.
func (s *search) away(person, officeID string) []Substitution {
	rank := func(id string) int {
		return slices.IndexFunc(s.chart.Offices, func(o Office) bool { return o.ID == id })
	}
	return keep(s.chart.running(person, s.at), func(one Substitution) bool { return rank(one.Office) >= rank(officeID) })
}

// keepSpare remembers the first holder on leave who is not barred.
func (s *search) keepSpare(p Post, id string) {
	person, known := s.chart.Person(id)
	if s.spare.found || !known || slices.Contains(s.barred, id) {
		return
	}
	s.spare.post, s.spare.person, s.spare.found = p, person, true
}
