package deskweb

import (
	"cmp"
	"net/http"
	"slices"
	"strings"
	"time"

	"dorgora/internal/casework"
	"dorgora/internal/casework/caseworkweb"
	"dorgora/internal/catalogue"
	"dorgora/internal/fault"
	"dorgora/internal/site"
	"dorgora/internal/table"
	"dorgora/workday"
)

// tools are what the reader may do with the list shown: narrow it, keep it under a
// name, take it away as a file, act on many of its cases.
func (s Staff) tools(r *http.Request, m room, asked asking, page *DeskPage) error {
	offer, err := s.Offers.At(r.Context(), m.Office.ID, m.Now)
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return err
	}
	var services []catalogue.Service
	if err == nil {
		services = offer.Services
	}
	page.Narrow, page.Narrows = m.narrowing(page.Page, asked, services), asked.narrowed()
	page.Reset = asking{everybody: asked.everybody, view: asked.view, search: asked.search}.path()
	page.Keep = strings.Replace(asked.path("after", ""), "desk", "desk/filters", 1)
	pairs := asked.pairs()
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i+1] != "" && slices.Contains([]string{"who", "view", "q"}, pairs[i]) {
			page.Hidden = append(page.Hidden, Hidden{pairs[i], pairs[i+1]})
		}
	}
	for _, format := range []table.Format{table.CSV, table.XLSX} {
		path := strings.Replace(asked.path("after", ""), "desk", "desk/export/"+string(format), 1)
		page.Exports = append(page.Exports, site.Link{Text: page.T("desk.export." + string(format)), Href: page.Href(path), Icon: "download"})
	}
	if _, inside := m.writer(""); inside && asked.view != "done" {
		page.Bulk = []site.Field{
			page.Select("post", "desk.assign.post").With(append([]site.Choice{{Label: page.T("desk.assign.choose")}}, m.posting(page.Page, "")...)),
			page.Input("reason", "desk.assign.reason").Max(casework.NeedLimit),
		}
		for i := range page.Bulk { // the narrowing has a post too
			page.Bulk[i].ID = "bulk-" + page.Bulk[i].ID
		}
	}
	return s.saved(r, m, page)
}

// narrowing are the fields by which a list is narrowed.
func (m room) narrowing(page site.Page, asked asking, services []catalogue.Service) []site.Field {
	any := site.Choice{Label: page.T("desk.narrow.any")}
	of := func(chosen string, list []site.Choice) []site.Choice {
		list = append([]site.Choice{any}, list...)
		for i := range list {
			list[i].Chosen = list[i].Value == chosen
		}
		return list
	}
	kinds := make([]site.Choice, len(services))
	for i, one := range services {
		kinds[i] = site.Choice{Value: one.Key, Label: page.Pick(one.Short, one.NameEn)}
	}
	var ways []site.Choice
	for _, channel := range channels {
		ways = append(ways, site.Choice{Value: string(channel), Label: catalogue.ChannelText(page, channel)})
	}
	return []site.Field{
		page.Select("service", "desk.narrow.service").With(of(asked.service, kinds)),
		page.Select("channel", "desk.narrow.channel").With(of(asked.channel, ways)),
		page.Select("post", "desk.narrow.post").With(of(asked.post, m.posting(page, ""))),
		page.Input("from", "desk.narrow.from").Start(dateText(page, asked.from)).Max(20),
		page.Input("until", "desk.narrow.until").Start(dateText(page, asked.until)).Max(20),
	}
}

// dateText is a day as people type it, empty for none.
func dateText(page site.Page, day workday.Date) string {
	if day.Zero() {
		return ""
	}
	return page.Digits(day.Time(0, 0, workday.Dhaka).Format("2/1/2006"))
}

// saved are the lists that the reader keeps.
func (s Staff) saved(r *http.Request, m room, page *DeskPage) error {
	list, err := s.Filters.Filters(r.Context(), m.Office.ID, m.who.Person)
	for _, one := range list {
		page.Filters = append(page.Filters, SavedFilter{
			Link: site.Link{Text: one.Name, Href: page.Href(m.kept(one).path()), Icon: "star"}, Drop: "desk/filters/" + one.ID + "/removal",
		})
	}
	return err
}

// kept is what a saved list asks for.
func (m room) kept(f casework.Filter) asking {
	a := asking{everybody: !f.Mine, search: f.Query.Search, service: f.Query.Service, channel: string(f.Query.Channel), post: f.Query.Post}
	for name, view := range views {
		if view == f.Query.View {
			a.view = name
		}
	}
	if !f.Query.From.IsZero() {
		a.from = m.Calendar.DateOf(f.Query.From)
	}
	if !f.Query.Until.IsZero() {
		a.until = m.Calendar.DateOf(f.Query.Until.Add(-time.Second))
	}
	return a
}

