package letterweb

import (
	"cmp"
	"net/http"
	"strconv"

	"dorgora/bangla"
	"dorgora/internal/access"
	"dorgora/internal/fault"
	"dorgora/internal/letter"
	"dorgora/internal/office"
	"dorgora/internal/site"
)

// EntryPage is one letter that was received.
type EntryPage struct {
	site.Page
	ID, Serial string
	Revision   int
	Due        site.Tag
	Priority   site.Tag
	Secret     site.Tag
	Subject    string
	Facts      []site.Answer
	MemoParts  []site.Answer
	Scans      []ScanRow
	Case       string // number, when whoever looks may know of the case
	Replies    []site.Link
	Pending    bool
	Void       string
	MayVoid    bool
	DeadAtOnce bool
	Posts      []site.Choice
	Folders    []site.Choice
	Services   []site.Choice
	History    []site.Moment
}

// ScanRow is one scan to be opened.
type ScanRow struct{ Name, Path string }

// entry loads the entry that the address names; what somebody may not read is not there.
func (p Pages) entry(r *http.Request) (letter.Letter, error) {
	l, err := p.Desk.Store.Letter(r.Context(), office.From(r.Context()).ID, r.PathValue("entry"))
	if err == nil && !l.Readable(access.From(r.Context())) {
		return letter.Letter{}, fault.New(fault.NotFound, "letter.missing")
	}
	return l, err
}

// Letter shows one entry: GET /{office}/desk/letters/{entry}.
func (p Pages) Letter(w http.ResponseWriter, r *http.Request) { p.showLetter(w, r, site.Form{}, nil) }

func (p Pages) showLetter(w http.ResponseWriter, r *http.Request, form site.Form, wrong error) {
	l, err := p.entry(r)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	page := EntryPage{Page: p.below(r, "desk/letters", "letter.one", "number", strconv.Itoa(l.Serial), "year", strconv.Itoa(l.Year)),
		ID: l.ID(), Revision: l.Revision, Subject: l.Subject, Pending: l.Pending(), Void: l.Void, DeadAtOnce: l.LateAtReceipt()}
	page.Title = page.Digits(page.Title)
	page.Crumbs[1].Text = page.Title
	if wrong != nil {
		page.Page = page.Refilled(form, wrong)
	}
	page.Due, page.Priority = p.dueTag(page.Page, l), priorityTag(page.Page, l)
	if l.Secrecy != letter.Open {
		page.Secret = site.Tag{Text: page.T("letter.secrecy." + string(l.Secrecy)), Tone: "late", Icon: "shield"}
	}
	page.MayVoid = l.Void == "" && l.Case == "" && len(l.Replies) == 0
	page.MemoParts = memoParts(page.Page, l.Memo)
	for _, s := range l.Scans {
		page.Scans = append(page.Scans, ScanRow{s.Name, "desk/letters/" + l.ID() + "/scans/" + s.ID})
	}
	if err := cmp.Or(p.fillFacts(r, &page, l), p.fillLinks(r, &page, l), p.fillActs(r, &page, l)); err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	p.Site.Show(w, r, "entry", page)
}

func (p Pages) fillFacts(r *http.Request, page *EntryPage, l letter.Letter) error {
	chart, err := p.Desk.Offices.Chart(r.Context(), l.Office)
	if err != nil {
		return err
	}
	marked := ""
	if post, found := chart.Post(l.Office, l.Marked); found {
		marked = page.Pick(post.Title, post.TitleEn)
	}
	add := func(key, value string) {
		if value != "" {
			page.Facts = append(page.Facts, site.Answer{Term: page.T(key), Text: value, Tongue: page.TongueOf(value)})
		}
	}
	add("letter.sender", l.Sender.Line())
	add("letter.sender.mail", l.Sender.Mail)
	add("letter.memo", page.Digits(l.Memo))
	add("letter.memo.date", day(page.Page, l.MemoDate))
	add("letter.received", day(page.Page, l.Received))
	add("letter.deadline", day(page.Page, l.Deadline))
	add("letter.class", page.T("letter.class."+string(l.Class)))
	add("letter.medium", page.T("letter.medium."+string(l.Medium)))
	add("letter.marked", marked)
	add("letter.remark", l.Remark)
	if l.File != "" {
		f, err := p.Desk.Store.File(r.Context(), l.Office, l.File)
		if err != nil {
			return err
		}
		add("letter.folder", page.Digits(f.Number)+" · "+f.Title)
	}
	if l.Disposed.Known() {
		add("letter.disposed.on", page.DateTime(l.Disposed.At)+" · "+l.Disposed.Name)
	}
	return nil
}

// memoParts explains a memo number that has one of the two forms.
func memoParts(page site.Page, memo string) []site.Answer {
	parsed, err := letter.ParseMemo(memo)
	if err != nil {
		return nil
	}
	var all []site.Answer
	for _, group := range parsed.Groups {
		all = append(all, site.Answer{Term: page.T("letter.part." + string(group.Part)), Text: page.Digits(group.Digits)})
	}
	if parsed.Issue != "" {
		all = append(all, site.Answer{Term: page.T("letter.part.issue"), Text: page.Digits(parsed.Issue)})
	}
	return all
}

func (p Pages) fillLinks(r *http.Request, page *EntryPage, l letter.Letter) error {
	if l.Case != "" {
		known, err := p.Cases.Known(r.Context(), l.Office, l.Case)
		if err != nil && fault.KindOf(err) != fault.NotFound {
			return err
		}
		if known {
			page.Case = l.Case
		}
	}
	for _, id := range l.Replies {
		o, err := p.Desk.Store.Outgoing(r.Context(), l.Office, id)
		if err != nil {
			return err
		}
		if o.Readable(access.From(r.Context())) {
			page.Replies = append(page.Replies, site.Link{Text: title(page.Page, o), Href: page.Href("desk/outgoing/" + o.ID), Tag: page.T("letter.state." + string(o.State))})
		}
	}
	return nil
}

