package upkeep_test

import (
	"context"
	"errors"
	"path/filepath"
	"testing"

	"dorgora/internal/app"
	"dorgora/internal/fault"
	"dorgora/internal/ledger"
	"dorgora/internal/sqldb"
	"dorgora/internal/sqldb/sqldbtest"
	"dorgora/internal/upkeep"
	"dorgora/migrations"
)

// other is an empty migrated database of the engine that in does not use, with its
// address.
func (in installation) other(t *testing.T) (*sqldb.DB, string) {
	t.Helper()
	address := filepath.Join(t.TempDir(), "dorgora.db")
	if in.DB.Engine() == sqldb.SQLite {
		address = sqldbtest.Schema(t)
	}
	return sqldbtest.Open(t, address, migrations.Files), address
}

func checkpoint(t *testing.T, p *app.Program) (ledger.Checkpoint, string) {
	t.Helper()
	c, signed, err := p.Notary.Checkpoint(t.Context(), app.FirstOffice)
	if err != nil {
		t.Fatal(err)
	}
	return c, signed
}

// beside opens the installation that was moved into a database, with the files and
// the secret that stayed.
func (in installation) beside(t *testing.T, to *sqldb.DB, address string) installation {
	t.Helper()
	config := app.Config{Data: in.Config.Data, Database: address}
	if to.Engine() == sqldb.SQLite {
		config.Database = ""
		if err := to.BackupTo(t.Context(), filepath.Join(in.Config.Data, "dorgora.db")); err != nil {
			t.Fatal(err)
		}
	}
	return installation{opened(t, config, in.clock), in.clock}
}

func TestMoveThePracticeYear(t *testing.T) {
	engines(t, 40, func(t *testing.T, in installation) {
		number := in.submit(t)
		before, signed := checkpoint(t, in.Program)
		to, address := in.other(t)
		pages := 0
		moved, err := upkeep.Move(t.Context(), in.DB, to, func() { pages++ })
		if err != nil {
			t.Fatal(err)
		}
		if moved.Tables < 30 || moved.Rows < 500 || moved.Offices != 1 || pages == 0 {
			t.Errorf("%+v, %d pages", moved, pages)
		}
		there := in.beside(t, to, address)
		t.Run("everything agrees there", func(t *testing.T) {
			if found := there.verify(t); len(found) > 0 {
				t.Errorf("%d problems: %v", len(found), found[0])
			}
		})
		t.Run("the ledger is the same, to the last hash", func(t *testing.T) {
			after, _ := checkpoint(t, there.Program)
			if after.Size != before.Size || after.Root != before.Root {
				t.Errorf("size %d, root %s; was %d, %s", after.Size, after.Root, before.Size, before.Root)
			}
			if found, err := upkeep.Held(t.Context(), there.Program, signed); err != nil || len(found) > 0 {
				t.Errorf("a checkpoint from before the move: %v, %v", found, err)
			}
		})
		t.Run("it is for practice still, and work goes on", func(t *testing.T) {
			if !there.Practice {
				t.Error("invented cases pass for real")
			}
			there.submit(t)
			if found := there.verify(t); len(found) > 0 {
				t.Errorf("%d problems: %v", len(found), found[0])
			}
		})
		t.Run("slips open with the same codes", func(t *testing.T) {
			if in.Desk.Codes.Code(number) != there.Desk.Codes.Code(number) {
				t.Error("the secret is another one")
			}
		})
		t.Run("a target with anything in it is refused and left alone", func(t *testing.T) {
			_, err := upkeep.Move(t.Context(), in.DB, there.DB, func() {})
			refuses(t, err, "upkeep.move.full")
			if _, err := there.Cases.Case(t.Context(), app.FirstOffice, number); err != nil {
				t.Error(err)
			}
		})
	})
}