// SaveFilter keeps the list of the address under a name: POST
// /{office}/desk/filters?….
func (s Staff) SaveFilter(w http.ResponseWriter, r *http.Request) {
	m, err := s.room(r)
	var form site.Form
	if err == nil {
		form, err = site.ReadForm(r, deskForm)
	}
	if err != nil {
		s.Site.Refuse(w, r, err)
		return
	}
	asked := askingOf(r, m.posts())
	asked.after = ""
	query := m.query(asked, casework.Marks{})
	query.Search = asked.search
	filter, err := casework.Filter{
		Office: m.Office.ID, Person: m.who.Person, ID: cmp.Or(form.Key(), s.Desk.Fresh()), Name: form.Get("name"), Mine: !asked.everybody, Query: query,
		Created: m.Now.UTC().Truncate(time.Second),
	}.Check()
	if err == nil {
		err = s.Filters.SaveFilter(r.Context(), filter)
	}
	if err != nil {
		s.Site.Refuse(w, r, err)
		return
	}
	s.Site.Redirect(w, r, "/"+m.Office.Slug+"/"+asked.path())
}

// DropFilter forgets a saved list: POST /{office}/desk/filters/{filter}/removal.
func (s Staff) DropFilter(w http.ResponseWriter, r *http.Request) {
	m, err := s.room(r)
	if err == nil {
		err = s.Filters.DropFilter(r.Context(), m.Office.ID, m.who.Person, r.PathValue("filter"))
	}
	if err != nil {
		s.Site.Refuse(w, r, err)
		return
	}
	s.Site.Redirect(w, r, caseworkweb.Within(m.Office, "desk"))
}

// columns are those of a list in a file, by the ends of their text keys.
var columns = []string{
	"number", "service", "name", "mobile", "need", "channel", "answers", "status", "outcome", "received", "replied", "due", "closed",
	"rounds", "pauses", "stage", "late",
}

// Export sends exactly the list shown, on all its pages, as a file: GET
// /{office}/desk/export/{format}?….
func (s Staff) Export(w http.ResponseWriter, r *http.Request) {
	m, err := s.room(r)
	format := table.Format(r.PathValue("format"))
	if err == nil && !format.Known() {
		err = fault.New(fault.NotFound, "record.missing")
	}
	if err != nil {
		s.Site.Refuse(w, r, err)
		return
	}
	mine := m.posts()
	asked := askingOf(r, mine)
	if asked.everybody {
		mine = nil
	}
	page := s.shell(r, "nav.desk")
	header := w.Header()
	header.Set("Content-Type", format.Type())
	header.Set("Content-Disposition", `attachment; filename="`+m.Office.Slug+"-"+m.Calendar.DateOf(m.Now).String()+"."+string(format)+`"`)
	header.Set("Cache-Control", "private, no-store")
	file, err := table.New(w, format, listTitle(page, asked))
	if err == nil {
		err = s.export(r, m, exporting{page, file, m.query(asked, m.marks(mine))})
	}
	if err != nil { // the answer has begun: cut it, so that nobody takes half a file for the whole
		panic(http.ErrAbortHandler)
	}
}

// exporting is a list on its way into a file.
type exporting struct {
	page  site.Page
	file  table.Writer
	query casework.Query
}

func (s Staff) export(r *http.Request, m room, e exporting) error {
	head := make([]any, len(columns))
	for i, one := range columns {
		head[i] = e.page.T("desk.column." + one)
	}
	if err := e.file.Row(head...); err != nil {
		return err
	}
	err := s.Cases.Each(r.Context(), e.query, func(row casework.Row) error { return e.file.Row(m.cells(e.page, row)...) })
	if err != nil {
		return err
	}
	return e.file.Close()
}

// cells are one case in a file. Numbers are written in Latin digits, for
// spreadsheets; mobile numbers are covered as in the list.
func (m room) cells(page site.Page, row casework.Row) []any {
	outcome, late := "", ""
	if row.Outcome != "" {
		outcome = page.T("desk.outcome." + string(row.Outcome))
	}
	if row.Late(m.Now) {
		late = page.T("desk.yes")
	}
	var pauses []string
	for _, pause := range row.Pauses {
		pauses = append(pauses, stampText(pause.From)+" – "+stampText(pause.To))
	}
	one := m.workRow(page, row)
	return []any{
		row.Number, row.Service, row.Name, one.Mobile, row.Need, one.Channel, m.answers(page, row.Post), page.T("desk.status." + string(row.Status)),
		outcome, stampText(row.Received), stampText(row.FirstReply), stampText(row.Due), stampText(row.Closed), row.Rounds,
		strings.Join(pauses, "; "), row.Stage, late,
	}
}

// stampText is a moment at the office as spreadsheets read it, empty for none.
func stampText(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(workday.Dhaka).Format("2006-01-02 15:04:05")
}
