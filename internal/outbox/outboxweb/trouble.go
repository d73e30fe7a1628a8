package outboxweb

import (
	"net/http"
	"net/url"

	"dorgora/internal/access"
	"dorgora/internal/casework"
	"dorgora/internal/fault"
	"dorgora/internal/notice"
	"dorgora/internal/office"
	"dorgora/internal/site"
)

// TroublePage lists the notices that need a person.
type TroublePage struct {
	site.Page
	Rows []Row
	None site.Empty
	More site.Pager
}

// Row is a notice in a list.
type Row struct {
	Path, Text, Lang, To, Icon, When string
	See                              site.Link // what it is about
	State                            site.Tag
}

// rows is the length of a page of the list.
const rows = 25

// Trouble lists what did not arrive, or may not have: GET /{office}/desk/outbox/trouble.
func (p Pages) Trouble(w http.ResponseWriter, r *http.Request) {
	page, err := p.trouble(r)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	p.Site.Show(w, r, "outbox-trouble", page)
}

func (p Pages) trouble(r *http.Request) (TroublePage, error) {
	page := TroublePage{Page: p.shell(r, "outbox.trouble")}
	page.Crumbs = append(page.Crumbs, site.Link{Text: page.T("outbox.title"), Href: page.Href("desk/outbox")}, site.Link{Text: page.Title})
	id, after := office.From(r.Context()).ID, r.URL.Query().Get("after")
	chart, err := p.Charts.Chart(r.Context(), id)
	if err != nil {
		return page, err
	}
	voice, _, err := p.voice(r, chart)
	if err != nil {
		return page, err
	}
	list, err := p.Notices.Troubled(r.Context(), id, after, rows+1)
	first, next := "", ""
	if len(list) > rows {
		list = list[:rows]
		next = "desk/outbox/trouble?after=" + url.QueryEscape(list[rows-1].Cursor())
	}
	if after != "" {
		first = "desk/outbox/trouble"
	}
	for _, n := range list {
		_, known, err := p.about(r, chart, n)
		if err != nil {
			return page, err
		}
		if known {
			page.Rows = append(page.Rows, row(page.Page, n, voice))
		}
	}
	page.None = site.Empty{Icon: "check", Title: page.T("outbox.none"), Text: page.T("outbox.none.words")}
	page.More = page.Pager(first, next)
	return page, err
}

// NoticePage is one notice with all that became of it.
type NoticePage struct {
	site.Page
	Row   Row
	Tries []Try
	Past  []site.Moment
	Acts  []Choice
}

// Try is one attempt at a notice.
type Try struct{ When, Gateway, Detail string }

// Choice is one thing that may be done with a notice.
type Choice struct {
	Words string
	Act   site.Act
}

// Notice shows one notice: GET /{office}/desk/outbox/notices/{notice}.
func (p Pages) Notice(w http.ResponseWriter, r *http.Request) {
	page, err := p.notice(r)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	p.Site.Show(w, r, "outbox-notice", page)
}

// open reads the notice of the address; one about a sealed case is NotFound for
// whoever may not know of that.
func (p Pages) open(r *http.Request) (n notice.Notice, c casework.Case, chart office.Chart, err error) {
	id := office.From(r.Context()).ID
	if chart, err = p.Charts.Chart(r.Context(), id); err != nil {
		return n, c, chart, err
	}
	if n, err = p.Notices.Notice(r.Context(), id, r.PathValue("notice")); err != nil {
		return n, c, chart, err
	}
	c, known, err := p.about(r, chart, n)
	if err == nil && !known {
		err = fault.New(fault.NotFound, "record.missing")
	}
	return n, c, chart, err
}

