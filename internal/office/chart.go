package office

import (
	"cmp"
	"slices"
	"time"

	"dorgora/bangla"
	"dorgora/internal/fault"
)

// Chart is one office and everything above it: enough to say who answers for
// anything that reaches the office. Offices[0] is the office itself, then its
// parent, and so on up to the topmost one.
type Chart struct {
	Revision      int64 // grows with every change to the office; a stale one is refused
	Offices       []Office
	Posts         []Post
	People        []Person
	Assignments   []Assignment
	Substitutions []Substitution
}

// Office returns the office that the chart was drawn for, the zero Office when
// the chart is empty.
func (c Chart) Office() Office {
	if len(c.Offices) == 0 {
		return Office{}
	}
	return c.Offices[0]
}

// Top returns the topmost office of the chart.
func (c Chart) Top() Office {
	if len(c.Offices) == 0 {
		return Office{}
	}
	return c.Offices[len(c.Offices)-1]
}

// OfficeOf returns an office of the chart by ID.
func (c Chart) OfficeOf(id string) (Office, bool) {
	return find(c.Offices, func(o Office) bool { return o.ID == id })
}

// Post returns a post by office and ID.
func (c Chart) Post(office, id string) (Post, bool) {
	return find(c.Posts, func(p Post) bool { return p.Office == office && p.ID == id })
}

// PostsOf returns the posts of one office: the head first, then by title.
func (c Chart) PostsOf(office string) []Post {
	posts := keep(c.Posts, func(p Post) bool { return p.Office == office })
	slices.SortStableFunc(posts, func(a, b Post) int {
		return cmp.Or(cmp.Compare(rankOf(a.Role), rankOf(b.Role)),
			slices.Compare(bangla.SortKey(a.Title), bangla.SortKey(b.Title)),
			cmp.Compare(a.ID, b.ID))
	})
	return posts
}

// rankOf orders posts for people to read.
func rankOf(r Role) int { return slices.Index([]Role{Head, Officer, Steward}, r) }

// HeadOf returns the post that leads an office, the zero Post when it has none.
func (c Chart) HeadOf(office string) Post { return c.first(office, Head) }

// StewardOf returns the steward's post of a topmost office.
func (c Chart) StewardOf(office string) (Post, bool) {
	post := c.first(office, Steward)
	return post, post.ID != ""
}

func (c Chart) first(office string, role Role) Post {
	posts := keep(c.Posts, func(p Post) bool { return p.Office == office && p.Role == role })
	if len(posts) == 0 {
		return Post{}
	}
	return slices.MinFunc(posts, func(a, b Post) int { return cmp.Compare(a.ID, b.ID) })
}

// PostFor finds the post of the chart's own office whose title is written like
// the given one; spelling variants meet through the search fold. Charters print
// titles, never IDs.
func (c Chart) PostFor(title string) (Post, bool) {
	want := bangla.Fold(title)
	if want == "" {
		return Post{}, false
	}
	return find(c.PostsOf(c.Office().ID), func(p Post) bool {
		return bangla.Fold(p.Title) == want || p.TitleEn != "" && bangla.Fold(p.TitleEn) == want
	})
}

// Person returns a person by ID.
func (c Chart) Person(id string) (Person, bool) {
	return find(c.People, func(p Person) bool { return p.ID == id })
}

// PeopleOf returns the people whose home is the office, by name.
func (c Chart) PeopleOf(office string) []Person {
	people := keep(c.People, func(p Person) bool { return p.Office == office })
	slices.SortStableFunc(people, func(a, b Person) int {
		return cmp.Or(slices.Compare(bangla.SortKey(a.Name), bangla.SortKey(b.Name)), cmp.Compare(a.ID, b.ID))
	})
	return people
}

// Runs reports whether the person holds the post at the instant.
func (a Assignment) Runs(at time.Time) bool {
	return !a.From.After(at) && (a.Until.IsZero() || at.Before(a.Until))
}

// Runs reports whether the stand-in acts at the instant.
func (s Substitution) Runs(at time.Time) bool {
	return !s.From.After(at) && at.Before(s.Until)
}

// Holders returns the running assignments of a post: substantive before
// additional before acting, the latest start first. The first one answers.
func (c Chart) Holders(office, post string, at time.Time) []Assignment {
	held := keep(c.Assignments, func(a Assignment) bool {
		return a.Office == office && a.Post == post && a.Runs(at)
	})
	slices.SortFunc(held, func(a, b Assignment) int {
		return cmp.Or(cmp.Compare(a.Tenure.rank(), b.Tenure.rank()), b.From.Compare(a.From), cmp.Compare(a.ID, b.ID))
	})
	return held
}

func (t Tenure) rank() int { return slices.Index([]Tenure{Substantive, Additional, Acting}, t) }

// Known reports whether the tenure is one of the three.
func (t Tenure) Known() bool { return t.rank() >= 0 }

// StandIn returns the running substitution of a holder of a post.
func (c Chart) StandIn(held Assignment, at time.Time) (Substitution, bool) {
	return find(c.running(held.Person, at), func(s Substitution) bool {
		return s.Office == held.Office && s.Post == held.Post
	})
}

// running returns the substitutions of a person on leave in a fixed order.
func (c Chart) running(absent string, at time.Time) []Substitution {
	away := keep(c.Substitutions, func(s Substitution) bool { return s.Absent == absent && s.Runs(at) })
	slices.SortFunc(away, func(a, b Substitution) int {
		return cmp.Or(a.From.Compare(b.From), cmp.Compare(a.ID, b.ID))
	})
	return away
}

// Held returns the running assignments of a person.
func (c Chart) Held(person string, at time.Time) []Assignment {
	return keep(c.Assignments, func(a Assignment) bool { return a.Person == person && a.Runs(at) })
}

// Sits returns the posts that a person may act for at the instant: those held,
// and those of people on leave for whom the person stands in, directly or at the
// end of a chain. It is wider than Answerable: a holder on leave still sits.
func (c Chart) Sits(person string, at time.Time) []Post {
	var posts []Post
	seen := map[string]bool{}
	var sit func(person string)
	add := func(a Assignment) {
		if p, ok := c.Post(a.Office, a.Post); ok && !slices.Contains(posts, p) {
			posts = append(posts, p)
		}
	}
	sit = func(person string) {
		if seen[person] {
			return
		}
		seen[person] = true
		for _, s := range c.Substitutions {
			if s.Person != person || !s.Runs(at) {
				continue
			}
			for _, a := range c.Held(s.Absent, at) {
				if a.Office == s.Office && a.Post == s.Post {
					add(a)
				}
			}
			sit(s.Absent) // whom the absent person stands in for falls to this one too
		}
	}
	for _, a := range c.Held(person, at) {
		add(a)
	}
	sit(person)
	return posts
}

func find[T any](list []T, is func(T) bool) (T, bool) {
	if i := slices.IndexFunc(list, is); i >= 0 {
		return list[i], true
	}
	var none T
	return none, false
}

func keep[T any](list []T, is func(T) bool) []T {
	var kept []T
	for _, one := range list {
		if is(one) {
			kept = append(kept, one)
		}
	}
	return kept
}

// unknown is the answer for a thing that the chart does not hold.
func unknown(message string) error { return fault.New(fault.NotFound, message) }
