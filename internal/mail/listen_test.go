package mail_test

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"dorgora/internal/fault"
	"dorgora/internal/mail"
)

// listening is a listener with what it took.
type listening struct {
	address string
	mu      sync.Mutex
	taken   []mail.Raw
	fails   bool
}

func (l *listening) mails() []mail.Raw {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.taken
}

func listen(t *testing.T, smtp bool) *listening {
	t.Helper()
	on, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l := &listening{address: on.Addr().String()}
	ctx, end := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() {
		done <- mail.Listener{
			Domain: "rupsha.example", SMTP: smtp, Logger: slog.New(slog.DiscardHandler),
			Knows: func(_ context.Context, to string) error {
				if !strings.HasSuffix(to, "@rupsha.example") {
					return fault.New(fault.NotFound, "record.missing")
				}
				return nil
			},
			Take: func(_ context.Context, raw mail.Raw) error {
				l.mu.Lock()
				defer l.mu.Unlock()
				if l.fails {
					return errors.New("the disk is full")
				}
				l.taken = append(l.taken, raw)
				return nil
			},
		}.Serve(ctx, on)
	}()
	t.Cleanup(func() {
		end()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	return l
}

// swaks sends with the Swiss army knife for SMTP and returns what it said.
func swaks(t *testing.T, l *listening, args ...string) (said string, code int) {
	t.Helper()
	out, err := exec.Command("swaks", append([]string{"--server", l.address, "--timeout", "20", "--from", "rahima@example.org"}, args...)...).CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	if exit != nil {
		code = exit.ExitCode()
	}
	return string(out), code
}

func TestListenerTakesWhatSwaksSends(t *testing.T) {
	photo := filepath.Join(t.TempDir(), "photo.png")
	if err := os.WriteFile(photo, []byte("\x89PNG\r\n\x1a\nnot really"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, protocol := range []string{"ESMTP", "LMTP"} {
		t.Run(protocol, func(t *testing.T) {
			l := listen(t, protocol == "ESMTP")
			to := []string{"--protocol", protocol, "--to", "ict+tag@rupsha.example"}
			said, code := swaks(t, l, append(to, "--header", "Subject: printer", "--attach", "@"+photo, "--body", "It does not print.")...)
			if code != 0 || len(l.mails()) != 1 {
				t.Fatalf("%d: %s", code, said)
			}
			raw := l.mails()[0]
			p, err := mail.Parse(raw.Bytes)
			if err != nil || p.Subject != "printer" || p.Text != "It does not print." || len(p.Files) != 1 || p.Files[0].Name != "photo.png" || p.Machine != "" {
				t.Errorf("%+v, %v", p, err)
			}
			if raw.From != "rahima@example.org" || len(raw.To) != 1 || raw.To[0] != "ict+tag@rupsha.example" {
				t.Errorf("%s %v", raw.From, raw.To)
			}
			t.Run("a stranger's mailbox is refused for good", func(t *testing.T) {
				said, code := swaks(t, l, "--protocol", protocol, "--to", "someone@elsewhere.example")
				if code == 0 || !strings.Contains(said, "550") || len(l.mails()) != 1 {
					t.Errorf("%d: %s", code, said)
				}
			})
			t.Run("an empty return path is a machine's", func(t *testing.T) {
				said, code := swaks(t, l, append(to, "--from", "<>", "--header", "From: x@example.org")...)
				if code != 0 || len(l.mails()) != 2 {
					t.Fatalf("%d: %s", code, said)
				}
				if p, err := mail.Parse(l.mails()[1].Bytes); err != nil || p.Machine != "return-path" {
					t.Errorf("%q, %v", p.Machine, err)
				}
			})
			t.Run("what is not kept is to be sent again", func(t *testing.T) {
				l.mu.Lock()
				l.fails = true
				l.mu.Unlock()
				if said, code := swaks(t, l, to...); code == 0 || !strings.Contains(said, "451") {
					t.Errorf("%d: %s", code, said)
				}
			})
		})
	}
}

func TestListenerRefusesWhatIsTooLarge(t *testing.T) {
	l := listen(t, true)
	big := filepath.Join(t.TempDir(), "big.txt")
	if err := os.WriteFile(big, []byte("Subject: big\n\n"+strings.Repeat(strings.Repeat("x", 71)+"\n", 26<<20/72)), 0o600); err != nil {
		t.Fatal(err)
	}
	said, code := swaks(t, l, "--to", "ict@rupsha.example", "--data", "@"+big, "--hide-all")
	if code == 0 || len(l.mails()) != 0 {
		t.Errorf("%d: %.300s", code, said)
	}
}
