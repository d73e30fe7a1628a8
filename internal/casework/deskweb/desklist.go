package deskweb

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"dorgora/charter"
	"dorgora/internal/casework"
	"dorgora/internal/fault"
	"dorgora/internal/number"
	"dorgora/internal/office"
	"dorgora/internal/site"
	"dorgora/workday"
)

// DeskPage is the officer's list of cases.
type DeskPage struct {
	site.Page
	Mine    bool // only the reader's own posts
	View    string
	Search  string
	Today   string
	Tiles   []Tile
	Lists   []site.Link
	Groups  []WorkGroup
	None    site.Empty
	Near    []site.Link // where else to search
	More    site.Pager
	Peek    Peek
	Narrow  []site.Field // by service, channel, post and days of receipt
	Hidden  []Hidden     // the rest of what the address asks for
	Narrows bool         // the list is narrowed
	Reset   string
	Keep    string // where the list is kept under a name
	Filters []SavedFilter
	Exports []site.Link
	Bulk    []site.Field // empty: the reader gives nothing away here
}

// Hidden is a field that a form sends along unseen.
type Hidden struct{ Name, Value string }

// SavedFilter is a list that the reader keeps under a name.
type SavedFilter struct {
	Link site.Link
	Drop string
}

// Tile is a count that opens its list.
type Tile struct {
	Count   int
	Text    string
	Class   string
	Link    string
	Current bool
}

// WorkGroup is the rows of one stretch of time.
type WorkGroup struct {
	Title string
	Class string
	Rows  []WorkRow
}

// WorkRow is one case in a list.
type WorkRow struct {
	Path, Number, Raw, Subject, Service, Name, Mobile, Channel, Icon, Answers string
	Pill                                                                      site.Tag
	Tone                                                                      string
	Tags                                                                      []site.Tag
	Peeked                                                                    bool
}

// Peek is the first case of a list, to be read beside it.
type Peek struct {
	Path, Number, Subject, Service, Promised, Words string
	Pill                                            site.Tag
	Moments                                         []site.Moment
	May, Waiting                                    bool
}

// deskRows is the length of a page of cases.
const deskRows = 25

// asking is what the address of the list asks for.
type asking struct {
	everybody              bool // the whole office, not only the reader's own posts
	view, search, after    string
	service, channel, post string
	from, until            workday.Date
}

// views are the steps of the address that name a list.
var views = map[string]casework.View{
	"": casework.All, "late": casework.Overdue, "became": casework.BecameLate, "today": casework.Today, "week": casework.Week,
	"waiting": casework.Asked, "done": casework.Done, "escalated": casework.Escalated, "unowned": casework.Unowned,
	"referred": casework.Referred, "every": casework.Every,
}

// askingOf reads the address of a list.
func askingOf(r *http.Request, mine []string) asking {
	form := site.NewForm(r.URL.Query())
	asked := asking{
		search: form.Get("q"), view: form.Get("view"), after: form.Get("after"), service: form.Get("service"),
		channel: form.Get("channel"), post: form.Get("post"), from: form.Date("from"), until: form.Date("until"),
	}
	asked.everybody = len(mine) == 0 || form.Get("who") == "office"
	if _, known := views[asked.view]; !known {
		asked.view = ""
	}
	return asked
}

// pairs are the names and values of the address.
func (a asking) pairs() []string {
	who := ""
	if a.everybody {
		who = "office"
	}
	return []string{
		"who", who, "view", a.view, "q", a.search, "after", a.after, "service", a.service, "channel", a.channel, "post", a.post,
		"from", a.from.String(), "until", a.until.String(),
	}
}

func (a asking) path(changes ...string) string {
	if text := query(append(a.pairs(), changes...)...); text != "" {
		return "desk?" + text
	}
	return "desk"
}

// narrowed reports whether the list is narrowed beside its view.
func (a asking) narrowed() bool {
	return a.service != "" || a.channel != "" || a.post != "" || !a.from.Zero() || !a.until.Zero()
}

// query is what is read of the list.
func (m room) query(a asking, marks casework.Marks) casework.Query {
	q := casework.Query{
		Office: m.Office.ID, View: views[a.view], Marks: marks, Search: searched(a.search), After: a.after, Limit: deskRows,
		Service: a.service, Channel: charter.Channel(a.channel), Post: a.post, Vacant: m.vacant(),
	}
	if !a.from.Zero() {
		q.From = a.from.Time(0, 0, m.Calendar.Location())
	}
	if !a.until.Zero() {
		q.Until = a.until.AddDays(1).Time(0, 0, m.Calendar.Location())
	}
	return q
}

// vacant are the posts for which nobody answers: not even on the way up.
func (m room) vacant() []string {
	var posts []string
	for _, post := range m.Chart.PostsOf(m.Office.ID) {
		if m.answering(post.ID).Person.ID == "" {
			posts = append(posts, post.ID)
		}
	}
	if m.answering("").Person.ID == "" {
		posts = append(posts, "")
	}
	return posts
}

