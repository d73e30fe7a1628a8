package letterweb

import (
	"cmp"
	"net/http"
	"strconv"
	"strings"

	"dorgora/bangla"
	"dorgora/internal/access"
	"dorgora/internal/document"
	"dorgora/internal/fault"
	"dorgora/internal/letter"
	"dorgora/internal/money"
	"dorgora/internal/site"
)

// OutgoingPage is one letter of the office.
type OutgoingPage struct {
	site.Page
	ID, Today    string
	Revision     int
	State        site.Tag
	Paper        Sheet
	Facts        []site.Answer
	Case         string
	Links        []site.Link // the entry it answers, what it corrects, what corrects it
	Draft, Ready bool
	MayMail      bool
	MailTo       string
	Issued       bool
	MaySign      bool
	Signers      string
	MayCancel    bool
	Reason       string
	Media        []site.Choice
	Proofs       []ProofRow
	History      []site.Moment
	Versions     int
	Accept       string
}

// ProofRow is one dispatch with its proof.
type ProofRow struct {
	Facts []site.Answer
	Scans []ScanRow
}

// Show shows one letter: GET /{office}/desk/outgoing/{outgoing}.
func (p Pages) Show(w http.ResponseWriter, r *http.Request) { p.showOutgoing(w, r, site.Form{}, nil) }

func (p Pages) showOutgoing(w http.ResponseWriter, r *http.Request, form site.Form, wrong error) {
	o, err := p.outgoing(r)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	page := OutgoingPage{Page: p.below(r, "desk/outgoing", "letter.out.one", "subject", o.Wording().Subject), ID: o.ID, Revision: o.Revision, Today: p.today().String(),
		Draft: o.State == letter.Draft, Ready: o.State == letter.Signed, Issued: o.State == letter.Signed || o.State == letter.Sent,
		MayCancel: o.State == letter.Draft || o.State == letter.Signed, Reason: o.Reason, Versions: len(o.Versions), Accept: document.Accept}
	if wrong != nil {
		page.Page = page.Refilled(form, wrong)
	}
	page.State = stateTag(page.Page, o)
	page.Media = choices(page.Page, "letter.medium", letter.Media(), letter.ByPost)
	if err = p.fillOutgoing(r, &page, o); err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	p.Site.Show(w, r, "outgoing", page)
}

func (p Pages) fillOutgoing(r *http.Request, page *OutgoingPage, o letter.Outgoing) error {
	settings, err := p.inForce(r.Context())
	if err != nil {
		return err
	}
	page.MaySign = page.Draft && settings.MaySign(o.Kind, access.From(r.Context()))
	if page.Paper, err = p.sheet(r.Context(), o); err != nil {
		return err
	}
	kind, _ := letter.KindOf(o.Kind)
	add := func(key, value string) {
		if value != "" {
			page.Facts = append(page.Facts, site.Answer{Term: page.T(key), Text: value, Tongue: page.TongueOf(value)})
		}
	}
	add("letter.kind", page.Pick(kind.Name, kind.NameEn))
	add("letter.secrecy", page.T("letter.secrecy."+string(o.Secrecy)))
	if o.Serial > 0 {
		add("letter.register.serial", page.Num(o.Serial))
	}
	if f, err := p.Desk.Store.File(r.Context(), o.Office, o.File); err == nil {
		add("letter.folder", page.Digits(f.Number)+" · "+f.Title)
	}
	if o.Signed.Known() {
		add("letter.signed", o.Signed.Name+", "+o.Title+" · "+page.DateTime(o.Signed.At))
	}
	page.MayMail = page.Issued && !o.Secrecy.Closed()
	for _, to := range o.Wording().To {
		page.MailTo = cmp.Or(page.MailTo, to.Mail)
	}
	p.fillProofs(page, o)
	if err := p.fillRelated(r, page, o); err != nil {
		return err
	}
	page.History, err = p.history(r, page.Page, "outgoing/"+o.ID)
	return err
}

func (p Pages) fillRelated(r *http.Request, page *OutgoingPage, o letter.Outgoing) error {
	known, err := p.knows(r, o.Office, o.Case)
	if err != nil {
		return err
	}
	if known {
		page.Case = o.Case
	}
	if o.Answers != "" {
		l, err := p.Desk.Store.Letter(r.Context(), o.Office, o.Answers)
		if err != nil {
			return err
		}
		page.MailTo = cmp.Or(page.MailTo, l.Sender.Mail)
		page.Links = append(page.Links, site.Link{Text: page.T("letter.answers", "id", page.Digits(o.Answers)), Href: page.Href("desk/letters/" + o.Answers), Icon: "inbox"})
	}
	if o.Corrects != "" {
		page.Links = append(page.Links, site.Link{Text: page.T("letter.corrects"), Href: page.Href("desk/outgoing/" + o.Corrects), Icon: "back"})
	}
	for _, id := range o.Corrected {
		page.Links = append(page.Links, site.Link{Text: page.T("letter.corrected"), Href: page.Href("desk/outgoing/" + id), Icon: "warning"})
	}
	return nil
}

