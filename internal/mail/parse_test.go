package mail_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dorgora/internal/fault"
	"dorgora/internal/mail"
)

// kept lists files as the table of expectations writes them.
func kept(p mail.Parsed) (files, left string) {
	var list, without []string
	for _, file := range p.Files {
		one := fmt.Sprintf("%s:%d", file.Name, len(file.Bytes))
		if file.Inline {
			one += ":inline"
		}
		list = append(list, one)
	}
	for _, one := range p.Left {
		without = append(without, one.Name+":"+one.Why)
	}
	return strings.Join(list, ";"), strings.Join(without, ";")
}

// more is what else the table tells of a mail.
func more(p mail.Parsed) string {
	switch {
	case p.Forged:
		return "forged"
	case p.Spam:
		return "spam"
	case p.Report != nil:
		return p.Report.Action + " " + p.Report.MessageID + " " + p.Report.Status + " " + p.Report.Detail
	case p.From.Name == "Rahima":
		return ""
	}
	return p.From.Name
}

func TestParseReadsTheCorpus(t *testing.T) {
	table, err := os.ReadFile("testdata/mails/expected.tsv")
	if err != nil {
		t.Fatal(err)
	}
	read := 0
	for row := range strings.Lines(string(table)) {
		if strings.HasPrefix(row, "#") {
			continue
		}
		want := strings.Split(strings.TrimSuffix(row, "\n"), "\t")
		t.Run(want[0], func(t *testing.T) {
			raw, err := os.ReadFile(filepath.Join("testdata/mails", want[0]+".eml"))
			if err != nil {
				t.Fatal(err)
			}
			p, err := mail.Parse(raw)
			if err != nil {
				t.Fatal(err)
			}
			files, left := kept(p)
			got := []string{want[0], p.Subject, p.From.Mail, strings.ReplaceAll(p.Text, "\n", `\n`), files, p.Machine, left, more(p)}
			for i := range want {
				if got[i] != want[i] {
					t.Errorf("column %d: got %q, want %q", i+1, got[i], want[i])
				}
			}
			if !p.Date.Equal(time.Date(2026, time.November, 23, 4, 42, 0, 0, time.UTC)) {
				t.Errorf("date %v", p.Date)
			}
		})
		read++
	}
	if read < 60 {
		t.Errorf("%d mails, want 60", read)
	}
}

func TestParseHasLimits(t *testing.T) {
	t.Run("25 megabytes", func(t *testing.T) {
		if _, err := mail.Parse(bytes.Repeat([]byte("a"), mail.Largest+1)); fault.KindOf(err) != fault.TooLarge {
			t.Errorf("%v", err)
		}
	})
	t.Run("a header without end", func(t *testing.T) {
		if _, err := mail.Parse([]byte(strings.Repeat("X-A: b\r\n", 100_000))); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%v", err)
		}
	})
	t.Run("ten thousand parts within parts take no time", func(t *testing.T) {
		var raw strings.Builder
		raw.WriteString("From: a@example.org\r\n")
		for i := range 10_000 {
			fmt.Fprintf(&raw, "Content-Type: multipart/mixed; boundary=%d\r\n\r\n--%d\r\n", i, i)
		}
		began := time.Now()
		p, err := mail.Parse([]byte(raw.String()))
		if err != nil || len(p.Left) == 0 || time.Since(began) > 5*time.Second {
			t.Errorf("%+v, %v after %v", p.Left, err, time.Since(began))
		}
	})
	t.Run("what unpacks to much is left out", func(t *testing.T) {
		raw := "From: a@example.org\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" +
			strings.Repeat("--b\r\nContent-Type: text/plain; name=a.txt\r\n\r\n"+strings.Repeat("x", 1<<20)+"\r\n", 20) + "--b--\r\n"
		p, err := mail.Parse([]byte(raw))
		if err != nil || len(p.Files) != 20 {
			t.Errorf("%d files, %v", len(p.Files), err)
		}
	})
	t.Run("a text of many megabytes is cut at a letter", func(t *testing.T) {
		p, err := mail.Parse([]byte("From: a@example.org\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + strings.Repeat("ক", 1<<20)))
		if err != nil || len(p.Text) > 1<<20 || len(p.Left) != 1 || strings.Trim(p.Text, "ক") != "" {
			t.Errorf("%d bytes, %v, %v", len(p.Text), p.Left, err)
		}
	})
}

// FuzzParse looks for mails that break the reader, or leave what a page must not show.
func FuzzParse(f *testing.F) {
	seeds, err := filepath.Glob("testdata/mails/*.eml")
	if err != nil {
		f.Fatal(err)
	}
	for _, one := range seeds {
		raw, err := os.ReadFile(one)
		if err != nil {
			f.Fatal(err)
		}
		if len(raw) < 20_000 {
			f.Add(raw)
		}
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		p, err := mail.Parse(raw)
		if err != nil {
			return
		}
		if strings.ContainsAny(p.Subject+p.From.Mail+p.From.Name, "\r\n\x00") || strings.ContainsAny(p.Text, "\x00\r\x1b") {
			t.Fatalf("%q %q %q", p.Subject, p.From, p.Text)
		}
		if p.From.Mail != "" && strings.Count(p.From.Mail, "@") != 1 {
			t.Fatalf("sender %q", p.From.Mail)
		}
		for _, file := range p.Files {
			if strings.ContainsAny(file.Name, "/\\\r\n") {
				t.Fatalf("name %q", file.Name)
			}
		}
	})
}
