package office_test

import (
	"slices"
	"testing"
	"time"

	"dorgora/internal/fault"
	"dorgora/internal/office"

	"pgregory.net/rapid"
)

func TestChartNewPost(t *testing.T) {
	rows := []struct {
		name         string
		post         office.Post
		field, fault string
	}{
		{"an officer's post", office.Post{ID: "new", Title: "গাড়িচালক", Role: office.Officer}, "", ""},
		{"below another one", office.Post{ID: "new", Title: "গাড়িচালক", Role: office.Officer, Superior: "clerk"}, "", ""},
		{"without a title", office.Post{ID: "new", Title: "  ", Role: office.Officer}, "title", "office.title.missing"},
		{"with a title that is there in another spelling", office.Post{ID: "new", Title: "সহকারি প্রোগ্রামার", Role: office.Officer}, "title", "office.title.taken"},
		{"a second head", office.Post{ID: "new", Title: "উপপরিচালক", Role: office.Head}, "role", "office.head.exists"},
		{"a steward below the top", office.Post{ID: "new", Title: "তত্ত্বাবধায়ক", Role: office.Steward}, "role", "office.steward.elsewhere"},
		{"the only head made an officer", office.Post{ID: "ap", Title: "সহকারী প্রোগ্রামার", Role: office.Officer}, "role", "office.head.needed"},
		{"an unknown role", office.Post{ID: "new", Title: "গাড়িচালক", Role: "king"}, "role", "office.role.unknown"},
		{"below a post of another office", office.Post{ID: "new", Title: "গাড়িচালক", Role: office.Officer, Superior: "programmer"}, "superior", "office.superior.unknown"},
		{"below itself", office.Post{ID: "clerk", Title: "অফিস সহকারী", Role: office.Officer, Superior: "clerk"}, "superior", "office.superior.cycle"},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			change, err := rupsha().NewPost(row.post)
			if row.fault != "" {
				wants(t, err, row.field, row.fault)
				return
			}
			ok(t, err)
			if got := change.Posts[0]; got.Office != "rupsha" || change.Revision != 1 {
				t.Errorf("got %+v", change)
			}
		})
	}
}

func TestChartNewPerson(t *testing.T) {
	rows := []struct {
		name         string
		person       office.Person
		field, fault string
		mobile       string
	}{
		{"with a mobile number in Bangla digits", office.Person{ID: "new", Name: "রফিক", Mobile: "০১৭৬৬-৬৬৬৬৬৬"}, "", "", "+8801766666666"},
		{"with mail only", office.Person{ID: "new", Name: "রফিক", Mail: "Rafiq@DoICT.gov.bd"}, "", "", ""},
		{"without a name", office.Person{ID: "new", Mobile: "01766666666"}, "name", "office.name.missing", ""},
		{"without any way to reach", office.Person{ID: "new", Name: "রফিক"}, "mobile", "office.reach.missing", ""},
		{"with a number one digit short", office.Person{ID: "new", Name: "রফিক", Mobile: "0176666666"}, "mobile", "applicant.mobile.short", ""},
		{"with the number of a colleague", office.Person{ID: "new", Name: "রফিক", Mobile: "01722222222"}, "mobile", "office.mobile.taken", ""},
		{"with a mail address without a domain", office.Person{ID: "new", Name: "রফিক", Mail: "rafiq@doict"}, "mail", "office.mail.wrong", ""},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			change, err := rupsha().NewPerson(row.person)
			if row.fault != "" {
				wants(t, err, row.field, row.fault)
				return
			}
			ok(t, err)
			if got := change.People[0]; got.Mobile != row.mobile || got.Mail != "" && got.Mail != "rafiq@doict.gov.bd" {
				t.Errorf("stored as %+v", got)
			}
		})
	}
}

