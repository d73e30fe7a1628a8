package office_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"dorgora/internal/fault"
	"dorgora/internal/office"

	"pgregory.net/rapid"
)

func TestChartAnswerable(t *testing.T) {
	now := day(time.November, 23)
	week := func(id, in, post, absent, person string) office.Substitution {
		return leave(id, in, post, absent, person, midnight(time.November, 22), midnight(time.November, 27))
	}
	rows := []struct {
		name   string
		change func(c *office.Chart)
		barred []string
		at     time.Time
		want   string
		path   string
	}{
		{name: "the holder answers", want: "mina", path: "clerk holder"},
		{name: "a stand-in answers during leave", want: "karim", path: "clerk substitute",
			change: func(c *office.Chart) {
				c.Substitutions = append(c.Substitutions, week("s1", "rupsha", "clerk", "mina", "karim"))
			}},
		{name: "after the leave the holder answers again", at: midnight(time.November, 27), want: "mina", path: "clerk holder",
			change: func(c *office.Chart) {
				c.Substitutions = append(c.Substitutions, week("s1", "rupsha", "clerk", "mina", "karim"))
			}},
		{name: "a stand-in who is on leave passes it on to the own stand-in", want: "jalal", path: "clerk substitute",
			change: func(c *office.Chart) {
				c.Substitutions = append(c.Substitutions, week("s1", "rupsha", "clerk", "mina", "karim"),
					week("s2", "rupsha", "ap", "karim", "jalal"))
			}},
		{name: "a vacant post falls to the head of the office", want: "karim", path: "clerk vacant, ap holder",
			change: func(c *office.Chart) { c.Assignments = slices.Delete(c.Assignments, 1, 2) }},
		{name: "a post whose superior is not the head falls to the superior", want: "jalal", path: "clerk vacant, officer holder",
			change: func(c *office.Chart) {
				c.Posts[1].Superior = "officer"
				c.Posts = append(c.Posts, office.Post{Office: "rupsha", ID: "officer", Title: "কর্মকর্তা", Role: office.Officer})
				c.Assignments[1] = held("a6", "rupsha", "officer", "jalal")
			}},
		{name: "an empty office falls to the district", want: "jalal", path: "clerk vacant, ap vacant, programmer holder",
			change: func(c *office.Chart) { c.Assignments = c.Assignments[2:] }},
		{name: "with nobody below, the steward of the topmost office answers", want: "sumi",
			path:   "clerk vacant, ap vacant, programmer vacant, dg vacant, steward holder",
			change: func(c *office.Chart) { c.Assignments = c.Assignments[4:] }},
		{name: "with nobody at all, no person answers", want: "",
			path:   "clerk vacant, ap vacant, programmer vacant, dg vacant, steward vacant",
			change: func(c *office.Chart) { c.Assignments = nil }},
		{name: "the one complained about does not answer", barred: []string{"mina"}, want: "karim", path: "clerk barred, ap holder"},
		{name: "a stand-in complained about does not answer either", barred: []string{"karim"}, want: "jalal",
			path: "clerk barred, ap barred, programmer holder",
			change: func(c *office.Chart) {
				c.Substitutions = append(c.Substitutions, week("s1", "rupsha", "clerk", "mina", "karim"))
			}},
		{name: "additional charge answers when the post has no substantive holder", want: "jalal", path: "clerk holder",
			change: func(c *office.Chart) {
				c.Assignments[1].Person, c.Assignments[1].Tenure = "jalal", office.Additional
			}},
		{name: "the substantive holder goes before additional charge", want: "mina", path: "clerk holder",
			change: func(c *office.Chart) {
				extra := held("a0", "rupsha", "clerk", "jalal")
				extra.Tenure, extra.From = office.Additional, midnight(time.November, 1)
				c.Assignments = append(c.Assignments, extra)
			}},
		{name: "of two in additional charge the later one answers", want: "jalal", path: "clerk holder",
			change: func(c *office.Chart) {
				c.Assignments[1].Tenure = office.Additional
				extra := held("a9", "rupsha", "clerk", "jalal")
				extra.Tenure, extra.From = office.Additional, midnight(time.November, 1)
				c.Assignments = append(c.Assignments, extra)
			}},
		{name: "a successor during the leave answers, not the old stand-in", want: "rahim", path: "clerk holder",
			change: func(c *office.Chart) {
				c.Substitutions = append(c.Substitutions, week("s1", "rupsha", "clerk", "mina", "karim"))
				c.Assignments[1].Until = midnight(time.November, 23)
				next := held("a6", "rupsha", "clerk", "rahim")
				next.From = midnight(time.November, 23)
				c.Assignments = append(c.Assignments, next)
			}},
		{name: "a second post of somebody on leave falls upwards", want: "jalal", path: "ap absent, programmer holder",
			change: func(c *office.Chart) {
				c.Assignments[0].Person = "mina"
				c.Posts[0], c.Posts[1] = c.Posts[1], c.Posts[0]
				c.Substitutions = append(c.Substitutions, week("s1", "rupsha", "clerk", "mina", "karim"))
			}},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			c, post := rupsha(), "clerk"
			if row.change != nil {
				row.change(&c)
			}
			if row.at.IsZero() {
				row.at = now
			}
			if strings.HasPrefix(row.path, "ap ") {
				post = "ap"
			}
			got, err := c.Answerable("rupsha", post, row.at, row.barred...)
			ok(t, err)
			if got.Person.ID != row.want || path(got) != row.path {
				t.Errorf("got %q by %s; want %q by %s", got.Person.ID, path(got), row.want, row.path)
			}
		})
	}
	t.Run("a post that does not exist is not found", func(t *testing.T) {
		_, err := rupsha().Answerable("rupsha", "driver", now)
		if fault.KindOf(err) != fault.NotFound {
			t.Fatal(err)
		}
	})
}

