package sqldbtest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"
	"time"
)

// Variable names the environment variable with the postgres:// address of a
// server to use instead of starting one.
const Variable = "DORGORA_TEST_POSTGRES"

// startLimit is how long a server may take to answer on a busy machine.
const startLimit = time.Minute

var errNoPostgres = errors.New("PostgreSQL is missing, and every store is tested on it: " +
	"install it (Debian: apt-get install postgresql), or set " + Variable + " to a postgres:// address")

// Server is a running PostgreSQL for tests.
type Server struct {
	// Address is where it listens, as superuser, on the database postgres.
	Address string
	alive   io.Closer // nil when the server is somebody else's
	watch   *exec.Cmd
}

// watchdog runs the server and stops it, and removes its folder, when standard
// input ends: with the process that started it, however that ends.
const watchdog = `
dir=$1; shift
"$@" </dev/null &
cat >/dev/null
kill -QUIT $! && wait $!
cd / && rm -rf "$dir"`

// Serve returns the server that the environment names, or starts a private one
// that ends with this process. It runs without flushing to disk, unless settings,
// as "fsync=on", say otherwise.
func Serve(settings ...string) (*Server, error) {
	if address := os.Getenv(Variable); address != "" {
		return &Server{Address: address}, nil
	}
	programs, err := programs()
	if err != nil {
		return nil, err
	}
	owner, err := owner()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "dorgora-postgres-")
	if err != nil {
		return nil, err
	}
	server, err := start(dir, programs, owner, settings)
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	return server, nil
}

// Stop ends a private server and waits until it is gone.
func (s *Server) Stop() error {
	if s.alive == nil {
		return nil
	}
	return errors.Join(s.alive.Close(), s.watch.Wait())
}

// programs returns Debian's folder of the newest PostgreSQL.
func programs() (string, error) {
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if err != nil || len(found) == 0 {
		return "", errors.Join(errNoPostgres, err)
	}
	version := func(path string) int {
		n, _ := strconv.Atoi(filepath.Base(filepath.Dir(filepath.Dir(path))))
		return n
	}
	newest := slices.MaxFunc(found, func(a, b string) int { return version(a) - version(b) })
	return filepath.Dir(newest), nil
}

// owner returns whom the server runs as: PostgreSQL refuses to run as root.
func owner() (*syscall.Credential, error) {
	if os.Geteuid() != 0 {
		return nil, nil
	}
	account, err := user.Lookup("postgres")
	if err != nil {
		return nil, errors.Join(errNoPostgres, err)
	}
	uid, errUser := strconv.ParseUint(account.Uid, 10, 32)
	gid, errGroup := strconv.ParseUint(account.Gid, 10, 32)
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, errors.Join(errUser, errGroup)
}

func start(dir, programs string, owner *syscall.Credential, settings []string) (*Server, error) {
	if owner != nil {
		if err := os.Chown(dir, int(owner.Uid), int(owner.Gid)); err != nil {
			return nil, err
		}
	}
	log, err := os.OpenFile(filepath.Join(dir, "log"), os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return nil, err
	}
	defer log.Close()
	as := func(name string, args ...string) *exec.Cmd {
		command := exec.Command(name, args...)
		command.Dir, command.Stdout, command.Stderr = dir, log, log
		command.Env = []string{"PATH=/usr/bin:/bin", "LC_ALL=C"}
		// A group of its own, so that an interrupt from the keyboard does not
		// reach the watchdog before its work is done.
		command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Credential: owner}
		return command
	}
	data := filepath.Join(dir, "data")
	initdb := as(filepath.Join(programs, "initdb"), "--pgdata="+data, "--auth=trust", "--username=postgres",
		"--encoding=UTF8", "--locale=C", "--no-sync", "--no-instructions")
	if err := initdb.Run(); err != nil {
		text, _ := os.ReadFile(log.Name())
		return nil, fmt.Errorf("initdb: %w: %s", err, text)
	}
	line := []string{"-c", watchdog, "watchdog", dir, filepath.Join(programs, "postgres"), "-D", data, "-k", dir}
	usual := []string{"listen_addresses=", "fsync=off", "full_page_writes=off", "max_connections=400", "shared_buffers=64MB", "jit=off"}
	for _, setting := range append(usual, settings...) {
		line = append(line, "-c", setting)
	}
	watch := as("/bin/sh", line...)
	alive, err := watch.StdinPipe()
	if err != nil {
		return nil, err
	}
	if err := watch.Start(); err != nil {
		return nil, err
	}
	server := &Server{Address: "postgres://postgres@/postgres?host=" + url.QueryEscape(dir), alive: alive, watch: watch}
	return server, server.await(log.Name())
}

// await returns when the server answers.
func (s *Server) await(log string) error {
	pool, err := sql.Open("pgx", s.Address)
	if err != nil {
		return err
	}
	defer pool.Close()
	ctx, cancel := context.WithTimeout(context.Background(), startLimit)
	defer cancel()
	for {
		err := pool.PingContext(ctx)
		if err == nil {
			return nil
		}
		if ctx.Err() != nil {
			text, _ := os.ReadFile(log)
			return errors.Join(fmt.Errorf("PostgreSQL does not answer: %w: %s", err, text), s.Stop())
		}
		time.Sleep(20 * time.Millisecond)
	}
}
