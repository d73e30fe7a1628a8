// Package upkeep is what whoever runs an installation needs beside its pages: it
// verifies, backs up, looks over, and fills a practice database.
package upkeep

import (
	"context"
	_ "embed"
	"fmt"
	"slices"
	"time"

	"dorgora/internal/app"
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
// It carries no personal matter: of words it says only in which field they differ.
type Problem struct {
	Office  string `json:"office"`  // ID of the office
	Subject string `json:"subject"` // "case/48210935716", "ledger", "charter/2", "files"
	Message string `json:"message"` // text key
	Args    []any  `json:"args"`    // name, value pairs of the text
}

// Words says a problem in a language.
func (p Problem) Words(texts message.Catalogue, lang message.Lang) string {
	return fmt.Sprintf("%s %s: %s", p.Office, p.Subject, texts.Text(lang, p.Message, p.Args...))
}

// Count says how much was looked at.
type Count struct {
	Offices  int `json:"offices"`
	Versions int `json:"versions"` // of charters
	Entries  int `json:"entries"`  // of ledgers
	Cases    int `json:"cases"`
	Files    int `json:"files"`
}

// Verify recounts everything that can be recounted: the root of each ledger from
// its entries, each act's commitment from its words, each case from its acts and
// from what was submitted under its key, each promised moment from its promise and
// the calendar, each live service from its charter, each file from its bytes.
//
// report is called for each problem, step as the work goes on. An office in which
// anything was found is read a second time and only what is found both times is
// reported, since the office may have been at work during the first reading.
func Verify(ctx context.Context, p *app.Program, report func(Problem), step func()) (Count, error) {
	offices, err := p.Offices.Offices(ctx)
	if err != nil {
		return Count{}, err
	}
	var whole Count
	for _, o := range offices {
		found, count, err := verifyOffice(ctx, p, o.ID, step)
		if err != nil {
			return whole, err
		}
		for _, one := range found {
			report(one)
		}
		whole = whole.plus(count)
	}
	rest := verifier{Program: p, step: step}
	if err := rest.installation(ctx); err != nil {
		return whole, err
	}
	for _, one := range rest.found {
		report(one)
	}
	return whole.plus(rest.count), nil
}

func (c Count) plus(more Count) Count {
	return Count{
		Offices: c.Offices + more.Offices, Versions: c.Versions + more.Versions, Entries: c.Entries + more.Entries,
		Cases: c.Cases + more.Cases, Files: c.Files + more.Files,
	}
}

func verifyOffice(ctx context.Context, p *app.Program, id string, step func()) ([]Problem, Count, error) {
	first := verifier{Program: p, step: step}
	if err := first.office(ctx, id); err != nil || len(first.found) == 0 {
		return nil, first.count, err
	}
	second := verifier{Program: p, step: step}
	if err := second.office(ctx, id); err != nil {
		return nil, second.count, err
	}
	both := slices.DeleteFunc(second.found, func(one Problem) bool {
		return !slices.ContainsFunc(first.found, func(before Problem) bool {
			return fmt.Sprint(before) == fmt.Sprint(one)
		})
	})
	return both, second.count, nil
}

// verifier is one reading.
type verifier struct {
	*app.Program
	step  func()
	found []Problem
	count Count
}

func (v *verifier) problem(office, subject, message string, args ...any) {
	v.found = append(v.found, Problem{office, subject, message, args})
}

func (v *verifier) office(ctx context.Context, id string) error {
	v.count.Offices++
	entries, err := v.ledger(ctx, id)
	if err != nil {
		return err
	}
	witnessed := map[string][]ledger.Entry{}
	for _, e := range entries {
		witnessed[e.Subject] = append(witnessed[e.Subject], e)
	}
	if err := v.charters(ctx, id); err != nil {
		return err
	}
	if err := v.letters(ctx, id, witnessed); err != nil {
		return err
	}
	if err := v.cases(ctx, id, witnessed); err != nil {
		return err
	}
	if err := v.register(ctx, id); err != nil {
		return err
	}
	return v.strays(ctx, id)
}

// register recounts the monthly register of an office and holds its sums against it.
func (v *verifier) register(ctx context.Context, id string) error {
	drift, err := v.Register.Drift(ctx, id)
	for _, one := range drift {
		if one.Number != "" {
			v.problem(id, "case/"+one.Number, "upkeep.register.turn")
			continue
		}
		v.problem(id, "register/"+string(one.Span)+"/"+one.Service, "upkeep.register.sum")
	}
	return err
}

// cases recounts every case of an office. What the ledger witnesses and no case
// answers for was dropped.
func (v *verifier) cases(ctx context.Context, id string, witnessed map[string][]ledger.Entry) error {
	calendar, err := v.Offices.Calendar(ctx, id)
	if err != nil {
		return err
	}
	columns, err := v.columns(ctx, id)
	if err != nil {
		return err
	}
	shelf := services{v.Editions, id, nil}
	for _, one := range columns {
		v.count.Cases++
		v.step()
		f := folder{columns: one, office: id, calendar: calendar, entries: witnessed["case/"+one.number], shelf: &shelf}
		if err := v.one(ctx, f); err != nil {
			return err
		}
		delete(witnessed, "case/"+one.number)
	}
	for _, subject := range sorted(witnessed) {
		v.problem(id, subject, "upkeep.case.dropped")
	}
	return nil
}

func text(t time.Time) string {
	if t.IsZero() {
		return "—"
	}
	return t.In(workday.Dhaka).Format("2006-01-02 15:04")
}