func (p Pages) notice(r *http.Request) (NoticePage, error) {
	page := NoticePage{Page: p.shell(r, "outbox.notice")}
	page.Crumbs = append(page.Crumbs, site.Link{Text: page.T("outbox.trouble"), Href: page.Href("desk/outbox/trouble")}, site.Link{Text: page.Title})
	n, c, chart, err := p.open(r)
	if err != nil {
		return page, err
	}
	voice, _, err := p.voice(r, chart)
	if err != nil {
		return page, err
	}
	page.Row = row(page.Page, n, voice)
	tries, err := p.Notices.Deliveries(r.Context(), n.Office, n.ID)
	if err != nil {
		return page, err
	}
	for _, d := range tries {
		page.Tries = append(page.Tries, Try{When: page.DateTime(d.Began), Gateway: page.T("outbox.fate." + string(d.Fate)), Detail: d.Detail})
	}
	rulings, err := p.Notices.Rulings(r.Context(), n.Office, n.ID)
	if err != nil {
		return page, err
	}
	for _, one := range rulings {
		page.Past = append(page.Past, site.Moment{
			Title: page.T("outbox.said." + one.What), When: page.DateTime(one.At), Machine: page.Machine(one.At), By: one.Name, Tone: "in0",
		})
	}
	page.Acts, err = choices(page.Page, n, c.Application)
	return page, err
}

// ways are the other channels by which the applicant of a notice can be reached, each
// with the address there.
func ways(n notice.Notice, app casework.Application) map[notice.Channel]string {
	all := map[notice.Channel]string{}
	if n.To != notice.Applicant {
		return all
	}
	for channel, address := range map[notice.Channel]string{
		notice.SMS: app.Mobile, notice.Mail: app.Mail, notice.Call: app.Mobile, notice.Post: app.Address,
	} {
		if address != "" && channel != n.Channel {
			all[channel] = address
		}
	}
	return all
}

func choices(page site.Page, n notice.Notice, app casework.Application) ([]Choice, error) {
	var list []Choice
	add := func(words, button, value string) error {
		act, err := page.Act("desk/outbox/notices/"+url.PathEscape(n.ID)+"/ruling", button)
		list = append(list, Choice{page.T(words), act.Sending("what", value).As("btn alt")})
		return err
	}
	if !n.Status.Troubled() && n.Status != notice.Muted {
		return nil, nil
	}
	if n.Status.Troubled() {
		words := "outbox.again.words"
		if n.Status == notice.Uncertain {
			words = "outbox.again.twice"
		}
		if err := add(words, "outbox.again", notice.Again); err != nil {
			return nil, err
		}
	}
	reach := ways(n, app)
	for _, channel := range []notice.Channel{notice.Call, notice.Post, notice.SMS, notice.Mail} {
		if reach[channel] == "" {
			continue
		}
		if err := add("outbox.another."+string(channel)+".words", "outbox.another."+string(channel), string(channel)); err != nil {
			return nil, err
		}
	}
	if n.Status.Troubled() {
		if err := add("outbox.left.words", "outbox.left", notice.LeftAs); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// Rule decides about a notice: POST /{office}/desk/outbox/notices/{notice}/ruling.
func (p Pages) Rule(w http.ResponseWriter, r *http.Request) {
	what, err := p.rule(r)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	if p.Wake != nil {
		p.Wake()
	}
	p.Site.Redirect(w, r, "/"+office.From(r.Context()).Slug+"/desk/outbox/trouble?said="+what)
}

func (p Pages) rule(r *http.Request) (string, error) {
	form, err := site.ReadForm(r, formRoom)
	if err != nil {
		return "", err
	}
	n, c, _, err := p.open(r)
	if err != nil {
		return "", err
	}
	who, key := access.From(r.Context()), form.Key()
	if key == "" {
		return "", fault.New(fault.Invalid, "form.unreadable")
	}
	ruling := notice.Ruling{
		Office: n.Office, ID: key, Notice: n.ID, What: form.Get("what"), Person: who.Person, Name: who.Name, At: p.Now(),
	}
	if ruling.What != notice.Again && ruling.What != notice.LeftAs {
		ruling.Channel = notice.Channel(ruling.What)
		ruling.What, ruling.Address = notice.Another, ways(n, c.Application)[ruling.Channel]
	}
	return ruling.What, p.Notices.Rule(r.Context(), ruling)
}
