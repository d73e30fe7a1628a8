package sheet

import (
	"net/http"

	"dorgora/internal/pdf"
	"dorgora/internal/register/registerweb"
)

// Board is the sheet of the notice board on A4: what was promised this month and
// what was kept, in letters that are read from two steps away:
// GET /{office}/charter/board.pdf.
func (p Pages) Board(w http.ResponseWriter, r *http.Request) {
	page, err := p.poster(r)
	if err != nil {
		p.Site.Refuse(w, r, missing(err))
		return
	}
	page.Title = page.T("sheet.board.title", "month", monthName(page.Page))
	p.send(w, r, "board-"+page.Office.Slug, func() ([]byte, error) { return drawBoard(page) })
}

// drawBoard takes the largest letters with which the sheet is one page, and goes on
// over several pages when even the smallest are too large.
func drawBoard(page PosterPage) ([]byte, error) {
	const smallest, step = 0.74, 0.04
	paper := pdf.A4
	paper.Left = paper.Right
	for scale := 1.2; ; scale -= step {
		doc := pdf.New(pdf.Info{Title: page.Title, Lang: page.Lang, Author: page.Office.Name})
		flow := doc.Flow(paper)
		flow.Foot = func(n, of int) pdf.Block { return boardFoot(page, n, of) }
		blocks := board(page, scale)
		room := paper.Height - paper.Top - paper.Bottom - doc.Height(boardFoot(page, 1, 1), flow.Width())
		if scale-step < smallest || doc.Height(blocks, flow.Width()) <= room {
			flow.Add(blocks...)
			return doc.Bytes()
		}
	}
}

func boardFoot(page PosterPage, n, of int) pdf.Block {
	return pdf.Stack{pdf.Gap(6), pdf.Columns{Gap: 8, Cells: []pdf.Column{
		{Block: pdf.Small(page.Fine)}, {Width: 60, Block: ended(pdf.Small(pageOf(page.Page)(n, of)))},
	}}}
}

func board(page PosterPage, scale float64) pdf.Stack {
	title := pdf.Heading(1, page.Title)
	title.Align, title.Size = pdf.Middle, 20*scale
	blocks := pdf.Stack{
		centred(text(page.Government, 11*scale, false, pdf.Ink)), centred(text(page.Office.Name, 14*scale, true, pdf.Ink)),
		centred(text(page.Office.Place, 11*scale, false, pdf.Muted)), pdf.Gap(6 * scale), title, pdf.Gap(6 * scale),
		pdf.Frame{Pad: 9 * scale, Stroke: pdf.Brand, Weight: 1.6, Radius: 8, Block: pdf.Stack{
			centred(text(page.Month, 11*scale, false, pdf.Muted)), centred(text(page.Score, 28*scale, true, pdf.Deep)),
			centred(text(page.Note, 12*scale, false, pdf.Ink)),
		}}, pdf.Gap(8 * scale),
	}
	for _, group := range page.Groups {
		table := pdf.Table{Size: 11 * scale, Pad: 3 * scale, Columns: []pdf.TableColumn{
			{Title: page.T("sheet.board.serial"), Width: 0.7, Align: pdf.Middle}, {Title: page.T("sheet.board.service"), Width: 4.2},
			{Title: page.T("sheet.board.promise"), Width: 3.1}, {Title: page.T("sheet.board.score"), Width: 2.1},
		}}
		for _, card := range group.Cards {
			promise := card.Unit
			if card.Count != "" {
				promise = card.Count + " " + card.Unit
			}
			table.Rows = append(table.Rows, pdf.Cells(card.Serial, card.Name, promise, card.Score))
		}
		heading := pdf.Heading(2, group.Title)
		heading.Size = 13 * scale
		blocks = append(blocks, heading, pdf.Gap(3), table, pdf.Gap(7*scale))
	}
	return blocks
}

// RegisterFile is the monthly register as a bound book has it:
// GET /{office}/desk/register/pdf.
func (p Pages) RegisterFile(w http.ResponseWriter, r *http.Request) {
	drawn, err := p.Register.Drawn(r)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	p.send(w, r, "register-"+drawn.Office.Slug, func() ([]byte, error) { return pdf.Book(book(drawn)) })
}

func book(drawn registerweb.RegisterPage) pdf.BookSheet {
	page := drawn.Page
	sheet := pdf.BookSheet{
		Lang: page.Lang, Office: []string{page.Office.Name, page.Office.Place}, Title: drawn.Title, Size: 7.5,
		Groups:  []pdf.Cell{{}},
		Columns: []pdf.TableColumn{{Title: page.T("register.service"), Width: 4.2}},
		Empty:   page.T("register.none"), Notes: []string{page.T("register.how.sum"), page.T("register.how.days")},
		Sign: []string{page.T("sheet.sign.made"), page.T("sheet.sign.head")}, Made: drawn.Made, PageOf: pageOf(page),
	}
	for _, one := range drawn.Groups {
		sheet.Groups = append(sheet.Groups, pdf.Cell{Text: one.Title, Span: one.Span})
	}
	for _, one := range drawn.Heads {
		sheet.Columns = append(sheet.Columns, pdf.TableColumn{Title: one.Title, Align: pdf.Middle, Width: 1.12})
	}
	for _, one := range drawn.Lines {
		sheet.Rows = append(sheet.Rows, bookRow(one))
	}
	if len(drawn.Lines) > 0 {
		sheet.Foot = [][]pdf.Cell{bookRow(drawn.Total)}
	}
	return sheet
}

func bookRow(row registerweb.Row) []pdf.Cell {
	cells := []pdf.Cell{{Text: row.Name}}
	for _, one := range row.Cells {
		cells = append(cells, pdf.Cell{Text: one.Text})
	}
	return cells
}
