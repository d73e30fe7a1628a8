package deskweb

import (
	"cmp"
	"context"
	"net/http"
	"slices"

	"dorgora/internal/casework"
	"dorgora/internal/casework/caseworkweb"
	"dorgora/internal/fault"
	"dorgora/internal/number"
	"dorgora/internal/office"
	"dorgora/internal/site"
	"dorgora/workday"
)

// OffersPage lists the cases that other offices ask this one to take.
type OffersPage struct {
	site.Page
	Rows     []OfferRow
	None     site.Empty
	Services []site.Choice
	Acts     bool
	Open     string // number whose form stands open
}

// OfferRow is one of them.
type OfferRow struct {
	Office, Number, Subject, Need, From, Service, Name, When, Why string
	Pill                                                          site.Tag
	Take, Leave                                                   []site.Field
}

// Incoming shows them in the order of receipt: GET /{office}/desk/offers.
func (s Staff) Incoming(w http.ResponseWriter, r *http.Request) {
	s.showOffers(w, r, "", func(page site.Page) site.Page { return page })
}

func (s Staff) showOffers(w http.ResponseWriter, r *http.Request, open string, fill func(site.Page) site.Page) {
	m, err := s.room(r)
	var waiting []casework.Target
	if err == nil {
		waiting, err = s.Ties.ReferredTo(r.Context(), m.Office.ID)
	}
	if err != nil {
		s.Site.Refuse(w, r, err)
		return
	}
	page := OffersPage{Page: fill(s.shell(r, "desk.offers.title")), Open: open}
	page.Path = caseworkweb.Within(m.Office, "desk", "offers")
	page.Crumbs = []site.Link{{Text: page.T("nav.desk"), Href: page.Href("desk")}, {Text: page.Title}}
	page.None = site.Empty{Icon: "inbox", Title: page.T("desk.offers.none"), Text: page.T("desk.offers.none.text")}
	_, page.Acts = m.writer("")
	offer, err := s.Offers.At(r.Context(), m.Office.ID, m.Now)
	if err == nil {
		page.Services = append([]site.Choice{{Label: page.T("desk.counter.choose")}}, serviceChoices(page.Page, offer.Services)...)
	} else if fault.KindOf(err) != fault.NotFound {
		s.Site.Refuse(w, r, err)
		return
	}
	for _, at := range waiting {
		row, shown, err := s.offerRow(r.Context(), m, page, at)
		if err != nil {
			s.Site.Refuse(w, r, err)
			return
		}
		if shown {
			page.Rows = append(page.Rows, row)
		}
	}
	s.Site.Show(w, r, "offers", page)
}

// offerRow shows a case of another office as far as this one must know it to decide.
// A sealed one shows to whoever leads the office alone.
func (s Staff) offerRow(ctx context.Context, m room, page OffersPage, at casework.Target) (row OfferRow, shown bool, err error) {
	c, err := s.Desk.Store.Case(ctx, at.Office, at.Number)
	if err != nil || c.Sealed && m.answering("").Person.ID != m.who.Person {
		return row, false, err
	}
	chart, err := s.Desk.Offices.Chart(ctx, at.Office)
	if err != nil {
		return row, false, err
	}
	acts, err := s.Desk.Store.Timeline(ctx, at.Office, at.Number)
	if err != nil {
		return row, false, err
	}
	row = OfferRow{
		Office: at.Office, Number: c.Number, Subject: subject(c.Application.Need), Need: c.Application.Need, Service: c.Service.Name,
		From: page.Pick(chart.Office().Name, chart.Office().NameEn), Name: c.Application.Name, When: page.DateTime(c.Referral.At),
	}
	for _, act := range acts {
		if act.Deed == casework.DeedReferred {
			row.Why = act.Text
		}
	}
	row.Pill, _ = m.pill(page.Page, rowOf(c))
	p, name := page.Page, func(field string) string { return "o" + c.Number + "-" + field }
	row.Take = []site.Field{
		p.Select(name("service"), "desk.offers.service").With(page.Services),
		p.Area(name("sentence"), "desk.close.sentence").Max(casework.NeedLimit).Lines(2),
	}
	row.Leave = []site.Field{p.Area(name("reason"), "desk.offers.reason").Max(casework.NeedLimit).Lines(2)}
	return row, true, nil
}

// TakeOver takes another office's case over as one of this office's own: POST
// /{office}/desk/offers/{number}/acceptance.
func (s Staff) TakeOver(w http.ResponseWriter, r *http.Request) {
	s.decideOffer(w, r, func(at casework.Target, m room, get func(string) string) (string, error) {
		if get("service") == "" {
			return "", fault.InField("service", "desk.service.missing")
		}
		return s.Desk.Accept(r.Context(), casework.Acceptance{From: at, Office: m.Office.ID, Service: get("service"), Sentence: get("sentence")})
	})
}

// TurnDown leaves another office's case where it is: POST
// /{office}/desk/offers/{number}/refusal.
func (s Staff) TurnDown(w http.ResponseWriter, r *http.Request) {
	s.decideOffer(w, r, func(at casework.Target, _ room, get func(string) string) (string, error) {
		_, err := s.Desk.Act(r.Context(), at, func(c casework.Case, stamp casework.Stamp) (casework.Change, error) {
			return c.Declined(get("reason"), stamp)
		})
		return "", err
	})
}

