package caseworkweb

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"

	"dorgora/charter"
	"dorgora/internal/casework"
	"dorgora/internal/catalogue"
	"dorgora/internal/fault"
	"dorgora/internal/number"
	"dorgora/internal/site"
)

// DeskPage is the officer's list of cases.
type DeskPage struct {
	site.Page
	Mine   bool // only the reader's own posts
	View   string
	Search string
	Today  string
	Tiles  []Tile
	Lists  []site.Link
	Groups []WorkGroup
	None   site.Empty
	Near   []site.Link // where else to search
	More   site.Pager
	Peek   Peek
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
	Path, Number, Subject, Service, Name, Mobile, Channel, Icon, Answers string
	Pill                                                                 site.Tag
	Tone                                                                 string
	Tags                                                                 []site.Tag
	Peeked                                                               bool
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
	everybody           bool // the whole office, not only the reader's own posts
	view, search, after string
}

// views are the steps of the address that name a list.
var views = map[string]casework.View{
	"": casework.All, "late": casework.Overdue, "today": casework.Today, "week": casework.Week,
	"waiting": casework.Asked, "done": casework.Done,
}

func (a asking) path(changes ...string) string {
	who := ""
	if a.everybody {
		who = "office"
	}
	pairs := append([]string{"who", who, "view", a.view, "q", a.search, "after", a.after}, changes...)
	if text := query(pairs...); text != "" {
		return "desk?" + text
	}
	return "desk"
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
	asked := asking{search: r.URL.Query().Get("q"), view: r.URL.Query().Get("view"), after: r.URL.Query().Get("after")}
	asked.everybody = len(mine) == 0 || r.URL.Query().Get("who") == "office"
	if _, known := views[asked.view]; !known {
		asked.view = ""
	}
	if found, err := number.ParseTracking(asked.search); err == nil {
		if _, err := s.Desk.Store.Case(r.Context(), m.office.ID, found); err == nil {
			s.Site.Redirect(w, r, within(m.office, "desk", "cases", found))
			return
		}
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
	page.Today = page.WeekdayDate(m.now)
	marks := casework.MarksAt(m.calendar, m.now, mine)
	own, err := s.Cases.Tally(r.Context(), m.office.ID, marks)
	if err != nil {
		return page, err
	}
	marks.Posts = nil
	all, err := s.Cases.Tally(r.Context(), m.office.ID, marks)
	if err != nil {
		return page, err
	}
	page.Lists = lists(page.Page, asked, counts{len(mine) > 0, own, all})
	shown := all
	if page.Mine {
		shown, marks.Posts = own, mine
	}
	page.Tiles = tiles(page.Page, asked, shown)
	found, err := s.Cases.Page(r.Context(), casework.Query{
		Office: m.office.ID, View: views[asked.view], Marks: marks, Search: searched(asked.search), After: asked.after, Limit: deskRows,
	})
	if err != nil {
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
	add(asking{everybody: true, view: "waiting"}, "pause", "desk.list.waiting", n.all.Waiting, "")
	add(asking{everybody: true, view: "done"}, "check", "desk.list.done", 0, "")
	links = append(links,
		site.Link{Text: page.T("desk.counter.title"), Href: page.Href("desk/counter"), Icon: "plus"},
		site.Link{Text: page.T("desk.outbox.title"), Href: page.Href("desk/outbox"), Icon: "message"})
	return links
}

// groups puts the rows under headings of time, in the order in which they come.
func (m room) groups(page site.Page, asked asking, rows []casework.Row) []WorkGroup {
	marks := casework.MarksAt(m.calendar, m.now, nil)
	var all []WorkGroup
	for _, row := range rows {
		title, class := page.T("desk.group."+groupOf(row, marks)), ""
		if groupOf(row, marks) == "now" {
			class = "late"
		}
		if len(all) == 0 || all[len(all)-1].Title != title {
			all = append(all, WorkGroup{Title: title, Class: class})
		}
		one := m.workRow(page, row)
		if asked.everybody {
			one.Answers = m.answers(page, row.Post)
		}
		one.Peeked = len(all) == 1 && len(all[0].Rows) == 0
		all[len(all)-1].Rows = append(all[len(all)-1].Rows, one)
	}
	return all
}

func groupOf(row casework.Row, marks casework.Marks) string {
	switch {
	case row.Status == casework.Closed:
		return "done"
	case row.Status == casework.Waiting:
		return "waiting"
	case row.Due.IsZero():
		return "undated"
	case row.Due.Before(marks.DayEnd):
		return "now"
	case row.Due.Before(marks.WeekEnd):
		return "week"
	}
	return "later"
}

func firstNumber(groups []WorkGroup) string {
	path := groups[0].Rows[0].Path
	return path[strings.LastIndex(path, "/")+1:]
}

func (m room) workRow(page site.Page, row casework.Row) WorkRow {
	one := WorkRow{
		Path: "desk/cases/" + row.Number, Number: page.Tracking(row.Number), Subject: subject(row.Need), Service: row.Service,
		Name: row.Name, Channel: catalogue.ChannelText(page, row.Channel), Icon: channelIcon(row.Channel),
	}
	if row.Mobile != "" {
		one.Mobile = page.Masked(row.Mobile)
	}
	one.Pill, one.Tone = m.pill(page, row)
	if row.Status == casework.Received {
		one.Tags = append(one.Tags, site.Tag{Text: page.T("desk.tag.new"), Tone: "info"})
	}
	if row.Rounds > 1 && row.Status != casework.Closed {
		one.Tags = append(one.Tags, roundsTag(page))
	}
	if row.Status == casework.Closed && row.Late(m.now) {
		one.Tags = append(one.Tags, site.Tag{Text: m.lateText(page, row.Due, row.Closed), Tone: "late"})
	}
	return one
}

func roundsTag(page site.Page) site.Tag {
	return site.Tag{Text: page.T("desk.tag.again"), Tone: "warn", Icon: "refresh"}
}

// subjectLetters is how much of what was asked stands in a list.
const subjectLetters = 90

// subject is the first line of what was asked, cut at a word when it is long.
func subject(need string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(need), "\n")
	if utf8.RuneCountInString(line) <= subjectLetters {
		return strings.TrimSpace(line)
	}
	cut := string([]rune(line)[:subjectLetters])
	if i := strings.LastIndexByte(cut, ' '); i > len(cut)/2 {
		cut = cut[:i]
	}
	return strings.TrimRight(cut, " ,;।") + " …"
}

var channelIcons = map[charter.Channel]string{
	charter.Web: "web", charter.Phone: "phone", charter.Mail: "mail", charter.SMS: "message", charter.InPerson: "person",
	charter.Letter: "paper", charter.EFile: "file", charter.DigitalCentre: "building",
}

func channelIcon(channel charter.Channel) string {
	if icon, known := channelIcons[channel]; known {
		return icon
	}
	return "file"
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
	_, err := s.Offers.At(ctx, m.office.ID, m.now)
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
