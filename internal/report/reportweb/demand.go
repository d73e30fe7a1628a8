package reportweb

import (
	"html/template"
	"net/http"
	"regexp"
	"strconv"

	"dorgora/internal/fault"
	"dorgora/internal/report"
	"dorgora/internal/site"
)

// DemandPage is one demand with its draft.
type DemandPage struct {
	site.Page
	Demand  report.Demand
	Tags    []site.Tag
	Facts   []site.Fact
	Period  string
	Lines   []AnswerRow
	AsOf    string
	LastOf  string // what stands beside
	Offer   *Offered
	Edit    Edit
	Open    bool // the draft may be changed
	Works   bool
	Heads   bool
	Confirm bool // figures by hand wait for a second person
	Own     bool // the reader wrote one of them, so somebody else must look
	Waiting string
	Letter  site.Link
	Files   []site.Link
	Media   []string
	Ties    []site.Link
}

// Offered is an earlier answer to the same questions.
type Offered struct{ ID, Path, Subject, When string }

// AnswerRow is one question, its answer and the last one.
type AnswerRow struct {
	Place    string
	Question string
	Answer   string
	Parts    [][2]string
	Before   string
	More     string
	Source   string
	Behind   template.URL // the list behind the figure
	Open     bool         // it needs something more
}

// Show shows a demand: GET /{office}/desk/demands/{demand}.
func (p Pages) Show(w http.ResponseWriter, r *http.Request) {
	m, d, err := p.demand(r)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	p.show(w, r, m, attempt{demand: d})
}

// attempt is a form about a demand as it was typed and refused.
type attempt struct {
	demand report.Demand
	form   site.Form
	wrong  error
}

func (p Pages) show(w http.ResponseWriter, r *http.Request, m room, a attempt) {
	d := a.demand
	page := DemandPage{Page: p.shell(r, "report.demand"), Demand: d, Media: report.Media()}
	page.Title = d.Subject
	page.Crumbs = append(page.Crumbs, site.Link{Text: page.Title})
	if a.wrong != nil {
		page.Page = page.Refilled(a.form, a.wrong)
	}
	page.Tags, page.Facts, page.Period = tags(page.Page, d, m.today()), p.facts(page.Page, m, d), tongueOf(page.Page).period(d.Period)
	page.Works, page.Heads, page.Open = m.works() == nil, m.heads(), d.State == report.Open
	if err := p.drafted(r, m, &page); err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	p.Site.Show(w, r, "report_demand", page)
}

// drafted fills the page with the draft, what stands beside it, and its form.
func (p Pages) drafted(r *http.Request, m room, page *DemandPage) error {
	d := page.Demand
	last, err := p.last(r, d)
	if err != nil {
		return err
	}
	if last.ID != "" {
		page.LastOf = page.T("report.last.of", "period", tongueOf(page.Page).period(last.Period), "memo", page.Digits(last.Memo))
	}
	page.Lines = rows(page.Page, d, last)
	if !d.AsOf.IsZero() {
		page.AsOf = page.T("report.as_of", "moment", page.DateTime(d.AsOf))
	}
	for _, line := range d.Lines {
		if page.Open && line.Manual != nil && !line.Manual.Second.Known() {
			page.Confirm, page.Own = true, page.Own || line.Manual.By.Person == m.who.Person
		}
	}
	if open := d.Unanswered(); page.Open && len(open) > 0 {
		page.Waiting = page.T("report.waiting", "n", len(open))
	}
	if same, found := p.Desk.Same(r.Context(), d); found && page.Open && d.Repeats == "" && d.Corrects == "" && !d.Recurring() {
		page.Offer = &Offered{same.ID, "desk/demands/" + same.ID, same.Subject, page.Date(day(same.Sending.Date))}
	}
	for _, format := range []string{"csv", "xlsx"} {
		page.Files = append(page.Files, site.Link{Text: page.T("report.file." + format), Href: page.Href("desk/demands/" + d.ID + "/annex?as=" + format), Icon: "download"})
	}
	page.Files = append(page.Files, site.Link{Text: page.T("report.print"), Href: page.Href("desk/demands/" + d.ID + "/print"), Icon: "print"})
	if d.Letter != "" {
		page.Letter = site.Link{Text: page.T("report.letter"), Href: page.Href("desk/outgoing/" + d.Letter)}
	}
	page.Ties = ties(page.Page, d)
	page.Edit, err = p.edit(r, m, page.Page, d)
	return err
}

// last is the demand whose answer stands beside; the zero demand when there is none.
func (p Pages) last(r *http.Request, d report.Demand) (report.Demand, error) {
	if d.Last == "" {
		return report.Demand{}, nil
	}
	last, err := p.Desk.Store.Demand(r.Context(), d.Office, d.Last)
	if err != nil && fault.KindOf(err) == fault.NotFound {
		return report.Demand{}, nil
	}
	return last, err
}

