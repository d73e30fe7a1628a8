package deskweb

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"time"

	"dorgora/charter"
	"dorgora/internal/casework"
	"dorgora/internal/casework/caseworkweb"
	"dorgora/internal/catalogue"
	"dorgora/internal/catalogue/catalogueweb"
	"dorgora/internal/fault"
	"dorgora/internal/message"
	"dorgora/internal/number"
	"dorgora/internal/office"
	"dorgora/internal/site"
)

// CounterPage takes in who comes, calls or writes, on one screen.
type CounterPage struct {
	site.Page
	Words    string // what the service was looked for by
	Missed   bool   // nothing was found by it
	Services []ServiceGroup
	First    string       // the element that waits for the first key: q, service, name or nothing
	several  bool         // more than one service was found
	Own      []site.Field // what the kind of the chosen service asks
	OwnOpen  bool         // some of it is wrong
}

// ServiceGroup is a stretch of the list of services.
type ServiceGroup struct {
	Title    string
	Services []site.Choice
}

// CounterDonePage is what the officer tells or hands over afterwards.
type CounterDonePage struct {
	site.Page
	Number, Code, Case, Slip, Service, Name, Sentence string
	Call                                              string // where the call is noted; empty when it came another way
	Clock                                             ClockBlock
	Answers                                           string
	Ended                                             bool
}

// How much of the list of services stands first, and over how long its use counts.
const (
	popularServices = 6
	popularSince    = 90 * 24 * time.Hour
)

// Counter shows the screen: GET /{office}/desk/counter.
func (s Staff) Counter(w http.ResponseWriter, r *http.Request) {
	s.showCounter(w, r, func(page site.Page) site.Page {
		if form, known := s.visitor(r); known {
			page.Form = form
		}
		return page
	})
}

// visitor is what the address says of who has come or calls: a service, whose questions
// then stand there at once; and a mobile, and with it the name and union under which the
// latest case of that mobile stands.
func (s Staff) visitor(r *http.Request) (site.Form, bool) {
	asked := r.URL.Query()
	mobile, err := number.ParseMobile(asked.Get("mobile"))
	if err != nil && asked.Get("service") == "" {
		return site.Form{}, false
	}
	form := site.NewForm(url.Values{
		"service": asked["service"], "mobile": {number.GroupedMobile(mobile)}, "name": asked["name"], "union": asked["union"], "channel": {asked.Get("channel")},
	})
	if !slices.Contains(counterChannels, form.Get("channel")) {
		form.Set("channel", string(charter.InPerson))
	}
	if form.Get("name") == "" && mobile != "" {
		s.remember(r, mobile, form)
	}
	return form, true
}

// remember fills in what is on record of a mobile. What cannot be read is left to the
// clerk to ask.
func (s Staff) remember(r *http.Request, mobile string, form site.Form) {
	m, err := s.room(r)
	if err != nil {
		return
	}
	found, err := s.Cases.Page(r.Context(), casework.Query{
		Office: m.Office.ID, View: casework.Every, Marks: casework.MarksAt(m.Calendar, m.Now, nil), Search: mobile, Limit: deskRows,
	})
	i := slices.IndexFunc(found.Rows, func(row casework.Row) bool { return row.Mobile == mobile })
	if err != nil || i < 0 {
		return
	}
	if c, err := s.Desk.Store.Case(r.Context(), m.Office.ID, found.Rows[i].Number); err == nil {
		form.Set("name", c.Application.Name)
		form.Set("union", c.Application.Union)
	}
}

// clerk is as whom the reader works at the counter. Those of offices above look on
// and write notes, but take nothing in.
func (s Staff) clerk(r *http.Request) (room, casework.Actor, error) {
	m, err := s.room(r)
	if err != nil {
		return m, casework.Actor{}, err
	}
	actor, inside := m.writer("")
	if !inside {
		return m, actor, fault.New(fault.Denied, "desk.counter.denied")
	}
	return m, actor, nil
}

func (s Staff) showCounter(w http.ResponseWriter, r *http.Request, fill func(site.Page) site.Page) {
	m, _, err := s.clerk(r)
	if err != nil {
		s.Site.Refuse(w, r, err)
		return
	}
	page := CounterPage{Page: fill(s.shell(r, "desk.counter.title")), Words: r.URL.Query().Get("q")}
	page.Crumbs = []site.Link{{Text: page.T("nav.desk"), Href: page.Href("desk")}, {Text: page.Title}}
	if err := s.offer(r.Context(), m, &page); err != nil {
		s.Site.Refuse(w, r, err)
		return
	}
	switch {
	case len(page.Faults) > 0: // the list of mistakes takes the cursor
	case page.Words != "" && len(page.Services) > 0 && !page.Missed:
		page.First = "name"
		if page.several {
			page.First = "service"
		}
	default:
		page.First = "q"
	}
	s.Site.Show(w, r, "counter", page)
}

