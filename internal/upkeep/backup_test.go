package upkeep_test

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"dorgora/internal/app"
	"dorgora/internal/upkeep"
)

func TestBackupWhileTheOfficeWorks(t *testing.T) {
	in := practised(t, t.TempDir(), "", 40)
	before := in.submit(t)
	var stop atomic.Bool
	var writers sync.WaitGroup
	written := atomic.Int64{}
	for range 3 {
		writers.Go(func() {
			for !stop.Load() {
				in.submit(t)
				written.Add(1)
			}
		})
	}
	to := filepath.Join(t.TempDir(), "copy")
	proved, err := upkeep.Backup(t.Context(), in.Program, to)
	stop.Store(true)
	writers.Wait()
	if err != nil || !proved {
		t.Fatalf("proved %v, error %v", proved, err)
	}
	if written.Load() == 0 {
		t.Error("nothing was written meanwhile")
	}
	config := app.Config{Data: filepath.Join(t.TempDir(), "restored"), Listen: "127.0.0.1:0"}
	if err := upkeep.Restore(t.Context(), to, config, in.World); err != nil {
		t.Fatal(err)
	}
	copied := installation{opened(t, config, in.clock), in.clock}
	t.Run("the copy holds what was acknowledged before it began", func(t *testing.T) {
		if _, err := copied.Cases.Case(t.Context(), app.FirstOffice, before); err != nil {
			t.Error(err)
		}
	})
	t.Run("the copy verifies and is for practice still", func(t *testing.T) {
		if found := copied.verify(t); len(found) > 0 || !copied.Practice {
			t.Errorf("practice %v, problems %v", copied.Practice, found)
		}
	})
	t.Run("slips open with the same codes", func(t *testing.T) {
		if in.Desk.Codes.Code(before) != copied.Desk.Codes.Code(before) {
			t.Error("the secret was not copied")
		}
	})
	t.Run("the doctor knows of it, and that it was tried", func(t *testing.T) {
		for name, read := range map[string]func(string) (time.Time, error){"copy": upkeep.LastBackup, "drill": upkeep.LastDrill} {
			if at, err := read(in.Config.Data); err != nil || !at.Equal(in.clock.Now().Truncate(1e9)) {
				t.Errorf("last %s %v, error %v", name, at, err)
			}
		}
	})
	t.Run("nothing of the trial is left", func(t *testing.T) {
		if left, _ := filepath.Glob(filepath.Join(filepath.Dir(to), ".restore-*")); len(left) > 0 {
			t.Errorf("left over: %v", left)
		}
	})
	t.Run("a copy is never written over", func(t *testing.T) {
		if _, err := upkeep.Backup(t.Context(), in.Program, to); err == nil {
			t.Error("the folder was taken a second time")
		}
	})
	t.Run("the folder can be read by its owner alone", func(t *testing.T) {
		for _, name := range []string{"", "dorgora.db", "secret.key", "sums"} {
			about, err := os.Stat(filepath.Join(to, name))
			if err != nil || about.Mode().Perm()&0o077 != 0 {
				t.Errorf("%q: %v, error %v", name, about.Mode(), err)
			}
		}
	})
}

func TestBackupRefusesWhatIsDamaged(t *testing.T) {
	t.Run("a case was changed behind the program's back", func(t *testing.T) {
		in := practised(t, t.TempDir(), "", 20)
		in.run(t, "UPDATE cases SET sentence = 'x' WHERE status = 'closed'")
		to := filepath.Join(t.TempDir(), "copy")
		if _, err := upkeep.Backup(t.Context(), in.Program, to); err == nil || !strings.Contains(err.Error(), "upkeep.case.field") {
			t.Errorf("the copy was called good: %v", err)
		}
		if at, err := upkeep.LastBackup(in.Config.Data); err != nil || !at.IsZero() {
			t.Errorf("a bad copy was noted as good: %v, %v", at, err)
		}
	})
	t.Run("a file was changed behind the program's back", func(t *testing.T) {
		in := practised(t, t.TempDir(), "", 20)
		hash := in.text(t, "SELECT source_hash FROM charter_versions ORDER BY office, number LIMIT 1")
		write(t, filepath.Join(in.Config.Data, "files", hash[:2], hash[2:]), "other bytes")
		if _, err := upkeep.Backup(t.Context(), in.Program, filepath.Join(t.TempDir(), "copy")); err == nil || !strings.Contains(err.Error(), hash) {
			t.Errorf("the copy was called good: %v", err)
		}
	})
}