func path(a office.Answerable) string {
	var steps []string
	for _, s := range a.Path {
		steps = append(steps, s.Post+" "+string(s.Why))
	}
	return strings.Join(steps, ", ")
}

// drawChart makes a tree of offices with posts, transfers and leaves at random,
// also such as no decision would allow: several substantive holders, circles of
// superiors and of stand-ins, leaves that outlive the assignment.
func drawChart(t *rapid.T) office.Chart {
	var c office.Chart
	depth := rapid.IntRange(1, 4).Draw(t, "offices")
	people := []string{"p0", "p1", "p2", "p3", "p4", "p5"}
	for _, id := range people {
		c.People = append(c.People, office.Person{Office: "o0", ID: id, Name: id})
	}
	start := midnight(time.January, 1)
	span := func(label string) (time.Time, time.Time) {
		from := rapid.IntRange(0, 40).Draw(t, label+" from")
		days := rapid.IntRange(1, 25).Draw(t, label+" days")
		return start.AddDate(0, 0, from), start.AddDate(0, 0, from+days)
	}
	for i := range depth {
		id := string(rune('a' + i))
		o := office.Office{ID: id}
		if i+1 < depth {
			o.Parent = string(rune('a' + i + 1))
		}
		c.Offices = append(c.Offices, o)
		posts := rapid.IntRange(1, 4).Draw(t, "posts")
		for j := range posts {
			role := []office.Role{office.Head, office.Officer, office.Officer, office.Steward}[j]
			superior := ""
			if rapid.Bool().Draw(t, "has superior") {
				superior = string(rune('w' + rapid.IntRange(0, posts-1).Draw(t, "superior")))
			}
			c.Posts = append(c.Posts, office.Post{Office: id, ID: string(rune('w' + j)), Role: role, Superior: superior})
		}
	}
	for n := range rapid.IntRange(0, 8).Draw(t, "assignments") {
		p := rapid.SampledFrom(c.Posts).Draw(t, "post")
		a := office.Assignment{Office: p.Office, ID: string(rune('0' + n)), Post: p.ID, Person: rapid.SampledFrom(people).Draw(t, "person"),
			Tenure: rapid.SampledFrom([]office.Tenure{office.Substantive, office.Additional, office.Acting}).Draw(t, "tenure")}
		a.From, a.Until = span("assignment")
		if rapid.Bool().Draw(t, "open end") {
			a.Until = time.Time{}
		}
		c.Assignments = append(c.Assignments, a)
	}
	for n := range rapid.IntRange(0, 6).Draw(t, "substitutions") {
		p := rapid.SampledFrom(c.Posts).Draw(t, "leave post")
		s := office.Substitution{Office: p.Office, ID: string(rune('0' + n)), Post: p.ID,
			Absent: rapid.SampledFrom(people).Draw(t, "absent"), Person: rapid.SampledFrom(people).Draw(t, "stand-in")}
		s.From, s.Until = span("leave")
		c.Substitutions = append(c.Substitutions, s)
	}
	return c
}

// way walks up by the letter of the rule, without the code under test.
func way(c office.Chart, p office.Post) []office.Post {
	posts := map[string]office.Post{}
	for _, q := range c.Posts {
		posts[q.Office+q.ID] = q
	}
	var list []office.Post
	put := func(q office.Post, there bool) {
		if there && !slices.Contains(list, q) {
			list = append(list, q)
		}
	}
	put(p, true)
	for range c.Posts {
		up, there := posts[p.Office+p.Superior]
		put(up, there)
		if !there {
			break
		}
		p = up
	}
	started := false
	for _, o := range c.Offices {
		if started = started || o.ID == p.Office; !started {
			continue
		}
		head, there := posts[o.ID+"w"]
		put(head, there)
		if o.Parent == "" {
			steward, there := posts[o.ID+"z"]
			put(steward, there)
		}
	}
	return list
}

