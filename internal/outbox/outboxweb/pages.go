// Package outboxweb shows what became of notices, lets people decide about those that
// did not arrive, and lets heads word the notices of their office.
package outboxweb

import (
	"context"
	"embed"
	"net/http"
	"net/url"
	"strings"
	"time"

	"dorgora/internal/access"
	"dorgora/internal/casework"
	"dorgora/internal/fault"
	"dorgora/internal/message"
	"dorgora/internal/notice"
	"dorgora/internal/office"
	"dorgora/internal/site"
)

//go:embed bn.txt
var bn string

//go:embed en.txt
var en string

// Texts is what these pages and the rules of wordings say.
var Texts = message.Set{Name: "outboxweb", Bn: bn, En: en}

// Files holds the templates, for site.Parse.
//
//go:embed templates/*.html
var Files embed.FS

// Notices reads notices and what became of them, and keeps what people decide.
type Notices interface {
	// Troubled returns one page of the notices that need a person, the latest first;
	// after is the Cursor of the last one of the page before.
	Troubled(ctx context.Context, office, after string, limit int) ([]notice.Notice, error)
	Notice(ctx context.Context, office, id string) (notice.Notice, error)
	Deliveries(ctx context.Context, office, id string) ([]notice.Delivery, error)
	Rulings(ctx context.Context, office, id string) ([]notice.Ruling, error)
	Rule(ctx context.Context, r notice.Ruling) error
}

// Wordings keeps the texts that offices give to notices.
type Wordings interface {
	Wordings(ctx context.Context, offices []string) ([]notice.Wording, error)
	SetWording(ctx context.Context, w notice.Wording) error
}

// Cases reads the cases that notices are about.
type Cases interface {
	Case(ctx context.Context, officeID, number string) (casework.Case, error)
}

// Charts tells who stands above an office.
type Charts interface {
	Chart(ctx context.Context, officeID string) (office.Chart, error)
}

// Texter is every text of the program.
type Texter interface {
	notice.Speaker
	Keys() []string
}

// Pages answers those who work in an office.
type Pages struct {
	Site     *site.Site
	Notices  Notices
	Wordings Wordings
	Cases    Cases
	Charts   Charts
	Say      Texter
	Wake     func() // lets a notice that may leave anew leave at once; it may be nil
	Now      func() time.Time
}

// formRoom is enough for the forms of these pages, in bytes.
const formRoom = 64 << 10

// shell is the shell of these pages: nothing of it is kept by caches.
func (p Pages) shell(r *http.Request, title string) site.Page {
	page := p.Site.Page(r, title)
	page.Desk, page.Private = true, true
	page.Crumbs = []site.Link{{Text: page.T("nav.desk"), Href: page.Href("desk")}}
	switch said := r.URL.Query().Get("said"); said {
	case notice.Again, notice.Another, notice.LeftAs, "set", "back":
		page.Notice = page.T("outbox.said." + said)
	}
	return page
}

// voice is how the office of the address words its notices now.
func (p Pages) voice(r *http.Request, chart office.Chart) (notice.Voice, []notice.Wording, error) {
	ids := chain(chart)
	all, err := p.Wordings.Wordings(r.Context(), ids)
	return notice.VoiceOf(p.Say, ids, all, p.Now()), all, err
}

// chain is the IDs of the office and of those above it.
func chain(chart office.Chart) []string {
	var ids []string
	for _, o := range chart.Offices {
		ids = append(ids, o.ID)
	}
	return ids
}

// about is the case that a notice is about; known is false when the reader may not
// know of it.
func (p Pages) about(r *http.Request, chart office.Chart, n notice.Notice) (c casework.Case, known bool, err error) {
	number, found := strings.CutPrefix(n.Subject, "case/")
	if !found {
		return c, true, nil
	}
	c, err = p.Cases.Case(r.Context(), n.Office, number)
	if fault.KindOf(err) == fault.NotFound {
		return casework.Case{}, true, nil
	}
	return c, c.KnownTo(access.From(r.Context()), chart, p.Now()), err
}

// row is a notice in a list.
func row(page site.Page, n notice.Notice, voice notice.Voice) Row {
	one := Row{
		Path: "desk/outbox/notices/" + url.PathEscape(n.ID), Text: n.Text(voice), Lang: n.Lang, When: page.DateTime(n.At), Icon: "mail",
		To: n.Address, State: tag(page, n.Status),
	}
	if n.Channel == notice.SMS || n.Channel == notice.Call {
		one.Icon, one.To = "message", page.Masked(n.Address)
	}
	if number, found := strings.CutPrefix(n.Subject, "case/"); found {
		one.See = site.Link{Text: page.T("outbox.case", "number", page.Tracking(number)), Href: page.Href("desk/cases/" + number)}
	}
	if id, found := strings.CutPrefix(n.Subject, "conversation/"); found { // its page knows whether the talk is sealed
		one.Text, one.Lang = page.T("outbox.conversation"), string(page.Lang)
		one.See = site.Link{Text: page.T("outbox.conversation.see"), Href: page.Href("desk/messages/" + id)}
	}
	return one
}

// tag shows the fate of a notice or of an attempt.
func tag(page site.Page, status notice.Status) site.Tag {
	one := site.Tag{Text: page.T("outbox.fate." + string(status)), Icon: "clock"}
	switch status {
	case notice.Sent, notice.Delivered:
		one.Tone, one.Icon = "ok", "check"
	case notice.Failed, notice.Expired:
		one.Tone, one.Icon = "late", "warning"
	case notice.Uncertain, notice.Muted:
		one.Tone, one.Icon = "warn", "warning"
	}
	return one
}
