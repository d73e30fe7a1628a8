package upkeep

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strings"

	"dorgora/internal/casework"
	"dorgora/internal/catalogue"
	"dorgora/internal/document"
	"dorgora/internal/ledger"
	"dorgora/internal/sqldb"
	"dorgora/workday"
)

// columns is what a case repeats outside of its own record: columns for lists, and
// the key under which it was submitted.
type columns struct {
	number, name, mobile string
	keys                 int    // how many keys lead to the case; always one
	content              string // hash of what was submitted

	kind, topic, wake, referred, merged, incident, before string
	stage, took                                           int
	sealed                                                bool
}

const selectColumns = `
SELECT c.number, c.name, c.mobile, c.kind, c.topic, c.wake, c.referred, c.merged, c.incident, c.before, c.stage, c.took,
  c.sealed, COUNT(s.key), COALESCE(MIN(s.content), '')
FROM cases c LEFT JOIN submissions s ON s.office = c.office AND s.number = c.number
WHERE c.office = $1
GROUP BY c.office, c.number, c.name, c.mobile, c.kind, c.topic, c.wake, c.referred, c.merged, c.incident, c.before, c.stage,
  c.took, c.sealed
ORDER BY c.number`

func (v *verifier) columns(ctx context.Context, id string) ([]columns, error) {
	var all []columns
	err := v.DB.Rows(ctx, selectColumns, []any{id}, func(row sqldb.Scanner) error {
		var c columns
		err := row.Scan(&c.number, &c.name, &c.mobile, &c.kind, &c.topic, &c.wake, &c.referred, &c.merged, &c.incident,
			&c.before, &c.stage, &c.took, &c.sealed, &c.keys, &c.content)
		all = append(all, c)
		return err
	})
	return all, err
}

// folder is one case with what is needed to recount it.
type folder struct {
	columns
	office   string
	calendar workday.Calendar
	entries  []ledger.Entry
	shelf    *services
}

func (f folder) subject() string { return "case/" + f.number }

func (v *verifier) one(ctx context.Context, f folder) error {
	c, err := v.Cases.Case(ctx, f.office, f.number)
	if err != nil {
		v.problem(f.office, f.subject(), "upkeep.case.unreadable", "cause", err.Error())
		return nil
	}
	acts, err := v.Cases.Timeline(ctx, f.office, f.number)
	if err != nil {
		v.problem(f.office, f.subject(), "upkeep.case.unreadable", "cause", err.Error())
		return ctx.Err()
	}
	evidence, err := v.Cases.Evidence(ctx, f.office, f.number)
	if err != nil {
		v.problem(f.office, f.subject(), "upkeep.case.unreadable", "cause", err.Error())
		return ctx.Err()
	}
	if v.acts(f, c, acts) {
		v.whole(f, c, acts)
		v.filed(f, acts, evidence)
		if err := v.post(ctx, f, c, acts); err != nil {
			return err
		}
		v.promise(f, c, acts)
		if err := v.notices(ctx, f, c, acts); err != nil {
			return err
		}
	}
	v.papers(f, c, evidence)
	return v.application(ctx, f, c, evidence)
}

// field reports a field of a case that does not follow from its acts. The values
// may be personal matter and are not said.
func (v *verifier) field(f folder, name string) {
	v.problem(f.office, f.subject(), "upkeep.case.field", "field", name)
}

// acts holds the timeline against the ledger, line by line. It reports whether the
// timeline is whole enough to be replayed.
func (v *verifier) acts(f folder, c casework.Case, acts []casework.Act) bool {
	if len(acts) == 0 || len(acts) != c.Revision || len(acts) != len(f.entries) {
		v.problem(f.office, f.subject(), "upkeep.case.acts", "acts", len(acts), "entries", len(f.entries), "revision", c.Revision)
		return false
	}
	for i, a := range acts {
		e := f.entries[i]
		if e.Act != string(a.Deed) || !e.At.Equal(a.At) || e.Commitment != ledger.Commit(ledger.Salt(a.Salt), a.Content()) {
			v.problem(f.office, f.subject(), "upkeep.act.changed", "place", a.Place, "deed", string(a.Deed))
		}
	}
	return true
}