func TestChartAnswerableProperty(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := drawChart(t)
		asked := rapid.SampledFrom(c.Posts).Draw(t, "asked")
		now := midnight(time.January, 1).AddDate(0, 0, rapid.IntRange(0, 60).Draw(t, "day"))
		barred := rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"p0", "p1", "p2"}), 0, 2, rapid.ID[string]).Draw(t, "barred")

		got, err := c.Answerable(asked.Office, asked.ID, now, barred...)
		if err != nil {
			t.Fatal(err)
		}
		path := way(c, asked)
		holds := func(person string, p office.Post) bool {
			return slices.ContainsFunc(c.Assignments, func(a office.Assignment) bool {
				return a.Office == p.Office && a.Post == p.ID && a.Person == person && a.Runs(now)
			})
		}
		away := func(person string) bool {
			return slices.ContainsFunc(c.Substitutions, func(s office.Substitution) bool { return s.Absent == person && s.Runs(now) })
		}
		somebody := false // who is not barred holds a post on the way
		for _, p := range path {
			for _, one := range c.People {
				somebody = somebody || holds(one.ID, p) && !slices.Contains(barred, one.ID)
			}
		}
		if got.Person.ID == "" {
			if somebody {
				t.Fatalf("nobody answers although somebody holds a post on the way up: %v", got.Path)
			}
			return
		}
		if slices.Contains(barred, got.Person.ID) {
			t.Fatalf("barred %s answers", got.Person.ID)
		}
		reached := slices.IndexFunc(path, func(p office.Post) bool { return p == got.Post })
		if reached < 0 {
			t.Fatalf("answered by post %v, which is not on the way up %v", got.Post, path)
		}
		if !holds(got.Person.ID, got.Post) && !slices.Contains(c.Sits(got.Person.ID, now), got.Post) {
			t.Fatalf("%s answers for %v without holding it or standing in", got.Person.ID, got.Post)
		}
		if away(got.Person.ID) {
			return // the last resort: everybody is on leave
		}
		for _, p := range path[:reached] {
			for _, one := range c.People {
				if holds(one.ID, p) && !away(one.ID) && !slices.Contains(barred, one.ID) {
					t.Fatalf("%s at %v was passed over for %s at %v", one.ID, p, got.Person.ID, got.Post)
				}
			}
		}
	})
}

func TestChartSits(t *testing.T) {
	now := day(time.November, 23)
	c := rupsha()
	c.Substitutions = []office.Substitution{
		leave("s1", "rupsha", "clerk", "mina", "karim", midnight(time.November, 22), midnight(time.November, 27)),
		leave("s2", "rupsha", "ap", "karim", "jalal", midnight(time.November, 22), midnight(time.November, 27)),
	}
	titles := func(person string, at time.Time) string {
		var list []string
		for _, p := range c.Sits(person, at) {
			list = append(list, p.ID)
		}
		slices.Sort(list)
		return strings.Join(list, " ")
	}
	rows := []struct {
		name, person string
		at           time.Time
		want         string
	}{
		{"a holder on leave keeps the seat", "mina", now, "clerk"},
		{"a stand-in has both seats", "karim", now, "ap clerk"},
		{"the end of a chain has the seats of the whole chain", "jalal", now, "ap clerk programmer"},
		{"after the leave only the own seat is left", "jalal", midnight(time.November, 27), "programmer"},
		{"before the leave too", "karim", midnight(time.November, 21), "ap"},
		{"somebody without a post has no seat", "nobody", now, ""},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			if got := titles(row.person, row.at); got != row.want {
				t.Errorf("got %q, want %q", got, row.want)
			}
		})
	}
}

func TestChartPostFor(t *testing.T) {
	rows := []struct{ name, title, want string }{
		{"as printed", "সহকারী প্রোগ্রামার", "ap"},
		{"with another spelling of the vowel", "সহকারি প্রোগ্রামার", "ap"},
		{"with white space around", "  সহকারী   প্রোগ্রামার ", "ap"},
		{"in English", "assistant programmer", "ap"},
		{"of another office", "মহাপরিচালক", ""},
		{"of nobody", "গাড়িচালক", ""},
		{"empty", " ", ""},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			got, _ := rupsha().PostFor(row.title)
			if got.ID != row.want {
				t.Errorf("PostFor(%q) = %q, want %q", row.title, got.ID, row.want)
			}
		})
	}
}
