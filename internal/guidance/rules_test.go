package guidance_test

import (
	"strings"
	"testing"
	"time"

	"dorgora/internal/fault"
	"dorgora/internal/guidance"
	"dorgora/internal/office"
	"dorgora/workday"
)

var noon = time.Date(2026, time.November, 24, 6, 0, 0, 0, time.UTC)

func sign(person string) guidance.Signature {
	return guidance.Signature{Person: person, Name: person, At: noon}
}

// answer is a content in order.
func answer() guidance.Content {
	return guidance.Content{
		Sort: guidance.Answer, Topic: "প্রশিক্ষণ", Public: true,
		Bn:       guidance.Text{Title: "প্রশিক্ষণ কবে শুরু?", Body: "বিজ্ঞপ্তি দেখুন।"},
		Source:   guidance.Source{Document: "চার্টার", Date: today},
		ReviewBy: today.AddMonths(6),
	}
}

func must(t *testing.T, change guidance.Change, err error) guidance.Guide {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	return change.Guide
}

// refused fails unless err has a fault of the field, or of the kind without one,
// with that key.
func refused(t *testing.T, err error, kind fault.Kind, field, key string) {
	t.Helper()
	for _, one := range fault.List(err) {
		if one.Kind == kind && one.Field == field && one.Message == key {
			return
		}
	}
	t.Errorf("got %v, want %s %s %s", err, kind, field, key)
}

func TestContentCheck(t *testing.T) {
	for name, row := range map[string]struct {
		spoil      func(*guidance.Content)
		field, key string
	}{
		"a sort is chosen":                        {func(c *guidance.Content) { c.Sort = "" }, "sort", "guidance.sort.missing"},
		"the topic is written":                    {func(c *guidance.Content) { c.Topic = "" }, "topic", "guidance.topic.missing"},
		"the Bangla text is written":              {func(c *guidance.Content) { c.Bn.Body = "" }, "body", "guidance.body.missing"},
		"a title has an end":                      {func(c *guidance.Content) { c.Bn.Title = strings.Repeat("ক", 161) }, "title", "guidance.long"},
		"an English title needs its text":         {func(c *guidance.Content) { c.En.Title = "When?" }, "body_en", "guidance.english.half"},
		"an English text needs its title":         {func(c *guidance.Content) { c.En.Body = "Then." }, "title_en", "guidance.english.half"},
		"the source is named":                     {func(c *guidance.Content) { c.Source.Document = "" }, "source", "guidance.source.missing"},
		"the source has a date":                   {func(c *guidance.Content) { c.Source.Date = workday.Date{} }, "source_date", "guidance.source.date.missing"},
		"no source comes from tomorrow":           {func(c *guidance.Content) { c.Source.Date = today.AddDays(1) }, "source_date", "guidance.source.date.future"},
		"the review has a day":                    {func(c *guidance.Content) { c.ReviewBy = workday.Date{} }, "review", "guidance.review.missing"},
		"the review lies ahead":                   {func(c *guidance.Content) { c.ReviewBy = today }, "review", "guidance.review.past"},
		"the review is not years ahead":           {func(c *guidance.Content) { c.ReviewBy = today.AddMonths(25) }, "review", "guidance.review.far"},
		"a template takes no unknown placeholder": {func(c *guidance.Content) { c.Sort, c.Bn.Body = guidance.Template, "{nid}" }, "body", "guidance.placeholder.unknown"},
		"a template takes no logic":               {func(c *guidance.Content) { c.Sort, c.Bn.Body = guidance.Template, "{{if .Name}}" }, "body", "guidance.placeholder.brace"},
		"a specification names no brand without a reason": {func(c *guidance.Content) {
			c.Sort, c.Bn.Body = guidance.Specification, "ডেল ল্যাপটপ"
		}, "brand_reason", "guidance.brand.reason.missing"},
		"a price has its day": {func(c *guidance.Content) {
			c.Sort, c.Prices = guidance.Specification, []guidance.Price{{Where: "ক দোকান", Text: "৪৫,০০০"}}
		}, "prices", "guidance.price.wrong"},
	} {
		t.Run(name, func(t *testing.T) {
			c := answer()
			row.spoil(&c)
			_, err := guidance.Begin("rupsha", "g1", c, sign("karim"))
			refused(t, err, fault.Invalid, row.field, row.key)
		})
	}
	t.Run("a brand with a reason, and braces outside templates, are in order", func(t *testing.T) {
		c := answer()
		c.Sort, c.Bn.Body, c.BrandReason = guidance.Specification, "HP টোনার {কালো}", "দপ্তরের প্রিন্টারটি এই ব্র্যান্ডের"
		change, err := guidance.Begin("rupsha", "g1", c, sign("karim"))
		if g := must(t, change, err); g.Latest().Public {
			t.Error("a specification is public")
		}
	})
}

