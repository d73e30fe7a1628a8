package e2e

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"
)

// testClock is the moment at which every run begins: a Monday morning in office
// hours, so that dates and pictures are the same in every run.
const testClock = "2026-11-23T10:00:00+06:00"

// server is the program under test, on a data folder of its own.
type server struct {
	address   string // http://127.0.0.1:PORT
	firstLink string // one-time link of the first administrator, as printed
	process   *exec.Cmd
	log       string // file of its standard error
}

// startServer builds the program when it has to, and starts it below dir.
func startServer(dir string) (*server, error) {
	binary, err := program(dir)
	if err != nil {
		return nil, err
	}
	s := &server{log: filepath.Join(dir, "dorgora.log")}
	stderr, err := os.Create(s.log)
	if err != nil {
		return nil, err
	}
	defer stderr.Close()
	s.process = exec.Command(binary, "serve", "--data", filepath.Join(dir, "data"), "--listen", "127.0.0.1:0",
		"--practice", "--test-clock", testClock)
	s.process.Stderr = stderr
	s.process.Env = slices.DeleteFunc(os.Environ(), func(pair string) bool { return strings.HasPrefix(pair, "DORGORA_") })
	s.process.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGTERM}
	stdout, err := s.process.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := s.process.Start(); err != nil {
		return nil, err
	}
	if err := s.greeting(stdout); err != nil {
		return nil, errors.Join(err, s.stop(), s.logged())
	}
	return s, nil
}

// program is the binary under test: the one that DORGORA_BINARY names, else a
// fresh build.
func program(dir string) (string, error) {
	if named := os.Getenv("DORGORA_BINARY"); named != "" {
		return filepath.Abs(named)
	}
	built := filepath.Join(dir, "dorgora")
	build := exec.Command("go", "build", "-trimpath", "-o", built, "./cmd/dorgora")
	build.Dir = ".."
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build the program: %w\n%s", err, out)
	}
	return built, nil
}

// greeting reads the two addresses that the program prints when it is ready.
func (s *server) greeting(stdout io.Reader) error {
	found := make(chan error, 1)
	go func() {
		lines := bufio.NewScanner(stdout)
		for lines.Scan() {
			line := strings.TrimSpace(lines.Text())
			switch {
			case strings.Contains(line, "/invitations/"):
				s.firstLink = line
				found <- nil
				_, _ = io.Copy(io.Discard, stdout)
				return
			case strings.HasPrefix(line, "http://"):
				s.address = line
			}
		}
		found <- errors.New("the program ended without printing its first sign-in link")
	}()
	select {
	case err := <-found:
		return err
	case <-time.After(time.Minute):
		return errors.New("the program printed no sign-in link within a minute")
	}
}

// stop ends the program as an operator does, and waits for it.
func (s *server) stop() error {
	if err := s.process.Process.Signal(syscall.SIGTERM); err != nil {
		return err
	}
	ended := make(chan error, 1)
	go func() { ended <- s.process.Wait() }()
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
		return errors.Join(errors.New("the program did not end within 30 seconds"), s.process.Process.Kill())
	}
}

// logged is the end of the program's log as an error, for reports of failures.
func (s *server) logged() error {
	text, err := os.ReadFile(s.log)
	if err != nil {
		return err
	}
	return fmt.Errorf("log of the program:\n%s", text[max(0, len(text)-2000):])
}