// offer fills the list of services: those found, those asked for most, all.
func (s Staff) offer(ctx context.Context, m room, page *CounterPage) error {
	offer, err := s.Offers.At(ctx, m.Office.ID, m.Now)
	if err != nil {
		return err
	}
	popular, err := s.Cases.Popular(ctx, m.Office.ID, m.Now.Add(-popularSince), popularServices)
	if err != nil {
		return err
	}
	var found, often []catalogue.Service
	for _, hit := range offer.Search(page.Words) {
		found = append(found, hit.Service)
	}
	for _, key := range popular {
		if i := slices.IndexFunc(offer.Services, func(one catalogue.Service) bool { return one.Key == key }); i >= 0 {
			often = append(often, offer.Services[i])
		}
	}
	page.Missed = page.Words != "" && len(found) == 0
	chosen := page.Value("service")
	if chosen == "" && len(found) > 0 {
		chosen = found[0].Slug
	}
	for title, list := range map[string][]catalogue.Service{"found": found, "often": often, "all": offer.Services} {
		if len(list) > 0 {
			page.Services = append(page.Services, ServiceGroup{Title: title, Services: serviceChoices(page.Page, list)})
		}
	}
	order := []string{"found", "often", "all"}
	slices.SortFunc(page.Services, func(a, b ServiceGroup) int {
		return slices.Index(order, a.Title) - slices.Index(order, b.Title)
	})
	page.several = len(found) > 1
	page.choose(chosen)
	if service, err := offer.Service(chosen); err == nil {
		s.own(page, service)
	}
	return nil
}

// own are the questions of the kind of the chosen service, and what it records; they
// stand folded away and hold nobody up.
func (s Staff) own(page *CounterPage, service catalogue.Service) {
	kind := s.Desk.KindOf(casework.Case{Handling: casework.Handling{Kind: service.Kind}})
	page.Own = append(catalogueweb.Ask(page.Page, kind, kind.Form), catalogueweb.AskUnder(page.Page, kind, kind.Record, "record-")...)
	page.OwnOpen = slices.ContainsFunc(page.Own, func(f site.Field) bool { return f.Wrong != "" || f.Value != "" })
}

// choose marks the first row of the chosen service and puts words to the headings.
func (p *CounterPage) choose(slug string) {
	for i, group := range p.Services {
		p.Services[i].Title = p.T("desk.counter.services." + group.Title)
		for j := range group.Services {
			if slug != "" && group.Services[j].Value == slug {
				group.Services[j].Chosen, slug = true, ""
			}
		}
	}
}

func serviceChoices(page site.Page, list []catalogue.Service) []site.Choice {
	choices := make([]site.Choice, len(list))
	for i, one := range list {
		choices[i] = site.Choice{Value: one.Slug, Label: page.Pick(one.Short, one.NameEn)}
	}
	return choices
}

// CounterEntry takes in what was typed: POST /{office}/desk/counter. The button
// "now" also closes the case with what the visitor was told; so does the Enter key
// once that is typed.
func (s Staff) CounterEntry(w http.ResponseWriter, r *http.Request) {
	m, actor, err := s.clerk(r)
	if err != nil {
		s.Site.Refuse(w, r, err)
		return
	}
	form, err := site.ReadForm(r, deskForm)
	if err != nil {
		s.Site.Refuse(w, r, err)
		return
	}
	submission, kind, err := s.visit(r.Context(), m, form)
	if err == nil {
		submission.Actor = actor
		_, err = s.Desk.Submit(r.Context(), submission)
		err = attempt{file: file{kind: kind}, prefix: ""}.named(err)
	}
	switch kind := fault.KindOf(err); {
	case err == nil:
		s.Site.Redirect(w, r, caseworkweb.Within(m.Office, "desk", "counter", submission.Key))
	case kind == fault.Invalid || kind == fault.Unavailable: // unconfirmed: the same key may be sent again
		s.showCounter(w, r, func(page site.Page) site.Page {
			page = page.Refilled(form, unplaced(err, "outcome"))
			page.Status = site.StatusOf(err)
			return page
		})
	case kind == fault.Conflict: // the form of an earlier visitor, changed: send it under a key of its own
		form.Set("form-key", "")
		s.showCounter(w, r, func(page site.Page) site.Page {
			page = page.Refilled(form, fault.New(fault.Conflict, "desk.counter.again"))
			page.Status = site.StatusOf(err)
			return page
		})
	default:
		s.Site.Refuse(w, r, err)
	}
}

// unplaced takes from faults a field that the page has not.
func unplaced(err error, field string) error {
	for _, one := range fault.List(err) {
		if one.Field == field {
			return fault.New(fault.Invalid, one.Message, one.Args...)
		}
	}
	return err
}