// people are as they may approve.
func people(ids ...string) []office.Person {
	var all []office.Person
	for _, id := range ids {
		all = append(all, office.Person{ID: id})
	}
	return all
}

func TestGuideLife(t *testing.T) {
	change, err := guidance.Begin("rupsha", "g1", answer(), sign("karim"))
	g := must(t, change, err)

	t.Run("nobody approves what he wrote", func(t *testing.T) {
		_, err := g.Approve(1, people("karim", "jalal"), sign("karim"))
		refused(t, err, fault.Denied, "", "guidance.approve.own")
	})
	t.Run("nobody from elsewhere approves", func(t *testing.T) {
		_, err := g.Approve(1, people("jalal"), sign("salma"))
		refused(t, err, fault.Denied, "", "guidance.approve.denied")
	})
	t.Run("whoever changed the draft is a writer too", func(t *testing.T) {
		change, err := g.Rewrite(1, answer(), sign("jalal"))
		changed := must(t, change, err)
		_, err = changed.Approve(2, people("jalal"), sign("jalal"))
		refused(t, err, fault.Denied, "", "guidance.approve.own")
		if len(changed.Versions) != 1 {
			t.Errorf("%d versions", len(changed.Versions))
		}
	})
	t.Run("a stale page approves nothing", func(t *testing.T) {
		_, err := g.Approve(0, people("jalal"), sign("jalal"))
		refused(t, err, fault.Conflict, "", "guidance.stale")
	})
	t.Run("a draft whose review has come is looked at first", func(t *testing.T) {
		late := sign("jalal")
		late.At = noon.AddDate(0, 7, 0)
		_, err := g.Approve(1, people("jalal"), late)
		refused(t, err, fault.Invalid, "", "guidance.approve.expired")
	})

	change, err = g.Approve(1, people("jalal"), sign("jalal"))
	g = must(t, change, err)
	if change.Tell != (guidance.Telling{}) {
		t.Errorf("the first approval tells %+v", change.Tell)
	}

	t.Run("the same words again are told to nobody", func(t *testing.T) {
		next := answer()
		next.ReviewBy = today.AddMonths(12)
		change, err := g.Rewrite(2, next, sign("karim"))
		again := must(t, change, err)
		if v, _ := again.InForce(); v.Number != 1 {
			t.Errorf("version %d is in force while the next is a draft", v.Number)
		}
		change, err = again.Approve(3, people("jalal"), sign("jalal"))
		if again = must(t, change, err); change.Tell.Upto != 0 {
			t.Errorf("tells %+v", change.Tell)
		}
		if v, _ := again.InForce(); v.Number != 2 || again.Versions[0].State != guidance.Superseded {
			t.Errorf("version %d in force, the first %s", v.Number, again.Versions[0].State)
		}
	})
	t.Run("other words are told to those who have the old ones", func(t *testing.T) {
		next := answer()
		next.Bn.Body = "প্রশিক্ষণ জানুয়ারিতে।"
		change, err := g.Rewrite(2, next, sign("karim"))
		again := must(t, change, err)
		change, err = again.Approve(3, people("jalal"), sign("jalal"))
		must(t, change, err)
		if change.Tell != (guidance.Telling{Upto: 1, Reason: guidance.Corrected}) {
			t.Errorf("tells %+v", change.Tell)
		}
	})
	t.Run("a withdrawal needs a reason, and tells", func(t *testing.T) {
		_, err := g.Withdraw(2, 1, " ", sign("karim"))
		refused(t, err, fault.Invalid, "reason", "guidance.reason.missing")
		change, err := g.Withdraw(2, 1, "ভুল তারিখ", sign("karim"))
		gone := must(t, change, err)
		if change.Tell != (guidance.Telling{Upto: 1, Reason: guidance.Recalled}) {
			t.Errorf("tells %+v", change.Tell)
		}
		_, err = gone.Withdraw(3, 1, "আবার", sign("karim"))
		refused(t, err, fault.Conflict, "", "guidance.over")
		if _, running := gone.InForce(); running {
			t.Error("a withdrawn version is in force")
		}
	})
	t.Run("a draft can be withdrawn, and nobody hears of it", func(t *testing.T) {
		change, err := g.Rewrite(2, answer(), sign("karim"))
		again := must(t, change, err)
		change, err = again.Withdraw(3, 2, "আর লাগবে না", sign("karim"))
		must(t, change, err)
		if change.Tell.Upto != 0 {
			t.Errorf("tells %+v", change.Tell)
		}
	})
}

