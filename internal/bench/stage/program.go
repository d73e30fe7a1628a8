package stage

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"dorgora/internal/bench/corpus"
	"dorgora/internal/bench/crowd"
)

// Program is the real program, serving a stage in a process of its own.
type Program struct {
	Address string        // http://127.0.0.1:port
	Started time.Duration // from the start of the process to the first page that is answered with 200
	command *exec.Cmd
	log     *os.File
	ended   chan struct{}
}

// Start starts the program that the binary is and waits for its first page. A
// tracer, when given, is the command that it runs under. The program's clock
// starts at the end of the corpus, so that lists are the same on every day.
func (s *Stage) Start(ctx context.Context, binary string, tracer ...string) (*Program, error) {
	line := append(tracer, binary, "serve", "--data", s.Folder, "--listen", "127.0.0.1:0",
		"--test-clock", corpus.End.Format(time.RFC3339))
	command := exec.CommandContext(ctx, line[0], line[1:]...)
	command.Env = []string{"PATH=" + os.Getenv("PATH"), "TMPDIR=" + os.TempDir(), "HOME=" + os.Getenv("HOME")}
	if s.Database != "" {
		command.Env = append(command.Env, "DORGORA_DATABASE="+s.Database)
	}
	began := time.Now()
	p, err := launch(command, filepath.Join(s.Folder, "serve.log"))
	if err != nil {
		return nil, err
	}
	visitor := crowd.NewVisitor(p.Address)
	defer visitor.Close()
	first, err := visitor.Get(ctx, "/"+s.Offices[0])
	p.Started = time.Since(began)
	if err == nil && first.Status != http.StatusOK {
		err = fmt.Errorf("the first page is answered with %d", first.Status)
	}
	if err != nil {
		return nil, errors.Join(err, p.Kill())
	}
	return p, nil
}

// Launch starts any command that prints an http:// address when it is ready.
func Launch(ctx context.Context, folder string, line ...string) (*Program, error) {
	command := exec.CommandContext(ctx, line[0], line[1:]...)
	return launch(command, filepath.Join(folder, filepath.Base(line[0])+".log"))
}

func launch(command *exec.Cmd, logName string) (*Program, error) {
	log, err := os.Create(logName)
	if err != nil {
		return nil, err
	}
	p := &Program{command: command, log: log, ended: make(chan struct{})}
	command.Stderr = log
	out, err := command.StdoutPipe()
	if err != nil {
		return nil, errors.Join(err, log.Close())
	}
	if err := command.Start(); err != nil {
		return nil, errors.Join(err, log.Close())
	}
	p.Address, err = addressIn(out)
	go func() {
		_, _ = io.Copy(io.Discard, out) // the rest is the first link, or nothing
		_ = command.Wait()
		close(p.ended)
	}()
	if err != nil {
		wrong := errors.Join(err, p.Kill())
		said, _ := os.ReadFile(logName)
		return nil, fmt.Errorf("%w: %s", wrong, said)
	}
	return p, nil
}

// addressIn finds the address in what a program prints.
func addressIn(out io.Reader) (string, error) {
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if text := strings.TrimSpace(lines.Text()); strings.HasPrefix(text, "http://") {
			return text, nil
		}
	}
	return "", errors.New("the program ended")
}

// Kill ends the program as kill -9 does.
func (p *Program) Kill() error {
	_ = p.command.Process.Kill() // it may have ended already
	<-p.ended
	return p.log.Close()
}

// Stop ends the program as Ctrl-C does.
func (p *Program) Stop() error {
	if err := p.command.Process.Signal(os.Interrupt); err != nil {
		return errors.Join(err, p.Kill())
	}
	<-p.ended
	return p.log.Close()
}

// Memory is the program's proportional set size in bytes (Linux: smaps_rollup): its
// own pages, and its share of those that it shares.
func (p *Program) Memory() (int64, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/smaps_rollup", p.command.Process.Pid))
	if err != nil {
		return 0, err
	}
	for line := range bytes.Lines(text) {
		if rest, ok := bytes.CutPrefix(line, []byte("Pss:")); ok {
			kilobytes, err := strconv.ParseInt(string(bytes.Fields(rest)[0]), 10, 64)
			return kilobytes << 10, err
		}
	}
	return 0, errors.New("the kernel does not tell the proportional set size")
}
