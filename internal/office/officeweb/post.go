package officeweb

import (
	"context"
	"net/http"
	"slices"
	"time"

	"dorgora/internal/access"
	"dorgora/internal/fault"
	"dorgora/internal/office"
	"dorgora/internal/site"
)

// PostFormPage asks for a new post, or for the changes of one.
type PostFormPage struct {
	site.Page
	Post      office.Post // zero ID: a new one
	Action    string      // where the form goes, a path for Href
	Superiors []site.Choice
}

// NewPost shows the form for a new post: GET /{office}/posts/new.
func (p Pages) NewPost(w http.ResponseWriter, r *http.Request) {
	p.showPostForm(w, r, "", site.Form{}, nil)
}

// EditPost shows the form to change a post: GET /{office}/posts/{post}/change.
func (p Pages) EditPost(w http.ResponseWriter, r *http.Request) {
	p.showPostForm(w, r, r.PathValue("post"), site.Form{}, nil)
}

func (p Pages) showPostForm(w http.ResponseWriter, r *http.Request, id string, form site.Form, wrong error) {
	chart, err := p.chart(r)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	page := PostFormPage{Page: p.below(r, "office.post.new"), Action: "posts"}
	if id != "" {
		post, ok := chart.Post(chart.Office().ID, id)
		if !ok {
			p.Site.Refuse(w, r, fault.New(fault.NotFound, "office.post.unknown"))
			return
		}
		page.Page = p.below(r, "office.post.edit", "title", post.Title)
		page.Post, page.Action = post, "posts/"+id
	}
	if wrong != nil {
		page.Page = page.Refilled(form, wrong)
	}
	page.Superiors = []site.Choice{{Value: "", Label: page.T("office.superior.head"), Chosen: page.Post.Superior == ""}}
	for _, post := range chart.PostsOf(chart.Office().ID) {
		if post.ID != id && post.Role != office.Steward {
			page.Superiors = append(page.Superiors, site.Choice{Value: post.ID, Label: page.Pick(post.Title, post.TitleEn), Chosen: post.ID == page.Post.Superior})
		}
	}
	p.Site.Show(w, r, "postform", page)
}

// AddPost adds a post: POST /{office}/posts.
func (p Pages) AddPost(w http.ResponseWriter, r *http.Request) { p.savePost(w, r, "") }

// ChangePost changes a post's titles and superior: POST /{office}/posts/{post}.
func (p Pages) ChangePost(w http.ResponseWriter, r *http.Request) {
	p.savePost(w, r, r.PathValue("post"))
}

func (p Pages) savePost(w http.ResponseWriter, r *http.Request, id string) {
	form, err := p.act(r, func(c office.Chart, form site.Form) (office.Change, error) {
		post := office.Post{Role: office.Officer}
		if id != "" {
			var ok bool
			if post, ok = c.Post(c.Office().ID, id); !ok {
				return office.Change{}, fault.New(fault.NotFound, "office.post.unknown")
			}
			if err := mayFill(r, post); err != nil {
				return office.Change{}, err
			}
		} else {
			fresh, err := p.id()
			if err != nil {
				return office.Change{}, err
			}
			post.ID = fresh
			if c.HeadOf(c.Office().ID).ID == "" {
				post.Role = office.Head // the first post of an office leads it
			}
		}
		post.Title, post.TitleEn, post.Superior = form.Get("title"), form.Get("title_en"), form.Get("superior")
		return c.NewPost(post)
	})
	switch {
	case err == nil:
		p.to(w, r, "people", "post")
	case shown(err):
		p.showPostForm(w, r, id, form, err)
	default:
		p.Site.Refuse(w, r, err)
	}
}

// PostPage is one post: who holds it, held it, stands in; and what may be done.
type PostPage struct {
	site.Page
	May     bool
	Giving  site.Page // of the form that gives the post; of the three forms only the one that was sent is filled
	Leaving site.Page // of the form for a leave
	Ending  site.Page // of the form that ends an assignment
	Row     PostRow
	Leaves  []LeaveRow  // running and coming
	Past    []HolderRow // earlier holders, the latest first
	Coming  []HolderRow
	People  []site.Choice // who may be assigned
	StandIn []site.Choice // who may stand in
	Absents []site.Choice // holders who may go on leave
	Today   string        // YYYY-MM-DD, for date fields
}

// Post shows a post: GET /{office}/posts/{post}.
func (p Pages) Post(w http.ResponseWriter, r *http.Request) {
	p.showPost(w, r, sent{})
}

