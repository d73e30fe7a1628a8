// Package callweb is the telephone's screen: who calls and what there is of them,
// the call log, who is to be called back, and the register of calls.
package callweb

import (
	"context"
	"embed"
	"net/http"

	"dorgora/internal/access"
	"dorgora/internal/call"
	"dorgora/internal/casework"
	"dorgora/internal/casework/caseworkweb"
	"dorgora/internal/fault"
	"dorgora/internal/message"
	"dorgora/internal/notice"
	"dorgora/internal/site"
)

//go:embed bn.txt
var bn string

//go:embed en.txt
var en string

// Texts is what the pages say.
var Texts = message.Set{Name: "callweb", Bn: bn, En: en}

// Files holds the templates, for site.Parse.
//
//go:embed templates/*.html
var Files embed.FS

// Worklist finds cases by a mobile.
type Worklist interface {
	Page(ctx context.Context, query casework.Query) (casework.Page, error)
}

// Pages answers those who work in an office, and those above it who may look on.
type Pages struct {
	Site  *site.Site
	Calls call.Store
	Cases Worklist
	Desk  casework.Desk
	Say   notice.Speaker // every text, to say notices as they are to be told
}

// formRoom bounds the forms of these pages, in bytes.
const formRoom = 1 << 16

// room is the office of a request and who has come in.
type room struct {
	caseworkweb.Setting
	who access.Identity
}

func (p Pages) room(r *http.Request) (room, error) {
	setting, err := caseworkweb.SettingOf(r, p.Desk)
	return room{setting, access.From(r.Context())}, err
}

// actor is as whom the reader telephones; those who look on from above do not.
func (m room) actor() (casework.Actor, error) {
	for _, seat := range m.who.Seats {
		if seat.Office == m.Office.ID {
			return casework.Actor{Post: seat.Post, Person: m.who.Person, Name: m.who.Name}, nil
		}
	}
	return casework.Actor{}, fault.New(fault.Denied, "call.denied")
}

// marks are those of a list in which the reader finds the sealed cases of the own
// posts and no others.
func (m room) marks() casework.Marks {
	marks := casework.MarksAt(m.Calendar, m.Now, nil)
	for _, seat := range m.who.Seats {
		if seat.Office == m.Office.ID {
			marks.Sealed = append(marks.Sealed, seat.Post)
		}
	}
	return marks
}

// enter reads a form of somebody who may act.
func (p Pages) enter(r *http.Request) (room, casework.Actor, site.Form, error) {
	m, err := p.room(r)
	if err != nil {
		return m, casework.Actor{}, site.Form{}, err
	}
	actor, err := m.actor()
	if err != nil {
		return m, actor, site.Form{}, err
	}
	form, err := site.ReadForm(r, formRoom)
	return m, actor, form, err
}

// shell is the shell of an officer's page of calls.
func (p Pages) shell(r *http.Request, title string, args ...any) site.Page {
	page := p.Site.Page(r, title, args...)
	page.Desk, page.Private = true, true
	page.Crumbs = []site.Link{{Text: page.T("nav.desk"), Href: page.Href("desk")}}
	return page
}

// caseOf loads a case of which the reader may know; found is false for another.
func (p Pages) caseOf(ctx context.Context, m room, number string) (c casework.Case, found bool, err error) {
	c, err = p.Desk.Store.Case(ctx, m.Office.ID, number)
	if fault.KindOf(err) == fault.NotFound && err != nil {
		return c, false, nil
	}
	return c, err == nil && c.KnownTo(m.who, m.Chart, m.Now), err
}
