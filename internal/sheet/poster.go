package sheet

import (
	"net/http"

	"dorgora/internal/casework/caseworkweb"
	"dorgora/internal/pdf"
)

// Poster shows the charter of the wall as a page: GET /{office}/charter/poster.
func (p Pages) Poster(w http.ResponseWriter, r *http.Request) {
	page, err := p.poster(r)
	if err != nil {
		p.Site.Refuse(w, r, missing(err))
		return
	}
	page.Sheet = "a3"
	p.Site.Show(w, r, "poster", page)
}

// QR draws the QR code of a path below the office's address.
func (p PosterPage) QR(path string) (caseworkweb.QR, error) {
	return caseworkweb.CodeOf(p.Address + string(p.Href(path)))
}

// PosterFile is the charter on A3: GET /{office}/charter/poster.pdf.
func (p Pages) PosterFile(w http.ResponseWriter, r *http.Request) {
	page, err := p.poster(r)
	if err != nil {
		p.Site.Refuse(w, r, missing(err))
		return
	}
	p.send(w, r, "charter-"+page.Office.Slug, func() ([]byte, error) { return drawPoster(page) })
}

// drawPoster finds the largest letters with which all services stand on one sheet;
// when even the smallest that can be read from a step away are too large, the poster
// goes on over several sheets.
func drawPoster(page PosterPage) ([]byte, error) {
	const smallest, step = 0.78, 0.04
	for scale := 1.28; ; scale -= step {
		d := poster{page, scale, pdf.New(pdf.Info{Title: page.Title, Lang: page.Lang, Author: page.Office.Name})}
		flow := d.doc.Flow(pdf.A3)
		flow.Foot = d.foot
		blocks := append(pdf.Stack{d.band()}, d.groups(flow.Width())...)
		if scale-step < smallest || d.doc.Height(blocks, flow.Width()) <= pdf.A3.Height-pdf.A3.Top-pdf.A3.Bottom-d.doc.Height(d.foot(1, 1), flow.Width()) {
			flow.Add(blocks...)
			return d.doc.Bytes()
		}
	}
}

// poster is a wall charter in the making, in letters of a scale.
type poster struct {
	page  PosterPage
	scale float64
	doc   *pdf.Document
}

func (d poster) text(words string, size float64, bold bool, color pdf.Color) pdf.Text {
	t := text(words, size*d.scale, bold, color)
	t.Leading = 1.35
	return t
}

// band is the head of the sheet with the score of the month.
func (d poster) band() pdf.Block {
	d.scale = min(d.scale, 1.05) // its lines are not to be broken
	title := d.text(d.page.Title, 27, true, pdf.White)
	title.Role = "H1"
	left := pdf.Stack{d.text(d.page.Government, 12, false, pdf.White), title, d.text(d.page.Office.Name+" · "+d.page.Office.Place, 13, false, pdf.White)}
	score := pdf.Good
	if d.page.Of == 0 {
		score = pdf.Deep
	}
	right := pdf.Frame{Pad: 10, PadX: 14, Fill: pdf.White, Radius: 7, Block: pdf.Stack{
		d.text(d.page.Month, 11, false, pdf.Ink), d.text(d.page.Score, 22, true, score), d.text(d.page.Note, 11, false, pdf.Ink),
	}}
	return pdf.Frame{Pad: 16, PadX: 20, Fill: pdf.Deep, Radius: 9, Block: pdf.Columns{Gap: 16, Middle: true, Cells: []pdf.Column{{Block: left}, {Width: 285, Block: right}}}}
}

func (d poster) groups(width float64) []pdf.Block {
	var blocks []pdf.Block
	for _, group := range d.page.Groups {
		title := pdf.Heading(2, group.Title)
		title.Size, title.Color = 16*d.scale, pdf.Deep
		head := pdf.Group{title, pdf.Rule{Weight: 1.4, Color: pdf.Deep}, pdf.Gap(7)}
		blocks = append(blocks, pdf.Gap(12))
		for start := 0; start < len(group.Cards); start += group.Columns {
			row := d.row(group.Cards[start:min(start+group.Columns, len(group.Cards))], group.Columns, width)
			if start == 0 {
				blocks = append(blocks, append(head, row))
				continue
			}
			blocks = append(blocks, pdf.Gap(7), row)
		}
	}
	return blocks
}

const cardGap = 8

