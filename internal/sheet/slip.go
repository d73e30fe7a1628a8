package sheet

import (
	"net/http"
	"strings"

	"dorgora/internal/casework/caseworkweb"
	"dorgora/internal/pdf"
	"dorgora/internal/site"
)

// Slip is the receipt of an application on A5:
// GET /{office}/receipts/{key}/slip.pdf.
func (p Pages) Slip(w http.ResponseWriter, r *http.Request) {
	page := p.Site.Page(r, "casework.slip.name")
	receipt, err := p.Receipts.ReceiptOf(r, page)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	p.send(w, r, "slip-"+receipt.Number, func() ([]byte, error) { return p.slip(page, receipt) })
}

func (p Pages) slip(page site.Page, receipt caseworkweb.Receipt) ([]byte, error) {
	doc := pdf.New(pdf.Info{Title: page.Title + " " + page.Tracking(receipt.Number), Lang: page.Lang, Author: page.Office.Name})
	flow := doc.Flow(pdf.A5)
	flow.Foot = func(int, int) pdf.Block { return slipFoot(page, receipt) }
	name := text(page.T("casework.slip.name"), 12, true, pdf.Ink)
	name.Role = "H1"
	flow.Add(
		pdf.Columns{Gap: 10, Cells: []pdf.Column{
			{Block: pdf.Stack{text(page.Office.Name, 11, true, pdf.Ink), text(page.Office.Place, 8.5, false, pdf.Muted)}},
			{Width: 130, Block: pdf.Stack{ended(name), ended(text(page.DateTime(receipt.Came), 8.5, false, pdf.Muted))}},
		}},
		pdf.Gap(4), pdf.Rule{Weight: 2.4, Color: pdf.Brand}, pdf.Gap(8),
		pdf.Columns{Gap: 10, Middle: true, Cells: []pdf.Column{
			{Block: pdf.Stack{
				text(page.T("casework.number"), 8.5, false, pdf.Muted), text(page.Tracking(receipt.Number), 20, true, pdf.Ink),
				text(page.T("casework.code"), 8.5, false, pdf.Muted), text(page.Digits(receipt.Code), 16, true, pdf.Ink),
			}},
			{Width: 104, Block: pdf.Code{Text: p.Address + string(page.Href(receipt.Track)), Side: 104, Alt: page.T("casework.slip.track")}},
		}},
		pdf.Gap(6), slipPromise(receipt), pdf.Gap(6),
	)
	for _, row := range slipRows(page, receipt) {
		flow.Add(pdf.Gap(3.5), pdf.Columns{Gap: 8, Cells: []pdf.Column{
			{Width: 92, Block: text(row[0], 9, false, pdf.Muted)}, {Block: text(row[1], 10, false, pdf.Ink)},
		}}, pdf.Gap(3), pdf.Rule{Color: pdf.Line})
	}
	flow.Add(pdf.Gap(10), slipHow(page, receipt))
	return doc.Bytes()
}

func slipPromise(receipt caseworkweb.Receipt) pdf.Block {
	words := pdf.Stack{text(receipt.Promise.Caption, 8.5, false, pdf.Muted), text(receipt.Promise.Day, 18, true, pdf.Deep)}
	if !receipt.Promise.Dated {
		words = pdf.Stack{text(receipt.Promise.Caption, 11, true, pdf.Ink)}
	}
	if note := strings.TrimSpace(receipt.Promise.Note + " " + receipt.Moved); note != "" {
		words = append(words, text(note, 8.5, false, pdf.Muted))
	}
	return pdf.Frame{Block: words, Pad: 8, PadX: 12, Stroke: pdf.Brand, Weight: 1.5, Radius: 7}
}

// slipRows are the captions of the slip and what stands beside them.
func slipRows(page site.Page, receipt caseworkweb.Receipt) [][2]string {
	applicant := receipt.Name + ", " + receipt.Mobile
	if receipt.Body != "" {
		applicant = receipt.Body + "\n" + applicant
	}
	rows := [][2]string{{page.T("casework.service"), receipt.Service}, {page.T("casework.applicant"), applicant}}
	if fee := receipt.Fee; fee != "" {
		if receipt.Free {
			fee += page.T("casework.slip.free")
		}
		rows = append(rows, [2]string{page.T("casework.fee"), fee})
	}
	rows = append(rows, [2]string{page.T("casework.answers"), strings.TrimPrefix(receipt.Officer+", "+receipt.Post, ", ")})
	var papers []string
	for _, one := range receipt.Handed {
		papers = append(papers, "☑ "+one)
	}
	for _, one := range receipt.Owed {
		papers = append(papers, "☐ "+one+" ("+page.T("casework.owed.tag")+")")
	}
	if len(papers) > 0 {
		rows = append(rows, [2]string{page.T("casework.papers"), strings.Join(papers, "\n")})
	}
	return rows
}