// visit reads the form of a visit. Everything that is wrong is told at once.
func (s Staff) visit(ctx context.Context, m room, form site.Form) (casework.Submission, catalogue.Kind, error) {
	var wrong fault.Fields
	sent := casework.Submission{Office: m.Office.ID, Key: form.Key(), Channel: charter.Channel(form.Get("channel"))}
	if !slices.Contains(counterChannels, string(sent.Channel)) {
		sent.Channel = charter.InPerson
	}
	sent.Unasked = sent.Channel != charter.InPerson
	service, err := s.wanted(ctx, m, form.Get("service"))
	if err != nil && fault.KindOf(err) != fault.Invalid {
		return sent, catalogue.Kind{}, err
	}
	wrong = append(wrong, fault.List(err)...)
	sent.Service = service.Slug
	kind := s.Desk.KindOf(casework.Case{Handling: casework.Handling{Kind: service.Kind}})
	a := casework.Application{
		For: casework.Self, Name: form.Get("name"), Mobile: form.Get("mobile"), Union: form.Get("union"), Need: form.Get("need"), Body: form.Get("body"),
		Memo: form.Get("memo"), Hear: casework.BySMS, Lang: string(message.Bn),
	}
	if a.Body != "" {
		a.For = casework.Institution
	}
	switch {
	case a.Mobile == "":
		a.Hear = casework.ByHand
	case sent.Channel == charter.Phone: // who asked by telephone is answered by telephone
		a.Hear = casework.ByPhone
	}
	a.Facts = catalogueweb.Answers(form, kind.Form)
	act := form.Get("act")
	settled := act == "now" || act == "enter" && form.Get("sentence") != ""
	if settled {
		sent.Result, sent.Record = form.Get("sentence"), attempt{form: form}.answers("record-", kind.Record)
		if a.Need == "" {
			a.Need = service.Short
		}
	}
	if _, err := a.Check(); !settled || service.Key != "" {
		wrong = append(wrong, fault.List(err)...)
	}
	if settled && sent.Result == "" {
		wrong = append(wrong, fault.InField("sentence", "casework.sentence.missing"))
	}
	sent.Application = a
	return sent, kind, wrong.Err()
}

// counterChannels are the ways in which people reach the counter.
var counterChannels = []string{string(charter.InPerson), string(charter.Phone), string(charter.Letter)}

// wanted finds the chosen service.
func (s Staff) wanted(ctx context.Context, m room, slug string) (catalogue.Service, error) {
	missing := fault.InField("service", "desk.service.missing")
	if slug == "" {
		return catalogue.Service{}, missing
	}
	offer, err := s.Offers.At(ctx, m.Office.ID, m.Now)
	if err != nil {
		return catalogue.Service{}, err
	}
	service, err := offer.Service(slug)
	if err != nil {
		return catalogue.Service{}, missing
	}
	return service, nil
}

// CounterDone shows what to tell the visitor: GET /{office}/desk/counter/{key}.
func (s Staff) CounterDone(w http.ResponseWriter, r *http.Request) {
	key, err := caseworkweb.Secret(r.PathValue("key"), "record.missing")
	if err != nil {
		s.Site.Refuse(w, r, err)
		return
	}
	tracking, err := s.Cases.Submitted(r.Context(), office.From(r.Context()).ID, key)
	if err != nil {
		s.Site.Refuse(w, r, err)
		return
	}
	r.SetPathValue("number", tracking)
	f, err := s.fileFor(r, func(f file) bool { return f.known(f.c) || s.tookIn(r, f) })
	if err != nil {
		s.Site.Refuse(w, r, err)
		return
	}
	s.Site.Show(w, r, "counter_done", s.counterDone(r, f, key))
}

// tookIn reports whether the reader entered the case at the counter: whoever did so
// hands over number and code, even of a sealed one.
func (s Staff) tookIn(r *http.Request, f file) bool {
	acts, err := s.Desk.Store.Timeline(r.Context(), f.Office.ID, f.c.Number)
	return err == nil && len(acts) > 0 && f.who.Known() && acts[0].Actor.Person == f.who.Person
}

func (s Staff) counterDone(r *http.Request, f file, key string) CounterDonePage {
	title := "desk.counter.taken"
	if f.c.Ended() {
		title = "desk.counter.settled"
	}
	page := CounterDonePage{
		Page: s.shell(r, title), Number: f.c.Number, Code: number.GroupedCode(s.Desk.Codes.Code(f.c.Number)),
		Case: "desk/cases/" + f.c.Number, Slip: "receipts/" + key + "/slip", Service: f.c.Service.Name,
		Name: f.c.Application.Name, Sentence: f.c.Sentence, Ended: f.c.Ended(),
	}
	page.Crumbs = []site.Link{
		{Text: page.T("nav.desk"), Href: page.Href("desk")}, {Text: page.T("desk.counter.title"), Href: page.Href("desk/counter")},
		{Text: page.Tracking(f.c.Number)},
	}
	if f.c.Channel == charter.Phone && f.c.Application.Mobile != "" {
		page.Call = "desk/calls?" + url.Values{"number": {f.c.Application.Mobile}, "case": {f.c.Number}, "result": {"took"}}.Encode()
	}
	page.Answers = f.answers(page.Page, f.c.Post)
	due, _ := f.c.Clock().Due(f.Calendar, f.ends()) // as on the page of the case
	page.Clock = f.clock(page.Page, due)
	page.Clock.Spent, page.Clock.First = nil, "" // nothing is gone of it yet
	return page
}
