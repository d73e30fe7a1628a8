package callweb

import (
	"context"
	"html/template"
	"net/http"
	"net/url"
	"slices"

	"dorgora/internal/call"
	"dorgora/internal/casework"
	"dorgora/internal/casework/caseworkweb"
	"dorgora/internal/fault"
	"dorgora/internal/notice"
	"dorgora/internal/site"
)

// fields are the form by which a call is noted, begun with what the address says.
func (page *ScreenPage) fields(cases []casework.Case, asked site.Form) {
	results := make([]string, len(call.Results))
	for i, one := range call.Results {
		results[i] = string(one)
	}
	about := []site.Choice{{Label: page.T("call.case.none")}}
	for _, c := range cases {
		about = append(about, site.Choice{Value: c.Number, Label: page.Tracking(c.Number) + " · " + c.Service.Name + " · " + c.Application.Name})
	}
	page.Form = []site.Field{
		page.Radios("direction", "call.direction", string(call.In), string(call.Out)).Pair().Start(string(call.In)),
		page.Radios("result", "call.result", results...).Pair().Start(asked.Get("result")),
		page.Input("minutes", "call.minutes").Numeric().Max(3).Optional(),
		page.Input("words", "call.words").Max(call.WordsLimit).Optional(),
	}
	if len(cases) > 0 {
		page.Form = slices.Insert(page.Form, 2, page.Select("case", "call.case").With(about).Start(asked.Get("case")))
	}
	page.When = []site.Field{
		page.Radios("soon", "call.soon", string(call.WithinHours), string(call.Today), string(call.Tomorrow)).Start(string(call.WithinHours)),
		page.Input("clock", "call.clock").Max(8).Optional(),
	}
}

// Log notes a call: POST /{office}/desk/calls.
func (p Pages) Log(w http.ResponseWriter, r *http.Request) {
	m, actor, form, err := p.enter(r)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	change, err := p.logged(r.Context(), m, actor, form)
	if err == nil {
		err = p.Calls.Log(r.Context(), change)
	}
	switch kind := fault.KindOf(err); {
	case err == nil:
		to := "/" + m.Office.Slug + "/desk/calls"
		if change.Call.Result != call.Promised {
			to += "?" + url.Values{"number": {change.Call.Mobile}}.Encode()
		}
		p.Site.Redirect(w, r, to)
	case kind == fault.Invalid && change.Call.Mobile != "":
		page := ScreenPage{Page: p.shell(r, "call.title").Refilled(form, err), Asked: change.Call.Mobile}
		page.Status = site.StatusOf(err)
		page.Crumbs = append(page.Crumbs, site.Link{Text: page.Title, Href: page.Href("desk/calls")})
		p.show(w, r, page, p.caller(r, m, change.Call.Mobile, &page))
	default:
		p.Site.Refuse(w, r, err)
	}
}

// logged reads the form of a call.
func (p Pages) logged(ctx context.Context, m room, actor casework.Actor, form site.Form) (call.Change, error) {
	minutes := form.Whole("minutes", 0, call.MinutesLimit)
	wrong := fault.Fields(fault.List(form.Err()))
	c, err := call.Call{
		Office: m.Office.ID, ID: form.Once(), Mobile: form.Get("mobile"), Direction: call.Direction(form.Get("direction")),
		Result: call.Result(form.Get("result")), Minutes: minutes, Words: form.Get("words"), At: m.Now, Person: actor.Person, Name: actor.Name,
	}.Check()
	change := call.Change{Call: c}
	wrong = append(wrong, fault.List(err)...)
	if c.ID == "" {
		wrong = append(wrong, fault.New(fault.Invalid, "call.key.missing"))
	}
	about, name := form.Get("case"), ""
	if about != "" {
		found, known, err := p.caseOf(ctx, m, about)
		if err != nil {
			return change, err
		}
		if !known {
			return change, fault.New(fault.NotFound, "record.missing")
		}
		change.Call.Number, name = found.Number, found.Application.Name
	}
	if c.Result == call.Promised {
		back, err := promise(m, change.Call, name, form)
		wrong, change.Opens = append(wrong, fault.List(err)...), &back
	}
	return change, wrong.Err()
}

// promise is the call-back that a call promises.
func promise(m room, c call.Call, name string, form site.Form) (call.Back, error) {
	wanted, err := call.When(call.Soon(form.Get("soon")), form.Get("clock"), m.Calendar, m.Now)
	if err != nil {
		return call.Back{}, err
	}
	return call.Plan(call.Ask{
		Office: c.Office, Key: c.ID, Mobile: c.Mobile, Name: name, Number: c.Number, Why: c.Words, Wanted: wanted,
	}, m.Calendar, m.Now)
}

// BackRow is somebody who is to be called.
type BackRow struct {
	Who, Mobile, Why, Wanted, Tried string
	Call, Screen                    template.URL
	Due                             site.Tag
	Number, Path                    string // of the case
	Done, Missed                    site.Act
}

