package letterdb

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"dorgora/bangla"
	"dorgora/internal/fault"
	"dorgora/internal/ledger"
	"dorgora/internal/ledger/ledgerdb"
	"dorgora/internal/letter"
	"dorgora/internal/notice"
	"dorgora/internal/notice/noticedb"
	"dorgora/internal/sqldb"
	"dorgora/workday"
)

// errKnown says that what is new was written before: nothing of the change is kept.
var errKnown = errors.New("written before")

// Apply implements letter.Store. The head row of each book is taken first, so that
// what is written at once waits in a queue, and what fails leaves no gap.
func (s Store) Apply(ctx context.Context, change letter.Change) (letter.Change, error) {
	var done letter.Change
	err := s.DB.InTx(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		attempt := change // a second run begins anew
		attempt.Letters, attempt.Files = slices.Clone(change.Letters), slices.Clone(change.Files)
		attempt.Outgoing, attempt.Acts = slices.Clone(change.Outgoing), slices.Clone(change.Acts)
		var err error
		done, err = apply(ctx, tx, attempt)
		return err
	})
	if errors.Is(err, errKnown) {
		return s.known(ctx, change)
	}
	return done, err
}

func apply(ctx context.Context, tx *sqldb.Tx, change letter.Change) (letter.Change, error) {
	change, err := change.Numbered(func(book letter.Book) (int, error) { return next(ctx, tx, officeOf(change), book) })
	if err != nil {
		return change, err
	}
	change = change.Sealed()
	for _, l := range change.Letters {
		if err := writeLetter(ctx, tx, l); err != nil {
			return change, err
		}
	}
	for i, o := range change.Outgoing {
		if err := writeOutgoing(ctx, tx, o, change.Begun && i == 0); err != nil {
			return change, err
		}
	}
	for _, f := range change.Files {
		if err := writeFile(ctx, tx, f, change.Begun); err != nil {
			return change, err
		}
	}
	if err := writeActs(ctx, tx, change.Acts); err != nil {
		return change, err
	}
	for _, id := range change.Settled {
		err := noticedb.Settle(ctx, tx, officeOf(change), id, notice.Sent)
		if err != nil && fault.KindOf(err) != fault.Conflict { // somebody marked it as done by hand
			return change, err
		}
	}
	return change, noticedb.Enqueue(ctx, tx, change.Notices)
}

func officeOf(change letter.Change) string { return change.Acts[0].Office }

const takeBook = `
INSERT INTO letter_books (office, book, year, last) VALUES ($1, $2, $3, 1)
ON CONFLICT (office, book, year) DO UPDATE SET last = letter_books.last + 1
RETURNING last`

func next(ctx context.Context, tx *sqldb.Tx, office string, book letter.Book) (serial int, err error) {
	err = tx.Row(ctx, takeBook, []any{office, book.Name, book.Year}, &serial)
	return serial, err
}

const (
	keyTaken  = `SELECT COUNT(*) FROM letters WHERE office = $1 AND key = $2`
	addLetter = `
INSERT INTO letters (office, year, serial, key, received, deadline, pending, file, number, words, body, revision)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`
	changeLetter = `
UPDATE letters SET deadline = $4, pending = $5, file = $6, number = $7, words = $8, body = $9, revision = $10
WHERE office = $1 AND year = $2 AND serial = $3 AND revision = $11`
)

// noDeadline stands for none, so that letters without one sort last.
const noDeadline = "9999"

func writeLetter(ctx context.Context, tx *sqldb.Tx, l letter.Letter) error {
	deadline := noDeadline
	if !l.Deadline.Zero() {
		deadline = l.Deadline.String()
	}
	words := bangla.Fold(strings.Join([]string{l.Subject, l.Sender.Line(), l.Memo, l.ID(), l.Case}, " "))
	if l.Secrecy.Closed() {
		words = ""
	}
	if l.Revision > 1 {
		return moved(tx.Exec(ctx, changeLetter, l.Office, l.Year, l.Serial, deadline, l.Pending(), l.File, l.Case, words, letter.Body(l), l.Revision, l.Revision-1))
	}
	var taken int
	if err := tx.Row(ctx, keyTaken, []any{l.Office, l.Key}, &taken); err != nil {
		return err
	}
	if taken > 0 {
		return errKnown
	}
	_, err := tx.Exec(ctx, addLetter, l.Office, l.Year, l.Serial, l.Key, l.Received.String(), deadline, l.Pending(), l.File, l.Case, words, letter.Body(l), l.Revision)
	return err
}

