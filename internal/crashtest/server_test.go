package crashtest

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// The program under attack, and one that does not flush its commits.
var (
	dorgora       = sync.OnceValues(func() (string, error) { return build("dorgora/cmd/dorgora", "-buildvcs=false") })
	dorgoraMutant = sync.OnceValues(func() (string, error) {
		return build("dorgora/cmd/dorgora", "-buildvcs=false", "-tags", "mutant_normal")
	})
)

// long reports whether the long forms are asked for.
func long() bool { return os.Getenv("DORGORA_LONG") == "1" }

// limit is the context of a test. It ends a little before go test would stop the
// whole process, so that servers are ended and mounts undone.
func limit(t *testing.T) context.Context {
	deadline, ok := t.Deadline()
	if !ok {
		return t.Context()
	}
	ctx, cancel := context.WithDeadline(t.Context(), deadline.Add(-20*time.Second))
	t.Cleanup(cancel)
	return ctx
}

// installation is a program with its data.
type installation struct {
	binary   string
	data     string
	database string // postgres:// address; empty: the embedded one
}

// file is the address of the database.
func (i installation) file() string {
	if i.database != "" {
		return i.database
	}
	return filepath.Join(i.data, "dorgora.db")
}

// command prepares a command of the program, free of the settings of whoever runs
// the test.
func (i installation) command(ctx context.Context, args ...string) *exec.Cmd {
	args = append(args, "--data", i.data)
	if i.database != "" {
		args = append(args, "--database", i.database)
	}
	command := exec.CommandContext(ctx, i.binary, args...)
	command.Env = []string{"PATH=" + os.Getenv("PATH"), "TMPDIR=" + os.TempDir(), "HOME=" + os.Getenv("HOME")}
	return command
}

// server is a running program.
type server struct {
	address string // set once it answers
	command *exec.Cmd
	invited chan string // token of the first sign-in link, when one was printed
	found   chan string
	ended   chan struct{}
	log     bytes.Buffer // to be read when it has ended
}

// launch starts the program; it ends with the test at the latest. A tracer, when
// given, is what it runs under.
func (i installation) launch(t *testing.T, ctx context.Context, tracer ...string) *server {
	t.Helper()
	command := i.command(ctx, "serve", "--listen", "127.0.0.1:0", "--log", "warn")
	if len(tracer) > 0 {
		traced := exec.CommandContext(ctx, tracer[0], append(tracer[1:], command.Args...)...)
		traced.Env = command.Env
		command = traced
	}
	s := &server{command: command, found: make(chan string, 1), invited: make(chan string, 1), ended: make(chan struct{})}
	command.Stderr = &s.log
	out, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	go s.follow(out)
	t.Cleanup(s.kill)
	return s
}

// follow finds the address in what the program prints, and waits for its end.
func (s *server) follow(out io.Reader) {
	defer close(s.ended)
	for lines := bufio.NewScanner(out); lines.Scan(); {
		text := strings.TrimSpace(lines.Text())
		switch _, token, invited := strings.Cut(text, "/invitations/"); {
		case invited:
			s.invited <- token
		case strings.HasPrefix(text, "http://"):
			s.found <- text
		}
	}
	_ = s.command.Wait()
}

// await returns when the program answers its first request.
func (s *server) await(ctx context.Context) error {
	select {
	case s.address = <-s.found:
	case <-s.ended:
		return fmt.Errorf("the program ended: %s", s.log.String())
	case <-ctx.Done():
		return ctx.Err()
	}
	status, _, err := get(ctx, s.address+"/rupsha")
	if err != nil {
		s.settle()
		return fmt.Errorf("%w: the program ended with %v: %s", err, s.command.ProcessState, s.log.String())
	}
	if status != http.StatusOK {
		return fmt.Errorf("the first page is answered with %d", status)
	}
	return nil
}

// start launches the program and waits until it answers; it returns how long that
// took.
func (i installation) start(t *testing.T, ctx context.Context) (*server, time.Duration) {
	t.Helper()
	began := time.Now()
	s := i.launch(t, ctx)
	if err := s.await(ctx); err != nil {
		t.Fatal(err)
	}
	return s, time.Since(began)
}

// kill ends the program as kill -9 does.
func (s *server) kill() {
	_ = s.command.Process.Kill() // it may have ended already
	<-s.ended
}

// settle lets a program that is about to end say why, and kills any other.
func (s *server) settle() {
	select {
	case <-s.ended:
	case <-time.After(2 * time.Second):
		s.kill()
	}
}

// stop ends the program as Ctrl-C does.
func (s *server) stop(t *testing.T) {
	t.Helper()
	if err := s.command.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	<-s.ended
	if state := s.command.ProcessState; !state.Success() {
		t.Errorf("stopped with %v: %s", state, s.log.String())
	}
}

// calm fails the test when the program that has ended panicked before.
func (s *server) calm(t *testing.T) {
	t.Helper()
	for _, sign := range []string{`"msg":"panic"`, "fatal error", "goroutine "} {
		if strings.Contains(s.log.String(), sign) {
			t.Errorf("the log holds %q: %s", sign, s.log.String())
			return
		}
	}
}

// get fetches a page.
func get(ctx context.Context, address string) (status int, body string, err error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return 0, "", err
	}
	response, err := reader.Do(r)
	if err != nil {
		return 0, "", err
	}
	text, err := io.ReadAll(response.Body)
	return response.StatusCode, string(text), errors.Join(err, response.Body.Close())
}

var reader = &http.Client{Timeout: 30 * time.Second, Transport: &http.Transport{DisableKeepAlives: true}}

// verify runs the program's own recount, and fails the test on any problem.
func (i installation) verify(t *testing.T, ctx context.Context) (cases, files int) {
	t.Helper()
	var complaint bytes.Buffer
	command := i.command(ctx, "verify", "--json")
	command.Stderr = &complaint
	text, err := command.Output()
	var found struct {
		Cases, Files int
		Problems     []json.RawMessage
	}
	if err := errors.Join(err, json.Unmarshal(text, &found)); err != nil {
		t.Fatalf("verify: %v: %s %s", err, text, complaint.String())
	}
	if len(found.Problems) > 0 {
		t.Errorf("verify finds %d problems: %s", len(found.Problems), text)
	}
	return found.Cases, found.Files
}
