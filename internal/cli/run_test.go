package cli_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"dorgora/internal/app"
	"dorgora/internal/cli"
	"dorgora/internal/message"
	"dorgora/internal/upkeep"
)

// run carries out a line in this process.
func run(t *testing.T, args ...string) (code int, out, wrong string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	code = cli.Run(t.Context(), cli.Terminal{
		Args: args, In: strings.NewReader(""), Out: &stdout, Err: &stderr, Now: time.Now, Random: rand.Reader,
	})
	return code, stdout.String(), stderr.String()
}

var bangla = regexp.MustCompile(`\p{Bengali}`)

func TestHelpTeaches(t *testing.T) {
	_, list, _ := run(t, "--help")
	names := regexp.MustCompile(`(?m)^  ([a-z]+(?: [a-z]+)?)  +[A-Z]`).FindAllStringSubmatch(list, -1)
	if len(names) < 18 {
		t.Fatalf("only %d commands found", len(names))
	}
	for _, found := range names {
		name := found[1]
		t.Run(name, func(t *testing.T) {
			code, help, wrong := run(t, append(strings.Fields(name), "--help")...)
			if code != 0 || wrong != "" {
				t.Errorf("exit code %d, %s", code, wrong)
			}
			if !strings.Contains(help, "dorgora "+name) || !strings.Contains(help, "Example") {
				t.Error("there is no example")
			}
			if !strings.Contains(help, "Exit codes:") && name != "version" {
				t.Error("the exit codes are not told")
			}
			if !bangla.MatchString(help) {
				t.Error("there is no line in Bangla")
			}
		})
	}
}

func TestTextsOfCommandsAndPagesFitTogether(t *testing.T) {
	if _, err := message.New(append(app.TextSets(), upkeep.Texts, cli.Texts)...); err != nil {
		t.Error(err)
	}
}

// screen is an output that is read while it is written.
type screen struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (s *screen) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.Write(p)
}

func (s *screen) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String()
}

// server is a running `dorgora serve`.
type server struct {
	address  string
	out, log *screen
	stop     func() int
}

var addressLine = regexp.MustCompile(`(?m)^  (http://\S+)$`)

