package letterdb

import (
	"context"
	"strings"
	"time"

	"dorgora/bangla"
	"dorgora/internal/letter"
	"dorgora/internal/notice"
	"dorgora/internal/notice/noticedb"
	"dorgora/internal/sqldb"
	"dorgora/workday"
)

// The parameters are the same for every list, so that one text serves each view:
// office, year (0: all), pattern of words, file (empty: all), first day, day after
// the last, limit, rows to skip.
const (
	letterRows = `SELECT body FROM letters WHERE office = $1 AND ($2 = 0 OR year = $2) AND words LIKE $3 ESCAPE '\' AND ($4 = '' OR file = $4)
  AND received >= $5 AND received < $6 `
	openLetters = letterRows + `AND pending ORDER BY year DESC, serial DESC LIMIT $7 OFFSET $8`
	dueLetters  = letterRows + `AND pending AND deadline < '9999' ORDER BY deadline, year, serial LIMIT $7 OFFSET $8`
	allLetters  = letterRows + `ORDER BY year DESC, serial DESC LIMIT $7 OFFSET $8`
	diaryBook   = letterRows + `ORDER BY year, serial LIMIT $7 OFFSET $8`

	outgoingRows = `SELECT body FROM outgoing_letters WHERE office = $1 AND ($2 = 0 OR year = $2) AND words LIKE $3 ESCAPE '\' AND ($4 = '' OR file = $4)
  AND (signed = '' OR signed >= $5 AND signed < $6) `
	draftLetters  = outgoingRows + `AND state = 'draft' ORDER BY changed DESC, id LIMIT $7 OFFSET $8`
	readyLetters  = outgoingRows + `AND state = 'signed' ORDER BY year, serial LIMIT $7 OFFSET $8`
	signedLetters = outgoingRows + `AND serial > 0 ORDER BY year DESC, serial DESC LIMIT $7 OFFSET $8`
	dispatchBook  = outgoingRows + `AND serial > 0 ORDER BY year, serial LIMIT $7 OFFSET $8`
)

// Letters implements letter.Shelves.
func (s Store) Letters(ctx context.Context, q letter.Query) ([]letter.Letter, error) {
	text := map[letter.View]string{letter.ViewOpen: openLetters, letter.ViewDue: dueLetters, letter.ViewBook: diaryBook}[q.View]
	if text == "" {
		text = allLetters
	}
	return list[letter.Letter](ctx, s.DB, text, parameters(q)...)
}

// Drafts implements letter.Shelves.
func (s Store) Drafts(ctx context.Context, q letter.Query) ([]letter.Outgoing, error) {
	text := map[letter.View]string{letter.ViewDraft: draftLetters, letter.ViewReady: readyLetters, letter.ViewBook: dispatchBook}[q.View]
	if text == "" {
		text = signedLetters
	}
	return list[letter.Outgoing](ctx, s.DB, text, parameters(q)...)
}