// backs fills in who is to be called.
func (p Pages) backs(r *http.Request, m room, page *ScreenPage) error {
	list, err := p.Calls.Backs(r.Context(), m.Office.ID, m.Calendar, m.Now)
	if err != nil {
		return err
	}
	_, denied := m.actor()
	page.May = denied == nil
	for _, one := range list {
		row, shown, err := p.backRow(r, m, page.Page, one)
		if err != nil {
			return err
		}
		if shown {
			page.Backs = append(page.Backs, row)
		}
	}
	return nil
}

func (p Pages) backRow(r *http.Request, m room, page site.Page, b call.Back) (row BackRow, shown bool, err error) {
	row = BackRow{
		Who: b.Name, Mobile: page.Mobile(b.Mobile), Why: b.Why, Call: page.Tel(b.Mobile),
		Screen: page.Href("desk/calls?" + url.Values{"number": {b.Mobile}}.Encode()),
		Due:    site.Tag{Text: page.T("call.back.due", "when", page.DateTime(b.Due)), Tone: "info", Icon: "clock"},
	}
	if b.Late(m.Now) {
		row.Due.Tone, row.Due.Icon, row.Due.Text = "late", "warning", page.T("call.back.late", "when", page.DateTime(b.Due))
	}
	if b.Wanted.After(m.Now) {
		row.Wanted = page.T("call.back.wanted", "when", page.DateTime(b.Wanted))
	}
	if b.Tries > 0 {
		row.Tried = page.T("call.back.tried", "count", b.Tries, "of", call.Tries)
	}
	if b.Notice != nil {
		row.Why = p.words(*b.Notice)
	}
	if b.Number != "" {
		c, known, err := p.caseOf(r.Context(), m, b.Number)
		if err != nil || !known {
			return row, false, err
		}
		row.Number, row.Path = page.Tracking(c.Number), "desk/cases/"+c.Number
		if row.Who == "" {
			row.Who = c.Application.Name
		}
	}
	path := "desk/calls/backs/" + url.PathEscape(b.ID)
	if row.Done, err = page.Act(path, "call.back.done"); err != nil {
		return row, false, err
	}
	row.Done = row.Done.As("btn s").Iconic("check").On(row.Who+" "+row.Mobile).Sending("result", string(call.Answered))
	row.Missed, err = page.Act(path, "call.back.missed")
	row.Missed = row.Missed.As("btn alt s").On(row.Who+" "+row.Mobile).Sending("result", string(call.NoAnswer))
	return row, true, err
}

// words is a notice as it is to be told.
func (p Pages) words(n notice.Notice) string { return n.Text(p.Say) }

// Answer notes with one press that a call-back was made or nobody was reached:
// POST /{office}/desk/calls/backs/{back}. A try in vain stands in the case, too, where
// the three attempts count (charter row C2).
func (p Pages) Answer(w http.ResponseWriter, r *http.Request) {
	m, actor, form, err := p.enter(r)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	back, err := p.Calls.Back(r.Context(), m.Office.ID, r.PathValue("back"), m.Calendar)
	if err == nil && back.Number != "" {
		var known bool
		if _, known, err = p.caseOf(r.Context(), m, back.Number); err == nil && !known {
			err = fault.New(fault.NotFound, "record.missing")
		}
	}
	if err == nil {
		err = p.answer(r.Context(), m, actor, answering{back, form})
	}
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	p.Site.Redirect(w, r, caseworkweb.Within(m.Office, "desk", "calls"))
}

// answering is a call-back and the form that says what came of it.
type answering struct {
	back call.Back
	form site.Form
}

func (p Pages) answer(ctx context.Context, m room, actor casework.Actor, a answering) error {
	c, err := call.Call{
		Office: m.Office.ID, ID: a.form.Once(), Mobile: a.back.Mobile, Direction: call.Out, Result: call.Result(a.form.Get("result")),
		Number: a.back.Number, Back: a.back.ID, At: m.Now, Person: actor.Person, Name: actor.Name,
	}.Check()
	if err == nil && c.ID == "" {
		err = fault.New(fault.Invalid, "call.key.missing")
	}
	if err != nil {
		return err
	}
	ended, err := a.back.End(c.Result)
	if err != nil {
		return err
	}
	if err := p.Calls.Log(ctx, call.Change{Call: c, Ends: &ended}); err != nil || c.Result.Spoken() || c.Number == "" {
		return err
	}
	at := casework.Target{Office: m.Office.ID, Number: c.Number, Actor: actor, Key: a.form.Once()}
	_, err = p.Desk.Act(ctx, at, func(c casework.Case, stamp casework.Stamp) (casework.Change, error) {
		return c.Reach("phone", "", stamp)
	})
	if fault.KindOf(err) == fault.Conflict && err != nil { // the case has ended: its tries no longer count
		return nil
	}
	return err
}
