package cli_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"dorgora/internal/cli"
)

// moment is when the stories happen.
const moment = "DORGORA_TEST_MOMENT"

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"dorgora": func() {
		now := time.Now
		if at, err := time.Parse(time.RFC3339, os.Getenv(moment)); err == nil {
			now = func() time.Time { return at }
		}
		os.Exit(cli.Run(context.Background(), cli.Terminal{
			Args: os.Args[1:], Environ: os.Environ(), In: os.Stdin, Out: os.Stdout, Err: os.Stderr,
			Now: now, Random: rand.Reader,
		}))
	}})
}

// TestStories runs the command line as people do; the stories are in
// testdata/script.
func TestStories(t *testing.T) {
	rupsha, err := filepath.Abs("../../charter/testdata/rupsha.txt")
	if err != nil {
		t.Fatal(err)
	}
	golden, err := filepath.Abs("testdata/golden")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script", RequireExplicitExec: true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("RUPSHA", rupsha)
			env.Setenv("GOLDEN", golden)
			env.Setenv(moment, "2026-11-24T04:00:00Z")
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"exits": exits, "survives": survives, "odd": odd, "mode": mode},
	})
}

// exits runs a command and holds its exit code: exits 2 dorgora charter check x.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE PROGRAM ARGS")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	code := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var ended *exec.ExitError
		if !errors.As(err, &ended) {
			ts.Fatalf("%v", err)
		}
		code = ended.ExitCode()
	}
	if code != want {
		ts.Fatalf("exit code %d, want %d", code, want)
	}
}

// survives runs a command that may end as it likes, but not by itself failing.
func survives(ts *testscript.TestScript, _ bool, args []string) {
	if err := ts.Exec(args[0], args[1:]...); err != nil {
		var ended *exec.ExitError
		if !errors.As(err, &ended) || ended.ExitCode() < 0 {
			ts.Fatalf("%v", err)
		}
	}
	if wrong := ts.ReadFile("stderr"); strings.Contains(wrong, "goroutine ") {
		ts.Fatalf("it panicked: %s", wrong)
	}
}

// odd writes a file that no charter looks like: odd KIND FILE.
func odd(ts *testscript.TestScript, _ bool, args []string) {
	content := map[string]func() []byte{
		"empty":  func() []byte { return nil },
		"blank":  func() []byte { return []byte(" \n\t\n  \n") },
		"large":  func() []byte { return bytes.Repeat([]byte("সেবা\tসময়\n"), 11<<20/24) },
		"binary": func() []byte { return bytes.Repeat([]byte{0, 1, 2, 0xff, 0xfe, 7, 'P', 0x80}, 4096) },
		// 1,000 columns in a header and two rows of them.
		"columns": func() []byte {
			return []byte(strings.Repeat("ক\t", 1000) + "\n" + strings.Repeat("১\t", 1000) + "\n" + strings.Repeat("২\t", 1000) + "\n")
		},
		// Bangla in UTF-8 with one broken byte, and UTF-16 that ends in the middle of a letter.
		"broken": func() []byte {
			return append([]byte("ক্রমিক\tসেবার নাম\n১\tপরামর্শ"), 0xe0, 0xa6, '\n')
		},
		"half": func() []byte { return []byte{0xff, 0xfe, 0x95, 0x09, 0x09, 0x00, 0x95} },
		"zip":  func() []byte { return append([]byte("PK\x03\x04"), bytes.Repeat([]byte{0x55}, 300)...) },
		"pdf":  func() []byte { return []byte("%PDF-1.7\n%broken") },
	}[args[0]]
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), content(), 0o600))
}

// mode changes who may read a file: mode 644 FILE.
func mode(ts *testscript.TestScript, _ bool, args []string) {
	bits, err := strconv.ParseUint(args[0], 8, 32)
	ts.Check(err)
	ts.Check(os.Chmod(ts.MkAbs(args[1]), fs.FileMode(bits)))
}