func serve(t *testing.T, args ...string) server {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	s := server{out: &screen{}, log: &screen{}}
	ended := make(chan int, 1)
	go func() {
		ended <- cli.Run(ctx, cli.Terminal{
			Args: append([]string{"serve", "--listen", "127.0.0.1:0"}, args...), In: strings.NewReader(""),
			Out: s.out, Err: s.log, Now: time.Now, Random: rand.Reader,
		})
	}()
	s.stop = sync.OnceValue(func() int { cancel(); return <-ended })
	t.Cleanup(func() { s.stop() })
	for range 600 {
		if found := addressLine.FindStringSubmatch(s.out.String()); found != nil {
			s.address = found[1]
			return s
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("it did not begin to serve: %s%s", s.out, s.log)
	return s
}

func (s server) get(t *testing.T, path string) (int, string) {
	t.Helper()
	answer, err := http.Get(s.address + path)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, string(body)
}

func TestServeOnAnEmptyFolder(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	s := serve(t, "--data", data)
	t.Run("the Rupsha office is open with its services", func(t *testing.T) {
		if code, body := s.get(t, "/rupsha"); code != http.StatusOK || !strings.Contains(body, "রূপসা") {
			t.Errorf("%d %s", code, body)
		}
		if code, _ := s.get(t, "/readyz"); code != http.StatusOK {
			t.Errorf("readyz answers %d", code)
		}
	})
	t.Run("a link for the first sign-in is printed and works", func(t *testing.T) {
		link := regexp.MustCompile(`/invitations/\S+`).FindString(s.out.String())
		if code, _ := s.get(t, link); link == "" || code != http.StatusOK {
			t.Errorf("%q answers %d", link, code)
		}
	})
	t.Run("the pages hold no metrics", func(t *testing.T) {
		if code, _ := s.get(t, "/metrics"); code != http.StatusNotFound {
			t.Errorf("/metrics answers %d", code)
		}
	})
	t.Run("no page says that it is practice", func(t *testing.T) {
		if _, body := s.get(t, "/rupsha"); strings.Contains(body, banner) {
			t.Error("a real office passes for practice")
		}
	})
	t.Run("other commands work beside it", func(t *testing.T) {
		if code, out, wrong := run(t, "office", "list", "--data", data); code != 0 || !strings.Contains(out, "rupsha") {
			t.Errorf("%d %s", code, wrong)
		}
		if code, _, wrong := run(t, "verify", "--data", data); code != 0 {
			t.Errorf("%d %s", code, wrong)
		}
	})
	t.Run("the log holds no link, no path and no address of a visitor", func(t *testing.T) {
		token := regexp.MustCompile(`/invitations/(\S+)`).FindStringSubmatch(s.out.String())[1]
		for _, never := range []string{token, "/rupsha", "127.0.0.1"} {
			if log := s.log.String(); strings.Contains(log, never) {
				t.Errorf("%q stands in the log: %s", never, log)
			}
		}
	})
	t.Run("it ends when told to", func(t *testing.T) {
		if code := s.stop(); code != 0 {
			t.Errorf("exit code %d: %s", code, s.log)
		}
	})
	t.Run("the clock of a real office cannot be set", func(t *testing.T) {
		code, _, wrong := run(t, "--lang", "en", "serve", "--data", data, "--listen", "127.0.0.1:0", "--test-clock", "2026-11-23T10:00:00+06:00")
		if code != 2 || !strings.Contains(wrong, "Only a database marked for practice") {
			t.Errorf("%d %s", code, wrong)
		}
	})
	t.Run("a real office cannot be made practice", func(t *testing.T) {
		code, _, wrong := run(t, "--lang", "en", "serve", "--data", data, "--listen", "127.0.0.1:0", "--practice")
		if code != 2 || !strings.Contains(wrong, "holds a real office") {
			t.Errorf("%d %s", code, wrong)
		}
	})
}

func TestServeMetrics(t *testing.T) {
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	place := free.Addr().String()
	if err := free.Close(); err != nil {
		t.Fatal(err)
	}
	s := serve(t, "--data", filepath.Join(t.TempDir(), "data"), "--metrics", place)
	s.get(t, "/rupsha")
	answer, err := http.Get("http://" + place + "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{`dorgora_requests_total{route="GET /{office}",status="200"} 1`, "dorgora_backup_age_seconds +Inf", "dorgora_latched 0"} {
		if !strings.Contains(string(text), line) {
			t.Errorf("no %q in %s", line, text)
		}
	}
	code, _, wrong := run(t, "--lang", "en", "serve", "--data", t.TempDir(), "--listen", "127.0.0.1:0", "--metrics", "0.0.0.0:9464")
	if code != 2 || !strings.Contains(wrong, "Metrics are read on this machine alone") {
		t.Errorf("%d %s", code, wrong)
	}
}

// banner stands on every page of a practice installation.
const banner = `class="demo"`

func TestServeOnPractice(t *testing.T) {
	data := filepath.Join(t.TempDir(), "practice")
	if code, _, wrong := run(t, "demo", "--data", data, "--days", "12"); code != 0 {
		t.Fatalf("%d %s", code, wrong)
	}
	s := serve(t, "--data", data, "--test-clock", "2027-03-01T10:00:00+06:00")
	t.Run("every page says so, in both languages", func(t *testing.T) {
		for _, path := range []string{"/rupsha", "/en/rupsha", "/signin", "/rupsha/track", "/nowhere"} {
			if _, body := s.get(t, path); !strings.Contains(body, banner) {
				t.Errorf("%s passes for real", path)
			}
		}
	})
	t.Run("the clock stands where it was set", func(t *testing.T) {
		if _, body := s.get(t, "/en/rupsha/calendar"); !strings.Contains(body, "2027") {
			t.Error("the calendar does not show the year of the clock")
		}
	})
	t.Run("it ends when told to", func(t *testing.T) {
		if code := s.stop(); code != 0 {
			t.Errorf("exit code %d: %s", code, s.log)
		}
	})
	t.Run("a moment that is none is refused", func(t *testing.T) {
		code, _, wrong := run(t, "--lang", "en", "verify", "--data", data, "--test-clock", "noon")
		if code != 2 || !strings.Contains(wrong, "--test-clock: “noon” cannot be read as a moment") {
			t.Errorf("%d %s", code, wrong)
		}
	})
	t.Run("a taken port is told", func(t *testing.T) {
		again := serve(t, "--data", data)
		code, _, wrong := run(t, "--lang", "en", "serve", "--data", data, "--listen", strings.TrimPrefix(again.address, "http://"))
		if code != 2 || !strings.Contains(wrong, "not possible to listen") {
			t.Errorf("%d %s", code, wrong)
		}
	})
	t.Run("no bar is drawn where nobody looks", func(t *testing.T) {
		null, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
		if err != nil {
			t.Fatal(err)
		}
		defer null.Close()
		_, _, wrong := run(t, "verify", "--data", data)
		if wrong != "" {
			t.Errorf("standard error has %q", wrong)
		}
	})
}