// marks are the instants of lists, and whose cases they hold; of sealed ones those
// that the reader handles or stands directly above.
func (m room) marks(posts []string) casework.Marks {
	marks := casework.MarksAt(m.Calendar, m.Now, posts)
	for _, post := range append(m.Chart.PostsOf(m.Office.ID), office.Post{}) {
		if m.known(casework.Case{Office: m.Office.ID, Post: post.ID, Handling: casework.Handling{Sealed: true}}) {
			marks.Sealed = append(marks.Sealed, post.ID)
		}
	}
	return marks
}

// query writes names and values as the query of an address; of two values of one
// name the later counts, and empty ones are left out.
func query(pairs ...string) string {
	values := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		values.Set(pairs[i], pairs[i+1])
	}
	for name := range values {
		if values.Get(name) == "" {
			values.Del(name)
		}
	}
	return values.Encode()
}

// pager leads on by keyset. A list can only be read forwards, so the way back is
// to its beginning.
func pager(page site.Page, after, first, next string) site.Pager {
	if after == "" {
		first = ""
	}
	more := page.Pager(first, next)
	more.Before = page.T("desk.pager.first")
	return more
}

// Work shows the list of cases: GET /{office}/desk.
func (s Staff) Work(w http.ResponseWriter, r *http.Request) {
	m, err := s.room(r)
	if err != nil {
		s.Site.Refuse(w, r, err)
		return
	}
	mine := m.posts()
	asked := askingOf(r, mine)
	if address, found := s.find(r, m.Office, asked.search); found {
		s.Site.Redirect(w, r, address)
		return
	}
	page, err := s.deskPage(r, m, asked, mine)
	if err != nil {
		s.Site.Refuse(w, r, err)
		return
	}
	s.Site.Show(w, r, "desk_list", page)
}

func (s Staff) deskPage(r *http.Request, m room, asked asking, mine []string) (DeskPage, error) {
	page := DeskPage{Page: s.shell(r, "nav.desk"), Mine: !asked.everybody, View: asked.view, Search: asked.search}
	page.Title = listTitle(page.Page, asked)
	page.Today = page.WeekdayDate(m.Now)
	marks := m.marks(mine)
	own, err := s.Cases.Tally(r.Context(), m.Office.ID, marks)
	if err != nil {
		return page, err
	}
	marks.Posts = nil
	all, err := s.Cases.Tally(r.Context(), m.Office.ID, marks)
	if err != nil {
		return page, err
	}
	page.Lists = lists(page.Page, asked, counts{len(mine) > 0, own, all})
	shown := all
	if page.Mine {
		shown, marks.Posts = own, mine
	}
	page.Tiles = tiles(page.Page, asked, shown)
	found, err := s.Cases.Page(r.Context(), m.query(asked, marks))
	if err != nil {
		return page, err
	}
	if err = s.tools(r, m, asked, &page); err != nil {
		return page, err
	}
	page.Groups = m.groups(page.Page, asked, found.Rows)
	next := ""
	if found.Next != "" {
		next = asked.path("after", found.Next)
	}
	page.More = pager(page.Page, asked.after, asked.path("after", ""), next)
	if len(found.Rows) == 0 {
		page.None, page.Near = nothing(page.Page, asked, all), near(page.Page, asked)
		return page, s.unpublished(r.Context(), m, asked, &page)
	}
	number := firstNumber(page.Groups)
	page.Peek, err = s.peek(r, m, page.Page, number)
	return page, err
}

// searched puts a mobile number into the form in which words hold it.
func searched(text string) string {
	if mobile, err := number.ParseMobile(text); err == nil {
		return "0" + strings.TrimPrefix(mobile, "+880")
	}
	return text
}

func listTitle(page site.Page, asked asking) string {
	who := "mine"
	if asked.everybody {
		who = "office"
	}
	if asked.view != "" {
		return page.T("desk.list."+asked.view) + page.T("desk.list.of."+who)
	}
	return page.T("desk.list." + who)
}

func tiles(page site.Page, asked asking, t casework.Tally) []Tile {
	all := []Tile{
		{Count: t.Late, Text: "late", Class: "latec"}, {Count: t.Today, Text: "today"},
		{Count: t.Week, Text: "week"}, {Count: t.Waiting, Text: "waiting"},
	}
	for i, one := range all {
		all[i].Text, all[i].Current = page.T("desk.tile."+one.Text), one.Text == asked.view
		all[i].Link = asked.path("view", one.Text, "after", "", "q", "")
		if one.Count == 0 {
			all[i].Class = ""
		}
	}
	return all
}

type counts struct {
	answers  bool // the reader answers for posts here
	own, all casework.Tally
}