// title names a letter of the office by its memo number, or by its subject.
func title(page site.Page, o letter.Outgoing) string {
	if o.Memo != "" {
		return page.Digits(o.Memo)
	}
	return o.Wording().Subject
}

func (p Pages) fillActs(r *http.Request, page *EntryPage, l letter.Letter) error {
	var err error
	if page.Posts, err = p.posts(r, page.Page, l.Marked); err != nil {
		return err
	}
	if page.Folders, err = p.folderChoices(r, page.Page, l.File); err != nil {
		return err
	}
	offer, err := p.Offers.At(r.Context(), l.Office, p.Desk.Now())
	switch {
	case err == nil && offer != nil:
		page.Services = []site.Choice{{Label: page.T("letter.service.choose")}}
		for _, s := range offer.Services {
			page.Services = append(page.Services, site.Choice{Value: s.Slug, Label: s.Title(page.Page)})
		}
	case err != nil && fault.KindOf(err) != fault.NotFound: // an office without a charter keeps a diary all the same
		return err
	}
	page.History, err = p.history(r, page.Page, "letter/"+l.ID())
	return err
}

// history is the timeline of a letter or a file, the latest first.
func (p Pages) history(r *http.Request, page site.Page, subject string) ([]site.Moment, error) {
	acts, err := p.Shelves.History(r.Context(), office.From(r.Context()).ID, subject)
	var all []site.Moment
	for i := len(acts) - 1; i >= 0; i-- {
		a := acts[i]
		all = append(all, site.Moment{Title: page.T("letter.deed." + string(a.Deed)), By: a.Actor.Name, When: page.DateTime(a.At), Machine: page.Machine(a.At)})
	}
	return all, err
}

// act reads the form of an act on an entry and shows the page again when something
// in the form is wrong.
func (p Pages) act(w http.ResponseWriter, r *http.Request, said string, do func(letter.Target, site.Form) error) {
	form, err := site.ReadForm(r, formLimit)
	if err == nil {
		_, err = p.entry(r) // who may not read may not act
	}
	if err == nil {
		err = do(p.target(r, r.PathValue("entry"), form), form)
	}
	switch {
	case err == nil:
		p.to(w, r, "desk/letters/"+r.PathValue("entry")+"?said="+said)
	case shown(err):
		p.showLetter(w, r, form, err)
	default:
		p.Site.Refuse(w, r, err)
	}
}

// Mark gives an entry to another post: POST /{office}/desk/letters/{entry}/mark.
func (p Pages) Mark(w http.ResponseWriter, r *http.Request) {
	p.act(w, r, "marked", func(at letter.Target, form site.Form) error {
		chart, err := p.Desk.Offices.Chart(r.Context(), at.Office)
		if err != nil {
			return err
		}
		if _, found := chart.Post(at.Office, form.Get("marked")); !found {
			return fault.InField("marked", "letter.marked.missing")
		}
		_, err = p.Desk.Act(r.Context(), at, letter.DeedMarked, func(l letter.Letter, _ letter.Stamp) (letter.Letter, error) {
			return l.Mark(form.Get("marked"))
		})
		return err
	})
}

// Decide takes a decision: POST /{office}/desk/letters/{entry}/decision.
func (p Pages) Decide(w http.ResponseWriter, r *http.Request) {
	p.act(w, r, "decided", func(at letter.Target, form site.Form) error {
		file := form.Get("file")
		if file != "" {
			if _, err := p.Desk.Store.File(r.Context(), at.Office, file); err != nil {
				return fault.InField("file", "letter.file.missing")
			}
		}
		_, err := p.Desk.Act(r.Context(), at, letter.DeedDecided, func(l letter.Letter, stamp letter.Stamp) (letter.Letter, error) {
			return l.Decide(letter.Decision(form.Get("decision")), file, stamp)
		})
		return err
	})
}

// Tie makes a case of an entry, or joins it to one that is there:
// POST /{office}/desk/letters/{entry}/case.
func (p Pages) Tie(w http.ResponseWriter, r *http.Request) {
	p.act(w, r, "tied", func(at letter.Target, form site.Form) error {
		number := bangla.ASCII(text(form, "number"))
		switch {
		case number == "" && form.Get("service") == "":
			return fault.InField("service", "letter.service.missing")
		case number == "":
			_, err := p.Desk.MakeCase(r.Context(), at, form.Get("service"))
			return err
		}
		number = digitsOnly(number)
		known, err := p.Cases.Known(r.Context(), at.Office, number)
		if err != nil && fault.KindOf(err) != fault.NotFound {
			return err
		}
		if !known {
			return fault.InField("number", "letter.case.missing")
		}
		_, err = p.Desk.Act(r.Context(), at, letter.DeedTied, func(l letter.Letter, _ letter.Stamp) (letter.Letter, error) { return l.Tie(number) })
		return err
	})
}

func digitsOnly(text string) string {
	var kept []rune
	for _, one := range text {
		if one >= '0' && one <= '9' {
			kept = append(kept, one)
		}
	}
	return string(kept)
}

// Annul marks a wrong entry as void: POST /{office}/desk/letters/{entry}/void.
func (p Pages) Annul(w http.ResponseWriter, r *http.Request) {
	p.act(w, r, "voided", func(at letter.Target, form site.Form) error {
		_, err := p.Desk.Act(r.Context(), at, letter.DeedVoided, func(l letter.Letter, _ letter.Stamp) (letter.Letter, error) {
			return l.Annul(form.Get("reason"))
		})
		return err
	})
}
