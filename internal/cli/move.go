package cli

import (
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"dorgora/internal/fault"
	"dorgora/internal/sqldb"
	"dorgora/internal/upkeep"
	"dorgora/migrations"
)

type moveCommand struct {
	From string `help:"Data folder, or postgres:// address, of the installation as it is." required:"" placeholder:"WHERE"`
	To   string `help:"Empty postgres:// database, or data folder without a database, to move into." required:"" placeholder:"WHERE"`
}

// Help teaches the command.
func (moveCommand) Help() string {
	return `
পুরো ব্যবস্থা এক ধরনের ডেটাবেস থেকে অন্য ধরনে নেয়: ফোল্ডারের ডেটাবেস থেকে পোস্টগ্রেসে, অথবা উল্টো।

Copies every table in one go, counts the rows on both sides, and recounts the root
of each office's ledger from the entries that arrived. Stop the office first: a
source that another process has open, and a target with anything in it, are refused.
The source stays as it is. Files and secret stay in their folder; the command says
with which settings to serve next.

A password does not belong on the command line: put it into PGPASSWORD or ~/.pgpass.

Examples:

    dorgora move --from data --to postgres://dorgora@db/dorgora
    dorgora move --from postgres://dorgora@db/dorgora --to data

Exit codes: 0 moved; 2 not moved, and the target is empty as before.`
}

// Run moves.
func (c moveCommand) Run(s *session) error {
	from, err := c.source(s)
	if err != nil {
		return err
	}
	defer from.Close()
	to, err := c.open(s, "to", c.To)
	if err != nil {
		return err
	}
	bar := s.progress(-1, "cli.move.bar")
	moved, err := upkeep.Move(s.ctx, from, to, func() { _ = bar.Add(1) })
	if err := errors.Join(err, bar.Finish(), to.Close()); err != nil {
		return err
	}
	s.say("cli.move.done", "rows", moved.Rows, "tables", moved.Tables, "offices", moved.Offices)
	if inFolder(c.To) {
		s.say("cli.move.folder", "folder", c.To)
	} else {
		s.say("cli.move.server", "folder", c.From, "address", c.To)
	}
	s.say("cli.move.verify")
	return nil
}

func inFolder(where string) bool { return !strings.HasPrefix(where, "postgres://") }

// source opens the installation as it is. A folder must hold a database that
// nobody else has open.
func (c moveCommand) source(s *session) (*sqldb.DB, error) {
	if inFolder(c.From) {
		file := filepath.Join(c.From, "dorgora.db")
		if _, err := os.Stat(file); errors.Is(err, os.ErrNotExist) {
			return nil, s.fail("cli.data.none", "folder", c.From)
		}
		served, err := upkeep.Served(file)
		if err != nil {
			return nil, err
		}
		if served {
			return nil, s.fail("cli.move.served", "folder", c.From)
		}
	}
	return c.open(s, "from", c.From)
}

// open opens a database and brings its schema up to date.
func (c moveCommand) open(s *session, flag, where string) (*sqldb.DB, error) {
	if inFolder(where) {
		if err := os.MkdirAll(where, 0o700); err != nil {
			return nil, err
		}
		where = filepath.Join(where, "dorgora.db")
	} else {
		address, err := url.Parse(where)
		if err != nil {
			return nil, fault.InField(flag, "app.setting.database.form")
		}
		if _, given := address.User.Password(); given {
			return nil, fault.InField(flag, "cli.move.password")
		}
	}
	db, err := sqldb.Open(s.ctx, sqldb.Config{Address: where, Now: s.Now})
	if err != nil {
		return nil, err
	}
	if err := db.Migrate(s.ctx, migrations.Files); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}
