package upkeep_test

import (
	"database/sql"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver that makes databases for these tests

	"dorgora/internal/app"
	"dorgora/internal/fault"
	"dorgora/internal/sqldb/sqldbtest"
	"dorgora/internal/upkeep"
)

// backedUp is a practice installation and a good backup of it.
func backedUp(t *testing.T) (in installation, folder string) {
	t.Helper()
	in = practised(t, t.TempDir(), "", 20)
	folder = filepath.Join(t.TempDir(), "copy")
	if proved, err := upkeep.Backup(t.Context(), in.Program, folder); err != nil || !proved {
		t.Fatalf("proved %v, error %v", proved, err)
	}
	return in, folder
}

func TestRestoreRefuses(t *testing.T) {
	in, folder := backedUp(t)
	hash := in.text(t, "SELECT source_hash FROM charter_versions ORDER BY office, number LIMIT 1")
	flip := func(t *testing.T, name string, at int64) {
		file, err := os.OpenFile(filepath.Join(folder, name), os.O_RDWR, 0)
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		one := make([]byte, 1)
		if _, err := file.ReadAt(one, at); err != nil {
			t.Fatal(err)
		}
		before := one[0]
		put := func(b byte) {
			if _, err := file.WriteAt([]byte{b}, at); err != nil {
				t.Fatal(err)
			}
		}
		put(before ^ 0x10)
		t.Cleanup(func() {
			again, err := os.OpenFile(filepath.Join(folder, name), os.O_RDWR, 0)
			if err != nil {
				t.Fatal(err)
			}
			defer again.Close()
			if _, err := again.WriteAt([]byte{before}, at); err != nil {
				t.Fatal(err)
			}
		})
	}
	away := func(t *testing.T, name string) {
		from, to := filepath.Join(folder, name), filepath.Join(t.TempDir(), "away")
		if err := os.Rename(from, to); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if err := os.Rename(to, from); err != nil {
				t.Error(err)
			}
		})
	}
	for _, one := range []struct {
		name   string
		damage func(t *testing.T)
		says   string
	}{
		{"one bit of the database has turned", func(t *testing.T) { flip(t, "dorgora.db", 40_000) }, "upkeep.copy.damaged"},
		{"one bit of the secret has turned", func(t *testing.T) { flip(t, "secret.key", 7) }, "upkeep.copy.damaged"},
		{"one bit of a file has turned", func(t *testing.T) { flip(t, "files/"+hash[:2]+"/"+hash[2:], 100) }, "upkeep.copy.damaged"},
		{"one bit of the sums has turned", func(t *testing.T) { flip(t, "sums", 3) }, "upkeep.copy.damaged"},
		{"the database is missing", func(t *testing.T) { away(t, "dorgora.db") }, "upkeep.copy.damaged"},
		{"a file is missing", func(t *testing.T) { away(t, "files/"+hash[:2]+"/"+hash[2:]) }, "upkeep.copy.damaged"},
		{"the backup was cut short", func(t *testing.T) { away(t, "sums") }, "upkeep.copy.unfinished"},
		{"something was put into it", func(t *testing.T) {
			stray := filepath.Join(folder, "files", "more")
			write(t, stray, "x")
			t.Cleanup(func() { _ = os.Remove(stray) })
		}, "upkeep.copy.stray"},
	} {
		t.Run(one.name, func(t *testing.T) {
			one.damage(t)
			target := filepath.Join(t.TempDir(), "data")
			err := upkeep.Restore(t.Context(), folder, app.Config{Data: target, Listen: "127.0.0.1:0"}, in.World)
			if err == nil || !strings.Contains(err.Error(), one.says) {
				t.Errorf("error %v", err)
			}
			if _, err := os.Stat(target); !os.IsNotExist(err) {
				t.Error("something was written")
			}
		})
	}
	t.Run("a folder with anything in it", func(t *testing.T) {
		target := t.TempDir()
		write(t, filepath.Join(target, "note"), "x")
		err := upkeep.Restore(t.Context(), folder, app.Config{Data: target, Listen: "127.0.0.1:0"}, in.World)
		if fault.KindOf(err) != fault.Conflict {
			t.Errorf("error %v", err)
		}
		if inside, err := os.ReadDir(target); err != nil || len(inside) != 1 {
			t.Errorf("%d things in it, error %v", len(inside), err)
		}
	})
	t.Run("a PostgreSQL database for a copy of SQLite", func(t *testing.T) {
		config := app.Config{Data: filepath.Join(t.TempDir(), "data"), Database: "postgres://x@127.0.0.1:1/x", Listen: "127.0.0.1:0"}
		if err := upkeep.Restore(t.Context(), folder, config, in.World); err == nil || !strings.Contains(err.Error(), "upkeep.copy.sqlite") {
			t.Errorf("error %v", err)
		}
	})
	t.Run("and afterwards it is still good", func(t *testing.T) {
		target := filepath.Join(t.TempDir(), "data")
		if err := upkeep.Restore(t.Context(), folder, app.Config{Data: target, Listen: "127.0.0.1:0"}, in.World); err != nil {
			t.Error(err)
		}
	})
}