// moved turns an update that met nothing into a Conflict.
func moved(rows int64, err error) error {
	if err == nil && rows == 0 {
		return fault.New(fault.Conflict, letter.Stale)
	}
	return err
}

const (
	addOutgoing = `
INSERT INTO outgoing_letters (office, id, state, year, serial, signed, changed, file, number, notice, words, body, revision)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 1)
ON CONFLICT (office, id) DO NOTHING`
	changeOutgoing = `
UPDATE outgoing_letters SET state = $3, year = $4, serial = $5, signed = $6, changed = $7, file = $8, number = $9, notice = $10, words = $11,
       body = $12, revision = $13
WHERE office = $1 AND id = $2 AND revision = $14`
)

func writeOutgoing(ctx context.Context, tx *sqldb.Tx, o letter.Outgoing, begun bool) error {
	signed, year := "", 0
	if o.Signed.Known() {
		signed, year = workday.DateOf(o.Signed.At.In(workday.Dhaka)).String(), o.Year
	}
	words := o.Wording().Subject + " " + o.Memo + " " + o.Case
	for _, to := range o.Wording().To {
		words += " " + to.Line()
	}
	if words = bangla.Fold(words); o.Secrecy.Closed() {
		words = ""
	}
	args := []any{o.Office, o.ID, string(o.State), year, o.Serial, signed, sqldb.Instant(lastTouched(o)), o.File, o.Case, o.Notice, words, letter.Body(o)}
	if !begun {
		return moved(tx.Exec(ctx, changeOutgoing, append(args, o.Revision, o.Revision-1)...))
	}
	return fresh(tx.Exec(ctx, addOutgoing, args...))
}

// fresh turns an insert that met a row into errKnown.
func fresh(rows int64, err error) error {
	if err == nil && rows == 0 {
		return errKnown
	}
	return err
}

func lastTouched(o letter.Outgoing) time.Time {
	at := o.Wording().By.At
	for _, one := range []letter.Signature{o.Signed, o.Ended} {
		if one.At.After(at) {
			at = one.At
		}
	}
	return at
}

const (
	addFile = `
INSERT INTO letter_files (office, id, year, serial, number, body, revision) VALUES ($1, $2, $3, $4, $5, $6, 1)
ON CONFLICT (office, id) DO NOTHING`
	changeFile = `UPDATE letter_files SET body = $3, revision = $4 WHERE office = $1 AND id = $2 AND revision = $5`
)

func writeFile(ctx context.Context, tx *sqldb.Tx, f letter.File, begun bool) error {
	if begun {
		return fresh(tx.Exec(ctx, addFile, f.Office, f.ID, f.Year, f.Serial, f.Number, letter.Body(f)))
	}
	return moved(tx.Exec(ctx, changeFile, f.Office, f.ID, letter.Body(f), f.Revision, f.Revision-1))
}

const addAct = `
INSERT INTO letter_acts (office, subject, place, deed, post, person, name, at, salt, digest)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`

func writeActs(ctx context.Context, tx *sqldb.Tx, acts []letter.Act) error {
	var entries []ledger.Entry
	for _, a := range acts {
		if _, err := tx.Exec(ctx, addAct, a.Office, a.Subject, a.Place, string(a.Deed), a.Actor.Post, a.Actor.Person, a.Actor.Name,
			sqldb.Instant(a.At), a.Salt, a.Digest); err != nil {
			return err
		}
		entries = append(entries, a.Entry())
	}
	return ledgerdb.Append(ctx, tx, entries)
}

// known reads what was written before in place of a new change.
func (s Store) known(ctx context.Context, change letter.Change) (letter.Change, error) {
	var err error
	switch {
	case len(change.Letters) > 0 && change.Letters[0].Revision == 1:
		l := change.Letters[0]
		l, err = one[letter.Letter](ctx, s.DB, letterOfKey, l.Office, l.Key)
		change.Letters = []letter.Letter{l}
	case len(change.Outgoing) > 0:
		o := change.Outgoing[0]
		o, err = s.Outgoing(ctx, o.Office, o.ID)
		change.Outgoing = []letter.Outgoing{o}
	case len(change.Files) > 0:
		f := change.Files[0]
		f, err = s.File(ctx, f.Office, f.ID)
		change.Files = []letter.File{f}
	}
	return change, err
}
