package app

import (
	"context"
	"time"

	"dorgora/internal/letter/letterdb"
	"dorgora/internal/postbox/postboxdb"
)

const (
	// unusedFor is how long a file lies to which nothing refers, as that of a draft
	// that was never submitted: a day longer than a draft lives.
	unusedFor = 31 * 24 * time.Hour
	// settledFor is how old a file must be before it is taken away because its kind
	// keeps it no longer: somebody may hand in the same content at this moment.
	settledFor = time.Hour
	// keysKept is for how long a form that is sent twice is known again.
	keysKept = 31 * 24 * time.Hour
)

// keepOnly takes away what is no longer kept: files of ended cases whose kind keeps
// them for a time, files to which nothing refers, and keys of forms.
func (p *Program) keepOnly(ctx context.Context) error {
	now := p.World.Now()
	for _, kind := range Kinds() {
		if kind.Retain == 0 {
			continue
		}
		hashes, err := p.Cases.DropFiles(ctx, kind.ID, now.AddDate(0, 0, -kind.Retain))
		if err != nil {
			return err
		}
		if err := p.removeUnused(ctx, settledFor, hashes); err != nil {
			return err
		}
	}
	var old []string
	err := p.Blobs.Old(unusedFor, func(hash string) error {
		old = append(old, hash)
		return ctx.Err()
	})
	if err != nil {
		return err
	}
	if err := p.removeUnused(ctx, unusedFor, old); err != nil {
		return err
	}
	return p.Cases.DropKeys(ctx, now.Add(-keysKept))
}

// removeUnused takes those of the files away that are old enough and to which
// neither a case nor a draft nor a charter nor a mail nor a letter refers.
func (p *Program) removeUnused(ctx context.Context, age time.Duration, hashes []string) error {
	if len(hashes) == 0 {
		return nil
	}
	drafts, err := p.Cases.DraftFiles(ctx)
	if err != nil {
		return err
	}
	charters, err := p.Editions.SourceFiles(ctx)
	if err != nil {
		return err
	}
	mails, err := postboxdb.Store{DB: p.DB}.Held(ctx)
	if err != nil {
		return err
	}
	letters, err := letterdb.Store{DB: p.DB}.Held(ctx)
	if err != nil {
		return err
	}
	removed := 0
	for _, hash := range hashes {
		held, err := p.Cases.Holds(ctx, hash)
		if err != nil {
			return err
		}
		if held || drafts[hash] || charters[hash] || mails[hash] || letters[hash] {
			continue
		}
		gone, err := p.Blobs.Remove(hash, age)
		if err != nil {
			return err
		}
		if gone {
			removed++
		}
	}
	if removed > 0 {
		p.World.Logger.Info("files that are no longer kept were removed", "files", removed)
	}
	return nil
}
