package pdf

import (
	"strings"

	"dorgora/internal/message"
)

// LetterSheet is an official letter in the form of the Secretariat Instructions 2024:
// letterhead, memo number and date, subject, reference, numbered paragraphs,
// signature, addressee, copies. All texts come as they are to be read.
type LetterSheet struct {
	Lang       message.Lang
	Head       []string // lines of the letterhead, from the government down
	Strong     int      // which of them, from 0, is printed large
	Web        string   // last line of the letterhead
	Memo       string   // স্মারক নং- …, whole line
	DateWord   string   // তারিখ:
	DateBangla string   // stands over the line
	Date       string   // stands under it
	Words      LetterWords
	Subject    string
	Reference  string
	Greeting   string // salutation, where the kind of letter has one
	Opening    string // paragraph without a number before the numbered ones
	Paragraphs []string
	Unnumbered bool   // a single paragraph, or a letter without numbers
	Closing    string // after the paragraphs
	Enclosures string
	Farewell   string   // a line above the signature: আপনার বিশ্বস্ত
	Sign       []string // name, post, phone, mail; the first is bold
	To         []string // lines of the addressee
	CopyMemo   string   // memo line of the copies; empty: no line
	CopyTitle  string   // সদয় অবগতি ও কার্যার্থে …
	Copies     []string
	Number     func(n int) string // of paragraphs and copies: ১।
	Foot       []string           // small lines at the lower edge
	Verify     string             // address behind a QR code in the foot; empty: none
	PageOf     func(page, of int) string
}

// LetterWords are the two captions of a letter.
type LetterWords struct{ Subject, Reference string }

const letterSize = 11.5

// Letter writes a letter on A4.
func Letter(sheet LetterSheet) ([]byte, error) {
	d := New(Info{Title: sheet.Subject, Lang: sheet.Lang, Author: strings.Join(sheet.Head, ", ")})
	sheet.On(d)
	return d.Bytes()
}

// On sets the letter on pages of its own in a document.
func (l LetterSheet) On(d *Document) {
	flow := d.Flow(A4)
	flow.Foot = l.foot
	flow.Add(l.letterhead(), Gap(14), l.memo(l.Memo), Gap(12))
	flow.Add(l.caption(l.Words.Subject, l.Subject, true))
	if l.Reference != "" {
		flow.Add(Gap(6), l.caption(l.Words.Reference, l.Reference, false))
	}
	flow.Add(Gap(10))
	if l.Greeting != "" {
		flow.Add(letterText(l.Greeting), Gap(6))
	}
	flow.Add(l.body()...)
	flow.Add(l.signature())
	if len(l.To) > 0 {
		flow.Add(Gap(14), Group{lines(l.To)})
	}
	if len(l.Copies) > 0 {
		flow.Add(l.copies()...)
	}
}

func letterText(text string) Text {
	return Text{Spans: []Span{{Text: text}}, Size: letterSize, Leading: 1.6}
}

func lines(list []string) Block {
	return Text{Spans: []Span{{Text: strings.Join(list, "\n")}}, Size: letterSize, Leading: 1.5}
}

func (l LetterSheet) letterhead() Block {
	var head Stack
	for i, one := range l.Head {
		text := Text{Spans: []Span{{Text: one}}, Size: letterSize, Align: Middle, Leading: 1.5}
		if i == l.Strong {
			text.Size, text.Bold = 14, true
		}
		head = append(head, text)
	}
	if l.Web != "" {
		head = append(head, Text{Spans: []Span{{Text: l.Web}}, Size: 9.5, Color: Muted, Align: Middle})
	}
	return head
}