// whole holds the stored case against the story that its acts tell, and against the
// digest that its last act committed to, which covers every field.
func (v *verifier) whole(f folder, c casework.Case, acts []casework.Act) {
	wrong := append(differences(c, acts), f.columns.strange(c)...)
	if !c.Ended() && f.before != "" && !stoodBefore(f.before, acts) {
		wrong = append(wrong, "before")
	}
	for _, field := range wrong {
		v.field(f, field)
	}
	if acts[len(acts)-1].Digest != c.Digest() && len(wrong) == 0 {
		v.problem(f.office, f.subject(), "upkeep.case.digest")
	}
}

// strange names the columns for lists that do not follow from the case itself.
func (k columns) strange(c casework.Case) []string {
	referred, took := "", -1
	if c.Referral.State == casework.ReferralSent && !c.Ended() {
		referred = c.Referral.Office
	}
	if c.Ended() {
		took = c.Took
	}
	wake := "9999"
	if !c.Wake.IsZero() {
		wake = sqldb.Instant(c.Wake)
	}
	var wrong []string
	for name, same := range map[string]bool{
		"kind": k.kind == cmp.Or(c.Kind, catalogue.PlainKind), "topic": k.topic == c.Topic, "wake": k.wake == wake,
		"referred": k.referred == referred, "merged": k.merged == c.Into, "incident": k.incident == c.Incident,
		"stage": k.stage == int(c.Stage), "took": k.took == took, "sealed": k.sealed == c.Sealed,
	} {
		if !same {
			wrong = append(wrong, name)
		}
	}
	slices.Sort(wrong)
	return wrong
}

// stoodBefore reports whether a kept earlier state is the one after some act.
func stoodBefore(text string, acts []casework.Act) bool {
	var before casework.Case
	if json.Unmarshal([]byte(text), &before) != nil {
		return false
	}
	return before.Revision > 0 && before.Revision < len(acts) && acts[before.Revision-1].Digest == before.Digest()
}

// filed holds the files that came with the acts against the papers of the case, in
// both directions.
func (v *verifier) filed(f folder, acts []casework.Act, evidence []document.Evidence) {
	came := map[string]bool{}
	for _, a := range acts {
		for _, file := range a.Files {
			came[file] = true
		}
	}
	for _, e := range evidence {
		file := e.ID + ":" + e.Hash
		if !came[file] {
			v.problem(f.office, f.subject(), "upkeep.file.stray", "name", e.ID)
		}
		delete(came, file)
	}
	for _, file := range sorted(came) {
		id, _, _ := strings.Cut(file, ":")
		v.problem(f.office, f.subject(), "upkeep.file.dropped", "name", id)
	}
}

// promise recounts the promised moment. The moment of a case that waits or has
// ended is the one of its last act; an open one must follow from the calendar too.
func (v *verifier) promise(f folder, c casework.Case, acts []casework.Act) {
	if last := acts[len(acts)-1].Due; !last.Equal(c.Due) {
		v.problem(f.office, f.subject(), "upkeep.due.stored", "stored", text(c.Due), "act", text(last))
	}
	if c.Ended() || c.Status == casework.Waiting {
		return
	}
	due, err := c.Promised(f.calendar, v.World.Now())
	switch {
	case err != nil:
		v.problem(f.office, f.subject(), "upkeep.due.uncountable", "cause", err.Error())
	case due.Measurable && !due.Moment.Equal(c.Due) || !due.Measurable && !c.Due.IsZero():
		v.problem(f.office, f.subject(), "upkeep.due.recount", "stored", text(c.Due), "recount", text(due.Moment))
	}
}

