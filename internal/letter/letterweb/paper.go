package letterweb

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"dorgora/bangla"
	"dorgora/internal/access"
	"dorgora/internal/letter"
	"dorgora/internal/message"
	"dorgora/internal/notice"
	"dorgora/internal/office"
	"dorgora/internal/pdf"
)

// pageWord is what stands before the number of a page of a printed letter.
const pageWord = "পৃষ্ঠা "

// LetterPDF sends the letter as a file to be printed:
// GET /{office}/desk/outgoing/{outgoing}/letter.pdf.
func (p Pages) LetterPDF(w http.ResponseWriter, r *http.Request) {
	content, err := p.letterPDF(r)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	sendPDF(w, "letter", content)
}

func (p Pages) letterPDF(r *http.Request) ([]byte, error) {
	o, err := p.outgoing(r)
	if err != nil {
		return nil, err
	}
	return p.drawn(r.Context(), o)
}

// drawn is a letter of the office that the context carries, as a file.
func (p Pages) drawn(ctx context.Context, o letter.Outgoing) ([]byte, error) {
	s, err := p.sheet(ctx, o)
	if err != nil {
		return nil, err
	}
	return pdf.Letter(s.paper())
}

// Enclosed is the letter that a notice by mail carries, drawn on paper; ok is false
// for notices about anything else. The context carries the office.
func (p Pages) Enclosed(ctx context.Context, n notice.Notice) (content []byte, ok bool, err error) {
	id, found := strings.CutPrefix(n.Subject, letter.OutgoingSubject)
	if !found {
		return nil, false, nil
	}
	o, err := p.Desk.Store.Outgoing(ctx, n.Office, id)
	if err != nil {
		return nil, false, err
	}
	content, err = p.drawn(ctx, o)
	return content, true, err
}

// paper is the letter for the printer.
func (s Sheet) paper() pdf.LetterSheet {
	sheet := pdf.LetterSheet{Lang: message.Bn, Head: append([]string{"গণপ্রজাতন্ত্রী বাংলাদেশ সরকার"}, s.Head...), Strong: 1, Web: s.Web,
		Memo: memoLine(s.Memo), DateWord: "তারিখ:", DateBangla: s.Bangla, Date: s.Gregorian, Words: pdf.LetterWords{Subject: "বিষয়:", Reference: "সূত্র:"},
		Subject: s.Subject, Reference: s.Reference, Greeting: s.Salutation, Copies: s.Copies, Farewell: s.Closing,
		Number: func(n int) string { return bangla.Digits(strconv.Itoa(n)) + "।" },
		PageOf: func(page, of int) string { return pageWord + bangla.Digits(strconv.Itoa(page)+"/"+strconv.Itoa(of)) }}
	sheet.Opening, sheet.Paragraphs, sheet.Closing = s.parts()
	sheet.Unnumbered = !slices.ContainsFunc(s.Blocks, func(b Block) bool { return len(b.Numbered) > 0 })
	if s.Enclosures != "" {
		sheet.Enclosures = "সংযুক্তি: " + s.Enclosures
	}
	for _, line := range []string{s.Signed, s.Title, captioned("ফোন: ", s.Phone), captioned("ই-মেইল: ", s.Mail)} {
		if line != "" {
			sheet.Sign = append(sheet.Sign, line)
		}
	}
	for i, to := range s.To {
		if i > 0 {
			sheet.To = append(sheet.To, "")
		}
		sheet.To = append(sheet.To, to...)
	}
	if len(s.Copies) > 0 {
		sheet.CopyMemo, sheet.CopyTitle = memoLine(s.CopyMemo), "সদয় অবগতি ও কার্যার্থে অনুলিপি প্রেরণ করা হলো:"
	}
	switch {
	case s.Draft:
		sheet.Foot = []string{"খসড়া: স্বাক্ষর হয়নি"}
	case s.Cancelled:
		sheet.Foot = []string{"বাতিল"}
	}
	if s.Kind != "" {
		sheet.Head = append(sheet.Head, s.Kind)
	}
	return sheet
}

func memoLine(memo string) string {
	if memo == "" {
		memo = "………"
	}
	return "স্মারক নং- " + memo
}

func captioned(caption, text string) string {
	if text == "" {
		return ""
	}
	return caption + text
}