func (p Pages) fillProofs(page *OutgoingPage, o letter.Outgoing) {
	for _, proof := range o.Proofs {
		var row ProofRow
		add := func(key, value string) {
			if value != "" {
				row.Facts = append(row.Facts, site.Answer{Term: page.T(key), Text: value, Tongue: page.TongueOf(value)})
			}
		}
		add("letter.sent.date", day(page.Page, proof.Date))
		add("letter.medium", page.T("letter.medium."+string(proof.Medium)))
		add("letter.proof.number", page.Digits(proof.Number))
		if proof.Postage > 0 {
			add("letter.postage", page.Money(money.Paisa(proof.Postage)))
		}
		add("letter.proof.by", strings.Trim(proof.By+" · "+day(page.Page, proof.On), " ·"))
		add("letter.remark", proof.Remark)
		for _, s := range proof.Scans {
			row.Scans = append(row.Scans, ScanRow{s.Name, "desk/outgoing/" + o.ID + "/scans/" + s.ID})
		}
		page.Proofs = append(page.Proofs, row)
	}
}

// deed reads the form of an act on a letter and shows the page again when something
// in the form is wrong.
func (p Pages) deed(w http.ResponseWriter, r *http.Request, said string, do func(letter.Target, site.Form) error) {
	form, err := site.ReadForm(r, document.LargestSend)
	if err == nil {
		_, err = p.outgoing(r) // who may not read may not act
	}
	if err == nil {
		err = do(p.target(r, r.PathValue("outgoing"), form), form)
	}
	switch {
	case err == nil:
		p.to(w, r, "desk/outgoing/"+r.PathValue("outgoing")+"?said="+said)
	case shown(err):
		p.showOutgoing(w, r, form, err)
	default:
		p.Site.Refuse(w, r, err)
	}
}

// Approve signs a draft: POST /{office}/desk/outgoing/{outgoing}/approval.
func (p Pages) Approve(w http.ResponseWriter, r *http.Request) {
	p.deed(w, r, "signed", func(at letter.Target, _ site.Form) error {
		_, err := p.Desk.Approve(r.Context(), at, access.From(r.Context()), p.usual(r))
		return err
	})
}

// Dispatch notes how a letter left: POST /{office}/desk/outgoing/{outgoing}/dispatch.
func (p Pages) Dispatch(w http.ResponseWriter, r *http.Request) {
	p.deed(w, r, "dispatched", func(at letter.Target, form site.Form) error {
		proof := letter.Proof{Date: form.Date("date"), Medium: letter.Medium(form.Get("medium")), Number: text(form, "number"), By: text(form, "by"),
			On: form.Date("on"), Remark: text(form, "remark"), Postage: postage(form)}
		if err := form.Err(); err != nil {
			return err
		}
		if proof.Scans = p.scans(r, form, "scan"); form.Err() != nil {
			return form.Err()
		}
		_, err := p.Desk.Dispatch(r.Context(), at, proof)
		return err
	})
}

// Post sends a letter by mail: POST /{office}/desk/outgoing/{outgoing}/mail.
func (p Pages) Post(w http.ResponseWriter, r *http.Request) {
	p.deed(w, r, "mailed", func(at letter.Target, form site.Form) error {
		_, err := p.Desk.Post(r.Context(), at, form.Get("mail"))
		return err
	})
}

// postage reads taka, with or without paisa, in either digit set.
func postage(form site.Form) int64 {
	amount := strings.NewReplacer(",", "", " ", "", "৳", "", "টাকা", "").Replace(bangla.ASCII(form.Get("postage")))
	if amount == "" {
		return 0
	}
	taka, err := strconv.ParseFloat(amount, 64)
	if err != nil || taka < 0 || taka > 100_000 {
		form.Fail("postage", "letter.postage.wrong")
		return 0
	}
	return int64(taka*100 + 0.5)
}

// Cancel ends a letter that has not left: POST /{office}/desk/outgoing/{outgoing}/cancellation.
func (p Pages) Cancel(w http.ResponseWriter, r *http.Request) {
	p.deed(w, r, "cancelled", func(at letter.Target, form site.Form) error {
		_, err := p.Desk.Cancel(r.Context(), at, form.Get("reason"))
		if fault.KindOf(err) == fault.Invalid {
			return fault.InField("reason", "letter.reason.missing")
		}
		return err
	})
}
