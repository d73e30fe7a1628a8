package guidancedb

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"dorgora/internal/guidance"
	"dorgora/internal/notice"
	"dorgora/internal/notice/noticedb"
	"dorgora/internal/sqldb"
)

// errMissed says that somebody received the guide after its recipients were looked
// up: they must be looked up again.
var errMissed = errors.New("a recipient came meanwhile")

// mostLooks bounds how often recipients are looked up for one act.
const mostLooks = 5

// Apply implements guidance.Store. The addresses of recipients are read before the
// transaction, not inside it: a transaction that waits for a second connection can
// wait for ever. Whoever came between is found inside, and then all is done anew.
func (s Store) Apply(ctx context.Context, change guidance.Change, letter guidance.Letter) error {
	at := s.Now().UTC().Truncate(time.Second)
	for look := 1; ; look++ {
		known, err := s.whom(ctx, change)
		if err != nil {
			return err
		}
		err = s.DB.InTx(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
			if err := write(ctx, tx, change); err != nil {
				return err
			}
			return tell(ctx, tx, guidance.Round{Change: change, Letter: letter, Known: known, At: at})
		})
		if !errors.Is(err, errMissed) || look == mostLooks {
			return err
		}
	}
}

const (
	addGuide  = `INSERT INTO guides (office, id, revision) VALUES ($1, $2, 1) ON CONFLICT (office, id) DO NOTHING`
	nextGuide = `UPDATE guides SET revision = $3 WHERE office = $1 AND id = $2 AND revision = $4`

	putVersion = `
INSERT INTO guide_versions (office, guide, version, sort, state, changed, uses, body) VALUES ($1, $2, $3, $4, $5, $6, 0, $7)
ON CONFLICT (office, guide, version) DO UPDATE SET state = excluded.state, changed = excluded.changed, body = excluded.body`

	nextEdition = `
INSERT INTO guide_editions (office, edition) VALUES ($1, 1)
ON CONFLICT (office) DO UPDATE SET edition = guide_editions.edition + 1`
)

func write(ctx context.Context, tx *sqldb.Tx, change guidance.Change) error {
	g := change.Guide
	var n int64
	var err error
	if g.Revision == 1 {
		n, err = tx.Exec(ctx, addGuide, g.Office, g.ID)
	} else {
		n, err = tx.Exec(ctx, nextGuide, g.Office, g.ID, g.Revision, g.Revision-1)
	}
	if err != nil {
		return err
	}
	if n == 0 {
		return guidance.Stale()
	}
	for _, number := range change.Touched {
		v := g.Versions[number-1]
		body, err := json.Marshal(v)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, putVersion, g.Office, g.ID, number, string(v.Sort), string(v.State), sqldb.Instant(v.Changed()), string(body)); err != nil {
			return err
		}
	}
	_, err = tx.Exec(ctx, nextEdition, g.Office)
	return err
}

const untold = `
SELECT version, number, person, name, at, sealed, told FROM guide_uses
WHERE office = $1 AND guide = $2 AND version <= $3 AND told = '' ORDER BY number, version`

// whom reads who can be told about the change, and which cases were asked about.
func (s Store) whom(ctx context.Context, change guidance.Change) (map[string]guidance.Recipient, error) {
	if change.Tell.Upto == 0 {
		return nil, nil
	}
	g := change.Guide
	held, err := readUses(ctx, s.DB, guidance.Use{Office: g.Office, Guide: g.ID}, untold, g.Office, g.ID, change.Tell.Upto)
	if err != nil || len(held) == 0 {
		return nil, err
	}
	known := map[string]guidance.Recipient{}
	var numbers []string
	for _, use := range held {
		if _, seen := known[use.Case]; !seen {
			known[use.Case] = guidance.Recipient{Case: use.Case}
			numbers = append(numbers, use.Case)
		}
	}
	found, err := s.Recipients.Recipients(ctx, g.Office, numbers)
	for _, one := range found {
		if slices.Contains(numbers, one.Case) && one.Address != "" {
			known[one.Case] = one
		}
	}
	return known, err
}

const (
	markTold = `
UPDATE guide_uses SET told = $5 WHERE office = $1 AND guide = $2 AND number = $3 AND version <= $4 AND told = ''`
	carryUse = `
INSERT INTO guide_uses (office, guide, version, number, person, name, at, sealed, told) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, '')
ON CONFLICT (office, guide, version, number) DO NOTHING`
)

// tell puts one notice for every case that received what is over into the outbox.
// Whoever hears of a correction has received the new version by that.
func tell(ctx context.Context, tx *sqldb.Tx, round guidance.Round) error {
	g, upto := round.Change.Guide, round.Change.Tell.Upto
	if upto == 0 {
		return nil
	}
	held, err := readUses(ctx, tx, guidance.Use{Office: g.Office, Guide: g.ID}, untold, g.Office, g.ID, upto)
	if err != nil {
		return err
	}
	var notices []notice.Notice
	told := ""
	for _, use := range held {
		to, seen := round.Known[use.Case]
		if !seen {
			return errMissed
		}
		if use.Case == told || to.Address == "" {
			continue
		}
		told = use.Case
		if _, err := tx.Exec(ctx, markTold, g.Office, g.ID, use.Case, upto, sqldb.Instant(round.At)); err != nil {
			return err
		}
		notices = append(notices, round.Notice(to))
		if next, corrected := g.InForce(); corrected {
			if _, err := tx.Exec(ctx, carryUse, g.Office, g.ID, next.Number, use.Case, use.By.Person, use.By.Name, sqldb.Instant(round.At), use.Sealed); err != nil {
				return err
			}
		}
	}
	if err := noticedb.Enqueue(ctx, tx, notices); err != nil {
		return fmt.Errorf("telling recipients: %w", err)
	}
	return nil
}