// row is services side by side, all as high as the highest.
func (d poster) row(cards []Card, columns int, width float64) pdf.Block {
	one := (width - cardGap*float64(columns-1)) / float64(columns)
	height := 0.0
	for _, card := range cards {
		height = max(height, d.doc.Height(d.card(card, columns, 0), one))
	}
	row := pdf.Columns{Gap: cardGap}
	for _, card := range cards {
		row.Cells = append(row.Cells, pdf.Column{Width: one, Block: d.card(card, columns, height)})
	}
	if len(cards) < columns {
		row.Cells = append(row.Cells, pdf.Column{Block: d.tip(height)})
	}
	return row
}

// tip fills a row that is not full with how the codes are used.
func (d poster) tip(height float64) pdf.Block {
	return pdf.Frame{Pad: 9, PadX: 11, Fill: pdf.Pale, Radius: 5, Height: height, Block: d.text(d.page.T("sheet.poster.tip"), 10, false, pdf.Ink)}
}

// look is the sizes of a card in a row of so many.
func (d poster) look(columns int) (name, count, unit, code float64) {
	switch columns {
	case 3:
		return 13, 32, 14, 78 * d.scale
	case 4:
		return 11.5, 25, 12, 62 * d.scale
	}
	return 9.8, 19, 10.5, 44 * d.scale
}

func (d poster) card(card Card, columns int, height float64) pdf.Block {
	name, count, unit, code := d.look(columns)
	title := pdf.Text{Spans: []pdf.Span{{Text: card.Serial + "\u00a0", Color: pdf.Brand}, {Text: card.Name}}, Size: name * d.scale, Bold: true, Leading: 1.35, Role: "H3"}
	promise := pdf.Text{Spans: []pdf.Span{{Text: card.Count, Size: count * d.scale}, {Text: " " + card.Unit}}, Size: unit * d.scale, Bold: true, Color: pdf.Deep, Leading: 1.25}
	if card.Count == "" {
		promise = d.text(card.Unit, unit, true, pdf.Deep)
	}
	if card.Unset {
		promise = d.text(card.Unit, 10, false, pdf.Muted)
	}
	words := pdf.Stack{title, pdf.Gap(2), promise}
	for _, small := range []string{card.Fee, card.Papers, card.Officer} {
		if small != "" {
			words = append(words, d.text(small, 9, false, pdf.Muted))
		}
	}
	foot := pdf.Stack{pdf.Gap(4)}
	score := d.text(card.Score, 9.5, false, pdf.Muted)
	if card.Counted {
		foot = append(foot, pdf.Bar{Height: 5, Shares: []pdf.Share{{Part: float64(card.Kept), Color: pdf.Good}, {Part: float64(card.Of - card.Kept), Color: pdf.Late}}}, pdf.Gap(1))
		score = d.text(card.Score, 9.5, false, pdf.Ink)
	}
	return pdf.Frame{
		Pad: 7, PadX: 9, Stroke: pdf.Line, Weight: 0.8, Radius: 5, Height: height, Foot: append(foot, score),
		Block: pdf.Columns{Gap: 4, Cells: []pdf.Column{{Block: words}, {Width: code, Block: pdf.Code{
			Text: d.page.Address + string(d.page.Href(card.Path)), Side: code, Alt: card.Name,
		}}}},
	}
}

// foot is how to speak to the office, and what else must be known.
func (d poster) foot(int, int) pdf.Block {
	column := func(title, words string) pdf.Column {
		return pdf.Column{Block: pdf.Stack{d.text(title, 11, true, pdf.Ink), d.text(words, 10.5, false, pdf.Ink)}}
	}
	first := pdf.Stack{d.text(d.page.T("sheet.talk"), 11, true, pdf.Ink)}
	if d.page.Phone != "" {
		first = append(first, d.text(d.page.Phone, 16, true, pdf.Ink))
	}
	first = append(first, d.text(d.page.Hours, 10, false, pdf.Ink))
	code := 66 * d.scale
	return pdf.Stack{
		pdf.Gap(8), pdf.Rule{Weight: 2.2, Color: pdf.Deep}, pdf.Gap(6),
		pdf.Columns{Gap: 14, Cells: []pdf.Column{
			{Block: first}, column(d.page.T("sheet.late.title"), d.page.Late), column(d.page.T("sheet.complaint.title"), d.page.Complaint),
			{Width: code, Block: pdf.Code{Text: d.page.Code.Text, Side: code, Alt: d.page.Office.Name}},
		}},
		pdf.Gap(4), d.text(d.page.Fine, 8.5, false, pdf.Muted),
	}
}
