package officeweb

import (
	"net/http"
	"time"

	"dorgora/internal/access"
	"dorgora/internal/fault"
	"dorgora/internal/office"
	"dorgora/internal/site"
)

// PersonFormPage asks for a new person, or for the changes of one.
type PersonFormPage struct {
	site.Page
	Person office.Person // zero ID: a new one
	Action string
	Posts  []site.Choice // which a new person may get
	Today  string
}

// NewPerson shows the form for a new person: GET /{office}/people/new.
func (p Pages) NewPerson(w http.ResponseWriter, r *http.Request) {
	p.showPersonForm(w, r, "", site.Form{}, nil)
}

// EditPerson shows the form to change a person: GET /{office}/people/{person}/change.
func (p Pages) EditPerson(w http.ResponseWriter, r *http.Request) {
	p.showPersonForm(w, r, r.PathValue("person"), site.Form{}, nil)
}

func (p Pages) showPersonForm(w http.ResponseWriter, r *http.Request, id string, form site.Form, wrong error) {
	chart, err := p.chart(r)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	page := PersonFormPage{Page: p.below(r, "office.person.new"), Action: "people", Today: p.today().String()}
	if id != "" {
		person, err := ours(chart, id)
		if err != nil {
			p.Site.Refuse(w, r, err)
			return
		}
		page.Page = p.below(r, "office.person.edit", "name", person.Name)
		page.Person, page.Action = person, "people/"+id
	}
	if wrong != nil {
		page.Page = page.Refilled(form, wrong)
	}
	page.Posts = []site.Choice{{Label: page.T("office.post.later")}}
	for _, post := range chart.PostsOf(chart.Office().ID) {
		if len(chart.Holders(post.Office, post.ID, p.Now())) == 0 && mayFill(r, post) == nil {
			page.Posts = append(page.Posts, site.Choice{Value: post.ID, Label: page.Pick(post.Title, post.TitleEn)})
		}
	}
	p.Site.Show(w, r, "personform", page)
}

// ours returns a person of the office itself; others have their pages elsewhere.
func ours(c office.Chart, id string) (office.Person, error) {
	person, ok := c.Person(id)
	if !ok || person.Office != c.Office().ID {
		return office.Person{}, fault.New(fault.NotFound, "office.person.unknown")
	}
	return person, nil
}

// AddPerson adds a person, with a post when one was chosen, and makes the
// one-time link: POST /{office}/people.
func (p Pages) AddPerson(w http.ResponseWriter, r *http.Request) {
	var person string
	form, err := p.act(r, func(c office.Chart, form site.Form) (office.Change, error) {
		var err error
		if person, err = p.id(); err != nil {
			return office.Change{}, err
		}
		if post, ok := c.Post(c.Office().ID, form.Get("post")); ok {
			if err := mayFill(r, post); err != nil {
				return office.Change{}, err
			}
		}
		return p.hire(c, form, person)
	})
	switch {
	case err == nil:
		p.handOver(w, r, office.From(r.Context()).ID, person)
	case shown(err):
		p.showPersonForm(w, r, "", form, err)
	default:
		p.Site.Refuse(w, r, err)
	}
}

func (p Pages) hire(c office.Chart, form site.Form, person string) (office.Change, error) {
	change, err := c.NewPerson(readPerson(form, person))
	if err != nil || form.Get("post") == "" {
		return change, err
	}
	id, err := p.id()
	if err != nil {
		return office.Change{}, err
	}
	seat, err := c.With(change).Assign(office.Assignment{Office: c.Office().ID, ID: id, Post: form.Get("post"), Person: person,
		Tenure: office.Substantive, From: dayStart(form.Date("from"))}, false, p.Now())
	return change.And(seat), renamed(err, "person", "post")
}

func readPerson(form site.Form, id string) office.Person {
	return office.Person{ID: id, Name: form.Get("name"), NameEn: form.Get("name_en"), Mobile: form.Get("mobile"), Mail: form.Get("mail")}
}

