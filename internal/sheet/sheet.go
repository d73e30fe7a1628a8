// Package sheet prints what hangs on the wall of an office or is taken home: the
// slip and the acknowledgement of an application, the charter as a poster, the sheet
// of the notice board, the monthly register as a bound book has it. It says nothing
// that the pages do not say too.
package sheet

import (
	"context"
	"embed"
	"net/http"
	"strconv"
	"time"

	"dorgora/internal/casework/caseworkweb"
	"dorgora/internal/catalogue"
	"dorgora/internal/message"
	"dorgora/internal/office"
	"dorgora/internal/pdf"
	"dorgora/internal/register"
	"dorgora/internal/register/registerweb"
	"dorgora/internal/site"
	"dorgora/workday"
)

//go:embed bn.txt
var bn string

//go:embed en.txt
var en string

// Texts is what the sheets say beside the words of the pages.
var Texts = message.Set{Name: "sheet", Bn: bn, En: en}

// Files holds the templates, for site.Parse.
//
//go:embed templates/*.html
var Files embed.FS

// Offices tells who answers and on which days an office works.
type Offices interface {
	Chart(ctx context.Context, officeID string) (office.Chart, error)
	Calendar(ctx context.Context, officeID string) (workday.Calendar, error)
}

// Offers finds what an office offers; NotFound when it has published nothing.
type Offers interface {
	At(ctx context.Context, officeID string, at time.Time) (*catalogue.Offer, error)
}

// Turns reads what the figures of a month are made of.
type Turns interface {
	Turns(ctx context.Context, officeID string, month register.Month) ([]register.Turn, error)
}

// Pages answers with sheets.
type Pages struct {
	Site     *site.Site
	Receipts caseworkweb.Pages
	Register registerweb.Pages
	Offices  Offices
	Offers   Offers
	Turns    Turns
	Address  string // how people reach the program, for the QR codes
	Now      func() time.Time
}

// send answers with a PDF that the browser shows. name is ASCII.
func (p Pages) send(w http.ResponseWriter, r *http.Request, name string, build func() ([]byte, error)) {
	content, err := build()
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	header := w.Header()
	header.Set("Content-Type", "application/pdf")
	header.Set("Content-Disposition", `inline; filename="`+name+`.pdf"`)
	header.Set("Content-Length", strconv.Itoa(len(content)))
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Cache-Control", "private, no-store")
	_, _ = w.Write(content) // a reader who went away needs no answer
}

// text is a short way to say a text of one look.
func text(words string, size float64, bold bool, color pdf.Color) pdf.Text {
	return pdf.Text{Spans: []pdf.Span{{Text: words}}, Size: size, Bold: bold, Color: color, Leading: 1.4}
}

func ended(t pdf.Text) pdf.Text { t.Align = pdf.End; return t }

func centred(t pdf.Text) pdf.Text { t.Align = pdf.Middle; return t }

// pageOf says which page of how many this is.
func pageOf(page site.Page) func(n, of int) string {
	return func(n, of int) string { return page.T("sheet.page", "page", n, "of", of) }
}