// sent is a form of the page of a post that cannot be carried out as it was sent.
type sent struct {
	act   string // what would have been said
	form  site.Form
	wrong error
}

func (p Pages) showPost(w http.ResponseWriter, r *http.Request, back sent) {
	chart, err := p.chart(r)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	post, ok := chart.Post(chart.Office().ID, r.PathValue("post"))
	if !ok {
		p.Site.Refuse(w, r, fault.New(fault.NotFound, "office.post.unknown"))
		return
	}
	page := PostPage{Page: p.below(r, "office.post.title", "title", post.Title), May: mayLead(r, chart) && mayFill(r, post) == nil, Today: p.today().String()}
	page.Title = page.Pick(post.Title, post.TitleEn)
	page.Crumbs[1].Text = page.Title
	page.refill(back)
	now := p.Now()
	if page.Row, err = postRow(page.Page, chart, post, now); err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	page.fill(chart, post, now)
	p.Site.Show(w, r, "post", page)
}

// refill gives a form back as it was sent; the other two stay as they begin.
func (p *PostPage) refill(back sent) {
	p.Giving, p.Leaving, p.Ending = p.Page, p.Page, p.Page
	if back.wrong == nil {
		return
	}
	p.Page = p.Refilled(back.form, back.wrong)
	switch back.act {
	case "assigned":
		p.Giving = p.Page
	case "leave":
		p.Leaving = p.Page
	case "ended":
		p.Ending = p.Page
	}
}

func (p *PostPage) fill(chart office.Chart, post office.Post, now time.Time) {
	for _, a := range slices.Backward(chart.Assignments) {
		if a.Office != post.Office || a.Post != post.ID || a.Runs(now) {
			continue
		}
		if a.From.After(now) {
			p.Coming = append(p.Coming, holderRow(p.Page, chart, a, now))
		} else {
			p.Past = append(p.Past, holderRow(p.Page, chart, a, now))
		}
	}
	for _, s := range chart.Substitutions {
		if s.Office == post.Office && s.Post == post.ID && now.Before(s.Until) {
			p.Leaves = append(p.Leaves, leaveRow(p.Page, chart, s, now))
		}
	}
	p.People = []site.Choice{{Label: p.T("office.choose")}}
	for _, o := range chart.Offices {
		for _, person := range chart.PeopleOf(o.ID) {
			name := p.Pick(person.Name, person.NameEn)
			if o.ID != post.Office {
				name += ", " + p.Pick(o.Name, o.NameEn)
			}
			p.People = append(p.People, site.Choice{Value: person.ID, Label: name})
		}
	}
	for i, holder := range p.Row.Holders {
		p.Absents = append(p.Absents, site.Choice{Value: holder.Person, Label: holder.Name, Chosen: i == 0})
	}
	p.StandIn = slices.DeleteFunc(slices.Clone(p.People), func(one site.Choice) bool {
		return len(p.Absents) == 1 && one.Value == p.Absents[0].Value // nobody stands in for oneself
	})
}

// mayFill refuses to let anybody but a steward decide who is a steward: the head
// of the topmost office leads people, not the installation.
func mayFill(r *http.Request, post office.Post) error {
	if post.Role == office.Steward && !access.Steward.Allows(access.From(r.Context()), nil) {
		return fault.New(fault.Denied, "office.steward.only")
	}
	return nil
}

// VacantTag marks an empty post.
func (p PostPage) VacantTag() site.Tag { return vacantTag(p.Page) }

// LeaveTag marks a holder on leave.
func (p PostPage) LeaveTag() site.Tag { return leaveTag(p.Page) }

// actOnPost takes a decision about the post and shows the post again.
func (p Pages) actOnPost(w http.ResponseWriter, r *http.Request, said string, decide func(c office.Chart, form site.Form) (office.Change, error)) {
	form, err := p.act(r, func(c office.Chart, form site.Form) (office.Change, error) {
		post, _ := c.Post(c.Office().ID, r.PathValue("post"))
		if err := mayFill(r, post); err != nil {
			return office.Change{}, err
		}
		return decide(c, form)
	})
	switch {
	case err == nil:
		p.to(w, r, "posts/"+r.PathValue("post"), said)
	case shown(err):
		p.showPost(w, r, sent{said, form, err})
	default:
		p.Site.Refuse(w, r, err)
	}
}

