package upkeep

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

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
	// An archive of PostgreSQL can be proved only by restoring it into a server.
	if p.DB.Engine() != sqldb.Postgres {
		if err := proveCopy(ctx, p, to); err != nil {
			return err
		}
	}
	return noteBackup(p.Config.Data, p.World.Now())
}

// backupMark is the file of the data folder that tells when the last good copy was
// made. It is no part of the database: the copy would otherwise change what it copies.
const backupMark = "last-backup"

func noteBackup(data string, at time.Time) error {
	return os.WriteFile(filepath.Join(data, backupMark), []byte(at.UTC().Format(time.RFC3339)+"\n"), 0o600)
}

// LastBackup returns when the last good copy of the installation in a data folder
// was made, the zero time when none was.
func LastBackup(data string) (time.Time, error) {
	mark, err := os.ReadFile(filepath.Join(data, backupMark))
	if errors.Is(err, fs.ErrNotExist) {
		return time.Time{}, nil
	}
	if err != nil {
		return time.Time{}, err
	}
	return time.Parse(time.RFC3339, strings.TrimSpace(string(mark)))
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