// lists are the links to every list, with counts of what is open.
func lists(page site.Page, asked asking, n counts) []site.Link {
	var links []site.Link
	add := func(a asking, icon, text string, count int, tone string) {
		link := site.Link{Text: page.T(text), Href: page.Href(a.path()), Icon: icon, Current: a.everybody == asked.everybody && a.view == asked.view}
		if count > 0 {
			link.Tag, link.Tone = page.Num(count), tone
		}
		links = append(links, link)
	}
	if n.answers {
		add(asking{}, "inbox", "desk.list.mine", n.own.Open, "")
	}
	add(asking{everybody: true}, "people", "desk.list.office", n.all.Open, "")
	add(asking{everybody: true, view: "late"}, "warning", "desk.list.late", n.all.Late, "late")
	add(asking{everybody: true, view: "became"}, "clock", "desk.list.became", n.all.BecameLate, "late")
	add(asking{everybody: true, view: "escalated"}, "flag", "desk.list.escalated", n.all.Escalated, "late")
	add(asking{everybody: true, view: "unowned"}, "person", "desk.list.unowned", 0, "")
	add(asking{everybody: true, view: "referred"}, "out", "desk.list.referred", n.all.Referred, "")
	add(asking{everybody: true, view: "waiting"}, "pause", "desk.list.waiting", n.all.Waiting, "")
	add(asking{everybody: true, view: "done"}, "check", "desk.list.done", 0, "")
	links = append(links,
		site.Link{Text: page.T("desk.offers.title"), Href: page.Href("desk/offers"), Icon: "inbox"},
		site.Link{Text: page.T("desk.below.title"), Href: page.Href("desk/below"), Icon: "building"},
		site.Link{Text: page.T("desk.list.visits"), Href: page.Href("desk/appointments"), Icon: "calendar"},
		site.Link{Text: page.T("desk.list.guides"), Href: page.Href("desk/guides"), Icon: "file"},
		site.Link{Text: page.T("desk.incidents.title"), Href: page.Href("desk/incidents"), Icon: "people"},
		site.Link{Text: page.T("desk.counter.title"), Href: page.Href("desk/counter"), Icon: "plus"},
		site.Link{Text: page.T("desk.list.calls"), Href: page.Href("desk/calls"), Icon: "phone"},
		site.Link{Text: page.T("desk.list.messages"), Href: page.Href("desk/messages"), Icon: "message"},
		site.Link{Text: page.T("desk.list.mail"), Href: page.Href("desk/mail"), Icon: "mail"},
		site.Link{Text: page.T("desk.list.letters"), Href: page.Href("desk/letters"), Icon: "file"},
		site.Link{Text: page.T("desk.list.outgoing"), Href: page.Href("desk/outgoing"), Icon: "send"},
		site.Link{Text: page.T("desk.list.demands"), Href: page.Href("desk/demands"), Icon: "chart"},
		site.Link{Text: page.T("desk.list.centres"), Href: page.Href("desk/centres"), Icon: "building"},
		site.Link{Text: page.T("desk.outbox.title"), Href: page.Href("desk/outbox"), Icon: "out"},
		site.Link{Text: page.T("desk.list.gateways"), Href: page.Href("desk/gateways"), Icon: "sliders"},
		site.Link{Text: page.T("desk.rules"), Href: page.Href("desk/rules"), Icon: "sliders"})
	return links
}

// nothing says why a list is empty and what to do.
func nothing(page site.Page, asked asking, all casework.Tally) site.Empty {
	key, icon := "desk.none.open", "check"
	switch {
	case asked.search != "":
		key, icon = "desk.none.search", "search"
	case asked.view != "":
		key = "desk.none." + asked.view
	case asked.everybody && all.Open == 0:
		key = "desk.none.office"
	}
	empty := site.Empty{Icon: icon, Title: page.T(key, "words", asked.search), Text: page.T(key + ".text")}
	if asked.search == "" && asked.view != "done" {
		empty.Link = site.Link{Text: page.T("desk.counter.title"), Href: page.Href("desk/counter")}
	}
	return empty
}

// unpublished leads a new office to its charter: without one in force there are no
// services to ask for.
func (s Staff) unpublished(ctx context.Context, m room, asked asking, page *DeskPage) error {
	_, err := s.Offers.At(ctx, m.Office.ID, m.Now)
	if err == nil || fault.KindOf(err) != fault.NotFound {
		return err
	}
	if asked.search == "" && asked.view == "" {
		page.None = site.Empty{Icon: "file", Title: page.T("desk.none.charter"), Text: page.T("desk.none.charter.text"),
			Link: site.Link{Text: page.T("desk.none.charter.act"), Href: page.Href("desk/charter")}}
	}
	return nil
}

// near leads a search without hits to the other lists.
func near(page site.Page, asked asking) []site.Link {
	if asked.search == "" {
		return nil
	}
	var links []site.Link
	for _, other := range []asking{{everybody: true, search: asked.search}, {everybody: true, view: "done", search: asked.search}} {
		if other.everybody != asked.everybody || other.view != asked.view {
			links = append(links, site.Link{Text: page.T("desk.near." + other.view + "all"), Href: page.Href(other.path())})
		}
	}
	return links
}
