// Package letterweb is the pages about correspondence: the diary, files, letters of
// the office from their draft to their proof, the registers, and the letter as it is
// printed. It decides nothing: letter does, and says what is wrong.
package letterweb

import (
	"context"
	"embed"
	"net/http"
	"slices"
	"strconv"
	"time"

	"dorgora/bangla"
	"dorgora/internal/access"
	"dorgora/internal/casework"
	"dorgora/internal/casework/caseworkweb"
	"dorgora/internal/catalogue"
	"dorgora/internal/document"
	"dorgora/internal/fault"
	"dorgora/internal/letter"
	"dorgora/internal/message"
	"dorgora/internal/notice"
	"dorgora/internal/office"
	"dorgora/internal/site"
	"dorgora/workday"
)

//go:embed bn.txt
var bn string

//go:embed en.txt
var en string

// Texts is what these pages, the rules of letters and their notices say.
var Texts = message.Set{Name: "letterweb", Bn: bn, En: en}

// Files holds the templates, for site.Parse.
//
//go:embed templates/*.html
var Files embed.FS

// Uploads cleans and keeps what is uploaded.
type Uploads interface {
	Take(ctx context.Context, form site.Form, field string, of caseworkweb.Setting, fresh func() string) []document.Evidence
	Send(w http.ResponseWriter, r *http.Request, e document.Evidence) error
}

// Offers tells which services an office offers.
type Offers interface {
	At(ctx context.Context, officeID string, at time.Time) (*catalogue.Offer, error)
}

// Cases tells of cases of an office.
type Cases interface {
	// Known reports whether whoever acts may know of the case; NotFound when there is
	// no such case.
	Known(ctx context.Context, officeID, number string) (bool, error)
}

// Pages are the handlers.
type Pages struct {
	Site    *site.Site
	Desk    letter.Desk
	Shelves letter.Shelves
	Papers  letter.Papers
	Figures letter.Figures
	Offers  Offers
	Cases   Cases
	Uploads Uploads
	// Notices reads the notice that a letter shall carry.
	Notices func(ctx context.Context, officeID, id string) (notice.Notice, error)
	Say     notice.Speaker
}

// formLimit is the size of the largest form without files, in bytes.
const formLimit = 256 << 10

// pageSize is how many letters stand on one page of a list.
const pageSize = 40

// sayings are what a page may be asked to say after something was done.
var sayings = []string{"entered", "marked", "decided", "tied", "voided", "drafted", "signed", "dispatched", "mailed", "cancelled", "opened", "closed", "saved"}

// page is a page of the desk, which no cache keeps.
func (p Pages) page(r *http.Request, title string, args ...any) site.Page {
	page := p.Site.Page(r, title, args...)
	page.Private, page.Desk = true, true
	if said := r.URL.Query().Get("said"); slices.Contains(sayings, said) {
		page.Notice = page.T("letter.said." + said)
	}
	return page
}

// below is a page below one of the lists.
func (p Pages) below(r *http.Request, list, title string, args ...any) site.Page {
	page := p.page(r, title, args...)
	words := map[string]string{"desk/letters": "letter.diary", "desk/outgoing": "letter.outgoing", "desk/folders": "letter.folders"}
	page.Crumbs = []site.Link{{Text: page.T(words[list]), Href: page.Href(list)}, {Text: page.Title}}
	return page
}

// to leads on to a page of the office.
func (p Pages) to(w http.ResponseWriter, r *http.Request, path string) {
	p.Site.Redirect(w, r, "/"+office.From(r.Context()).Slug+"/"+path)
}

// actor is whoever acts, for a post of the office when there is one.
func (p Pages) actor(r *http.Request) casework.Actor {
	who, here := access.From(r.Context()), office.From(r.Context()).ID
	actor := casework.Actor{Person: who.Person, Name: who.Name}
	for _, seat := range who.Seats {
		if actor.Post == "" || seat.Office == here {
			actor.Post = seat.Post
		}
	}
	return actor
}

// target names what the address and the form name.
func (p Pages) target(r *http.Request, id string, form site.Form) letter.Target {
	revision, _ := strconv.Atoi(form.Get("revision"))
	return letter.Target{Office: office.From(r.Context()).ID, ID: id, Revision: revision, Actor: p.actor(r)}
}

func (p Pages) usual(r *http.Request) letter.Settings { return letter.Usual(office.From(r.Context())) }

func (p Pages) today() workday.Date { return workday.DateOf(p.Desk.Now().In(workday.Dhaka)) }

// inForce are the settings that hold today.
func (p Pages) inForce(ctx context.Context) (letter.Settings, error) {
	here := office.From(ctx)
	all, err := p.Desk.Store.Settings(ctx, here.ID)
	return letter.InForce(all, letter.Usual(here), p.today()), err
}

