package centreweb

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"dorgora/charter"
	"dorgora/internal/access"
	"dorgora/internal/casework/caseworkweb"
	"dorgora/internal/catalogue"
	"dorgora/internal/centre"
	"dorgora/internal/fault"
	"dorgora/internal/site"
	"dorgora/workday"
)

// AreaPage is where an entrepreneur begins: services to apply for, own requests.
type AreaPage struct {
	site.Page
	At     string // the centre
	Counts []site.Fact
	Groups []ServiceGroup
	Shut   string // why nothing can be handed in now
	Lines  []LineRow
	None   site.Empty
}

// ServiceGroup is a stretch of the services.
type ServiceGroup struct {
	Title    string
	Services []site.Link
}

// LineRow is an own request in the list.
type LineRow struct {
	Number, Service, Name, When, Due string
	Path                             string
	State                            site.Tag
}

// shop is the entrepreneur of a request, and the centre at which the person works.
type shop struct {
	caseworkweb.Setting
	member centre.Member
	centre centre.Centre
	today  workday.Date
}

// shop finds where the reader works in the office of the address.
func (a Area) shop(r *http.Request) (shop, error) {
	setting, err := caseworkweb.SettingOf(r, a.Desk)
	if err != nil {
		return shop{}, err
	}
	seats, err := a.Handed.Seats(r.Context(), access.From(r.Context()).Person, setting.Now)
	if err != nil {
		return shop{}, err
	}
	i := slices.IndexFunc(seats, func(one centre.Member) bool { return one.Office == setting.Office.ID })
	if i < 0 {
		return shop{}, fault.New(fault.NotFound, "record.missing")
	}
	c, err := a.Centres.Centre(r.Context(), setting.Office.ID, seats[i].Code)
	return shop{setting, seats[i], c, setting.Calendar.DateOf(setting.Now)}, err
}

// within refuses a request when the centre is closed or has reached its limit.
func (a Area) within(ctx context.Context, s shop) error {
	day, _ := spans(s.Setting)
	n, err := a.Handed.Handed(ctx, s.Office.ID, s.centre.Code, day.From, day.To)
	if err != nil {
		return err
	}
	return s.centre.Within(n, s.today)
}

// How much of the own list is shown and remembered, and how many services stand first.
const (
	linesShown  = 100
	daysShown   = 90
	recentShown = 6
)

// own are the latest requests of the reader.
func (a Area) own(ctx context.Context, s shop) ([]centre.Line, error) {
	_, month := spans(s.Setting)
	return a.Handed.Own(ctx, s.Office.ID, s.member.Person, centre.Span{From: s.Now.AddDate(0, 0, -daysShown), To: month.To, Limit: linesShown})
}

// Area shows services and own requests: GET /{office}/centre.
func (a Area) Area(w http.ResponseWriter, r *http.Request) {
	s, err := a.shop(r)
	if err != nil {
		a.Site.Refuse(w, r, err)
		return
	}
	page := AreaPage{Page: a.shell(r, "centre.area")}
	page.At = page.T("centre.area.at", "name", s.centre.NameOn(s.today), "union", s.centre.Union)
	page.None = site.Empty{Icon: "file", Title: page.T("centre.own.none"), Text: page.T("centre.own.none.text")}
	lines, err := a.own(r.Context(), s)
	if err == nil {
		err = a.fill(r.Context(), s, &page, lines)
	}
	if err != nil {
		a.Site.Refuse(w, r, err)
		return
	}
	for _, one := range lines {
		page.Lines = append(page.Lines, lineRow(page.Page, one))
	}
	a.Site.Show(w, r, "centre-area", page)
}

