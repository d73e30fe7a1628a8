package sqldbtest

import (
	"context"
	"database/sql"
	"errors"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// Breakable is a PostgreSQL of one test's own, which the test kills and starts
// again. Unlike the shared one it flushes to disk. It ends with the test.
type Breakable struct {
	// Address is where it listens while it runs, as superuser, on the database
	// postgres.
	Address string

	dir, programs string
	owner         *syscall.Credential
	running       *exec.Cmd
}

// NewBreakable makes the server and starts it.
func NewBreakable(t *testing.T) *Breakable {
	t.Helper()
	b := &Breakable{}
	var err error
	if b.programs, err = programs(); err != nil {
		t.Fatal(err)
	}
	if b.owner, err = owner(); err != nil {
		t.Fatal(err)
	}
	if b.dir, err = os.MkdirTemp("", "dorgora-breakable-"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		b.Kill()
		_ = os.RemoveAll(b.dir)
	})
	if b.owner != nil {
		if err := os.Chown(b.dir, int(b.owner.Uid), int(b.owner.Gid)); err != nil {
			t.Fatal(err)
		}
	}
	initdb := b.command("initdb", "--pgdata="+b.dir+"/data", "--auth=trust", "--username=postgres", "--encoding=UTF8",
		"--locale=C", "--no-sync", "--no-instructions")
	if text, err := initdb.CombinedOutput(); err != nil {
		t.Fatalf("initdb: %v: %s", err, text)
	}
	b.Address = "postgres://postgres@/postgres?host=" + url.QueryEscape(b.dir)
	b.Start(t)
	return b
}

func (b *Breakable) command(name string, args ...string) *exec.Cmd {
	command := exec.Command(filepath.Join(b.programs, name), args...)
	command.Dir, command.Env = b.dir, []string{"PATH=/usr/bin:/bin", "LC_ALL=C"}
	command.SysProcAttr = &syscall.SysProcAttr{Credential: b.owner, Pdeathsig: syscall.SIGQUIT}
	return command
}

// Start starts the server and returns when it answers. What is left of the one that
// was killed may hold its memory for a moment; then it is tried again.
func (b *Breakable) Start(t *testing.T) {
	t.Helper()
	pool, err := sql.Open("pgx", b.Address)
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	for deadline := time.Now().Add(startLimit); ; time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			text, _ := os.ReadFile(filepath.Join(b.dir, "log"))
			t.Fatalf("PostgreSQL does not answer: %s", text)
		}
		if b.running == nil {
			if err := b.launch(); err != nil {
				t.Fatal(err)
			}
		}
		if pool.PingContext(context.Background()) == nil {
			return
		}
		if b.ended() {
			b.running = nil
		}
	}
}

func (b *Breakable) launch() error {
	log, err := os.OpenFile(filepath.Join(b.dir, "log"), os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	b.running = b.command("postgres", "-D", b.dir+"/data", "-k", b.dir, "-c", "listen_addresses=", "-c", "max_connections=100",
		"-c", "shared_buffers=64MB", "-c", "jit=off")
	b.running.Stdout, b.running.Stderr = log, log
	return errors.Join(b.running.Start(), log.Close())
}

// ended reports whether the process has ended, without waiting for it.
func (b *Breakable) ended() bool {
	var status syscall.WaitStatus
	pid, err := syscall.Wait4(b.running.Process.Pid, &status, syscall.WNOHANG, nil)
	return err != nil || pid != 0
}

// Kill ends the server as kill -9 of its first process does.
func (b *Breakable) Kill() {
	if b.running == nil {
		return
	}
	_ = b.running.Process.Kill()
	_ = b.running.Wait()
	b.running = nil
}