// chart is the office of one officer below a district, or of two.
func chart(officers int) office.Chart {
	c := office.Chart{
		Offices: []office.Office{{ID: "rupsha", Parent: "khulna"}, {ID: "khulna"}},
		Posts: []office.Post{
			{Office: "rupsha", ID: "head", Title: "সহকারী প্রোগ্রামার", Role: office.Head},
			{Office: "khulna", ID: "head", Title: "প্রোগ্রামার", Role: office.Head},
		},
		People: []office.Person{{Office: "rupsha", ID: "karim"}, {Office: "khulna", ID: "jalal"}, {Office: "rupsha", ID: "salma"}},
		Assignments: []office.Assignment{
			{Office: "rupsha", ID: "1", Post: "head", Person: "karim", Tenure: office.Substantive, From: noon.AddDate(-1, 0, 0)},
			{Office: "khulna", ID: "2", Post: "head", Person: "jalal", Tenure: office.Substantive, From: noon.AddDate(-1, 0, 0)},
		},
	}
	if officers == 2 {
		c.Posts = append(c.Posts, office.Post{Office: "rupsha", ID: "aide", Title: "অফিস সহকারী", Role: office.Officer})
		c.Assignments = append(c.Assignments, office.Assignment{Office: "rupsha", ID: "3", Post: "aide", Person: "salma", Tenure: office.Substantive, From: noon.AddDate(-1, 0, 0)})
	}
	return c
}

func TestApprovers(t *testing.T) {
	for name, row := range map[string]struct {
		officers int
		writers  []string
		want     string
	}{
		"the only officer wrote: the superior office":      {1, []string{"karim"}, "jalal"},
		"the texts of the program: the only officer":       {1, []string{guidance.StarterPerson}, "karim"},
		"the head wrote: the colleague, and the one above": {2, []string{"karim"}, "jalal salma"},
		"the aide wrote: the head":                         {2, []string{"salma"}, "karim"},
		"both wrote: the one above":                        {2, []string{"karim", "salma"}, "jalal"},
		"everybody wrote: nobody":                          {2, []string{"karim", "salma", "jalal"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			var v guidance.Version
			for _, one := range row.writers {
				v.Writers = append(v.Writers, sign(one))
			}
			var got []string
			for _, person := range guidance.Approvers(chart(row.officers), v, noon) {
				got = append(got, person.ID)
			}
			if strings.Join(got, " ") != row.want {
				t.Errorf("got %v, want %s", got, row.want)
			}
		})
	}
}

func TestReviewsListsTheMostPressingFirst(t *testing.T) {
	version := func(guide string, days int) guidance.Version {
		return guidance.Version{Guide: guide, State: guidance.Approved, Content: guidance.Content{ReviewBy: today.AddDays(days)}}
	}
	due := guidance.Reviews([]guidance.Version{version("later", 31), version("soon", 30), version("over", -1)}, today)
	if len(due) != 2 || due[0].Guide != "over" || due[1].Guide != "soon" {
		t.Errorf("%+v", due)
	}
	if !due[0].Expired(today) || due[0].Offered(today) || due[1].Expired(today) {
		t.Error("what is over must not be offered")
	}
}

func TestTopHidesTheOrderOfSmallCounts(t *testing.T) {
	got := guidance.Top([]guidance.Asked{{"খ", 1}, {"ক", 4}, {"গ", 9}, {"ঘ", 5}, {"ঙ", 0}})
	want := []guidance.Asked{{"গ", 9}, {"ঘ", 5}, {"ক", 4}, {"খ", 1}}
	if len(got) != len(want) {
		t.Fatalf("%v", got)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("place %d: %v, want %v", i, got[i], want[i])
		}
	}
	if !got[2].Few() || got[1].Few() {
		t.Error("five may be told, four may not")
	}
}