// shown reports whether an error belongs on the form itself.
func shown(err error) bool { return fault.KindOf(err) == fault.Invalid }

// posts lists the posts of the office to choose from.
func (p Pages) posts(r *http.Request, page site.Page, chosen string) ([]site.Choice, error) {
	here := office.From(r.Context()).ID
	chart, err := p.Desk.Offices.Chart(r.Context(), here)
	if err != nil {
		return nil, err
	}
	var all []site.Choice
	for _, post := range chart.PostsOf(here) {
		if post.Role != office.Steward {
			all = append(all, site.Choice{Value: post.ID, Label: page.Pick(post.Title, post.TitleEn), Chosen: post.ID == chosen})
		}
	}
	return all, nil
}

// choices lists values whose words are texts.
func choices[T ~string](page site.Page, key string, values []T, chosen T) []site.Choice {
	var all []site.Choice
	for _, value := range values {
		all = append(all, site.Choice{Value: string(value), Label: page.T(key + "." + string(value)), Chosen: value == chosen})
	}
	return all
}

// folderChoices lists the files from which letters may be issued.
func (p Pages) folderChoices(r *http.Request, page site.Page, chosen string) ([]site.Choice, error) {
	files, err := p.Shelves.Files(r.Context(), office.From(r.Context()).ID)
	all := []site.Choice{{Label: page.T("letter.folder.choose")}}
	for _, f := range files {
		if f.Running() || f.ID == chosen {
			all = append(all, site.Choice{Value: f.ID, Label: page.Digits(f.Number) + " · " + f.Title, Chosen: f.ID == chosen})
		}
	}
	return all, err
}

// scans are the files of a field, cleaned and kept.
func (p Pages) scans(r *http.Request, form site.Form, field string) []letter.Scan {
	var all []letter.Scan
	setting := caseworkweb.Setting{Office: office.From(r.Context()), Now: p.Desk.Now()}
	for _, e := range p.Uploads.Take(r.Context(), form, field, setting, p.Desk.Fresh) {
		all = append(all, letter.Scan{ID: e.ID, Name: e.Name, Type: e.Type, Hash: e.Hash, Size: e.Size})
	}
	return all
}

// priorityTag marks what must be looked at soon.
func priorityTag(page site.Page, l letter.Letter) site.Tag {
	tones := map[letter.Priority]string{letter.Urgent: "warn", letter.Immediate: "late", letter.Highest: "late"}
	if tones[l.Priority] == "" {
		return site.Tag{}
	}
	return site.Tag{Text: page.T("letter.priority." + string(l.Priority)), Tone: tones[l.Priority], Icon: "flag"}
}

// dueTag tells of the deadline of an entry.
func (p Pages) dueTag(page site.Page, l letter.Letter) site.Tag {
	date := ""
	if !l.Deadline.Zero() {
		date = page.Date(page.Day(l.Deadline))
	}
	switch today := p.today(); {
	case l.Void != "":
		return site.Tag{Text: page.T("letter.tag.void"), Icon: "close"}
	case l.Pending() && l.LateAtReceipt():
		return site.Tag{Text: page.T("letter.tag.dead", "date", date), Tone: "late", Icon: "warning"}
	case l.Late(today) && l.Pending():
		return site.Tag{Text: page.T("letter.tag.late", "date", date), Tone: "late", Icon: "warning"}
	case l.Late(today):
		return site.Tag{Text: page.T("letter.tag.done.late"), Tone: "warn", Icon: "check"}
	case !l.Pending():
		return site.Tag{Text: page.T("letter.decision." + string(l.Decision)), Tone: "ok", Icon: "check"}
	case date != "":
		return site.Tag{Text: page.T("letter.tag.due", "date", date), Tone: "warn", Icon: "clock"}
	}
	return site.Tag{Text: page.T("letter.tag.open"), Icon: "inbox"}
}

// stateTag tells where a letter of the office stands.
func stateTag(page site.Page, o letter.Outgoing) site.Tag {
	tag := site.Tag{Text: page.T("letter.state." + string(o.State))}
	switch o.State {
	case letter.Draft:
		tag.Tone, tag.Icon = "warn", "edit"
	case letter.Signed:
		tag.Tone, tag.Icon = "info", "check"
	case letter.Sent:
		tag.Tone, tag.Icon = "ok", "out"
	case letter.Cancelled:
		tag.Icon = "close"
	}
	return tag
}

// day prints a date, nothing for none.
func day(page site.Page, d workday.Date) string {
	if d.Zero() {
		return ""
	}
	return page.Date(page.Day(d))
}

// text reads a line of a form in its stored form.
func text(form site.Form, name string) string { return bangla.Line(form.Get(name)) }