// slipHow says how to go on, in columns.
func slipHow(page site.Page, receipt caseworkweb.Receipt) pdf.Block {
	row := pdf.Columns{Gap: 8}
	add := func(title, words string) {
		row.Cells = append(row.Cells, pdf.Column{Block: pdf.Frame{
			Block: pdf.Stack{text(title, 8.5, true, pdf.Ink), text(words, 8.5, false, pdf.Ink)}, PadX: 8, Bar: pdf.Brand, Weight: 2.2,
		}})
	}
	add(page.T("casework.slip.track"), page.T("casework.slip.track.text"))
	if page.Phone != "" {
		add(page.T("casework.slip.phone"), page.PhoneNumber(page.Phone))
	}
	add(page.T("casework.slip.late"), receipt.Overdue)
	return row
}

func slipFoot(page site.Page, receipt caseworkweb.Receipt) pdf.Block {
	proof := ""
	if receipt.Proof != "" {
		proof = page.T("casework.slip.proof") + " " + receipt.Proof
	}
	return pdf.Stack{pdf.Gap(4), pdf.Rule{Color: pdf.Muted, Dashed: true}, pdf.Gap(4), pdf.Columns{Gap: 8, Cells: []pdf.Column{
		{Block: text(proof, 8, false, pdf.Muted)}, {Width: 130, Block: ended(text(page.T("casework.slip.secret"), 8, false, pdf.Muted))},
	}}}
}

// Acknowledgement is the receipt as a letter on A4, for offices and schools that
// keep one in their files: GET /{office}/receipts/{key}/letter.pdf.
func (p Pages) Acknowledgement(w http.ResponseWriter, r *http.Request) {
	page := p.Site.Page(r, "sheet.letter.subject")
	receipt, err := p.Receipts.ReceiptOf(r, page)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	p.send(w, r, "receipt-"+receipt.Number, func() ([]byte, error) { return pdf.Letter(p.acknowledgement(page, receipt)) })
}

func (p Pages) acknowledgement(page site.Page, receipt caseworkweb.Receipt) pdf.LetterSheet {
	letter := pdf.LetterSheet{
		Lang: page.Lang, Head: []string{page.T("sheet.government"), page.Office.Name, page.Office.Place}, Strong: 1,
		Memo: page.T("casework.number") + ": " + page.Tracking(receipt.Number), DateWord: page.T("sheet.date"),
		DateBangla: page.BanglaDate(receipt.Came), Date: page.Date(receipt.Came),
		Words: pdf.LetterWords{Subject: page.T("sheet.subject")}, Subject: page.Title,
		Opening: page.T("sheet.letter.opening", "service", receipt.Service, "at", page.DateTime(receipt.Came)),
		Sign:    []string{receipt.Officer, receipt.Post}, To: []string{receipt.Name},
		Number: func(n int) string { return page.T("sheet.number", "n", n) }, PageOf: pageOf(page),
		Verify: p.Address + string(page.Href(receipt.Track)), Foot: []string{page.T("sheet.letter.foot")},
	}
	if receipt.Officer == "" {
		letter.Sign = []string{receipt.Post}
	}
	if receipt.Body != "" {
		letter.To = append(letter.To, receipt.Body)
	}
	promise := receipt.Promise.Caption
	if receipt.Promise.Dated {
		promise += ": " + receipt.Promise.Day
	}
	letter.Paragraphs = []string{promise + page.T("sheet.stop"), receipt.Overdue}
	for _, one := range receipt.Owed {
		letter.Paragraphs = append(letter.Paragraphs, page.T("sheet.letter.owed", "paper", one))
	}
	if page.Phone != "" {
		letter.Sign = append(letter.Sign, page.T("sheet.phone", "number", page.PhoneNumber(page.Phone)))
	}
	return letter
}
