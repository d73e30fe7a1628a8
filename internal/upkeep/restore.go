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
	"dorgora/internal/fault"
	"dorgora/internal/sqldb"
)

// Restore brings a backup into an empty data folder, and its database into config's,
// which must be empty too, and verifies the whole. A backup that is damaged or not
// complete is refused before anything is written; when the restored installation
// does not verify, the data folder is emptied again.
func Restore(ctx context.Context, from string, config app.Config, world app.World) error {
	if err := checkSums(from); err != nil {
		return err
	}
	postgres, err := engineOfCopy(from, config)
	if err != nil {
		return err
	}
	if err := emptyFolder(config.Data); err != nil {
		return err
	}
	if err = bring(ctx, from, config, postgres); err == nil {
		err = prove(ctx, config, world)
	}
	if err != nil {
		return errors.Join(err, clearFolder(config.Data))
	}
	return noteMark(config.Data, drillMark, world.Now())
}

// engineOfCopy tells an archive of PostgreSQL from a file of SQLite, and refuses to
// bring one where the other belongs.
func engineOfCopy(from string, config app.Config) (postgres bool, err error) {
	_, lite := os.Stat(filepath.Join(from, liteCopy))
	_, archive := os.Stat(filepath.Join(from, postgresCopy))
	switch {
	case lite != nil && archive != nil:
		return false, fault.New(fault.Invalid, "upkeep.copy.none", "folder", from)
	case archive == nil && config.Database == "":
		return false, fault.New(fault.Invalid, "upkeep.copy.postgres")
	case lite == nil && config.Database != "":
		return false, fault.New(fault.Invalid, "upkeep.copy.sqlite")
	}
	return archive == nil, nil
}

// emptyFolder makes the folder, and refuses one that has anything in it.
func emptyFolder(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	inside, err := os.ReadDir(dir)
	if err == nil && len(inside) > 0 {
		return fault.New(fault.Conflict, "upkeep.target.filled", "folder", dir)
	}
	return err
}

func clearFolder(dir string) error {
	inside, err := os.ReadDir(dir)
	for _, one := range inside {
		err = errors.Join(err, os.RemoveAll(filepath.Join(dir, one.Name())))
	}
	return err
}

// bring copies everything. The mark is there meanwhile: a program that starts in a
// folder that is half restored would open a new office in it.
func bring(ctx context.Context, from string, config app.Config, postgres bool) error {
	mark := filepath.Join(config.Data, app.UnfinishedMark)
	if err := os.WriteFile(mark, nil, 0o600); err != nil {
		return err
	}
	if err := copyFile(filepath.Join(from, secretCopy), filepath.Join(config.Data, secretCopy)); err != nil {
		return err
	}
	held, err := blob.Open(filepath.Join(from, filesCopy))
	if err != nil {
		return err
	}
	if err := errors.Join(copyFiles(ctx, held, filepath.Join(config.Data, filesCopy)), held.Close()); err != nil {
		return err
	}
	name, address := liteCopy, filepath.Join(config.Data, "dorgora.db")
	if postgres {
		name, address = postgresCopy, config.Database
	}
	if err := sqldb.RestoreFrom(ctx, address, filepath.Join(from, name)); err != nil {
		return err
	}
	return os.Remove(mark)
}

// prove opens an installation and verifies it.
func prove(ctx context.Context, config app.Config, world app.World) error {
	config.Practice, config.TestClock = false, ""
	restored, err := app.Open(ctx, config, world)
	if err != nil {
		return fmt.Errorf("the copy does not open: %w", err)
	}
	var wrong []error
	_, err = Verify(ctx, restored, func(one Problem) {
		wrong = append(wrong, fmt.Errorf("%s %s %s", one.Office, one.Subject, one.Message))
	}, func() {})
	return errors.Join(err, errors.Join(wrong...), restored.Close())
}

// drill restores a backup of p beside it, verifies it and throws it away.
func drill(ctx context.Context, p *app.Program, from string) (err error) {
	config := p.Config
	if config.Data, err = os.MkdirTemp(filepath.Dir(from), ".restore-"); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(config.Data)) }()
	if p.DB.Engine() == sqldb.Postgres {
		address, drop, err := p.DB.Scratch(ctx)
		if err != nil {
			return err
		}
		config.Database = address
		return errors.Join(Restore(ctx, from, config, p.World), drop())
	}
	config.Database = ""
	return Restore(ctx, from, config, p.World)
}

// copyFile copies one file durably; the target may not exist.
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
