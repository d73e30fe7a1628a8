package ledgerweb_test

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"dorgora/internal/ledger"
	"dorgora/internal/ledger/ledgerdb"
	"dorgora/internal/ledger/ledgerweb"
	"dorgora/internal/message"
	"dorgora/internal/office"
	"dorgora/internal/site"
	"dorgora/internal/site/sitetest"
	"dorgora/internal/sqldb"
	"dorgora/internal/sqldb/sqldbtest"
	"dorgora/migrations"
	"dorgora/workday"
)

// now is Monday 23 November 2026, 10:00 in Bangladesh.
var now = time.Date(2026, time.November, 23, 10, 0, 0, 0, workday.Dhaka)

// rig is the pages of the Rupsha office over a real store.
type rig struct {
	http.Handler
	db  *sqldb.DB
	key string
}

func newRig(t *testing.T) rig {
	t.Helper()
	db := sqldbtest.Open(t, t.TempDir()+"/test.db", migrations.Files)
	texts, err := message.New(site.Texts, ledger.Texts, ledgerweb.Texts)
	if err != nil {
		t.Fatal(err)
	}
	templates, err := site.Parse(ledgerweb.Files)
	if err != nil {
		t.Fatal(err)
	}
	clock := func() time.Time { return now }
	shell, err := site.New(site.Config{
		Catalogue: texts, Templates: []site.Templates{templates}, Now: clock, Logger: slog.New(slog.DiscardHandler),
		Furnish: func(_ *http.Request, page *site.Page) {
			page.Office = site.Office{Name: "রূপসা", Slug: "rupsha"}
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	signer, err := ledger.NewSigner([]byte("a secret of these tests"))
	if err != nil {
		t.Fatal(err)
	}
	pages := ledgerweb.Pages{Site: shell, Notary: ledger.Notary{Store: ledgerdb.Store{DB: db}, Signer: signer, Now: clock}}
	mux := http.NewServeMux()
	for path, serve := range map[string]http.HandlerFunc{
		"": pages.Ledger, "/checkpoint": pages.Checkpoint, "/export": pages.Export, "/growth": pages.Growth,
	} {
		mux.HandleFunc("GET /rupsha/ledger"+path, func(w http.ResponseWriter, r *http.Request) {
			serve(w, r.WithContext(office.With(r.Context(), office.Office{ID: "doict-rupsha", Slug: "rupsha"})))
		})
	}
	return rig{shell.Wrap(mux), db, signer.Key()}
}

// write appends n acts to the office's ledger.
func (r rig) write(t *testing.T, n int) {
	t.Helper()
	var list []ledger.Entry
	for i := range n {
		list = append(list, ledger.Entry{
			Office: "doict-rupsha", Subject: fmt.Sprintf("case/4821093%04d", i%500), Act: "noted", Actor: "post/head",
			At: now, Commitment: ledger.Commit("salt", fmt.Sprint(i)),
		})
	}
	if err := r.db.InTx(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error { return ledgerdb.Append(ctx, tx, list) }); err != nil {
		t.Fatal(err)
	}
}

func (r rig) get(t *testing.T, path string, status int) (string, http.Header) {
	t.Helper()
	w := httptest.NewRecorder()
	r.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
	if w.Code != status {
		t.Fatalf("%s: status %d, want %d: %.500s", path, w.Code, status, w.Body)
	}
	return w.Body.String(), w.Header()
}

func TestTemplates(t *testing.T) {
	templates, err := site.Parse(ledgerweb.Files)
	if err != nil {
		t.Fatal(err)
	}
	if err := sitetest.Check(templates, map[string]site.Shown{"ledger": ledgerweb.LedgerPage{}}); err != nil {
		t.Fatal(err)
	}
}

func TestPagesShowTheLedger(t *testing.T) {
	r := newRig(t)
	t.Run("of an office in which nothing has happened", func(t *testing.T) {
		body, _ := r.get(t, "/rupsha/ledger", 200)
		sitetest.Page(t, body)
	})
	r.write(t, 12)
	for path, words := range map[string][]string{
		"/rupsha/ledger":    {"প্রতিশ্রুতির খতিয়ান", ">১২<", "কীভাবে মিলিয়ে দেখবেন", "২৩ নভেম্বর ২০২৬"},
		"/en/rupsha/ledger": {"Ledger of promises", ">12<", "How to check it", "23 November 2026"},
	} {
		t.Run(path, func(t *testing.T) {
			body, _ := r.get(t, path, 200)
			sitetest.Page(t, body)
			for _, word := range append(words, r.key, "/ledger/checkpoint", "/ledger/export", "dorgora ledger doict-rupsha") {
				if !strings.Contains(body, strings.ReplaceAll(word, "+", "&#43;")) {
					t.Errorf("%q is missing", word)
				}
			}
		})
	}
}

func TestCheckpointAndGrowthCanBeChecked(t *testing.T) {
	r := newRig(t)
	r.write(t, 5)
	text, header := r.get(t, "/rupsha/ledger/checkpoint", 200)
	older, err := ledger.OpenCheckpoint(text, r.key)
	if err != nil || older.Size != 5 || older.Office != "doict-rupsha" || !older.At.Equal(now) {
		t.Fatalf("%+v, %v", older, err)
	}
	if header.Get("Content-Type") != "text/plain; charset=utf-8" || header.Get("Cache-Control") != "no-store" {
		t.Errorf("%v", header)
	}
	r.write(t, 8)
	text, _ = r.get(t, "/rupsha/ledger/growth?from=5", 200)
	proof, err := ledger.ParseGrowth(text)
	if err != nil {
		t.Fatal(err)
	}
	if c, err := proof.Check(older, r.key); err != nil || c.Size != 13 {
		t.Errorf("%+v, %v", c, err)
	}
	for _, odd := range []string{"", "?from=0", "?from=14", "?from=-1", "?from=x"} {
		r.get(t, "/rupsha/ledger/growth"+odd, 422)
	}
}

func TestExportIsTheWholeLedger(t *testing.T) {
	r := newRig(t)
	const all = 20_500 // more than one answer holds
	r.write(t, all)
	var list []ledger.Entry
	for next, answers := "", 0; ; answers++ {
		text, _ := r.get(t, "/rupsha/ledger/export"+next, 200)
		lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
		if answers > 1 || lines[0] != ledger.ExportMark || lines[1] != "doict-rupsha" {
			t.Fatalf("answer %d: %q", answers, lines[:2])
		}
		if strings.Contains(text, "4821093") {
			t.Fatal("a tracking number is published")
		}
		next = ""
		for _, line := range lines[2:] {
			if place, more := strings.CutPrefix(line, "next "); more {
				next = "?from=" + place
				continue
			}
			e, err := ledger.ParseLine("doict-rupsha", line)
			if err != nil {
				t.Fatalf("%q: %v", line, err)
			}
			list = append(list, e)
		}
		if next == "" {
			break
		}
	}
	text, _ := r.get(t, "/rupsha/ledger/checkpoint", 200)
	c, err := ledger.OpenCheckpoint(text, r.key)
	if err != nil {
		t.Fatal(err)
	}
	if root, err := ledger.Root(list); err != nil || root != c.Root.String() || len(list) != all {
		t.Errorf("%d entries, root %s, want %s, %v", len(list), root, c.Root, err)
	}
	if text, _ := r.get(t, "/rupsha/ledger/export?from=99999", 200); text != ledger.ExportMark+"\ndoict-rupsha\n" {
		t.Errorf("beyond the end: %q", text)
	}
	r.get(t, "/rupsha/ledger/export?from=x", 422)
}