func rows(page site.Page, d, last report.Demand) []AnswerRow {
	t := tongueOf(page)
	var all []AnswerRow
	for i, line := range d.Lines {
		one := AnswerRow{Place: page.Num(i + 1), Question: line.Question, Answer: t.answer(line), Parts: t.parts(line), Open: !line.Answered()}
		if beside := line.Beside(last.Lines); beside.Known {
			figure, _ := report.FigureOf(line.Figure)
			one.Before, one.More = t.number(figure, beside.Before), t.difference(beside)
		}
		switch {
		case line.Value != nil:
			one.Source = page.T("report.source.live", "figure", t.name(line.Figure), "moment", page.DateTime(line.Value.AsOf))
			one.Behind = page.Href("desk/demands/" + d.ID + "/figures/" + strconv.Itoa(i+1))
		case line.Manual != nil && line.Manual.Second.Known():
			one.Source = page.T("report.source.seen", "evidence", line.Manual.Evidence, "by", line.Manual.By.Name, "second", line.Manual.Second.Name)
		case line.Manual != nil:
			one.Source = page.T("report.source.hand", "evidence", line.Manual.Evidence, "by", line.Manual.By.Name)
		}
		all = append(all, one)
	}
	return all
}

// facts are what is known of who asks and by when.
func (p Pages) facts(page site.Page, m room, d report.Demand) []site.Fact {
	var all []site.Fact
	add := func(icon, key, text, note string) {
		if text != "" {
			all = append(all, site.Fact{Icon: icon, Term: page.T(key), Text: text, Note: note})
		}
	}
	add("institution", "report.asker", d.Asker.Office, d.Asker.Person)
	if d.Asker.Memo != "" {
		add("paper", "report.asker.memo", page.Digits(d.Asker.Memo), tongueOf(page).date(d.Asker.MemoDate))
	}
	if d.Diary != "" {
		all = append(all, site.Fact{Icon: "inbox", Term: page.T("report.diary"), Text: page.Digits(d.Diary), Href: p.diaryPath(page, d)})
	}
	due, note := page.T("report.due.none.long"), ""
	if !d.Due.Zero() {
		due = page.WeekdayDate(day(d.Due))
		if !d.Deadline.Zero() {
			note = page.T("report.due.letter")
		}
	}
	add("calendar", "report.due.term", due, note)
	add("clock", "report.received", page.DateTime(d.Received), "")
	if post, found := m.chart.Post(d.Office, d.Post); found {
		add("person", "report.post", page.Pick(post.Title, post.TitleEn), "")
	}
	if d.Case != "" {
		all = append(all, site.Fact{Icon: "paper", Term: page.T("report.case"), Text: page.Tracking(d.Case), Href: page.Href("desk/cases/" + d.Case)})
	}
	if d.Approval.Known() {
		add("check", "report.approval", d.Approval.Name, page.DateTime(d.Approval.At))
	}
	add("send", "report.memo", page.Digits(d.Memo), "")
	if d.State == report.Sent {
		add("out", "report.sending", page.T("report.medium."+d.Sending.Medium)+", "+page.Date(day(d.Sending.Date)), page.Digits(d.Sending.Proof))
	}
	add("info", "report.reason", d.Reason, "")
	return all
}

// diaryPath leads to the entry of the diary; nowhere when the number is none of it.
func (p Pages) diaryPath(page site.Page, d report.Demand) template.URL {
	if p.Diary == nil || !diaryNumber.MatchString(d.Diary) {
		return ""
	}
	return page.Href("desk/letters/" + d.Diary)
}

// diaryNumber is how the diary numbers its entries: year and serial.
var diaryNumber = regexp.MustCompile(`^20\d\d-[1-9]\d{0,6}$`)

// ties lead to the demands that belong to this one.
func ties(page site.Page, d report.Demand) []site.Link {
	var all []site.Link
	add := func(key, id string) {
		if id != "" {
			all = append(all, site.Link{Text: page.T(key), Href: page.Href("desk/demands/" + id)})
		}
	}
	add("report.tie.corrects", d.Corrects)
	add("report.tie.corrected", d.Corrected)
	add("report.tie.repeats", d.Repeats)
	if d.Last != d.Corrects && d.Last != d.Repeats {
		add("report.tie.last", d.Last)
	}
	if d.Return != "" {
		all = append(all, site.Link{Text: page.T("report.tie.return"), Href: page.Href("desk/returns/" + d.Return)})
	}
	return all
}
