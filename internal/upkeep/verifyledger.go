package upkeep

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"golang.org/x/mod/sumdb/tlog"

	"dorgora/internal/fault"
	"dorgora/internal/ledger"
	"dorgora/internal/sqldb"
)

// recounted is the log of an office, counted anew from its entries.
type recounted []tlog.Hash

// ReadHashes implements ledger.Hashes.
func (r recounted) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	result := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		if index >= int64(len(r)) {
			return nil, fmt.Errorf("hash %d is not counted yet", index)
		}
		result[i] = r[index]
	}
	return result, nil
}

// ledger recounts the root and the stored hashes of an office's ledger, and
// returns its entries.
func (v *verifier) ledger(ctx context.Context, id string) ([]ledger.Entry, error) {
	head, err := v.head(ctx, id)
	if err != nil {
		return nil, err
	}
	entries, err := v.Ledger.Entries(ctx, id)
	if err != nil {
		return nil, err
	}
	v.count.Entries += len(entries)
	var log recounted
	root := ""
	for i, e := range entries {
		if e.Place != int64(i) {
			v.problem(id, "ledger", "upkeep.ledger.gap", "have", len(entries), "want", int(head.Size))
			return entries, nil
		}
		added, after, err := ledger.Append(e, int64(i), log)
		if err != nil {
			return nil, err
		}
		log, root = append(log, added...), after
	}
	switch {
	case int64(len(entries)) != head.Size:
		v.problem(id, "ledger", "upkeep.ledger.gap", "have", len(entries), "want", int(head.Size))
	case root != head.Root:
		v.problem(id, "ledger", "upkeep.ledger.root", "have", root, "want", head.Root)
	}
	return entries, v.hashes(ctx, id, log)
}

const selectHead = `SELECT size, root FROM ledger_heads WHERE office = $1`

func (v *verifier) head(ctx context.Context, id string) (ledger.Head, error) {
	head := ledger.Head{Office: id}
	err := v.DB.Row(ctx, selectHead, []any{id}, &head.Size, &head.Root)
	if fault.KindOf(err) == fault.NotFound {
		return head, nil // an office in which nothing has happened yet
	}
	return head, err
}

const selectHashes = `SELECT place, hash FROM ledger_hashes WHERE office = $1 ORDER BY place`

// hashes holds the stored inner hashes against the recounted ones: a proof made
// from a wrong one would fail although no entry has changed.
func (v *verifier) hashes(ctx context.Context, id string, log recounted) error {
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

const strayLedgers = `
SELECT DISTINCT e.office FROM ledger_entries e
LEFT JOIN offices o ON o.office = e.office
WHERE o.office IS NULL ORDER BY e.office`

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
