package letterdb

import (
	"context"

	"dorgora/internal/letter"
	"dorgora/internal/sqldb"
)

// Recorded is what is stored of one letter or file: its name in the ledger, its body
// and its acts, the first first.
type Recorded struct {
	Subject string
	Body    string
	Acts    []letter.Act
}

const allBodies = `
SELECT 'letter/' || year || '-' || serial, body FROM letters WHERE office = $1
UNION ALL SELECT 'outgoing/' || id, body FROM outgoing_letters WHERE office = $1
UNION ALL SELECT 'file/' || id, body FROM letter_files WHERE office = $1
ORDER BY 1`

// Recorded returns everything stored of the correspondence of an office.
func (s Store) Recorded(ctx context.Context, office string) ([]Recorded, error) {
	var all []Recorded
	err := s.DB.Rows(ctx, allBodies, []any{office}, func(row sqldb.Scanner) error {
		var one Recorded
		err := row.Scan(&one.Subject, &one.Body)
		all = append(all, one)
		return err
	})
	for i := range all {
		if err == nil {
			all[i].Acts, err = s.History(ctx, office, all[i].Subject)
		}
	}
	return all, err
}

// Series is a sequence of serials: the last that was given, and what stands there.
type Series struct {
	Book  letter.Book
	Last  int // that the book says was given
	Count int // entries that there are
	Most  int // the greatest serial among them
}

// Gapless reports whether the entries are 1, 2, 3 … up to the last. Serials are
// unique by the schema, so that count and greatest serial tell.
func (s Series) Gapless() bool { return s.Count == s.Last && s.Most == s.Last }

// Entries without a book count too: their book says 0.
const allSeries = `
SELECT book, year, SUM(last), SUM(count), SUM(most) FROM (
  SELECT book, year, last, 0 AS count, 0 AS most FROM letter_books WHERE office = $1
  UNION ALL SELECT 'diary', year, 0, COUNT(*), MAX(serial) FROM letters WHERE office = $1 GROUP BY year
  UNION ALL SELECT 'dispatch', year, 0, COUNT(*), MAX(serial) FROM outgoing_letters WHERE office = $1 AND serial > 0 GROUP BY year
  UNION ALL SELECT 'issue/' || file, 0, 0, COUNT(*), COUNT(*) FROM outgoing_letters WHERE office = $1 AND serial > 0 GROUP BY file
  UNION ALL SELECT 'file', year, 0, COUNT(*), MAX(serial) FROM letter_files WHERE office = $1 GROUP BY year
) AS s GROUP BY book, year ORDER BY book, year`

// Series returns the sequences of serials of an office.
func (s Store) Series(ctx context.Context, office string) ([]Series, error) {
	var all []Series
	err := s.DB.Rows(ctx, allSeries, []any{office}, func(row sqldb.Scanner) error {
		var one Series
		err := row.Scan(&one.Book.Name, &one.Book.Year, &one.Last, &one.Count, &one.Most)
		all = append(all, one)
		return err
	})
	return all, err
}
