package upkeep

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"dorgora/internal/app"
	"dorgora/internal/blob"
	"dorgora/internal/sqldb"
)

// Backup copies the installation into a new folder while it runs: the database as
// it stood when the copy began, every file handed in by then, and the secret. The
// copy is opened and checked before it is called good.
func Backup(ctx context.Context, p *app.Program, to string) error {
	if err := os.Mkdir(to, 0o700); err != nil {
		return fmt.Errorf("backup folder: %w", err)
	}
	name := "dorgora.db"
	if p.DB.Engine() == sqldb.Postgres {
		name = "dorgora.pgdump"
	}
	// The database first: a file that came later is not named in it, while every
	// file that it names was on disk before its row.
	if err := p.DB.BackupTo(ctx, filepath.Join(to, name)); err != nil {
		return err
	}
	if err := copyFiles(ctx, p.Blobs, filepath.Join(to, "files")); err != nil {
		return err
	}
	if err := copyFile(filepath.Join(p.Config.Data, "secret.key"), filepath.Join(to, "secret.key")); err != nil {
		return err
	}
	if p.DB.Engine() == sqldb.Postgres {
		return nil // an archive can be proved only by restoring it into a server
	}
	return proveCopy(ctx, p, to)
}

// copyFiles puts every file into a store of its own: its bytes are checked against
// its name on the way.
func copyFiles(ctx context.Context, from *blob.Store, dir string) error {
	copy, err := blob.Open(dir)
	if err != nil {
		return err
	}
	err = from.Each(func(hash blob.Hash) error {
		content, err := from.Get(hash)
		if err != nil {
			return err
		}
		defer content.Close()
		kept, _, err := copy.Put(ctx, content, 1<<40)
		if err == nil && kept != hash {
			err = fmt.Errorf("file %s: its bytes have changed", hash)
		}
		return err
	})
	return errors.Join(err, copy.Close())
}

func copyFile(from, to string) error {
	source, err := os.Open(from)
	if err != nil {
		return err
	}
	defer source.Close()
	target, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(target, source)
	return errors.Join(err, target.Sync(), target.Close())
}

// proveCopy opens the copy as an installation and verifies it.
func proveCopy(ctx context.Context, p *app.Program, dir string) error {
	config := p.Config
	config.Data, config.Database, config.Practice, config.TestClock = dir, "", false, ""
	copied, err := app.Open(ctx, config, p.World)
	if err != nil {
		return fmt.Errorf("the copy does not open: %w", err)
	}
	var wrong []error
	_, err = Verify(ctx, copied, func(one Problem) {
		wrong = append(wrong, fmt.Errorf("%s %s %s", one.Office, one.Subject, one.Message))
	}, func() {})
	return errors.Join(err, errors.Join(wrong...), copied.Close())
}
