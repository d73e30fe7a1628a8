package upkeep

import (
	"context"
	"errors"
	"fmt"
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
// it stood when the copy began, every file handed in by then, the secret, and the
// sums of all of them. The copy is restored and verified before it is called good;
// proved is false when that could not be tried, because the account of PostgreSQL
// may not make a database for it.
func Backup(ctx context.Context, p *app.Program, to string) (proved bool, err error) {
	if err := os.Mkdir(to, 0o700); err != nil {
		return false, fmt.Errorf("backup folder: %w", err)
	}
	if err := writeCopy(ctx, p, to); err != nil {
		return false, err
	}
	err = drill(ctx, p, to)
	if proved = err == nil; !proved && !errors.Is(err, sqldb.ErrNoScratch) {
		return false, err
	}
	err = noteMark(p.Config.Data, backupMark, p.World.Now())
	if err == nil && proved {
		err = noteMark(p.Config.Data, drillMark, p.World.Now())
	}
	return proved, err
}

// The names in a backup.
const (
	liteCopy     = "dorgora.db"
	postgresCopy = "dorgora.pgdump"
	secretCopy   = "secret.key"
	filesCopy    = "files"
)

func writeCopy(ctx context.Context, p *app.Program, to string) error {
	name := liteCopy
	if p.DB.Engine() == sqldb.Postgres {
		name = postgresCopy
	}
	// The database first: a file that came later is not named in it, while every
	// file that it names was on disk before its row.
	if err := p.DB.BackupTo(ctx, filepath.Join(to, name)); err != nil {
		return err
	}
	if err := copyFiles(ctx, p.Blobs, filepath.Join(to, filesCopy)); err != nil {
		return err
	}
	if err := copyFile(filepath.Join(p.Config.Data, secretCopy), filepath.Join(to, secretCopy)); err != nil {
		return err
	}
	return writeSums(to)
}

// Files of the data folder that tell when the last good copy was made, and when one
// was last restored and verified. They are no part of the database: the copy would
// otherwise change what it copies.
const (
	backupMark = "last-backup"
	drillMark  = "last-drill"
)

func noteMark(data, mark string, at time.Time) error {
	return os.WriteFile(filepath.Join(data, mark), []byte(at.UTC().Format(time.RFC3339)+"\n"), 0o600)
}

// LastBackup returns when the last good copy of the installation in a data folder
// was made, the zero time when none was.
func LastBackup(data string) (time.Time, error) { return readMark(data, backupMark) }

// LastDrill returns when a copy of the installation in a data folder was last
// restored and verified, the zero time when none was.
func LastDrill(data string) (time.Time, error) { return readMark(data, drillMark) }

func readMark(data, name string) (time.Time, error) {
	mark, err := os.ReadFile(filepath.Join(data, name))
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
