// Package upkeep is what whoever runs an installation needs beside its pages: it
// verifies, backs up, looks over, and fills a practice database.
package upkeep

import (
	"context"
	_ "embed"
	"fmt"
	"time"

	"dorgora/internal/app"
	"dorgora/internal/casework"
	"dorgora/internal/ledger"
	"dorgora/internal/message"
	"dorgora/workday"
)

//go:embed bn.txt
var bn string

//go:embed en.txt
var en string

// Texts is what verify and doctor say.
var Texts = message.Set{Name: "upkeep", Bn: bn, En: en}

// Problem is something that does not agree, named so that a person can find it.
type Problem struct {
	Office  string `json:"office"`
	Subject string `json:"subject"` // "case/48210935716", "ledger", "file/…"
	Message string `json:"message"` // text key
	Args    []any  `json:"args"`    // name, value pairs of the text
}

// Count says how much was looked at.
type Count struct {
	Offices int `json:"offices"`
	Entries int `json:"entries"`
	Cases   int `json:"cases"`
	Files   int `json:"files"`
}

// Verify recounts everything that can be recounted: the root of each ledger from
// its entries, each act's commitment from its words, each case from its acts, each
// promised moment from its promise and the calendar, each file from its bytes.
// report is called for each problem, step as the work goes on.
func Verify(ctx context.Context, p *app.Program, report func(Problem), step func()) (Count, error) {
	v := verifier{Program: p, report: report, step: step}
	offices, err := p.Offices.Offices(ctx)
	if err != nil {
		return v.count, err
	}
	heads, err := p.Ledger.Heads(ctx)
	if err != nil {
		return v.count, err
	}
	sizes := map[string]ledger.Head{}
	for _, head := range heads {
		sizes[head.Office] = head
	}
	for _, o := range offices {
		v.count.Offices++
		if err := v.office(ctx, o.ID, sizes[o.ID]); err != nil {
			return v.count, err
		}
	}
	return v.count, nil
}

type verifier struct {
	*app.Program
	report func(Problem)
	step   func()
	count  Count
}

func (v *verifier) problem(office, subject, message string, args ...any) {
	v.report(Problem{office, subject, message, args})
}

func (v *verifier) office(ctx context.Context, id string, head ledger.Head) error {
	entries, err := v.Ledger.Entries(ctx, id)
	if err != nil {
		return err
	}
	v.count.Entries += len(entries)
	root, err := ledger.Root(entries)
	switch {
	case err != nil || int64(len(entries)) != head.Size:
		v.problem(id, "ledger", "upkeep.ledger.gap", "have", len(entries), "want", int(head.Size))
	case root != head.Root:
		v.problem(id, "ledger", "upkeep.ledger.root", "have", root, "want", head.Root)
	}
	witnessed := map[string][]ledger.Entry{}
	for _, e := range entries {
		witnessed[e.Subject] = append(witnessed[e.Subject], e)
	}
	calendar, err := v.Offices.Calendar(ctx, id)
	if err != nil {
		return err
	}
	numbers, err := v.Cases.Numbers(ctx, id)
	if err != nil {
		return err
	}
	for _, number := range numbers {
		v.count.Cases++
		v.step()
		if err := v.one(ctx, file{id, number, calendar, witnessed["case/"+number]}); err != nil {
			return err
		}
		delete(witnessed, "case/"+number)
	}
	for subject := range witnessed {
		v.problem(id, subject, "upkeep.case.dropped")
	}
	return nil
}

// file is one case with what is needed to recount it.
type file struct {
	office, number string
	calendar       workday.Calendar
	entries        []ledger.Entry
}

func (v *verifier) one(ctx context.Context, f file) error {
	subject := "case/" + f.number
	c, err := v.Cases.Case(ctx, f.office, f.number)
	if err != nil {
		v.problem(f.office, subject, "upkeep.case.unreadable", "cause", err.Error())
		return nil
	}
	acts, err := v.Cases.Timeline(ctx, f.office, f.number)
	if err != nil {
		return err
	}
	v.acts(f, c, acts)
	v.promise(f, c, acts)
	evidence, err := v.Cases.Evidence(ctx, f.office, f.number)
	if err != nil {
		return err
	}
	for _, e := range evidence {
		v.count.Files++
		if err := v.Blobs.Check(e.Hash); err != nil {
			v.problem(f.office, subject, "upkeep.file.broken", "name", e.Name, "cause", err.Error())
		}
	}
	return nil
}

// acts holds the timeline against the ledger, line by line.
func (v *verifier) acts(f file, c casework.Case, acts []casework.Act) {
	subject := c.Subject()
	if len(acts) != c.Revision || len(acts) != len(f.entries) {
		v.problem(f.office, subject, "upkeep.case.acts", "acts", len(acts), "entries", len(f.entries), "revision", c.Revision)
		return
	}
	for i, a := range acts {
		e := f.entries[i]
		if e.Act != string(a.Deed) || !e.At.Equal(a.At) || e.Commitment != ledger.Commit(ledger.Salt(a.Salt), a.Content()) {
			v.problem(f.office, subject, "upkeep.act.changed", "place", a.Place, "deed", string(a.Deed))
		}
	}
	last := acts[len(acts)-1]
	if c.Ended() != (last.Deed == casework.DeedClosed || last.Deed == casework.DeedWithdrawn || c.Ended() && last.Deed == casework.DeedNoted) {
		v.problem(f.office, subject, "upkeep.case.status", "status", string(c.Status), "deed", string(last.Deed))
	}
	if first := acts[0]; first.Deed != casework.DeedReceived || !first.At.Equal(c.Received) || first.Text != c.Application.Need {
		v.problem(f.office, subject, "upkeep.case.receipt")
	}
	if c.Ended() && last.Deed == casework.DeedClosed && (!last.At.Equal(c.Closed) || last.Text != c.Sentence) {
		v.problem(f.office, subject, "upkeep.case.end")
	}
}

// promise recounts the promised moment. The moment of a case that waits or has
// ended is the one of its last act; an open one must follow from the calendar too.
func (v *verifier) promise(f file, c casework.Case, acts []casework.Act) {
	if len(acts) > 0 && !acts[len(acts)-1].Due.Equal(c.Due) {
		v.problem(f.office, c.Subject(), "upkeep.due.stored", "stored", text(c.Due), "act", text(acts[len(acts)-1].Due))
	}
	if c.Ended() || c.Status == casework.Waiting {
		return
	}
	due, err := c.Clock().Due(f.calendar, v.World.Now())
	switch {
	case err != nil:
		v.problem(f.office, c.Subject(), "upkeep.due.uncountable", "cause", err.Error())
	case due.Measurable && !due.Moment.Equal(c.Due) || !due.Measurable && !c.Due.IsZero():
		v.problem(f.office, c.Subject(), "upkeep.due.recount", "stored", text(c.Due), "recount", text(due.Moment))
	}
}

func text(t time.Time) string {
	if t.IsZero() {
		return "—"
	}
	return t.In(workday.Dhaka).Format("2006-01-02 15:04")
}

// Words says a problem in a language.
func (p Problem) Words(texts message.Catalogue, lang message.Lang) string {
	return fmt.Sprintf("%s %s: %s", p.Office, p.Subject, texts.Text(lang, p.Message, p.Args...))
}