func TestRestoreLeavesNothingThatDoesNotVerify(t *testing.T) {
	in := practised(t, t.TempDir(), "", 20)
	folder := filepath.Join(t.TempDir(), "copy")
	in.run(t, "UPDATE cases SET sentence = 'x' WHERE status = 'closed'")
	if _, err := upkeep.Backup(t.Context(), in.Program, folder); err == nil {
		t.Fatal("the copy was called good")
	}
	target := t.TempDir()
	err := upkeep.Restore(t.Context(), folder, app.Config{Data: target, Listen: "127.0.0.1:0"}, in.World)
	if err == nil || !strings.Contains(err.Error(), "upkeep.case.field") {
		t.Errorf("error %v", err)
	}
	if inside, err := os.ReadDir(target); err != nil || len(inside) > 0 {
		t.Errorf("%d things are left, error %v", len(inside), err)
	}
}

func TestNothingOpensInABackup(t *testing.T) {
	_, folder := backedUp(t)
	_, err := app.Open(t.Context(), app.Config{Data: folder, Listen: "127.0.0.1:0"}, app.World{})
	if err == nil || !strings.Contains(err.Error(), "app.setting.data.copy") {
		t.Errorf("error %v", err)
	}
}

func TestNothingOpensInAHalfRestoredFolder(t *testing.T) {
	data := t.TempDir()
	write(t, filepath.Join(data, app.UnfinishedMark), "")
	_, err := app.Open(t.Context(), app.Config{Data: data, Listen: "127.0.0.1:0"}, app.World{})
	if err == nil || !strings.Contains(err.Error(), "app.setting.data.unfinished") {
		t.Errorf("error %v", err)
	}
}

// database makes an empty database on the server of an address, with the same
// settings, and drops it with the test.
func database(t *testing.T, server, name string) string {
	t.Helper()
	administer := func(statement string) {
		pool, err := sql.Open("pgx", server)
		if err != nil {
			t.Fatal(err)
		}
		defer pool.Close()
		if _, err := pool.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	administer("CREATE DATABASE " + name + " TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'")
	t.Cleanup(func() { administer("DROP DATABASE " + name + " WITH (FORCE)") })
	address, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	address.Path = "/" + name
	return address.String()
}

func TestBackupAndRestoreOnPostgres(t *testing.T) {
	server := sqldbtest.Schema(t)
	in := practised(t, t.TempDir(), server, 20)
	folder := filepath.Join(t.TempDir(), "copy")
	if proved, err := upkeep.Backup(t.Context(), in.Program, folder); err != nil || !proved {
		t.Fatalf("proved %v, error %v", proved, err)
	}
	config := app.Config{Data: filepath.Join(t.TempDir(), "data"), Database: database(t, server, "restored_"+strings.ToLower(t.Name())), Listen: "127.0.0.1:0"}
	t.Run("a copy of PostgreSQL needs a database", func(t *testing.T) {
		embedded := app.Config{Data: config.Data, Listen: "127.0.0.1:0"}
		if err := upkeep.Restore(t.Context(), folder, embedded, in.World); err == nil || !strings.Contains(err.Error(), "upkeep.copy.postgres") {
			t.Errorf("error %v", err)
		}
	})
	if err := upkeep.Restore(t.Context(), folder, config, in.World); err != nil {
		t.Fatal(err)
	}
	t.Run("a database that has tables is refused", func(t *testing.T) {
		again := config
		again.Data = filepath.Join(t.TempDir(), "data")
		if err := upkeep.Restore(t.Context(), folder, again, in.World); fault.KindOf(err) != fault.Conflict {
			t.Errorf("error %v", err)
		}
	})
	t.Run("cases and roots are the same", func(t *testing.T) {
		restored := installation{opened(t, config, in.clock), in.clock}
		defer restored.Close()
		for _, query := range []string{
			"SELECT CAST(COUNT(*) AS TEXT) FROM cases", "SELECT root FROM ledger_heads WHERE office = '" + app.FirstOffice + "'",
			"SELECT CAST(COUNT(*) AS TEXT) FROM notices",
		} {
			if want, have := in.text(t, query), restored.text(t, query); want != have {
				t.Errorf("%s: %s, restored %s", query, want, have)
			}
		}
	})
}