// post holds the answerable post against the service, unless an officer moved the
// case: to which post, only the case itself says.
func (v *verifier) post(ctx context.Context, f folder, c casework.Case, acts []casework.Act) error {
	moved := slices.ContainsFunc(acts, func(a casework.Act) bool { return a.Deed == casework.DeedAssigned })
	service, known, err := f.shelf.find(ctx, c.Service)
	if err == nil && known && !moved && service.Post != c.Post {
		v.field(f, "post")
	}
	return err
}

// papers reads every file that the case names, but those that its kind no longer
// keeps.
func (v *verifier) papers(f folder, c casework.Case, evidence []document.Evidence) {
	outlived := v.Desk.KindOf(c).Outlived(c.Closed, v.World.Now())
	for _, e := range evidence {
		if e.State == document.Deleted && outlived {
			continue
		}
		if e.State == document.Deleted {
			v.field(f, "papers")
		}
		err := v.Blobs.Check(e.Hash)
		if err != nil {
			v.problem(f.office, f.subject(), "upkeep.file.broken", "name", e.Hash, "cause", err.Error())
			continue
		}
		size, err := v.size(e.Hash)
		if err != nil || size != e.Size {
			v.problem(f.office, f.subject(), "upkeep.file.size", "name", e.Hash, "stored", e.Size, "have", size)
		}
	}
}

func (v *verifier) size(hash string) (int64, error) {
	content, err := v.Blobs.Get(hash)
	if err != nil {
		return 0, err
	}
	defer content.Close()
	return content.Seek(0, 2)
}

// application holds the case against what was submitted under its key, and against
// the service that it was submitted for.
func (v *verifier) application(ctx context.Context, f folder, c casework.Case, evidence []document.Evidence) error {
	if c.Application.Name != f.name || c.Application.Mobile != f.mobile {
		v.field(f, "name, mobile")
	}
	service, known, err := f.shelf.find(ctx, c.Service)
	if err != nil {
		return err
	}
	if !known {
		v.problem(f.office, f.subject(), "upkeep.case.service", "service", c.Service.Key, "version", c.Service.Version)
		return nil
	}
	promise := v.Desk.KindOf(c).PromiseFor(service.Promise, c.Application.Facts)
	if promise != c.Promise || service.Short != c.Service.Name {
		v.field(f, "service, promise")
	}
	switch {
	case f.keys != 1:
		v.problem(f.office, f.subject(), "upkeep.case.key", "keys", f.keys)
	case !submitted(c, service.Slug, evidence, f.content):
		v.problem(f.office, f.subject(), "upkeep.case.application")
	}
	return nil
}

// strays are the tables whose rows must belong to a case.
var strays = map[string]string{
	"case_acts": `
SELECT DISTINCT t.number FROM case_acts t LEFT JOIN cases c ON c.office = t.office AND c.number = t.number
WHERE t.office = $1 AND c.number IS NULL ORDER BY t.number`,
	"case_evidence": `
SELECT DISTINCT t.number FROM case_evidence t LEFT JOIN cases c ON c.office = t.office AND c.number = t.number
WHERE t.office = $1 AND c.number IS NULL ORDER BY t.number`,
	"submissions": `
SELECT DISTINCT t.number FROM submissions t LEFT JOIN cases c ON c.office = t.office AND c.number = t.number
WHERE t.office = $1 AND c.number IS NULL ORDER BY t.number`,
	"notices": `
SELECT DISTINCT t.subject FROM notices t LEFT JOIN cases c ON c.office = t.office AND t.subject = 'case/' || c.number
WHERE t.office = $1 AND t.subject LIKE 'case/%' AND c.number IS NULL ORDER BY t.subject`,
}

// strays finds rows whose case is gone.
func (v *verifier) strays(ctx context.Context, id string) error {
	for _, table := range sorted(strays) {
		err := v.DB.Rows(ctx, strays[table], []any{id}, func(row sqldb.Scanner) error {
			var number string
			err := row.Scan(&number)
			v.problem(id, "case/"+strings.TrimPrefix(number, "case/"), "upkeep.row.stray", "table", table)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}
