package centreweb

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	"dorgora/internal/access"
	"dorgora/internal/casework/caseworkweb"
	"dorgora/internal/centre"
	"dorgora/internal/fault"
	"dorgora/internal/number"
	"dorgora/internal/office"
	"dorgora/internal/site"
	"dorgora/workday"
)

// CentrePage is one centre: what it is called, and who works there.
type CentrePage struct {
	site.Page
	Code    string
	Path    string
	State   site.Tag
	Facts   []site.Fact
	Names   []site.Answer
	People  []MemberRow
	May     bool // the reader may change it
	Fields  []site.Field
	Joining []site.Field
	Seen    int
	Closing string // the words of the button that closes or opens it
	Close   string // what that button sends
}

// MemberRow is somebody who works or worked at a centre.
type MemberRow struct {
	Name, Mobile, When string
	Gone               bool
	Link, End          string // paths of the forms
}

// spot is one centre of a request.
type spot struct {
	caseworkweb.Setting
	centre centre.Centre
	today  workday.Date
}

func (p Registry) spot(r *http.Request) (spot, error) {
	setting, err := caseworkweb.SettingOf(r, p.Desk)
	if err != nil {
		return spot{}, err
	}
	c, err := p.Centres.Centre(r.Context(), setting.Office.ID, r.PathValue("centre"))
	return spot{setting, c, setting.Calendar.DateOf(setting.Now)}, err
}

// One shows a centre: GET /{office}/desk/centres/{centre}.
func (p Registry) One(w http.ResponseWriter, r *http.Request) {
	p.showOne(w, r, func(page site.Page) site.Page { return page })
}

func (p Registry) showOne(w http.ResponseWriter, r *http.Request, fill func(site.Page) site.Page) {
	s, err := p.spot(r)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	members, err := p.Centres.Members(r.Context(), s.Office.ID, s.centre.Code)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	page := CentrePage{Page: fill(p.shell(r, "centre.title")), Code: s.centre.Code, Path: "desk/centres/" + s.centre.Code, Seen: s.centre.Revision}
	page.Crumbs = append(page.Crumbs, site.Link{Text: page.Title, Href: page.Href("desk/centres")}, site.Link{Text: s.centre.Code})
	page.Title, page.State = s.centre.NameOn(s.today), stateTag(page.Page, s.centre, s.today)
	page.May = access.Heads.Allows(access.From(r.Context()), s.Chart.Offices)
	page.describe(s, members)
	row, err := p.row(r.Context(), s.Setting, page.Page, s.centre)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	page.Facts = []site.Fact{
		{Icon: "key", Term: page.T("centre.code"), Text: s.centre.Code}, {Icon: "place", Term: page.T("centre.union"), Text: s.centre.Union},
		{Icon: "clock", Term: page.T("centre.today"), Text: row.Today, Note: page.T("centre.daily") + ": " + page.Num(s.centre.Daily)},
		{Icon: "calendar", Term: page.T("centre.month"), Text: row.Month},
	}
	if s.centre.Phone != "" {
		page.Facts = append(page.Facts, site.Fact{Icon: "phone", Term: page.T("centre.phone"), Text: row.Phone, Href: page.Tel(s.centre.Phone)})
	}
	p.Site.Show(w, r, "centre", page)
}

// describe fills in names, people and forms.
func (page *CentrePage) describe(s spot, members []centre.Member) {
	for _, one := range slices.Backward(s.centre.Names) {
		page.Names = append(page.Names, site.Answer{Term: page.T("centre.from", "date", page.Date(page.Day(one.From))), Text: one.Name})
	}
	for _, one := range members {
		row := MemberRow{
			Name: one.Name, Mobile: page.Mobile(one.Mobile), When: page.T("centre.from", "date", page.Date(one.From)),
			Link: "people/" + one.Person + "/invitations", End: "desk/centres/" + page.Code + "/people/" + one.Person + "/end",
		}
		if row.Gone = !one.Works(s.Now); row.Gone {
			row.When += ", " + page.T("centre.until", "date", page.Date(one.Until))
		}
		page.People = append(page.People, row)
	}
	page.Closing, page.Close = page.T("centre.close"), "yes"
	if !s.centre.OpenOn(s.today) {
		page.Closing, page.Close = page.T("centre.reopen"), "no"
	}
	if page.May {
		page.Fields = particulars(page.Page, s.centre, s.today)
		page.Joining = []site.Field{
			page.Input("person-name", "centre.person.name").Max(120).Fill("off"),
			page.Input("person-mobile", "centre.person.mobile").Tel().Fill("off"),
		}
	}
}

