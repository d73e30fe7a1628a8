package upkeep

import (
	"context"
	"maps"
	"slices"

	"golang.org/x/mod/sumdb/tlog"

	"dorgora/internal/app"
	"dorgora/internal/fault"
	"dorgora/internal/ledger"
	"dorgora/internal/sqldb"
)

// recount tells an office's ledger anew from its entries: the log's right edge, all
// hashes that must be stored, and where the thread of each subject begins.
type recount struct {
	edge    ledger.Frontier
	hashes  []tlog.Hash
	threads map[string]int64
}

// add appends an entry; it reports whether the entry stands in its subject's thread.
func (r *recount) add(e ledger.Entry) (inThread bool, err error) {
	added, err := r.edge.Add(e)
	if err != nil {
		return false, err
	}
	r.hashes = append(r.hashes, added...)
	first, known := r.threads[e.Subject]
	if !known {
		first, r.threads[e.Subject] = e.Place, e.Place
	}
	return e.Thread == first, nil
}

// ledger recounts the root, the threads and the stored hashes of an office's
// ledger, and returns its entries.
func (v *verifier) ledger(ctx context.Context, id string) ([]ledger.Entry, error) {
	head, frontier, err := v.Ledger.Edge(ctx, id)
	if err != nil {
		return nil, err
	}
	entries, err := v.Ledger.Entries(ctx, id)
	if err != nil {
		v.problem(id, "ledger", "upkeep.ledger.unreadable", "cause", err.Error())
		return entries, ctx.Err()
	}
	v.count.Entries += len(entries)
	told := recount{threads: map[string]int64{}}
	for i, e := range entries {
		inThread, err := told.add(e)
		switch {
		case e.Place != int64(i):
			v.problem(id, "ledger", "upkeep.ledger.gap", "have", len(entries), "want", int(head.Size))
			return entries, nil
		case err != nil:
			v.problem(id, "ledger", "upkeep.ledger.unreadable", "cause", err.Error())
			return entries, nil
		case !inThread:
			v.problem(id, e.Subject, "upkeep.ledger.thread", "place", i)
		}
	}
	v.head(head, frontier, told.edge)
	return entries, v.hashes(ctx, id, told.hashes)
}

// head holds what is stored of a log's end against what was counted.
func (v *verifier) head(head ledger.Head, frontier string, told ledger.Frontier) {
	switch {
	case told.Size != head.Size:
		v.problem(head.Office, "ledger", "upkeep.ledger.gap", "have", int(told.Size), "want", int(head.Size))
	case told.Root().String() != head.Root && (head.Size > 0 || head.Root != ""):
		v.problem(head.Office, "ledger", "upkeep.ledger.root", "have", told.Root().String(), "want", head.Root)
	case told.String() != frontier:
		v.problem(head.Office, "ledger", "upkeep.ledger.frontier")
	}
}

const selectHashes = `SELECT place, hash FROM ledger_hashes WHERE office = $1 ORDER BY place`

// hashes holds the stored inner hashes against the recounted ones: a proof made
// from a wrong one would fail although no entry has changed.
func (v *verifier) hashes(ctx context.Context, id string, log []tlog.Hash) error {
	next, wrong := int64(0), int64(-1)
	err := v.DB.Rows(ctx, selectHashes, []any{id}, func(row sqldb.Scanner) error {
		var place int64
		var stored string
		if err := row.Scan(&place, &stored); err != nil {
			return err
		}
		if wrong < 0 && (place != next || place >= int64(len(log)) || log[place].String() != stored) {
			wrong = next
		}
		next++
		return nil
	})
	if err != nil {
		return err
	}
	if wrong < 0 && next != int64(len(log)) {
		wrong = next
	}
	if wrong >= 0 {
		v.problem(id, "ledger", "upkeep.ledger.hash", "place", int(wrong))
	}
	return nil
}

// Held holds the installation against a checkpoint that somebody kept: the entries
// that it covers must still be there, unchanged. A database put back to an older
// copy agrees with itself in everything, so that only this finds it. The error is
// Invalid when the text is no checkpoint.
func Held(ctx context.Context, p *app.Program, signed string) ([]Problem, error) {
	said, err := ledger.ReadCheckpoint(signed)
	if err != nil {
		return nil, err
	}
	problem := func(message string, args ...any) ([]Problem, error) {
		return []Problem{{said.Office, "ledger", message, args}}, nil
	}
	kept, err := ledger.OpenCheckpoint(signed, p.Notary.Signer.Key())
	if fault.KindOf(err) == fault.Denied {
		return problem("upkeep.checkpoint.key")
	}
	if err != nil {
		return nil, err
	}
	chain, err := p.Offices.Chain(ctx, kept.Office)
	if fault.KindOf(err) == fault.NotFound || err == nil && len(chain) == 0 {
		return problem("upkeep.checkpoint.office")
	}
	if err != nil {
		return nil, err
	}
	head, err := p.Ledger.Head(ctx, kept.Office)
	if err != nil {
		return nil, err
	}
	err = p.Notary.Hold(ctx, kept)
	switch {
	case err == nil && head.Size >= kept.Size:
		return nil, nil
	case err != nil && fault.KindOf(err) != fault.Conflict:
		return nil, err
	case head.Size < kept.Size:
		return problem("upkeep.ledger.rolled", "at", text(kept.At), "want", int(kept.Size), "have", int(head.Size))
	}
	return problem("upkeep.ledger.forked", "at", text(kept.At), "want", int(kept.Size))
}

const strayLedgers = `
SELECT l.office FROM (
  SELECT office FROM ledger_entries UNION SELECT office FROM ledger_heads UNION SELECT office FROM ledger_hashes
) AS l LEFT JOIN offices o ON o.office = l.office
WHERE o.office IS NULL ORDER BY l.office`

// installation looks at what belongs to no office: ledgers of offices that are
// gone, and every file in the folder, named by a row or not.
func (v *verifier) installation(ctx context.Context) error {
	err := v.DB.Rows(ctx, strayLedgers, nil, func(row sqldb.Scanner) error {
		var id string
		err := row.Scan(&id)
		v.problem(id, "ledger", "upkeep.ledger.stray")
		return err
	})
	if err != nil {
		return err
	}
	return v.Blobs.Each(func(hash string) error {
		v.count.Files++
		v.step()
		if err := v.Blobs.Check(hash); err != nil {
			v.problem("—", "files", "upkeep.file.broken", "name", hash, "cause", err.Error())
		}
		return ctx.Err()
	})
}

func sorted[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