func TestChartAssign(t *testing.T) {
	now := day(time.November, 23)
	put := func(person string, tenure office.Tenure, from time.Time) office.Assignment {
		return office.Assignment{Office: "rupsha", ID: "new", Post: "clerk", Person: person, Tenure: tenure, From: from}
	}
	rows := []struct {
		name         string
		give         office.Assignment
		replace      bool
		field, fault string
		ended        time.Time // of the earlier holder
	}{
		{"a held post is refused", put("karim", office.Substantive, now), false, "person", "office.post.held", time.Time{}},
		{"with replacement the earlier holder ends that day", put("karim", office.Substantive, midnight(time.December, 1)), true, "", "", midnight(time.December, 1)},
		{"additional charge stands beside the holder", put("karim", office.Additional, now), false, "", "", time.Time{}},
		{"the same person twice in one post is refused", put("mina", office.Substantive, now), true, "person", "office.assignment.again", time.Time{}},
		{"nobody is refused", put("", office.Substantive, now), false, "person", "office.person.missing", time.Time{}},
		{"an unknown tenure is refused", put("karim", "guest", now), false, "tenure", "office.tenure.unknown", time.Time{}},
		{"without a day is refused", put("karim", office.Substantive, time.Time{}), false, "from", "office.from.missing", time.Time{}},
		{"a mistyped year is refused", put("karim", office.Substantive, now.AddDate(10, 0, 0)), true, "from", "office.date.far", time.Time{}},
		{"before the present holder came is refused", put("karim", office.Substantive, midnight(time.January, 1)), true, "from", "office.assignment.later.exists", time.Time{}},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			c := rupsha()
			change, err := c.Assign(row.give, row.replace, now)
			if row.fault != "" {
				wants(t, err, row.field, row.fault)
				return
			}
			ok(t, err)
			after := c.With(change)
			i := slices.IndexFunc(after.Assignments, func(a office.Assignment) bool { return a.ID == "a2" })
			if got := after.Assignments[i].Until; !got.Equal(row.ended) {
				t.Errorf("the earlier holder ends %v, want %v", got, row.ended)
			}
		})
	}
	t.Run("a post of another office is not this office's to give", func(t *testing.T) {
		a := put("karim", office.Additional, now)
		a.Office, a.Post = "khulna", "programmer"
		_, err := rupsha().Assign(a, false, now)
		wants(t, err, "post", "office.post.unknown")
	})
	t.Run("a person may hold several posts", func(t *testing.T) {
		c := rupsha()
		end, err := c.EndAssignment("a2", midnight(time.November, 24), now)
		ok(t, err)
		c = c.With(end)
		next, err := c.Assign(put("karim", office.Additional, midnight(time.November, 24)), false, now)
		ok(t, err)
		if got := c.With(next).Held("karim", midnight(time.November, 24)); len(got) != 2 {
			t.Errorf("karim holds %v", got)
		}
	})
}

func TestChartEndAssignment(t *testing.T) {
	now := day(time.November, 23)
	t.Run("a leave ends with the assignment", func(t *testing.T) {
		c := rupsha()
		c.Substitutions = []office.Substitution{leave("s1", "rupsha", "clerk", "mina", "karim", midnight(time.November, 22), midnight(time.November, 27))}
		change, err := c.EndAssignment("a2", midnight(time.November, 24), now)
		ok(t, err)
		if got := change.Substitutions[0].Until; !got.Equal(midnight(time.November, 24)) {
			t.Errorf("the leave ends %v", got)
		}
	})
	t.Run("before its start is refused", func(t *testing.T) {
		_, err := rupsha().EndAssignment("a2", midnight(time.January, 1), now)
		wants(t, err, "until", "office.until.early")
	})
	t.Run("one of another office is not found", func(t *testing.T) {
		_, err := rupsha().EndAssignment("a3", now, now)
		if fault.KindOf(err) != fault.NotFound {
			t.Fatal(err)
		}
	})
	t.Run("what has ended cannot end again", func(t *testing.T) {
		c := rupsha()
		c.Assignments[1].Until = midnight(time.November, 1)
		_, err := c.EndAssignment("a2", now, now)
		if fault.KindOf(err) != fault.Conflict {
			t.Fatal(err)
		}
	})
}

func TestChartSubstitute(t *testing.T) {
	now := day(time.November, 23)
	mon, thu := midnight(time.November, 23), midnight(time.November, 27)
	rows := []struct {
		name         string
		there, give  office.Substitution
		field, fault string
	}{
		{"from today", office.Substitution{}, leave("n", "rupsha", "clerk", "mina", "karim", mon, thu), "", ""},
		{"oneself", office.Substitution{}, leave("n", "rupsha", "clerk", "mina", "mina", mon, thu), "person", "office.leave.self"},
		{"from yesterday", office.Substitution{}, leave("n", "rupsha", "clerk", "mina", "karim", midnight(time.November, 22), thu), "from", "office.leave.past"},
		{"that ends before it begins", office.Substitution{}, leave("n", "rupsha", "clerk", "mina", "karim", thu, mon), "until", "office.until.early"},
		{"without an end", office.Substitution{}, leave("n", "rupsha", "clerk", "mina", "karim", mon, time.Time{}), "until", "office.until.missing"},
		{"of somebody who does not hold the post", office.Substitution{}, leave("n", "rupsha", "clerk", "karim", "mina", mon, thu), "from", "office.leave.not.held"},
		{"a second stand-in for the same days", leave("s", "rupsha", "clerk", "mina", "karim", mon, thu),
			leave("n", "rupsha", "clerk", "mina", "jalal", midnight(time.November, 26), midnight(time.November, 30)), "from", "office.leave.overlap"},
		{"for the days after", leave("s", "rupsha", "clerk", "mina", "karim", mon, thu),
			leave("n", "rupsha", "clerk", "mina", "jalal", thu, midnight(time.November, 30)), "", ""},
		{"two who stand in for one another", leave("s", "rupsha", "clerk", "mina", "karim", mon, thu),
			leave("n", "rupsha", "ap", "karim", "mina", midnight(time.November, 26), midnight(time.November, 30)), "person", "office.leave.cycle"},
		{"two who stand in for one another on different days", leave("s", "rupsha", "clerk", "mina", "karim", mon, thu),
			leave("n", "rupsha", "ap", "karim", "mina", thu, midnight(time.November, 30)), "", ""},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			c := rupsha()
			if row.there.ID != "" {
				c.Substitutions = []office.Substitution{row.there}
			}
			_, err := c.Substitute(row.give, now)
			if row.fault != "" {
				wants(t, err, row.field, row.fault)
				return
			}
			ok(t, err)
		})
	}
}

