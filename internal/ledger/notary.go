package ledger

import (
	"context"
	"fmt"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"dorgora/internal/fault"
)

// Store reads ledgers.
type Store interface {
	// Head returns the state of an office's ledger; of one in which nothing has
	// happened the zero size.
	Head(ctx context.Context, office string) (Head, error)
	// Last returns the last entry about a subject; NotFound when there is none.
	Last(ctx context.Context, office, subject string) (Entry, error)
	// Page returns up to limit entries in order from a place on, without subjects.
	Page(ctx context.Context, office string, from int64, limit int) ([]Entry, error)
	// Hashes reads the stored hashes of an office.
	Hashes(ctx context.Context, office string) Hashes
}

// Notary signs checkpoints and makes proofs for whoever asks.
type Notary struct {
	Store  Store
	Signer Signer
	Now    func() time.Time
}

// Checkpoint returns the state of an office's ledger now, with the note that
// signs it.
func (n Notary) Checkpoint(ctx context.Context, office string) (Checkpoint, string, error) {
	head, err := n.Store.Head(ctx, office)
	if err != nil {
		return Checkpoint{}, "", err
	}
	c := Checkpoint{Office: office, Size: head.Size, Root: Frontier{}.Root(), At: n.Now()}
	if head.Size > 0 {
		if c.Root, err = tlog.ParseHash(head.Root); err != nil {
			return c, "", fmt.Errorf("ledger of %s: stored root: %w", office, err)
		}
	}
	signed, err := n.Signer.Sign(c)
	return c, signed, err
}

// ProofOf proves the last entry about a subject ("case/48210935716") against the
// ledger as it is now.
func (n Notary) ProofOf(ctx context.Context, office, subject string) (Proof, error) {
	entry, err := n.Store.Last(ctx, office, subject) // before the head, which then covers it
	if err != nil {
		return Proof{}, err
	}
	_, signed, err := n.Checkpoint(ctx, office)
	if err != nil {
		return Proof{}, err
	}
	return Prove(entry, signed, n.Store.Hashes(ctx, office))
}

// Growth proves that the ledger as it is now continues the one of an older size.
func (n Notary) Growth(ctx context.Context, office string, from int64) (Consistency, error) {
	_, signed, err := n.Checkpoint(ctx, office)
	if err != nil {
		return Consistency{}, err
	}
	return ProveGrowth(from, signed, n.Store.Hashes(ctx, office))
}

// pageLimit is how many entries are read at a time.
const pageLimit = 1000

// Hold holds a ledger against an older checkpoint of it, entry by entry. Conflict
// "ledger.rolled.back" means that it is shorter than the checkpoint says, as after
// the return of an old copy; "ledger.forked", that another story is told under the
// same number of entries.
func (n Notary) Hold(ctx context.Context, kept Checkpoint) error {
	var log Frontier
	for log.Size < kept.Size {
		page, err := n.Store.Page(ctx, kept.Office, log.Size, int(min(pageLimit, kept.Size-log.Size)))
		if err != nil {
			return err
		}
		for _, entry := range page {
			if _, err := log.Add(entry); err != nil {
				return fault.Wrap(fault.Conflict, "ledger.forked", err)
			}
		}
		if len(page) == 0 {
			return fault.New(fault.Conflict, "ledger.rolled.back", "have", int(log.Size), "want", int(kept.Size))
		}
	}
	if log.Root() != kept.Root {
		return fault.New(fault.Conflict, "ledger.forked", "size", int(kept.Size))
	}
	return nil
}