// ChangePerson changes a person's particulars: POST /{office}/people/{person}.
func (p Pages) ChangePerson(w http.ResponseWriter, r *http.Request) {
	id := r.PathValue("person")
	form, err := p.act(r, func(c office.Chart, form site.Form) (office.Change, error) {
		if _, err := ours(c, id); err != nil {
			return office.Change{}, err
		}
		return c.NewPerson(readPerson(form, id))
	})
	switch {
	case err == nil:
		p.to(w, r, "people/"+id, "saved")
	case shown(err):
		p.showPersonForm(w, r, id, form, err)
	default:
		p.Site.Refuse(w, r, err)
	}
}

// PersonPage is one person: posts, and the state of the sign-in.
type PersonPage struct {
	site.Page
	May     bool
	Person  office.Person
	Seats   []SeatRow
	Known   bool // has a sign-in
	Closed  bool
	Factor  bool
	Oneself bool
}

// SeatRow is one post that a person holds or held.
type SeatRow struct {
	Post, Title, Tenure string
	Since, Last         time.Time
	Now                 bool
	Here                bool // a post of this office
}

// Person shows a person of the office: GET /{office}/people/{person}.
func (p Pages) Person(w http.ResponseWriter, r *http.Request) {
	chart, err := p.chart(r)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	person, err := ours(chart, r.PathValue("person"))
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	page := PersonPage{Page: p.below(r, "office.person.title", "name", person.Name), May: mayLead(r, chart), Person: person,
		Oneself: access.From(r.Context()).Person == person.ID}
	page.Title = page.Pick(person.Name, person.NameEn)
	page.Crumbs[1].Text = page.Title
	account, known, err := p.Doors.AccountOf(r.Context(), person.Office, person.ID)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	page.Known, page.Closed, page.Factor = known, account.Disabled, account.TOTP != ""
	for _, a := range chart.Assignments {
		if a.Person != person.ID {
			continue
		}
		post, _ := chart.Post(a.Office, a.Post)
		page.Seats = append(page.Seats, SeatRow{Post: a.Post, Title: page.Pick(post.Title, post.TitleEn), Tenure: "office.tenure." + string(a.Tenure),
			Since: a.From, Last: lastDay(a.Until), Now: a.Runs(p.Now()), Here: a.Office == person.Office})
	}
	p.Site.Show(w, r, "person", page)
}

// SignInTag says how the person's sign-in stands.
func (p PersonPage) SignInTag() site.Tag {
	switch {
	case p.Closed:
		return site.Tag{Text: p.T("office.signin.closed"), Tone: "warn", Icon: "lock"}
	case p.Known:
		return site.Tag{Text: p.T("office.signin.known"), Tone: "ok", Icon: "check"}
	}
	return site.Tag{Text: p.T("office.signin.none"), Tone: "warn", Icon: "warning"}
}

// CloseSignIn closes the sign-in of a person: POST /{office}/people/{person}/closure.
func (p Pages) CloseSignIn(w http.ResponseWriter, r *http.Request) { p.setClosed(w, r, true) }

// OpenSignIn opens it again: POST /{office}/people/{person}/opening.
func (p Pages) OpenSignIn(w http.ResponseWriter, r *http.Request) { p.setClosed(w, r, false) }

func (p Pages) setClosed(w http.ResponseWriter, r *http.Request, closed bool) {
	id, who := r.PathValue("person"), access.From(r.Context())
	chart, err := p.chart(r)
	if err == nil {
		_, err = ours(chart, id)
	}
	if err == nil && closed && id == who.Person {
		err = fault.New(fault.Conflict, "office.signin.own")
	}
	if err == nil {
		err = p.Doors.Reach(r.Context(), who, id)
	}
	if err == nil {
		err = p.Doors.Disable(r.Context(), chart.Office().ID, id, closed)
	}
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	said := "opened"
	if closed {
		said = "closed"
	}
	p.to(w, r, "people/"+id, said)
}
