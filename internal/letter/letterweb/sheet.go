package letterweb

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"unicode"

	"dorgora/bangla"
	"dorgora/internal/letter"
	"dorgora/internal/office"
	"dorgora/internal/site"
	"dorgora/workday"
)

// Sheet is a letter as it is printed. It is in Bangla whatever the reader's language.
type Sheet struct {
	Head                       []string // below গণপ্রজাতন্ত্রী বাংলাদেশ সরকার
	Web                        string
	Kind                       string // over letters that make something known, and over drafts
	Memo, CopyMemo             string
	Bangla, Gregorian          string // date
	Subject, Reference         string
	Salutation                 string
	Blocks                     []Block
	Enclosures                 string
	Closing                    string
	Signed, Title, Phone, Mail string
	To                         [][]string
	Copies                     []string
	Draft                      bool
	Cancelled                  bool
	AsOf                       string
}

// Block is a paragraph, or a list of numbered ones.
type Block struct {
	Text     string
	Numbered []string
}

// Lines are the paragraphs of the block with their numbers.
func (b Block) Lines() []string {
	if len(b.Numbered) == 0 {
		return []string{b.Text}
	}
	return numberedLines(b.Numbered)
}

// CopyLines are the copies with their numbers.
func (s Sheet) CopyLines() []string { return numberedLines(s.Copies) }

func numberedLines(texts []string) []string {
	var all []string
	for i, text := range texts {
		all = append(all, bangla.Digits(strconv.Itoa(i+1))+"। "+text)
	}
	return all
}

// SheetPage is the letter alone, for print.
type SheetPage struct {
	site.Page
	Letter Sheet
	ID     string
}

// Print shows the letter as it is printed: GET /{office}/desk/outgoing/{outgoing}/sheet.
func (p Pages) Print(w http.ResponseWriter, r *http.Request) {
	o, err := p.outgoing(r)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	page := SheetPage{Page: p.Site.Page(r, "letter.out.one", "subject", o.Wording().Subject), ID: o.ID}
	page.Private, page.Sheet = true, "a4"
	if page.Letter, err = p.sheet(r.Context(), o); err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	p.Site.Show(w, r, "letter_sheet", page)
}

// sheet is a letter as it is printed; a draft with the letterhead of today and
// without number.
func (p Pages) sheet(ctx context.Context, o letter.Outgoing) (Sheet, error) {
	here, w := office.From(ctx), o.Wording()
	settings, at := o.Settings, o.Signed.At
	if !o.Signed.Known() {
		current, err := p.inForce(ctx)
		if err != nil {
			return Sheet{}, err
		}
		settings, at = current, p.Desk.Now()
	}
	s := Sheet{Head: settings.Head, Web: settings.Web, Memo: bangla.Digits(o.Memo), Subject: w.Subject, Reference: w.Reference, Salutation: w.Salutation,
		Blocks: blocks(w.Body), Enclosures: w.Enclosures, Closing: w.Closing, Signed: o.Signed.Name, Title: o.Title, Copies: w.Copies,
		Draft: o.State == letter.Draft, Cancelled: o.State == letter.Cancelled, Phone: bangla.Digits(here.Phone), Mail: here.Mail,
		Gregorian: bangla.Date(at.In(workday.Dhaka))}
	if day, err := bangla.CalendarOf(at.In(workday.Dhaka)); err == nil {
		s.Bangla = day.String()
	}
	if len(w.Copies) > 0 {
		s.CopyMemo = bangla.Digits(o.CopyMemo())
	}
	if kind, found := letter.KindOf(o.Kind); found && kind.To == letter.ToNone || o.Kind == "circular" || o.Kind == "do" {
		s.Kind = kind.Name
	}
	for _, to := range w.To {
		var lines []string
		for _, line := range []string{to.Name, to.Office, to.Address} {
			if line != "" {
				lines = append(lines, line)
			}
		}
		s.To = append(s.To, lines)
	}
	return s, nil
}

// blocks cuts a body into paragraphs; lines that begin with a number and ।, ) or .
// are numbered anew in their order.
func blocks(body string) []Block {
	var all []Block
	for _, line := range site.Paragraphs(body) {
		text, numbered := withoutNumber(line)
		last := len(all) - 1
		switch {
		case numbered && last >= 0 && len(all[last].Numbered) > 0:
			all[last].Numbered = append(all[last].Numbered, text)
		case numbered:
			all = append(all, Block{Numbered: []string{text}})
		default:
			all = append(all, Block{Text: line})
		}
	}
	return all
}

func withoutNumber(line string) (text string, numbered bool) {
	rest := strings.TrimLeftFunc(line, unicode.IsDigit)
	if rest == line || rest == "" {
		return line, false
	}
	for _, sign := range []string{"।", ")", ".", "|"} {
		if after, found := strings.CutPrefix(rest, sign); found && (after == "" || unicode.IsSpace([]rune(after)[0])) {
			return strings.TrimSpace(after), true
		}
	}
	return line, false
}
