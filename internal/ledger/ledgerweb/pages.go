// Package ledgerweb is the public side of the ledgers: the page on which an office
// shows the state of its ledger and how to check it, and the texts that an outsider
// checks with. It knows no case and asks nobody who they are.
package ledgerweb

import (
	"embed"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"

	"dorgora/internal/fault"
	"dorgora/internal/ledger"
	"dorgora/internal/message"
	"dorgora/internal/office"
	"dorgora/internal/site"
)

//go:embed bn.txt
var bn string

//go:embed en.txt
var en string

// Texts is what the page says.
var Texts = message.Set{Name: "ledgerweb", Bn: bn, En: en}

// Files holds the templates, for site.Parse.
//
//go:embed templates/*.html
var Files embed.FS

// Pages answers the requests of this slice.
type Pages struct {
	Site   *site.Site
	Notary ledger.Notary
}

// LedgerPage shows the state of an office's ledger.
type LedgerPage struct {
	site.Page
	Size   string
	Root   string
	At     string
	Key    string
	Signed []string // the lines of the checkpoint
	Steps  []site.Step
}

// checkSteps is how many steps of checking the page tells.
const checkSteps = 4

// Ledger shows the size and root of the office's ledger, signed, the public key,
// and how anybody can check them.
func (p Pages) Ledger(w http.ResponseWriter, r *http.Request) {
	c, signed, err := p.Notary.Checkpoint(r.Context(), office.From(r.Context()).ID)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	page := LedgerPage{Page: p.Site.Page(r, "ledgerweb.title"), Root: c.Root.String(), Key: p.Notary.Signer.Key(), Signed: strings.Split(strings.TrimSpace(signed), "\n")}
	page.Size, page.At = page.Num(int(c.Size)), page.DateTime(c.At)
	page.Crumbs = []site.Link{{Text: page.T("nav.home"), Href: page.Href("")}, {Text: page.Title}}
	for i := range checkSteps {
		key := "ledgerweb.step." + strconv.Itoa(i+1)
		page.Steps = append(page.Steps, site.Step{Title: page.T(key), Text: page.T(key + ".text")})
	}
	p.Site.Show(w, r, "ledger", page)
}

// plainText prepares an answer that is no page. It changes with every act, so no
// cache may keep it.
func plainText(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
}

// Checkpoint answers with the signed state of the ledger now.
func (p Pages) Checkpoint(w http.ResponseWriter, r *http.Request) {
	_, signed, err := p.Notary.Checkpoint(r.Context(), office.From(r.Context()).ID)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	plainText(w)
	_, _ = io.WriteString(w, signed) // a reader who went away needs no answer
}

// from reads the number in the address; none is zero.
func from(r *http.Request) (int64, error) {
	text := r.URL.Query().Get("from")
	if text == "" {
		return 0, nil
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 0 {
		return 0, fault.InField("from", "ledgerweb.from")
	}
	return n, nil
}

// Growth answers with the proof that the ledger now continues the one of the older
// size in the address.
func (p Pages) Growth(w http.ResponseWriter, r *http.Request) {
	size, err := from(r)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	proof, err := p.Notary.Growth(r.Context(), office.From(r.Context()).ID, size)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	plainText(w)
	_, _ = io.WriteString(w, proof.Text())
}

// The sizes of an export: lines in one answer, and read at a time.
const (
	exportLines = 20_000
	readLines   = 1000
)

// Export answers with the entries from a place on, one a line, without the subjects
// they are about. After the last line of a full answer stands where the next begins.
func (p Pages) Export(w http.ResponseWriter, r *http.Request) {
	place, err := from(r)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	id := office.From(r.Context()).ID
	first, err := p.Notary.Store.Page(r.Context(), id, place, readLines)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	plainText(w)
	fmt.Fprintf(w, "%s\n%s\n", ledger.ExportMark, id)
	for page, written := first, 0; len(page) > 0; {
		for _, entry := range page {
			fmt.Fprintln(w, entry.Line())
		}
		place, written = page[len(page)-1].Place+1, written+len(page)
		if written >= exportLines {
			fmt.Fprintf(w, "next %d\n", place)
			return
		}
		if page, err = p.Notary.Store.Page(r.Context(), id, place, readLines); err != nil {
			// The answer has begun: a broken one tells the reader that it is not whole.
			panic(http.ErrAbortHandler)
		}
	}
}