func TestHeldFindsAnOlderCopy(t *testing.T) {
	engines(t, 20, func(t *testing.T, in installation) {
		to, address := in.other(t)
		if _, err := upkeep.Move(t.Context(), in.DB, to, func() {}); err != nil { // the older copy
			t.Fatal(err)
		}
		in.submit(t)
		_, kept := checkpoint(t, in.Program)
		old := in.beside(t, to, address)
		said := func(want string) {
			t.Helper()
			if found := old.verify(t); len(found) > 0 {
				t.Errorf("the copy does not agree with itself: %v", found)
			}
			found, err := upkeep.Held(t.Context(), old.Program, kept)
			if err != nil || len(found) != 1 || found[0].Message != want || found[0].Office != app.FirstOffice {
				t.Errorf("%v, %v", found, err)
			}
			expect(t, texts(t), found, want)
		}
		said("upkeep.ledger.rolled")
		for range 3 { // work goes on from the copy as if nothing had been
			old.submit(t)
		}
		said("upkeep.ledger.forked")
		if found, err := upkeep.Held(t.Context(), in.Program, kept); err != nil || len(found) > 0 {
			t.Errorf("the installation itself: %v, %v", found, err)
		}
	})
}

func refuses(t *testing.T, err error, want string) {
	t.Helper()
	for _, one := range fault.List(err) {
		if one.Message == want {
			return
		}
	}
	t.Errorf("error %v, want %s", err, want)
}

func TestMoveThatFails(t *testing.T) {
	engines(t, 20, func(t *testing.T, in installation) {
		to, address := in.other(t)
		t.Run("interrupted, it leaves the target empty", func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			pages := 0
			_, err := upkeep.Move(ctx, in.DB, to, func() {
				if pages++; pages == 5 {
					cancel()
				}
			})
			if !errors.Is(err, context.Canceled) {
				t.Fatalf("error %v", err)
			}
			var n int
			if err := to.Row(t.Context(), "SELECT COUNT(*) FROM offices", nil, &n); err != nil || n > 0 {
				t.Errorf("%d offices are there, %v", n, err)
			}
		})
		t.Run("killed, the target is not served, and the next move begins anew", func(t *testing.T) {
			half := installation{&app.Program{DB: to}, in.clock}
			half.run(t, "INSERT INTO settings (name, value) VALUES ('unfinished', 'yes')",
				"INSERT INTO ledger_heads (office, size, root, frontier) VALUES ('doict-rupsha', 0, '', '')")
			_, err := app.Open(t.Context(), app.Config{Data: t.TempDir(), Database: address, Listen: "127.0.0.1:0"}, in.World)
			if to.Engine() == sqldb.Postgres {
				refuses(t, err, "app.move.unfinished")
			}
			_, err = upkeep.Move(t.Context(), to, in.DB, func() {})
			refuses(t, err, "app.move.unfinished")
			if _, err := upkeep.Move(t.Context(), in.DB, to, func() {}); err != nil {
				t.Error(err)
			}
		})
	})
}

func TestMoveFromAnOfficeThatWorks(t *testing.T) {
	in := practised(t, t.TempDir(), sqldbtest.Schema(t), 20)
	to, _ := in.other(t)
	pages := 0
	_, err := upkeep.Move(t.Context(), in.DB, to, func() {
		if pages++; pages == 10 { // the tables come in the order of their names: those of cases are copied
			in.submit(t)
		}
	})
	if err == nil {
		t.Fatal("a copy that lacks applications was called good")
	}
	refuses(t, err, "upkeep.move.written")
}

func TestServedByNobody(t *testing.T) {
	file := filepath.Join(t.TempDir(), "dorgora.db")
	if served, err := upkeep.Served(file); err != nil || served {
		t.Errorf("a file that is not there: %v, %v", served, err)
	}
	db := sqldbtest.Open(t, file, migrations.Files)
	if err := db.Ping(t.Context()); err != nil {
		t.Fatal(err)
	}
	if served, err := upkeep.Served(file); err != nil || served { // by this process itself
		t.Errorf("%v, %v", served, err)
	}
}
