package cli_test

import (
	"bufio"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"dorgora/internal/sqldb/sqldbtest"
)

// practice fills a practice installation of some days and returns its folder.
func practice(t *testing.T, days string) string {
	t.Helper()
	data := filepath.Join(t.TempDir(), "d")
	if code, _, wrong := run(t, "demo", "--data", data, "--days", days); code != 0 {
		t.Fatalf("%d %s", code, wrong)
	}
	return data
}

// bare takes the password out of an address and into the environment.
func bare(t *testing.T, address string) string {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	if word, given := u.User.Password(); given {
		t.Setenv("PGPASSWORD", word)
		u.User = url.User(u.User.Username())
	}
	return u.String()
}

func TestMoveThereAndBack(t *testing.T) {
	data, address := practice(t, "15"), bare(t, sqldbtest.Schema(t))
	_, kept, _ := run(t, "ledger", "checkpoint", "--data", data, "--office", "rupsha")
	file := filepath.Join(t.TempDir(), "kept.txt")
	if err := os.WriteFile(file, []byte(kept), 0o600); err != nil {
		t.Fatal(err)
	}
	code, out, wrong := run(t, "--lang", "en", "move", "--from", data, "--to", address)
	if code != 0 || !strings.Contains(out, "have the same root on both sides") && !strings.Contains(out, "office have the same root") || !strings.Contains(out, "--database "+address) {
		t.Fatalf("%d %s%s", code, out, wrong)
	}
	t.Run("the server's database agrees, also with the checkpoint", func(t *testing.T) {
		code, out, wrong := run(t, "--lang", "en", "verify", "--data", data, "--database", address, "--checkpoint", file)
		if code != 0 || !strings.Contains(out, "; 0 problems") {
			t.Errorf("%d %s%s", code, out, wrong)
		}
	})
	t.Run("what is there already is not written over", func(t *testing.T) {
		code, _, wrong := run(t, "--lang", "en", "move", "--from", data, "--to", address)
		if code != 2 || !strings.Contains(wrong, "is not empty") {
			t.Errorf("%d %s", code, wrong)
		}
	})
	t.Run("back into a folder", func(t *testing.T) {
		back := filepath.Join(t.TempDir(), "back")
		code, out, wrong := run(t, "--lang", "en", "move", "--from", address, "--to", back)
		if code != 0 || !strings.Contains(out, "secret.key") {
			t.Fatalf("%d %s%s", code, out, wrong)
		}
		if err := os.Rename(filepath.Join(data, "secret.key"), filepath.Join(back, "secret.key")); err != nil {
			t.Fatal(err)
		}
		if err := os.Rename(filepath.Join(data, "files"), filepath.Join(back, "files")); err != nil {
			t.Fatal(err)
		}
		code, out, wrong = run(t, "--lang", "en", "verify", "--data", back, "--checkpoint", file)
		if code != 0 || !strings.Contains(out, "; 0 problems") {
			t.Errorf("%d %s%s", code, out, wrong)
		}
	})
}

func TestMoveRefuses(t *testing.T) {
	t.Run("a folder without an office", func(t *testing.T) {
		none := filepath.Join(t.TempDir(), "none")
		code, _, wrong := run(t, "--lang", "en", "move", "--from", none, "--to", "postgres://nobody@127.0.0.1/x")
		if code != 2 || !strings.Contains(wrong, "there is no office in the folder") {
			t.Errorf("%d %s", code, wrong)
		}
	})
	t.Run("a password on the command line", func(t *testing.T) {
		code, _, wrong := run(t, "--lang", "en", "move", "--from", practice(t, "3"), "--to", "postgres://a:secret@127.0.0.1/x")
		if code != 2 || !strings.Contains(wrong, "PGPASSWORD") || strings.Contains(wrong, "secret@") {
			t.Errorf("%d %s", code, wrong)
		}
	})
	t.Run("an office that is being served", func(t *testing.T) {
		data := practice(t, "3")
		self, err := os.Executable()
		if err != nil {
			t.Fatal(err)
		}
		office := &exec.Cmd{Path: self, Args: []string{"dorgora", "serve", "--data", data, "--listen", "127.0.0.1:0"}, Env: os.Environ()}
		out, err := office.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := office.Start(); err != nil {
			t.Fatal(err)
		}
		defer func() { _ = office.Process.Signal(os.Interrupt); _ = office.Wait() }()
		for lines := bufio.NewScanner(out); lines.Scan() && !strings.Contains(lines.Text(), "http://"); {
		}
		code, _, wrong := run(t, "--lang", "en", "move", "--from", data, "--to", filepath.Join(t.TempDir(), "to"))
		if code != 2 || !strings.Contains(wrong, "Stop the office first") {
			t.Errorf("%d %s", code, wrong)
		}
	})
}
