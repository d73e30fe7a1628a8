package charter

import (
	"fmt"
	"regexp"
	"strings"

	"dorgora/bangla"
	"dorgora/charter/internal/heading"
)

// parser goes through the blocks of a document once, in order, and remembers
// where it is: the section, the group of services, and the columns of the last
// table of services, which a table without a header continues.
type parser struct {
	charter    Charter
	part       heading.Kind // the section that paragraphs now belong to
	group      Group
	columns    []column
	tables     int
	paragraphs int
	dated      int // how sure the date is; a surer line replaces it
	prose      []proseLine
}

// Parse gives the tables and paragraphs of a document their meaning. It expects
// texts in normal form, as Scan gives them, and it never fails: what it does not understand is listed in Charter.Unread, or kept under
// its own header in Service.Extra.
func Parse(document Document) Charter {
	p := parser{charter: Charter{
		Sections: map[Section]string{}, Services: []Service{}, Unread: []Unread{}, Columns: []Column{},
		Legacy: document.Legacy, Mixed: document.Mixed, Kind: document.Kind, Encoding: document.Encoding,
	}}
	for _, block := range document.Blocks {
		if block.Rows != nil {
			p.tables++
			p.table(block.Rows)
			continue
		}
		p.paragraphs++
		p.paragraph(oneLine(block.Text), fmt.Sprintf("paragraph %d", p.paragraphs))
	}
	p.readProse()
	p.charter.readValues()
	return p.charter
}

// unread lists a text that was not understood.
func (p *parser) unread(where, text string) {
	if text != "" {
		p.charter.Unread = append(p.charter.Unread, Unread{Where: where, Text: text})
	}
}

// keep adds the text of a column to the service. Columns of one meaning share a
// cell; prices and times then carry their headers, since "২০/=" and "২৫০/="
// alone would not say what they are for.
func (s *Service) keep(c column, text string) {
	if c.Meaning == "" {
		if s.Extra == nil {
			s.Extra = map[string]string{}
		}
		s.Extra[c.Header] = appended(s.Extra[c.Header], text)
		return
	}
	if c.shared && (c.Meaning == FeeOf || c.Meaning == TimeOf) {
		text = c.label + ": " + text
	}
	s.Cells[c.Meaning] = appended(s.Cells[c.Meaning], text)
}

func appended(text, more string) string {
	if text == "" {
		return more
	}
	return text + "\n" + more
}

// leading is a serial before a name in one cell or line.
var leading = regexp.MustCompile(`^\(?([0-9০-৯]{1,3})\s*[.)।:]+\s*(\S.*)$`)

// identify sets the serial, the name and the ditto marks from the cells.
func (s *Service) identify(above *Service) {
	for _, meaning := range meanings {
		if above != nil && ditto.MatchString(s.Cells[meaning]) {
			s.Inherits = append(s.Inherits, meaning)
		}
	}
	s.Name = oneLine(s.Cells[Name])
	if above != nil && ditto.MatchString(s.Name) {
		s.Name = above.Name
	}
	if printed, ok := s.Cells[Serial]; ok {
		s.Serial = serialOf(printed)
	} else if m := leading.FindStringSubmatch(s.Name); m != nil {
		s.Serial, s.Name = serialOf(m[1]), m[2]
	}
}

func serialText(text string) bool { return serialCell.MatchString(text) }

// serialOf is the serial as printed, in ASCII digits and without the marks
// around it.
func serialOf(text string) string {
	return strings.Trim(bangla.ASCII(oneLine(text)), " .()[]।:ঃ-")
}
