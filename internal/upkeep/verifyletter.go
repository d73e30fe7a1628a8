package upkeep

import (
	"context"
	"fmt"
	"strings"

	"dorgora/internal/ledger"
	"dorgora/internal/letter"
	"dorgora/internal/letter/letterdb"
)

// letterSubjects begin what correspondence is called in the ledger.
var letterSubjects = []string{"letter/", "outgoing/", "file/"}

// letters holds the correspondence of an office against its acts and the ledger, and
// its registers against the books of serials: no number may be missing.
func (v *verifier) letters(ctx context.Context, id string, witnessed map[string][]ledger.Entry) error {
	store := letterdb.Store{DB: v.DB}
	all, err := store.Recorded(ctx, id)
	if err != nil {
		return err
	}
	for _, one := range all {
		v.step()
		v.letter(id, one, witnessed[one.Subject])
		delete(witnessed, one.Subject)
	}
	for _, subject := range sorted(witnessed) {
		for _, begin := range letterSubjects {
			if strings.HasPrefix(subject, begin) {
				v.problem(id, subject, "upkeep.letter.dropped")
				delete(witnessed, subject)
			}
		}
	}
	series, err := store.Series(ctx, id)
	for _, one := range series {
		if !one.Gapless() {
			v.problem(id, fmt.Sprintf("%s/%d", one.Book.Name, one.Book.Year), "upkeep.letter.gap", "last", one.Last, "count", one.Count)
		}
	}
	return err
}

// letter holds one letter or file against its acts and the ledger.
func (v *verifier) letter(id string, one letterdb.Recorded, entries []ledger.Entry) {
	if len(entries) != len(one.Acts) || len(entries) == 0 {
		v.problem(id, one.Subject, "upkeep.letter.acts", "acts", len(one.Acts), "entries", len(entries))
		return
	}
	for i, act := range one.Acts {
		if act.Entry().Commitment != entries[i].Commitment {
			v.problem(id, one.Subject, "upkeep.letter.act", "place", act.Place)
		}
	}
	if one.Acts[len(one.Acts)-1].Digest != letter.Digest(one.Body) {
		v.problem(id, one.Subject, "upkeep.letter.changed")
	}
}