// decideOffer finds the case that this office was asked to take and lets decide act
// on it. The other office's ledger names the post with this office.
func (s Staff) decideOffer(w http.ResponseWriter, r *http.Request, decide func(at casework.Target, m room, get func(string) string) (string, error)) {
	m, actor, err := s.clerk(r)
	var form site.Form
	if err == nil {
		form, err = site.ReadForm(r, deskForm)
	}
	var at casework.Target
	if err == nil {
		at, err = s.offered(r, m)
	}
	if fault.KindOf(err) == fault.NotFound && err != nil {
		before := casework.Target{Office: form.Get("office"), Number: r.PathValue("number"), Key: form.Once()}
		if acted, wrong := s.Desk.Acted(r.Context(), before); acted && wrong == nil { // the same form sent twice
			s.Site.Redirect(w, r, caseworkweb.Within(m.Office, "desk", "offers"))
			return
		}
	}
	if err != nil {
		s.Site.Refuse(w, r, err)
		return
	}
	actor.Post = m.Office.ID + "/" + actor.Post
	at.Actor, at.Key = actor, form.Once()
	prefix := "o" + at.Number + "-"
	fresh, err := decide(at, m, func(field string) string { return form.Get(prefix + field) })
	switch kind := fault.KindOf(err); {
	case err == nil && fresh != "":
		s.Site.Redirect(w, r, m.address(fresh))
	case err == nil:
		s.Site.Redirect(w, r, caseworkweb.Within(m.Office, "desk", "offers"))
	case kind == fault.Invalid || kind == fault.Unavailable:
		s.showOffers(w, r, at.Number, func(page site.Page) site.Page {
			page = page.Refilled(form, attempt{prefix: prefix}.named(err))
			page.Status = site.StatusOf(err)
			return page
		})
	default:
		s.Site.Refuse(w, r, err)
	}
}

// offered finds a case among those that this office was asked to take. A number of
// any other case is NotFound.
func (s Staff) offered(r *http.Request, m room) (casework.Target, error) {
	missing := fault.New(fault.NotFound, "record.missing")
	found, err := number.ParseTracking(r.PathValue("number"))
	if err != nil {
		return casework.Target{}, missing
	}
	waiting, err := s.Ties.ReferredTo(r.Context(), m.Office.ID)
	if err != nil {
		return casework.Target{}, err
	}
	i := slices.IndexFunc(waiting, func(at casework.Target) bool { return at.Number == found })
	if i < 0 {
		return casework.Target{}, missing
	}
	return waiting[i], nil
}

// BelowPage is what a superior must see: what has climbed in the offices below, and
// what became of instructions.
type BelowPage struct {
	site.Page
	Raised []BelowRow
	Given  []GivenRow
	None   site.Empty
	Below  int // how many offices stand below
}

// BelowRow is a case of an office below.
type BelowRow struct {
	Path, Number, Subject, Service, Office, Stage string
	Pill                                          site.Tag
}

// GivenRow is an instruction of the reader.
type GivenRow struct {
	Path, Number, Office string
	OrderRow
}

// How much a superior's page shows.
const (
	raisedRows = 100
	givenRows  = 50
)

// Overview shows the superior's page, escalated cases first: GET
// /{office}/desk/below.
func (s Staff) Overview(w http.ResponseWriter, r *http.Request) {
	m, err := s.room(r)
	var page BelowPage
	if err == nil {
		page = BelowPage{Page: s.shell(r, "desk.below.title")}
		page.Crumbs = []site.Link{{Text: page.T("nav.desk"), Href: page.Href("desk")}, {Text: page.Title}}
		page.None = site.Empty{Icon: "check", Title: page.T("desk.below.none"), Text: page.T("desk.below.none.text")}
		err = s.overview(r.Context(), m, &page)
	}
	if err != nil {
		s.Site.Refuse(w, r, err)
		return
	}
	s.Site.Show(w, r, "below", page)
}

func (s Staff) overview(ctx context.Context, m room, page *BelowPage) error {
	offices, err := s.Below(ctx, m.Office.ID)
	if err != nil {
		return err
	}
	page.Below = len(offices)
	named, ids := map[string]office.Office{m.Office.ID: m.Office}, []string{m.Office.ID}
	for _, o := range offices {
		named[o.ID], ids = o, append(ids, o.ID)
	}
	rows, err := s.Oversight.Raised(ctx, ids, raisedRows)
	if err != nil {
		return err
	}
	for _, row := range rows {
		o := named[row.Office]
		pill, _ := m.pill(page.Page, row)
		page.Raised = append(page.Raised, BelowRow{
			Path: "/" + o.Slug + "/desk/cases/" + row.Number, Number: page.Tracking(row.Number), Subject: subject(row.Need), Service: row.Service,
			Office: page.Pick(o.Name, o.NameEn), Stage: page.T("desk.below.stage", "stage", row.Stage-int(casework.Breached)+1), Pill: pill,
		})
	}
	given, err := s.Oversight.Given(ctx, m.who.Person, givenRows)
	if err != nil {
		return err
	}
	slices.SortStableFunc(given, func(a, b casework.GivenOrder) int { // what waits for an answer first
		return cmp.Compare(min(1, a.Answered.Unix()), min(1, b.Answered.Unix()))
	})
	for _, one := range given {
		o, known := named[one.Office]
		if !known {
			continue
		}
		row := file{room: m}.orderRow(page.Page, one.Order, workday.DateOf(m.Now.In(workday.Dhaka)))
		page.Given = append(page.Given, GivenRow{
			Path: "/" + o.Slug + "/desk/cases/" + one.Number, Number: page.Tracking(one.Number), Office: page.Pick(o.Name, o.NameEn), OrderRow: row,
		})
	}
	return nil
}
