package letterweb

import (
	"net/http"

	"dorgora/internal/document"
	"dorgora/internal/letter"
	"dorgora/internal/office"
	"dorgora/internal/site"
)

// EntryForm is the form by which a letter is entered into the diary.
type EntryForm struct {
	site.Page
	Today                                        string
	Classes, Media, Priorities, Secrecies, Posts []site.Choice
	Accept                                       string
}

// New shows the form for a new entry: GET /{office}/desk/letters/new.
func (p Pages) New(w http.ResponseWriter, r *http.Request) { p.showEntry(w, r, site.Form{}, nil) }

func (p Pages) showEntry(w http.ResponseWriter, r *http.Request, form site.Form, wrong error) {
	page := EntryForm{Page: p.below(r, "desk/letters", "letter.new"), Today: p.today().String(), Accept: document.Accept}
	if wrong != nil {
		page.Page = page.Refilled(form, wrong)
	}
	here := office.From(r.Context()).ID
	chart, err := p.Desk.Offices.Chart(r.Context(), here)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	if page.Posts, err = p.posts(r, page.Page, chart.HeadOf(here).ID); err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	page.Classes = choices(page.Page, "letter.class", []letter.Class{letter.Official, letter.Citizen}, letter.Official)
	page.Media = choices(page.Page, "letter.medium", letter.Media(), letter.ByPost)
	page.Priorities = choices(page.Page, "letter.priority", letter.Priorities(), letter.Ordinary)
	page.Secrecies = choices(page.Page, "letter.secrecy", letter.Secrecies(), letter.Open)
	p.Site.Show(w, r, "entry_form", page)
}

// Enter writes a letter into the diary: POST /{office}/desk/letters.
func (p Pages) Enter(w http.ResponseWriter, r *http.Request) {
	form, err := site.ReadForm(r, document.LargestSend)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	arrival := letter.Arrival{Office: office.From(r.Context()).ID, Key: form.Key(), Content: letter.Content{
		Received: form.Date("received"), MemoDate: form.Date("memo_date"), Deadline: form.Date("deadline"),
		Sender: letter.Correspondent{Name: text(form, "sender"), Office: text(form, "sender_office"), Address: text(form, "sender_address"), Mail: text(form, "sender_mail")},
		Memo:   text(form, "memo"), Subject: text(form, "subject"), Class: letter.Class(form.Get("class")), Medium: letter.Medium(form.Get("medium")),
		Priority: letter.Priority(form.Get("priority")), Secrecy: letter.Secrecy(form.Get("secrecy")), Marked: form.Get("marked"), Remark: text(form, "remark"),
	}}
	if arrival.Key == "" { // a form of old: it cannot be told from another
		arrival.Key = p.Desk.Fresh()
	}
	if form.Err() == nil {
		arrival.Content.Scans = p.scans(r, form, "scan")
	}
	l := letter.Letter{}
	if err = form.Err(); err == nil {
		l, err = p.Desk.Receive(r.Context(), arrival, p.actor(r))
	}
	switch {
	case err == nil:
		p.to(w, r, "desk/letters/"+l.ID()+"?said=entered")
	case shown(err):
		p.showEntry(w, r, form, err)
	default:
		p.Site.Refuse(w, r, err)
	}
}
