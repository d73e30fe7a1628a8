package postboxweb

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"dorgora/internal/casework"
	"dorgora/internal/document"
	"dorgora/internal/fault"
	"dorgora/internal/number"
	"dorgora/internal/postbox"
	"dorgora/internal/site"
)

// LetterPage is one mail and what may be done with it.
type LetterPage struct {
	site.Page
	State   site.Tag
	Why     string
	Facts   []site.Fact
	Text    []string // lines
	Files   []FileRow
	Case    site.Link
	Forms   []ActForm
	ActPath string
	Key     string
	Seen    int
}

// FileRow is a file of a mail; without a link when it was left out.
type FileRow struct {
	Link site.Link
	Note string
}

// ActForm is a form of the page, folded away until it is wanted.
type ActForm struct {
	Title, Path, Button string
	Fields              []site.Field
	Open                bool
	Main                bool
}

// attempt is a form that could not be done as it was sent.
type attempt struct {
	act   string
	form  site.Form
	wrong error
}

// Letter shows one mail: GET /{office}/desk/mail/{mail}.
func (p Pages) Letter(w http.ResponseWriter, r *http.Request) {
	m, err := p.room(r)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	p.showLetter(w, r, m, attempt{})
}

// letterOf loads the mail of an address; one that the reader may not know of is not
// there.
func (p Pages) letterOf(r *http.Request, m room) (postbox.Letter, error) {
	l, err := p.Mails.Letter(r.Context(), m.office.ID, r.PathValue("mail"))
	if err != nil {
		return l, err
	}
	known, err := p.mayKnow(r.Context(), m, l)
	if err == nil && !known {
		err = fault.New(fault.NotFound, "record.missing")
	}
	return l, err
}

func (p Pages) showLetter(w http.ResponseWriter, r *http.Request, m room, tried attempt) {
	l, err := p.letterOf(r, m)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	page, err := p.letterPage(r, m, l, tried)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	p.Site.Show(w, r, "letter-mail", page)
}

func (p Pages) letterPage(r *http.Request, m room, l postbox.Letter, tried attempt) (LetterPage, error) {
	shell := p.shell(r, "mailbox.one")
	if tried.wrong != nil {
		shell = shell.Refilled(tried.form, tried.wrong)
		shell.Status = site.StatusOf(tried.wrong)
	}
	page := LetterPage{Page: shell, State: stateTag(shell, l), Facts: facts(shell, l), Seen: l.Revision, ActPath: "desk/mail/" + l.ID}
	page.Crumbs = append(page.Crumbs, site.Link{Text: shell.T("mailbox.title"), Href: shell.Href("desk/mail")}, site.Link{Text: page.Title})
	if page.Title = l.Subject; page.Title == "" {
		page.Title = shell.T("mailbox.subject.none")
	}
	if l.Why != "" {
		page.Why = shell.T(l.Why)
	}
	page.Text = site.Paragraphs(l.Text)
	for _, file := range l.Files {
		row := FileRow{Link: site.Link{Text: file.Name}}
		if file.Hash != "" {
			row.Link.Href = shell.Href("desk/mail/" + l.ID + "/files/" + file.Hash)
		} else {
			row.Note = shell.T(file.Reason, "megabytes", document.LargestFile>>20)
		}
		page.Files = append(page.Files, row)
	}
	if l.Number != "" {
		page.Case = site.Link{Text: shell.T("mailbox.case", "number", shell.Tracking(l.Number)), Href: shell.Href("desk/cases/" + l.Number)}
	}
	if !m.who.SitsIn(m.office.ID) || l.State == postbox.Taken || l.State == postbox.Declined {
		return page, nil
	}
	var err error
	if page.Forms, err = p.forms(r.Context(), m, shell, l); err != nil {
		return page, err
	}
	for i := range page.Forms {
		page.Forms[i].Open = tried.act == page.Forms[i].Path || tried.act == "" && i == 0
	}
	page.Key, err = shell.Key()
	return page, err
}

func facts(page site.Page, l postbox.Letter) []site.Fact {
	list := []site.Fact{
		{Icon: "person", Term: page.T("mailbox.from"), Text: l.From, Note: l.Name},
		{Icon: "mail", Term: page.T("mailbox.to"), Text: l.To},
		{Icon: "clock", Term: page.T("mailbox.at"), Text: page.DateTime(l.At)},
	}
	if l.ByName != "" && !l.Settled.IsZero() {
		list = append(list, site.Fact{Icon: "check", Term: page.T("mailbox.by"), Text: l.ByName, Note: page.DateTime(l.Settled)})
	}
	return list
}

// forms are what may be done with a mail: the likeliest first.
func (p Pages) forms(ctx context.Context, m room, page site.Page, l postbox.Letter) ([]ActForm, error) {
	form := func(path string, fields ...site.Field) ActForm {
		return ActForm{Title: page.T("mailbox.act." + path), Path: path, Button: page.T("mailbox.do." + path), Fields: fields}
	}
	var list []ActForm
	offer, err := p.Offer(ctx, m.office.ID)
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return nil, err
	}
	join := form("joining", page.Input("number", "mailbox.number").Start(page.Tracking(l.Number)).Numeric().Max(20))
	if err == nil {
		choices := []site.Choice{{Label: page.T("mailbox.service.choose")}}
		for _, service := range offer.Services {
			choices = append(choices, site.Choice{Value: service.Slug, Label: page.Digits(service.Serial) + " · " + service.Short})
		}
		list = append(list, form("request", page.Select("service", "mailbox.service").With(choices).Start(l.Service)))
	}
	list = append(list, join)
	if l.Number != "" { // it names a case: joining is the likelier
		list[0], list[len(list)-1] = list[len(list)-1], list[0]
	}
	list[0].Main = true
	if l.From != "" {
		list = append(list, form("refusal", page.Area("words", "mailbox.words").Lines(3).Max(300)))
	}
	if l.State != postbox.Spam {
		list = append(list, form("spam"))
	}
	return list, nil
}

