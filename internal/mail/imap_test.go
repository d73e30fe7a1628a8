package mail_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"dorgora/internal/fault"
	"dorgora/internal/mail"
	"dorgora/internal/mail/mailtest"
)

func letter(n int, more string) []byte {
	return fmt.Appendf(nil, "From: Rahima <rahima@example.org>\r\nTo: ict@rupsha.example\r\nSubject: letter %d\r\nMessage-ID: <%d@example.org>\r\n\r\nText %d%s\r\n", n, n, n, more)
}

func TestPollTakesEachMailOnce(t *testing.T) {
	server := mailtest.StartDovecot(t)
	var mark mail.Mark
	var taken []string
	fails := ""
	poll := func() error {
		var err error
		mark, err = mail.Poll(t.Context(), server.Settings(), mark, func(_ context.Context, raw mail.Raw) error {
			parsed, err := mail.Parse(raw.Bytes)
			if err != nil {
				return err
			}
			if parsed.Subject == fails {
				return errors.New("the disk is full")
			}
			taken = append(taken, parsed.Subject)
			if raw.Cut {
				taken[len(taken)-1] += " cut"
			}
			return nil
		})
		return err
	}
	expect := func(want ...string) {
		t.Helper()
		if strings.Join(taken, ",") != strings.Join(want, ",") {
			t.Fatalf("taken %v, want %v", taken, want)
		}
		taken = nil
	}
	t.Run("an empty mailbox", func(t *testing.T) {
		if err := poll(); err != nil || mark.Validity == 0 {
			t.Fatalf("%+v, %v", mark, err)
		}
		expect()
	})
	server.Deliver(t, letter(1, ""))
	server.Deliver(t, letter(2, ""))
	t.Run("what came is taken, in order, and not again", func(t *testing.T) {
		if err := poll(); err != nil {
			t.Fatal(err)
		}
		expect("letter 1", "letter 2")
		if err := poll(); err != nil {
			t.Fatal(err)
		}
		expect()
	})
	server.Deliver(t, letter(3, ""))
	server.Deliver(t, letter(4, ""))
	t.Run("one that could not be kept comes again, with those behind it", func(t *testing.T) {
		fails = "letter 3"
		if err := poll(); err == nil {
			t.Fatal("the failure is hidden")
		}
		expect()
		fails = ""
		if err := poll(); err != nil {
			t.Fatal(err)
		}
		expect("letter 3", "letter 4")
	})
	t.Run("when the mailbox counts anew, only what was never seen is taken", func(t *testing.T) {
		server.Forget(t)
		server.Deliver(t, letter(5, ""))
		if err := poll(); err != nil {
			t.Fatal(err)
		}
		expect("letter 5")
	})
	t.Run("of one that is too large only the header is read", func(t *testing.T) {
		server.Deliver(t, letter(6, strings.Repeat("\r\n"+strings.Repeat("x", 70), 26<<20/72)))
		server.Deliver(t, letter(7, ""))
		if err := poll(); err != nil {
			t.Fatal(err)
		}
		expect("letter 6 cut", "letter 7")
	})
	t.Run("a wrong password is said", func(t *testing.T) {
		settings := server.Settings()
		settings["password"] = "wrong"
		if _, err := mail.Poll(t.Context(), settings, mark, nil); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%v", err)
		}
	})
	t.Run("a server that is away is to be tried again", func(t *testing.T) {
		settings := server.Settings()
		settings["port"] = mailtest.FreePort(t)
		if _, err := mail.Poll(t.Context(), settings, mark, nil); fault.KindOf(err) != fault.Unavailable {
			t.Errorf("%v", err)
		}
	})
	t.Run("without TLS only this machine is asked", func(t *testing.T) {
		settings := server.Settings()
		settings["host"] = "127.0.0.1.example"
		if _, err := mail.Poll(t.Context(), settings, mark, nil); err == nil {
			t.Error("a password would have left in the clear")
		}
	})
}
