package reportweb

import (
	"net/http"
	"strconv"

	"dorgora/bangla"
	"dorgora/internal/access"
	"dorgora/internal/fault"
	"dorgora/internal/report"
	"dorgora/internal/site"
)

// deed is one act on a demand.
type deed struct {
	said  string
	heads bool // those above the office may do it too
	do    func(at report.Target, form site.Form) (report.Demand, error)
}

// act reads a form about a demand, carries it out, and leads back.
func (p Pages) act(w http.ResponseWriter, r *http.Request, of deed) {
	m, d, err := p.demand(r)
	if err == nil && !of.heads {
		err = m.works()
	}
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	form, err := site.ReadForm(r, formRoom)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	at := report.Target{Office: m.office, ID: d.ID, Actor: m.actor()}
	at.Revision, err = strconv.Atoi(bangla.ASCII(form.Get("revision")))
	if err != nil || at.Revision < 1 {
		p.Site.Refuse(w, r, fault.New(fault.Invalid, "report.revision.missing"))
		return
	}
	next, err := of.do(at, form)
	switch {
	case err == nil:
		p.to(w, r, "desk/demands/"+next.ID+"?said="+of.said)
	case fault.KindOf(err) == fault.Invalid:
		p.show(w, r, m, attempt{d, form, err})
	default:
		p.Site.Refuse(w, r, err)
	}
}

// Ask sets period and questions and fills the figures:
// POST /{office}/desk/demands/{demand}/questions.
func (p Pages) Ask(w http.ResponseWriter, r *http.Request) {
	p.act(w, r, deed{said: "asked", do: func(at report.Target, form site.Form) (report.Demand, error) {
		period, lines := readPeriod(form), readLines(form)
		if err := form.Err(); err != nil {
			return report.Demand{}, err
		}
		return p.Desk.Ask(r.Context(), at, period, lines)
	}})
}

// Fill counts the figures anew: POST /{office}/desk/demands/{demand}/figures.
func (p Pages) Fill(w http.ResponseWriter, r *http.Request) {
	p.act(w, r, deed{said: "filled", do: func(at report.Target, _ site.Form) (report.Demand, error) { return p.Desk.Fill(r.Context(), at) }})
}

// Repeat takes over the questions of an earlier answer:
// POST /{office}/desk/demands/{demand}/repetition.
func (p Pages) Repeat(w http.ResponseWriter, r *http.Request) {
	p.act(w, r, deed{said: "repeated", do: func(at report.Target, form site.Form) (report.Demand, error) {
		return p.Desk.Repeat(r.Context(), at, form.Get("earlier"))
	}})
}

// Confirm is the second look at figures by hand:
// POST /{office}/desk/demands/{demand}/confirmation.
func (p Pages) Confirm(w http.ResponseWriter, r *http.Request) {
	p.act(w, r, deed{said: "confirmed", heads: true, do: func(at report.Target, _ site.Form) (report.Demand, error) { return p.Desk.Confirm(r.Context(), at) }})
}

// Approve ends the draft and signs the letter:
// POST /{office}/desk/demands/{demand}/approval.
func (p Pages) Approve(w http.ResponseWriter, r *http.Request) {
	p.act(w, r, deed{said: "approved", heads: true, do: func(at report.Target, _ site.Form) (report.Demand, error) {
		return p.Desk.Approve(r.Context(), at, access.From(r.Context()))
	}})
}

// Send notes that the answer left: POST /{office}/desk/demands/{demand}/dispatch.
func (p Pages) Send(w http.ResponseWriter, r *http.Request) {
	p.act(w, r, deed{said: "sent", do: func(at report.Target, form site.Form) (report.Demand, error) {
		leaving := report.Departure{
			Memo:    bangla.Line(form.Get("memo")),
			Sending: report.Sending{Medium: form.Get("medium"), Proof: bangla.Line(form.Get("proof")), Date: form.Date("date")},
		}
		if err := form.Err(); err != nil {
			return report.Demand{}, err
		}
		leaving.Sentence = func(memo string) string { return official(p.Say).sentence(memo, leaving.Sending.Date) }
		return p.Desk.Send(r.Context(), at, leaving)
	}})
}

// Correct begins the answer that puts a sent one right:
// POST /{office}/desk/demands/{demand}/correction.
func (p Pages) Correct(w http.ResponseWriter, r *http.Request) {
	p.act(w, r, deed{said: "corrected", do: func(at report.Target, form site.Form) (report.Demand, error) {
		return p.Desk.Correct(r.Context(), at, form.Key(), form.Get("reason"))
	}})
}

// Drop marks a demand as void: POST /{office}/desk/demands/{demand}/void.
func (p Pages) Drop(w http.ResponseWriter, r *http.Request) {
	p.act(w, r, deed{said: "void", do: func(at report.Target, form site.Form) (report.Demand, error) {
		return p.Desk.Drop(r.Context(), at, bangla.Line(form.Get("void_reason")))
	}})
}