// Assign puts a person into the post: POST /{office}/posts/{post}/assignments.
func (p Pages) Assign(w http.ResponseWriter, r *http.Request) {
	p.actOnPost(w, r, "assigned", func(c office.Chart, form site.Form) (office.Change, error) {
		id, err := p.id()
		if err != nil {
			return office.Change{}, err
		}
		return c.Assign(office.Assignment{
			Office: c.Office().ID, ID: id, Post: r.PathValue("post"), Person: form.Get("person"),
			Tenure: office.Tenure(form.Get("tenure")), From: dayStart(form.Date("from")),
		}, form.Has("replace", "yes"), p.Now())
	})
}

// EndAssignment ends an assignment with a last day:
// POST /{office}/posts/{post}/assignments/{assignment}/end.
func (p Pages) EndAssignment(w http.ResponseWriter, r *http.Request) {
	p.actOnPost(w, r, "ended", func(c office.Chart, form site.Form) (office.Change, error) {
		change, err := c.EndAssignment(r.PathValue("assignment"), dayEnd(form.Date("last")), p.Now())
		if err == nil && change.Assignments[0].Post != r.PathValue("post") {
			return office.Change{}, fault.New(fault.NotFound, "office.assignment.unknown")
		}
		return change, renamed(err, "until", "last")
	})
}

// Leave records a leave with its stand-in: POST /{office}/posts/{post}/substitutions.
func (p Pages) Leave(w http.ResponseWriter, r *http.Request) {
	p.actOnPost(w, r, "leave", func(c office.Chart, form site.Form) (office.Change, error) {
		id, err := p.id()
		if err != nil {
			return office.Change{}, err
		}
		if c, err = p.withLeavesOf(r.Context(), c, form.Get("stand_in")); err != nil {
			return office.Change{}, err
		}
		change, err := c.Substitute(office.Substitution{
			Office: c.Office().ID, ID: id, Post: r.PathValue("post"), Absent: form.Get("absent"), Person: form.Get("stand_in"),
			From: leaveStart(c, r.PathValue("post"), form.Get("absent"), dayStart(form.Date("leave_from"))), Until: dayEnd(form.Date("leave_until")), Reason: form.Line("reason", 120),
		}, p.Now())
		return change, renamed(err, "person", "stand_in", "from", "leave_from", "until", "leave_until")
	})
}

// withLeavesOf adds the leaves of the home office of somebody who comes from further
// down, which the chart does not show: two people of different offices must not
// stand in for one another either.
func (p Pages) withLeavesOf(ctx context.Context, c office.Chart, person string) (office.Chart, error) {
	standIn, known := c.Person(person)
	if _, shown := c.OfficeOf(standIn.Office); !known || shown {
		return c, nil
	}
	home, err := p.Store.Chart(ctx, standIn.Office)
	if err != nil {
		return c, err
	}
	return c.With(office.Change{Substitutions: home.Substitutions}), nil
}

// leaveStart is when a leave begins that is asked for from a day on: with that day,
// or, for somebody who came into the post during it, with that moment.
func leaveStart(c office.Chart, post, absent string, day time.Time) time.Time {
	for _, a := range c.Assignments {
		came := a.Office == c.Office().ID && a.Post == post && a.Person == absent && a.From.After(day)
		if came && a.From.Before(day.AddDate(0, 0, 1)) {
			return a.From
		}
	}
	return day
}

// Return ends a leave now: POST /{office}/posts/{post}/substitutions/{substitution}/return.
func (p Pages) Return(w http.ResponseWriter, r *http.Request) {
	p.actOnPost(w, r, "returned", func(c office.Chart, _ site.Form) (office.Change, error) {
		change, err := c.Return(r.PathValue("substitution"), p.Now(), p.Now())
		if err == nil && change.Substitutions[0].Post != r.PathValue("post") {
			return office.Change{}, fault.New(fault.NotFound, "office.leave.unknown")
		}
		return change, err
	})
}

// renamed moves faults from the fields of the rule to those of the form; pairs
// are old and new names.
func renamed(err error, pairs ...string) error {
	if err == nil || !shown(err) {
		return err
	}
	var all fault.Fields
	for _, one := range fault.List(err) {
		moved := *one
		for i := 0; i+1 < len(pairs); i += 2 {
			if one.Field == pairs[i] {
				moved.Field = pairs[i+1]
			}
		}
		all = append(all, &moved)
	}
	return all
}