// parameters fills the parameters of a list.
func parameters(q letter.Query) []any {
	pattern := "%"
	if fold := bangla.Fold(q.Words); fold != "" {
		pattern = "%" + strings.NewReplacer(`\`, `\\`, "%", `\%`, "_", `\_`).Replace(fold) + "%"
	}
	from, until := "", noDeadline
	if !q.From.Zero() {
		from = q.From.String()
	}
	if !q.Until.Zero() {
		until = q.Until.String()
	}
	return []any{q.Office, q.Year, pattern, q.File, from, until, q.Limit, q.Skip}
}

const (
	allFiles      = `SELECT body FROM letter_files WHERE office = $1 ORDER BY year DESC, serial DESC`
	allTemplates  = `SELECT body FROM letter_templates WHERE office = $1 ORDER BY id`
	actsOf        = `SELECT deed, place, post, person, name, at, salt, digest FROM letter_acts WHERE office = $1 AND subject = $2 ORDER BY place`
	lettersOfCase = `SELECT body FROM letters WHERE office = $1 AND number = $2 ORDER BY year, serial`
	repliesOfCase = `SELECT body FROM outgoing_letters WHERE office = $1 AND number = $2 ORDER BY changed, id`
	pendingUntil  = `SELECT body FROM letters WHERE pending AND deadline <= $1 ORDER BY office, deadline, year, serial`
	countReceived = `SELECT COUNT(*) FROM letters WHERE office = $1 AND received >= $2 AND received < $3`
	countSent     = `SELECT COUNT(*) FROM outgoing_letters WHERE office = $1 AND signed >= $2 AND signed < $3`
)

// Files implements letter.Shelves.
func (s Store) Files(ctx context.Context, office string) ([]letter.File, error) {
	return list[letter.File](ctx, s.DB, allFiles, office)
}

// Templates implements letter.Shelves.
func (s Store) Templates(ctx context.Context, office string) ([]letter.Template, error) {
	return list[letter.Template](ctx, s.DB, allTemplates, office)
}

// History implements letter.Shelves.
func (s Store) History(ctx context.Context, office, subject string) ([]letter.Act, error) {
	var all []letter.Act
	err := s.DB.Rows(ctx, actsOf, []any{office, subject}, func(row sqldb.Scanner) error {
		a := letter.Act{Office: office, Subject: subject}
		var at string
		if err := row.Scan(&a.Deed, &a.Place, &a.Actor.Post, &a.Actor.Person, &a.Actor.Name, &at, &a.Salt, &a.Digest); err != nil {
			return err
		}
		var err error
		a.At, err = sqldb.Moment(at)
		all = append(all, a)
		return err
	})
	return all, err
}

// OfCase implements letter.Shelves.
func (s Store) OfCase(ctx context.Context, office, number string) ([]letter.Letter, []letter.Outgoing, error) {
	came, err := list[letter.Letter](ctx, s.DB, lettersOfCase, office, number)
	if err != nil {
		return nil, nil, err
	}
	left, err := list[letter.Outgoing](ctx, s.DB, repliesOfCase, office, number)
	return came, left, err
}

// Pending implements letter.Papers.
func (s Store) Pending(ctx context.Context, until workday.Date) ([]letter.Letter, error) {
	return list[letter.Letter](ctx, s.DB, pendingUntil, until.String())
}

// Count implements letter.Papers.
func (s Store) Count(ctx context.Context, office string, from, until workday.Date) (received, sent int, err error) {
	args := []any{office, from.String(), until.String()}
	if err := s.DB.Row(ctx, countReceived, args, &received); err != nil {
		return 0, 0, err
	}
	err = s.DB.Row(ctx, countSent, args, &sent)
	return received, sent, err
}

const (
	putSettings = `
INSERT INTO letter_settings (office, since, body) VALUES ($1, $2, $3)
ON CONFLICT (office, since) DO UPDATE SET body = excluded.body`
	putTemplate = `
INSERT INTO letter_templates (office, id, body) VALUES ($1, $2, $3)
ON CONFLICT (office, id) DO UPDATE SET body = excluded.body`
)

// SaveSettings implements letter.Papers.
func (s Store) SaveSettings(ctx context.Context, settings letter.Settings) error {
	return s.put(ctx, putSettings, settings.Office, settings.Since.String(), letter.Body(settings))
}

// SaveTemplate implements letter.Papers.
func (s Store) SaveTemplate(ctx context.Context, t letter.Template) error {
	return s.put(ctx, putTemplate, t.Office, t.ID, letter.Body(t))
}

func (s Store) put(ctx context.Context, query string, args ...any) error {
	return s.DB.InTx(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, query, args...)
		return err
	})
}

const begunFor = `SELECT notice FROM outgoing_letters WHERE office = $1 AND notice <> '' AND state <> 'cancelled'`

// ToWrite implements letter.Papers. Notices for which a letter was begun are left out.
func (s Store) ToWrite(ctx context.Context, office string, now time.Time, limit int) ([]notice.Notice, error) {
	begun := map[string]bool{}
	err := s.DB.Rows(ctx, begunFor, []any{office}, func(row sqldb.Scanner) error {
		var id string
		err := row.Scan(&id)
		begun[id] = true
		return err
	})
	if err != nil {
		return nil, err
	}
	waiting, err := noticedb.Store{DB: s.DB}.Waiting(ctx, office, notice.Post, now, limit)
	var open []notice.Notice
	for _, n := range waiting {
		if !begun[n.ID] {
			open = append(open, n)
		}
	}
	return open, err
}