// change answers a form of the page of a centre.
func (p Registry) change(w http.ResponseWriter, r *http.Request, do func(ctx context.Context, s spot, form site.Form) error) {
	form, err := site.ReadForm(r, formRoom)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	s, err := p.spot(r)
	if err == nil {
		err = do(r.Context(), s, form)
	}
	switch kind := fault.KindOf(err); {
	case err == nil:
		p.Site.Redirect(w, r, caseworkweb.Within(s.Office, "desk", "centres", s.centre.Code))
	case kind == fault.Invalid:
		p.showOne(w, r, func(page site.Page) site.Page {
			page = page.Refilled(form, err)
			page.Status = site.StatusOf(err)
			return page
		})
	default:
		p.Site.Refuse(w, r, err)
	}
}

// Describe changes what is known of a centre: POST /{office}/desk/centres/{centre}.
func (p Registry) Describe(w http.ResponseWriter, r *http.Request) {
	p.change(w, r, func(ctx context.Context, s spot, form site.Form) error {
		if form.Get("revision") != strconv.Itoa(s.centre.Revision) {
			return fault.New(fault.Conflict, "centre.changed")
		}
		var next centre.Centre
		switch form.Get("close") {
		case "yes":
			next = s.centre.Close(s.today)
		case "no":
			next = s.centre.Close(workday.Date{})
		default:
			var err error
			if next, err = s.centre.Describe(typed(form), s.today); err != nil {
				return err
			}
		}
		if err := form.Err(); err != nil {
			return err
		}
		return p.Centres.Save(ctx, next)
	})
}

// Join lets a person work at a centre: POST /{office}/desk/centres/{centre}/people. A
// person whom the office does not know yet is taken into its people, without a post.
func (p Registry) Join(w http.ResponseWriter, r *http.Request) {
	p.change(w, r, func(ctx context.Context, s spot, form site.Form) error {
		mobile, err := number.ParseMobile(form.Get("person-mobile"))
		if err != nil {
			return prefixed(err)
		}
		members, err := p.Centres.Members(ctx, s.Office.ID, s.centre.Code)
		if err != nil {
			return err
		}
		if i := slices.IndexFunc(members, func(m centre.Member) bool { return m.Mobile == mobile && m.Works(s.Now) }); i >= 0 {
			if members[i].Name == form.Get("person-name") { // sent again
				return nil
			}
			return fault.InField("person-mobile", "centre.person.works")
		}
		person, err := p.person(ctx, s, form.Get("person-name"), mobile)
		if err != nil {
			return prefixed(err)
		}
		return p.Centres.Place(ctx, centre.Member{
			Office: s.Office.ID, Code: s.centre.Code, Person: person.ID, Name: person.Name, Mobile: mobile, From: s.Now,
		})
	})
}

// person finds a person of the office who holds no post by mobile, or takes a new one
// in.
func (p Registry) person(ctx context.Context, s spot, name, mobile string) (office.Person, error) {
	people := s.Chart.PeopleOf(s.Office.ID)
	if i := slices.IndexFunc(people, func(one office.Person) bool { return one.Mobile == mobile }); i >= 0 {
		_, posts, err := p.Offices.Sits(ctx, people[i].ID, s.Now)
		if err != nil || len(posts) == 0 {
			return people[i], err
		}
	}
	id, err := access.NewID(p.Random)
	if err != nil {
		return office.Person{}, err
	}
	change, err := s.Chart.NewPerson(office.Person{ID: id, Name: name, Mobile: mobile})
	if err != nil {
		return office.Person{}, err
	}
	return change.People[0], p.Offices.Apply(ctx, change)
}

// prefixed names the fields of the form of a person.
func prefixed(err error) error {
	var wrong fault.Fields
	for _, one := range fault.List(err) {
		copied := *one
		if copied.Kind != fault.Invalid {
			return err
		}
		if copied.Field != "" {
			copied.Field = "person-" + copied.Field
		}
		wrong = append(wrong, &copied)
	}
	if len(wrong) == 0 {
		return err
	}
	return wrong.Err()
}

// Leave ends a person's work at a centre:
// POST /{office}/desk/centres/{centre}/people/{person}/end.
func (p Registry) Leave(w http.ResponseWriter, r *http.Request) {
	p.change(w, r, func(ctx context.Context, s spot, _ site.Form) error {
		members, err := p.Centres.Members(ctx, s.Office.ID, s.centre.Code)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(members, func(m centre.Member) bool { return m.Person == r.PathValue("person") })
		if i < 0 {
			return fault.New(fault.NotFound, "record.missing")
		}
		gone, err := members[i].End(s.Now)
		if err != nil {
			return err
		}
		return p.Centres.Place(ctx, gone)
	})
}
