package sms_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"golang.org/x/text/encoding/unicode"

	"dorgora/internal/sms"
	"dorgora/internal/sms/smstest"
)

func reports(t *testing.T, modem sms.Modem) []sms.Report {
	t.Helper()
	for range 200 {
		list, err := modem.Reports()
		if err != nil {
			t.Fatal(err)
		}
		if len(list) > 0 {
			return list
		}
		time.Sleep(100 * time.Millisecond)
	}
	return nil
}

func TestModemSends(t *testing.T) {
	modem := smstest.StartModem(t)
	message := sms.Message{ID: "n-1", To: "+8801712345678", Text: "আপনার আবেদন গৃহীত হয়েছে"}
	ref, err := modem.Send(t.Context(), message)
	if err != nil {
		t.Fatal(err)
	}
	list := reports(t, modem)
	if len(list) != 1 || list[0].Ref != ref || list[0].State != sms.Accepted {
		t.Fatalf("reports %+v, want one of %s", list, ref)
	}
	for _, told := range []bool{false, true} {
		if told {
			if err := modem.Told(list[0]); err != nil {
				t.Fatal(err)
			}
		}
		again, err := modem.Send(t.Context(), message)
		if waiting, _ := filepath.Glob(filepath.Join(modem.Folder, "outbox", "*")); err != nil || again != ref || len(waiting) != 0 {
			t.Errorf("sent again: %q, %v, waiting %v", again, err, waiting)
		}
	}
	if left, err := modem.Reports(); err != nil || len(left) != 0 {
		t.Errorf("told again: %v, %v", left, err)
	}
}

func TestModemIncoming(t *testing.T) {
	modem := sms.Modem{Folder: t.TempDir()}
	if err := modem.Ready(); err != nil {
		t.Fatal(err)
	}
	put := func(name, text string) {
		raw, err := unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewEncoder().Bytes([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(modem.Folder, "inbox", name)
		if err := os.WriteFile(file, raw, 0o600); err != nil {
			t.Fatal(err)
		}
		past := time.Now().Add(-time.Minute)
		if err := os.Chtimes(file, past, past); err != nil {
			t.Fatal(err)
		}
	}
	put("IN20261125_101500_00_+8801712345678_00.txt", "সেবা ১ ")
	put("IN20261125_101500_00_+8801712345678_01.txt", "কী কী লাগে?")
	put("IN20261125_101500_01_+8801812345678_00.txt", "help")
	put("notes.txt", "no message")
	list, err := modem.Incoming(time.Now())
	if err != nil || len(list) != 2 || list[0].Text != "সেবা ১ কী কী লাগে?" || list[0].From != "+8801712345678" || list[1].Text != "help" {
		t.Fatalf("%+v, %v", list, err)
	}
	if want := "2026-11-25T04:15:00Z"; list[0].At.UTC().Format(time.RFC3339) != want {
		t.Errorf("came at %v", list[0].At)
	}
	if err := modem.Taken(list[0]); err != nil {
		t.Fatal(err)
	}
	if left, err := modem.Incoming(time.Now()); err != nil || len(left) != 1 || left[0].Text != "help" {
		t.Errorf("left %+v, %v", left, err)
	}
	t.Run("a message whose parts are still coming waits", func(t *testing.T) {
		put("IN20261125_101700_00_+8801912345678_00.txt", "half of ")
		if err := os.WriteFile(filepath.Join(modem.Folder, "inbox", "IN20261125_101700_00_+8801912345678_01.txt"), []byte("it"), 0o600); err != nil {
			t.Fatal(err)
		}
		if list, err := modem.Incoming(time.Now()); err != nil || len(list) != 1 {
			t.Errorf("%+v, %v", list, err)
		}
	})
	t.Run("what was taken is forgotten in time", func(t *testing.T) {
		for _, one := range []struct {
			before time.Time
			left   int
		}{{time.Now().Add(-time.Hour), 2}, {time.Now(), 0}} {
			if err := modem.Forget(one.before); err != nil {
				t.Fatal(err)
			}
			if files, err := os.ReadDir(filepath.Join(modem.Folder, "taken")); err != nil || len(files) != one.left {
				t.Errorf("%d files, want %d, %v", len(files), one.left, err)
			}
		}
	})
}