// memo is the line with the memo number at the left and the Bangla date over the
// Gregorian date at the right.
func (l LetterSheet) memo(number string) Block {
	date := func(text string) Block {
		return Text{Spans: []Span{{Text: text}}, Size: letterSize, Align: Middle, Leading: 1.4}
	}
	word := letterText(l.DateWord)
	word.Align = End
	dates := Stack{date(l.Date)}
	if l.DateBangla != "" {
		dates = Stack{date(l.DateBangla), Rule{Weight: 0.6}, date(l.Date)}
	}
	return Columns{Gap: 6, Middle: true, Cells: []Column{{Block: letterText(number)}, {Width: 50, Block: word}, {Width: 112, Block: dates}}}
}

func (l LetterSheet) caption(word, text string, bold bool) Block {
	left, right := letterText(word), letterText(text)
	left.Bold, right.Bold = bold, bold
	return Columns{Gap: 6, Cells: []Column{{Width: 44, Block: left}, {Block: right}}}
}

func (l LetterSheet) body() []Block {
	var list []Block
	indented := func(text string) Block {
		one := letterText(text)
		one.Indent = 40
		return one
	}
	if l.Opening != "" {
		list = append(list, indented(l.Opening), Gap(6))
	}
	for i, one := range l.Paragraphs {
		if l.Unnumbered || l.Number == nil {
			list = append(list, indented(one), Gap(6))
			continue
		}
		list = append(list, numbered(l.Number(i+1), one), Gap(6))
	}
	if l.Closing != "" {
		list = append(list, indented(l.Closing), Gap(6))
	}
	if l.Enclosures != "" {
		list = append(list, letterText(l.Enclosures))
	}
	return list
}

// numberedText is a paragraph with its number hanging before it.
type numberedText struct {
	number string
	text   Text
}

func numbered(number, text string) Block { return numberedText{number, letterText(text)} }

func (n numberedText) lay(s setter, width float64) []piece {
	const place, hang = 16.0, 40.0
	pieces := n.text.lay(s, width-hang)
	// The number is drawn with the first line, so that a long paragraph may still be divided.
	mark := letterText(n.number).lay(s, hang-place)
	for i := range pieces {
		text, first := pieces[i].draw, i == 0
		pieces[i].draw = func(c *canvas, x, y float64) {
			if first {
				mark[0].draw(c, x+place, y)
			}
			text(c, x+hang, y)
		}
	}
	return pieces
}

func (l LetterSheet) signature() Block {
	sign := Group{Gap(26)}
	if l.Farewell != "" {
		farewell := letterText(l.Farewell)
		farewell.Align = Middle
		sign = Group{Gap(6), farewell, Gap(26)}
	}
	for i, one := range l.Sign {
		text := Text{Spans: []Span{{Text: one}}, Size: letterSize, Align: Middle, Leading: 1.45, Bold: i == 0}
		if i > 1 {
			text.Size, text.Color = 9.5, Muted
		}
		sign = append(sign, text)
	}
	return Columns{Cells: []Column{{}, {Width: 210, Block: sign}}}
}

func (l LetterSheet) copies() []Block {
	list := []Block{Gap(16)}
	if l.CopyMemo != "" {
		list = append(list, l.memo(l.CopyMemo), Gap(8))
	}
	title := letterText(l.CopyTitle)
	title.Bold, title.Keep = true, true
	list = append(list, title, Gap(4))
	for i, one := range l.Copies {
		number := ""
		if l.Number != nil {
			number = l.Number(i + 1)
		}
		list = append(list, numbered(number, one))
	}
	return list
}

func (l LetterSheet) foot(page, of int) Block {
	number := ""
	if l.PageOf != nil {
		number = l.PageOf(page, of)
	}
	right := Text{Spans: []Span{{Text: number}}, Size: 8.5, Color: Muted, Align: End}
	row := Columns{Gap: 8, Middle: true, Cells: []Column{{Block: Small(strings.Join(l.Foot, "\n"))}, {Width: 70, Block: right}}}
	if l.Verify != "" {
		row.Cells = append([]Column{{Width: 46, Block: Code{Text: l.Verify, Side: 46, Alt: l.Verify}}}, row.Cells...)
	}
	return Stack{Gap(6), Rule{Color: Muted, Dashed: true}, Gap(4), row}
}