// File answers with a file of a mail: GET /{office}/desk/mail/{mail}/files/{attachment}.
func (p Pages) File(w http.ResponseWriter, r *http.Request) {
	m, err := p.room(r)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	l, err := p.letterOf(r, m)
	place := slices.IndexFunc(l.Files, func(file postbox.Kept) bool { return file.Hash == r.PathValue("attachment") })
	if err == nil && place < 0 {
		err = fault.New(fault.NotFound, "record.missing")
	}
	if err == nil {
		file := l.Files[place]
		err = p.Sender.Send(w, r, document.Evidence{Name: file.Name, Type: file.Type, Hash: file.Hash, Size: file.Size})
	}
	if err != nil {
		p.Site.Refuse(w, r, err)
	}
}

// Request makes a case of a mail: POST /{office}/desk/mail/{mail}/request.
func (p Pages) Request(w http.ResponseWriter, r *http.Request) {
	p.act(w, r, "request", func(ctx context.Context, ruling postbox.Ruling, form site.Form) (string, error) {
		ruling.Service = form.Get("service")
		found, err := p.Clerk.Request(ctx, ruling)
		return "desk/cases/" + found, inForm(err)
	})
}

// Join adds a mail to a case: POST /{office}/desk/mail/{mail}/joining.
func (p Pages) Join(w http.ResponseWriter, r *http.Request) {
	p.act(w, r, "joining", func(ctx context.Context, ruling postbox.Ruling, form site.Form) (string, error) {
		if strings.TrimSpace(form.Get("number")) == "" {
			return "", fault.InField("number", "postbox.number.missing")
		}
		checked, err := number.ParseTracking(form.Get("number"))
		if err != nil {
			return "", fault.InField("number", "postbox.why.missing")
		}
		m, err := p.room(r)
		if err != nil {
			return "", err
		}
		known, err := p.mayKnow(ctx, m, postbox.Letter{Number: checked})
		if err != nil {
			return "", err
		}
		if !known {
			return "", fault.InField("number", "postbox.why.missing")
		}
		ruling.Number = checked
		return "desk/cases/" + checked, p.Clerk.Join(ctx, ruling)
	})
}

// Decline tells the sender that the matter is not the office's:
// POST /{office}/desk/mail/{mail}/refusal.
func (p Pages) Decline(w http.ResponseWriter, r *http.Request) {
	p.act(w, r, "refusal", func(ctx context.Context, ruling postbox.Ruling, form site.Form) (string, error) {
		ruling.Words = form.Get("words")
		return "desk/mail", p.Clerk.Decline(ctx, ruling)
	})
}

// Spam puts a mail aside: POST /{office}/desk/mail/{mail}/spam.
func (p Pages) Spam(w http.ResponseWriter, r *http.Request) {
	p.act(w, r, "spam", func(ctx context.Context, ruling postbox.Ruling, _ site.Form) (string, error) {
		return "desk/mail", p.Clerk.MarkSpam(ctx, ruling)
	})
}

// inForm names the question of the form in faults about an application that nobody
// filled in.
func inForm(err error) error {
	if fault.KindOf(err) != fault.Invalid {
		return err
	}
	var list fault.Fields
	for _, one := range fault.List(err) {
		copied := *one
		copied.Field = "service"
		list = append(list, &copied)
	}
	return list.Err()
}

const formRoom = 64 << 10

// act carries out what a person decided and leads on. The same form sent again finds
// the mail as it left it.
func (p Pages) act(w http.ResponseWriter, r *http.Request, act string, do func(context.Context, postbox.Ruling, site.Form) (string, error)) {
	m, err := p.room(r)
	if err == nil && !m.who.SitsIn(m.office.ID) {
		err = fault.New(fault.Denied, "mailbox.denied")
	}
	form, wrong := site.ReadForm(r, formRoom)
	if err == nil {
		err = wrong
	}
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	l, err := p.letterOf(r, m)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	ruling := postbox.Ruling{Office: m.office.ID, ID: l.ID, Revision: form.Whole("revision", 0, 1<<30), Actor: m.actor()}
	to, err := do(r.Context(), ruling, form)
	switch kind := fault.KindOf(err); {
	case err == nil:
		p.Site.Redirect(w, r, "/"+m.office.Slug+"/"+to)
	case kind == fault.Conflict && l.By == m.who.Person && l.Revision == ruling.Revision+1:
		p.Site.Redirect(w, r, "/"+m.office.Slug+"/desk/mail/"+l.ID)
	case kind == fault.Invalid || kind == fault.Conflict:
		p.showLetter(w, r, m, attempt{act, form, err})
	default:
		p.Site.Refuse(w, r, err)
	}
}

// actor is the one who decides, in the post that the person holds in the office.
func (m room) actor() casework.Actor {
	post := ""
	for _, seat := range m.who.Seats {
		if seat.Office == m.office.ID {
			post = seat.Post
			break
		}
	}
	return casework.Actor{Post: post, Person: m.who.Person, Name: m.who.Name}
}
