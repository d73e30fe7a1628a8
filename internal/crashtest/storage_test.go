package crashtest

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"dorgora/internal/blob"
	"dorgora/internal/sqldb"
)

// The commands that the tests share, compiled once.
var (
	writer = sync.OnceValues(func() (string, error) { return build("./testdata/writer") })
	mutant = sync.OnceValues(func() (string, error) { return build("./testdata/writer", "-tags", "mutant_normal") })
)

// binaries holds the compiled commands; TestMain removes it.
var binaries string

func TestMain(m *testing.M) {
	var err error
	if binaries, err = os.MkdirTemp("", "dorgora-crashtest-"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	code := m.Run()
	if err := os.RemoveAll(binaries); err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

// build compiles a command of this module.
func build(command string, flags ...string) (binary string, err error) {
	dir, err := os.MkdirTemp(binaries, "")
	if err != nil {
		return "", err
	}
	binary = filepath.Join(dir, filepath.Base(command))
	args := append([]string{"build", "-o", binary}, append(flags, command)...)
	if text, err := exec.Command("go", args...).CombinedOutput(); err != nil {
		return "", fmt.Errorf("go build %s: %w\n%s", command, err, text)
	}
	return binary, nil
}

// built returns a compiled command, or fails the test.
func built(t *testing.T, command func() (string, error)) string {
	t.Helper()
	binary, err := command()
	if err != nil {
		t.Fatal(err)
	}
	return binary
}

// receipt is what the writer acknowledged.
type receipt struct{ number, name, attachment string }

// R2 for the storage floor alone: ten power cuts on one database, every second
// of them with some of the unflushed writes through.
func TestPowerCutStorage(t *testing.T) {
	binary := built(t, writer)
	acknowledged, state := []receipt{}, newDisk()
	for round := range 10 {
		var lucky *rand.Rand
		if round%2 == 1 {
			lucky = rand.New(rand.NewPCG(2026, uint64(round)))
		}
		var fresh []receipt
		fresh, state = writeUntilCut(t, binary, state, round, lucky)
		acknowledged = append(acknowledged, fresh...)
		if lost := missing(t, state, acknowledged); len(lost) > 0 {
			t.Fatalf("cut %d: %d of %d acknowledged are lost, the first %v", round, len(lost), len(acknowledged), lost[0])
		}
	}
	t.Logf("10 power cuts, %d acknowledged, none lost", len(acknowledged))
}

// The same test sees the loss when commits are not flushed.
func TestPowerCutStorageMutant(t *testing.T) {
	binary := built(t, mutant)
	acknowledged, state := writeUntilCut(t, binary, newDisk(), 0, nil)
	lost := missing(t, state, acknowledged)
	if len(lost) == 0 {
		t.Fatalf("a build that does not flush its commits lost none of %d: the test is blind", len(acknowledged))
	}
	t.Logf("%d of %d acknowledged are lost, as they must be", len(lost), len(acknowledged))
}

// writeUntilCut runs the writer on the disk until some hundreds of lines have
// come, cuts the power, and returns all that was acknowledged and the disk as
// it is found afterwards.
func writeUntilCut(t *testing.T, binary string, state *disk, round int, lucky *rand.Rand) ([]receipt, *disk) {
	t.Helper()
	folder, unmount := state.mount(t)
	running := exec.Command(binary, folder, fmt.Sprint(round))
	var complaint bytes.Buffer
	running.Stderr = &complaint
	out, err := running.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := running.Start(); err != nil {
		t.Fatal(err)
	}
	var got []receipt
	after, lines := (*disk)(nil), bufio.NewScanner(out)
	for lines.Scan() {
		fields := strings.Split(lines.Text(), "\t")
		got = append(got, receipt{fields[0], fields[1], fields[2]})
		if len(got) == 150+37*round {
			after = state.cut(lucky)
			_ = running.Process.Kill()
		}
	}
	_ = running.Wait()
	if after == nil {
		t.Fatalf("the writer ended by itself after %d: %s", len(got), complaint.String())
	}
	unmount()
	return got, after
}

// missing returns what was acknowledged and is not on the disk.
func missing(t *testing.T, state *disk, acknowledged []receipt) []receipt {
	t.Helper()
	folder := t.TempDir()
	if err := state.root.copyTo(folder); err != nil {
		t.Fatal(err)
	}
	return absent(t, folder, acknowledged)
}

// absent opens the folder as the next start would, and returns what was
// acknowledged but is not there, or not with its attachment.
func absent(t *testing.T, folder string, acknowledged []receipt) (lost []receipt) {
	t.Helper()
	db, err := sqldb.Open(t.Context(), sqldb.Config{Address: filepath.Join(folder, "office.db")})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	there := map[receipt]bool{}
	err = db.Rows(context.Background(), "SELECT number, name, attachment FROM applications ORDER BY number", nil, func(row sqldb.Scanner) error {
		var r receipt
		var number int64
		err := row.Scan(&number, &r.name, &r.attachment)
		r.number = fmt.Sprint(number)
		there[r] = true
		return err
	})
	if err != nil && len(there) > 0 {
		t.Fatal(err)
	}
	store, err := blob.Open(filepath.Join(folder, "files"))
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	for _, r := range acknowledged {
		if !there[r] || r.attachment != "" && store.Check(r.attachment) != nil {
			lost = append(lost, r)
		}
	}
	return lost
}

// The disk itself: what is flushed stays, what is not goes.
func TestDisk(t *testing.T) {
	state := newDisk()
	folder, unmount := state.mount(t)
	write := func(name, text string, flush bool) {
		t.Helper()
		file, err := os.OpenFile(filepath.Join(folder, name), os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		if _, err := file.WriteString(text); err != nil {
			t.Fatal(err)
		}
		if flush {
			if err := file.Sync(); err != nil {
				t.Fatal(err)
			}
		}
	}
	flushNames := func() {
		t.Helper()
		dir, err := os.Open(folder)
		if err != nil {
			t.Fatal(err)
		}
		defer dir.Close()
		if err := dir.Sync(); err != nil {
			t.Fatal(err)
		}
	}
	write("half", "flushed", true)
	write("empty", "not flushed", false)
	write("renamed", "text", true)
	flushNames()
	write("half", " and more", false)
	write("nameless", "flushed without its name", true)
	if err := os.Rename(filepath.Join(folder, "renamed"), filepath.Join(folder, "new name")); err != nil {
		t.Fatal(err)
	}
	after := state.cut(nil)
	if err := os.WriteFile(filepath.Join(folder, "late"), nil, 0o600); err == nil {
		t.Error("a disk without power was written")
	}
	unmount()
	found, err := os.ReadDir(mounted(t, after))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, entry := range found {
		names = append(names, fmt.Sprintf("%s=%s", entry.Name(), after.root.names[entry.Name()].kept))
	}
	if got := strings.Join(names, " "); got != "empty= half=flushed renamed=text" {
		t.Errorf("after the cut: %s", got)
	}
}

func mounted(t *testing.T, d *disk) string {
	t.Helper()
	folder, _ := d.mount(t)
	return folder
}