// parts divides the body into what stands before the numbered paragraphs, these, and
// what stands after them; a body without numbers is all paragraphs.
func (s Sheet) parts() (opening string, numbered []string, closing string) {
	var before, after []string
	for _, b := range s.Blocks {
		switch {
		case len(b.Numbered) > 0:
			if len(after) > 0 { // between two lists: it belongs to the paragraph before
				numbered[len(numbered)-1] += "\n" + strings.Join(after, "\n")
				after = nil
			}
			numbered = append(numbered, b.Numbered...)
		case len(numbered) > 0:
			after = append(after, b.Text)
		default:
			before = append(before, b.Text)
		}
	}
	if len(numbered) == 0 {
		return "", before, ""
	}
	return strings.Join(before, "\n"), numbered, strings.Join(after, "\n")
}

func sendPDF(w http.ResponseWriter, name string, content []byte) {
	header := w.Header()
	header.Set("Content-Type", "application/pdf")
	header.Set("Content-Disposition", `inline; filename="`+name+`.pdf"`)
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Cache-Control", "private, no-store")
	header.Set("Content-Length", strconv.Itoa(len(content)))
	_, _ = w.Write(content) // a reader who has gone needs no answer
}

// mostInBook bounds the entries of a year in one file.
const mostInBook = 20_000

// DiaryPDF sends the diary of a year for the printer: GET /{office}/desk/letters/book.pdf.
func (p Pages) DiaryPDF(w http.ResponseWriter, r *http.Request) {
	page, q := p.book(r, "letter.book.diary", "desk/letters/book", diaryColumns)
	q.Skip, q.Limit = 0, mostInBook
	found, err := p.Shelves.Letters(r.Context(), q)
	var names bookNames
	if err == nil {
		names.chart, err = p.Desk.Offices.Chart(r.Context(), q.Office)
	}
	if err == nil {
		names.folders, err = p.folderNumbers(r, page.Page)
	}
	for _, l := range found {
		page.Rows = append(page.Rows, diaryRow(r, page.Page, l, names))
	}
	p.sendBook(w, r, bound{page, []float64{0.6, 1, 1.7, 2.4, 2.2, 0.8, 0.9, 1.1, 1, 2.2, 1}, err})
}

// DispatchPDF sends the dispatch register of a year for the printer:
// GET /{office}/desk/outgoing/book.pdf.
func (p Pages) DispatchPDF(w http.ResponseWriter, r *http.Request) {
	page, q := p.book(r, "letter.book.dispatch", "desk/outgoing/book", dispatchColumns)
	q.Skip, q.Limit = 0, mostInBook
	found, err := p.Shelves.Drafts(r.Context(), q)
	for _, o := range found {
		page.Rows = append(page.Rows, dispatchRow(r, page.Page, o))
	}
	p.sendBook(w, r, bound{page, []float64{0.6, 1.1, 2.6, 2, 2.4, 1, 1.3, 0.8, 1}, err})
}

// bound is a book to be sent, unless reading it failed.
type bound struct {
	page   BookPage
	widths []float64
	err    error
}

func (p Pages) sendBook(w http.ResponseWriter, r *http.Request, book bound) {
	page, here := book.page, office.From(r.Context())
	sheet := pdf.BookSheet{Lang: page.Lang, Office: []string{here.Name}, Title: page.Title, Empty: page.T("letter.book.none"), Size: 8,
		Sign: []string{page.T("letter.book.keeper"), page.T("letter.book.head")}, Made: page.T("letter.book.made", "at", page.DateTime(p.Desk.Now()), "by", access.From(r.Context()).Name),
		PageOf: func(n, of int) string { return page.T("letter.book.page", "page", n, "of", of) }}
	if here.Place != "" {
		sheet.Office = append(sheet.Office, page.Pick(here.Place, here.PlaceEn))
	}
	for i, head := range page.Heads {
		sheet.Columns = append(sheet.Columns, pdf.TableColumn{Title: head, Width: book.widths[i]})
	}
	for _, row := range page.Rows {
		sheet.Rows = append(sheet.Rows, pdf.Cells(row...))
	}
	var content []byte
	if book.err == nil {
		content, book.err = pdf.Book(sheet)
	}
	if book.err != nil {
		p.Site.Refuse(w, r, book.err)
		return
	}
	sendPDF(w, "register", content)
}