// fill fills in the counts and the services.
func (a Area) fill(ctx context.Context, s shop, page *AreaPage, lines []centre.Line) error {
	today, month := spans(s.Setting)
	for _, one := range []struct {
		key  string
		span centre.Span
	}{{"centre.today", today}, {"centre.month", month}} {
		n, err := a.Handed.Done(ctx, s.Office.ID, s.member.Person, one.span)
		if err != nil {
			return err
		}
		page.Counts = append(page.Counts, site.Fact{Icon: "calendar", Term: page.T(one.key), Text: page.T("centre.count", "count", n)})
	}
	if err := a.within(ctx, s); err != nil {
		list := fault.List(err)
		if len(list) == 0 {
			return err
		}
		page.Shut = page.T(list[0].Message, list[0].Args...)
		return nil
	}
	offer, err := a.Offers.At(ctx, s.Office.ID, s.Now)
	if err != nil {
		return err
	}
	var recent []catalogue.Service
	for _, line := range lines {
		i := slices.IndexFunc(offer.Services, func(one catalogue.Service) bool { return one.Key == line.Service })
		if i >= 0 && len(recent) < recentShown && !slices.ContainsFunc(recent, func(one catalogue.Service) bool { return one.Key == line.Service }) {
			recent = append(recent, offer.Services[i])
		}
	}
	if len(recent) > 0 {
		page.Groups = append(page.Groups, ServiceGroup{page.T("centre.recent"), links(page.Page, recent)})
	}
	page.Groups = append(page.Groups, ServiceGroup{page.T("centre.all"), links(page.Page, forPeople(offer.Services))})
	return nil
}

// forPeople leaves out what only offices ask of each other.
func forPeople(services []catalogue.Service) []catalogue.Service {
	return slices.DeleteFunc(slices.Clone(services), func(one catalogue.Service) bool { return one.Group == charter.Internal })
}

func links(page site.Page, services []catalogue.Service) []site.Link {
	list := make([]site.Link, len(services))
	for i, one := range services {
		list[i] = site.Link{Text: page.Pick(one.Short, one.NameEn), Href: page.Href("centre/apply?service=" + one.Slug), Icon: "plus"}
	}
	return list
}

// lineRow is an own request in words; of a sealed case only its number.
func lineRow(page site.Page, l centre.Line) LineRow {
	row := LineRow{
		Number: page.Tracking(l.Number), Service: l.Title, Name: l.Name, When: page.DateTime(l.At), Path: "centre/requests/" + l.Key,
		State: site.Tag{Text: page.T("centre.status." + l.Status), Tone: "info", Icon: "clock"},
	}
	switch {
	case l.Sealed:
		row.Service, row.State = page.T("centre.line.sealed"), site.Tag{Text: page.T("centre.line.sealed"), Icon: "lock"}
		return row
	case l.Status == "closed":
		row.State.Tone, row.State.Icon = "ok", "check"
	case !l.Due.IsZero():
		row.Due = page.T("centre.line.due", "date", page.Date(l.Due))
	}
	return row
}

// shell is the shell of a page of the entrepreneur.
func (a Area) shell(r *http.Request, title string, args ...any) site.Page {
	page := a.Site.Page(r, title, args...)
	page.Desk, page.Private = true, true
	return page
}

// DonePage is what the entrepreneur tells and hands over afterwards.
type DonePage struct {
	site.Page
	Number, Aloud, Slip, Service, Name, Due string
}

// Done shows a request that was just handed in: GET /{office}/centre/requests/{key}.
func (a Area) Done(w http.ResponseWriter, r *http.Request) {
	s, err := a.shop(r)
	if err != nil {
		a.Site.Refuse(w, r, err)
		return
	}
	line, err := a.Handed.One(r.Context(), s.Office.ID, s.member.Person, r.PathValue("key"))
	if err != nil {
		a.Site.Refuse(w, r, err)
		return
	}
	page := DonePage{Page: a.shell(r, "centre.done"), Number: line.Number, Slip: "receipts/" + line.Key + "/slip", Service: line.Title, Name: line.Name}
	page.Crumbs = []site.Link{{Text: page.T("centre.area"), Href: page.Href("centre")}, {Text: page.Tracking(line.Number)}}
	page.Aloud = aloud(page.Page, line.Number)
	if !line.Due.IsZero() && line.Status != "closed" {
		page.Due = page.T("centre.done.due", "date", page.WeekdayDate(line.Due))
	}
	a.Site.Show(w, r, "centre-done", page)
}

// aloud is a number as it is read out: digit by digit, with a breath after each four.
func aloud(page site.Page, number string) string {
	var groups []string
	for group := range slices.Chunk([]byte(number), 4) {
		words := make([]string, len(group))
		for i, digit := range group {
			words[i] = page.T("centre.digit." + string(digit))
		}
		groups = append(groups, strings.Join(words, " "))
	}
	return strings.Join(groups, ", ")
}