func TestChartReturn(t *testing.T) {
	now := day(time.November, 23)
	c := rupsha()
	c.Substitutions = []office.Substitution{
		leave("s1", "rupsha", "clerk", "mina", "karim", midnight(time.November, 22), midnight(time.November, 27)),
		leave("s2", "rupsha", "ap", "karim", "jalal", midnight(time.December, 1), midnight(time.December, 5)),
	}
	t.Run("who is back answers from that instant", func(t *testing.T) {
		change, err := c.Return("s1", now, now)
		ok(t, err)
		got, err := c.With(change).Answerable("rupsha", "clerk", now)
		ok(t, err)
		if got.Person.ID != "mina" {
			t.Errorf("%s answers", got.Person.ID)
		}
	})
	t.Run("a leave that has not begun is cancelled whole", func(t *testing.T) {
		change, err := c.Return("s2", now, now)
		ok(t, err)
		if s := change.Substitutions[0]; s.Runs(midnight(time.December, 2)) || s.Runs(now) {
			t.Errorf("still runs: %+v", s)
		}
	})
	t.Run("a return after the end is refused", func(t *testing.T) {
		_, err := c.Return("s1", midnight(time.November, 30), now)
		wants(t, err, "until", "office.leave.return.date")
	})
}

// TestChartDecisionsProperty takes decisions at random and keeps those that are
// allowed: no post ever has two substantive holders, and no circle of stand-ins
// comes to be.
func TestChartDecisionsProperty(t *testing.T) {
	start := midnight(time.November, 1)
	rapid.Check(t, func(t *rapid.T) {
		c := rupsha()
		posts, people := []string{"ap", "clerk"}, []string{"karim", "mina", "jalal", "rahim", "sumi"}
		now := start
		for n := range rapid.IntRange(1, 14).Draw(t, "decisions") {
			now = now.AddDate(0, 0, rapid.IntRange(0, 3).Draw(t, "pass"))
			id := "d" + string(rune('a'+n))
			from := now.AddDate(0, 0, rapid.IntRange(0, 6).Draw(t, "from"))
			until := from.AddDate(0, 0, rapid.IntRange(1, 9).Draw(t, "days"))
			post := rapid.SampledFrom(posts).Draw(t, "post")
			var change office.Change
			var err error
			switch rapid.IntRange(0, 3).Draw(t, "act") {
			case 0:
				change, err = c.Assign(office.Assignment{Office: "rupsha", ID: id, Post: post, From: from,
					Person: rapid.SampledFrom(people).Draw(t, "person"), Tenure: office.Substantive}, rapid.Bool().Draw(t, "replace"), now)
			case 1:
				change, err = c.EndAssignment(rapid.SampledFrom(c.Assignments).Draw(t, "assignment").ID, from, now)
			case 2:
				absent := rapid.SampledFrom(c.Assignments).Draw(t, "absent")
				change, err = c.Substitute(leave(id, "rupsha", absent.Post, absent.Person,
					rapid.SampledFrom(people).Draw(t, "stand-in"), from, until), now)
			case 3:
				if len(c.Substitutions) > 0 {
					change, err = c.Return(rapid.SampledFrom(c.Substitutions).Draw(t, "leave").ID, from, now)
				}
			}
			if err == nil {
				c = c.With(change)
			}
		}
		for at := start; at.Before(start.AddDate(0, 0, 60)); at = at.AddDate(0, 0, 1) {
			for _, post := range posts {
				substantive := 0
				for _, a := range c.Holders("rupsha", post, at) {
					if a.Tenure == office.Substantive {
						substantive++
					}
				}
				if substantive > 1 {
					t.Fatalf("%s has %d substantive holders on %v", post, substantive, at)
				}
			}
			for _, person := range people {
				if circle(c, person, at) {
					t.Fatalf("%s stands in for the own stand-in on %v: %+v", person, at, c.Substitutions)
				}
			}
		}
	})
}

// circle follows every stand-in of a person and reports whether one leads back.
func circle(c office.Chart, person string, at time.Time) bool {
	reached := []string{person}
	for i := 0; i < len(reached) && i < 20; i++ {
		for _, s := range c.Substitutions {
			if s.Absent == reached[i] && s.Runs(at) {
				if s.Person == person {
					return true
				}
				if !slices.Contains(reached, s.Person) {
					reached = append(reached, s.Person)
				}
			}
		}
	}
	return false
}
