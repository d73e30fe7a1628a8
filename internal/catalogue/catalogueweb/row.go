package catalogueweb

import (
	"html/template"
	"slices"
	"strings"
	"time"

	"dorgora/bangla"
	"dorgora/charter"
	"dorgora/internal/catalogue"
	"dorgora/internal/site"
	"dorgora/workday"
)

// MarkedCell is a printed cell with the words of findings set off.
type MarkedCell struct {
	Term   string
	Pieces []MarkedPiece
}

// MarkedPiece is a stretch of a printed cell; Note is the number of the finding
// about it, empty for plain text.
type MarkedPiece struct{ Text, Note string }

// FindingCard is one finding with its explanation and repair.
type FindingCard struct {
	Number string
	Tag    site.Tag
	Edge   string // c-warn, c-info or c-ok: the colour at its edge
	Title  string
	Words  string
	Repair string
	Fix    site.Link // opens the form that mends it
	Same   string    // how many rows say the same
}

func rowView(page site.Page, c checked, due string) RowView {
	row := c.draft.Charter.Services[c.at]
	findings := c.findingsOf(c.at)
	view := RowView{
		Title: page.T("catalogue.row.title", "group", catalogue.GroupText(page, row.Group), "serial", page.Digits(row.Serial)),
		Cells: markedCells(page, c.draft.Charter, row, findings), Understood: understood(page, c, due),
		Next: page.Href(c.rowPath((c.at + 1) % len(c.rows))),
	}
	for i, f := range findings {
		card := findingCard(page, c, f, i+1)
		if card.Edge == "c-warn" {
			view.Open++
		}
		view.Findings = append(view.Findings, card)
	}
	return view
}

// markedCells gives the printed cells with the words of the findings marked.
func markedCells(page site.Page, c charter.Charter, row charter.Service, findings []charter.Finding) []MarkedCell {
	var cells []MarkedCell
	for _, meaning := range printedOrder {
		text, printed := row.Cells[meaning]
		if !printed {
			continue
		}
		cells = append(cells, MarkedCell{headerOf(page, c, meaning), mark(page, text, meaning, findings)})
	}
	for header, text := range row.Extra {
		cells = append(cells, MarkedCell{header, []MarkedPiece{{Text: text}}})
	}
	return cells
}

// marking is the place of one finding's words in a cell.
type marking struct{ from, to, note int }

// mark sets off the first place of each finding's words in its cell, the shorter
// words first. What overlaps with words marked before is noted at the end.
func mark(page site.Page, text string, meaning charter.Meaning, findings []charter.Finding) []MarkedPiece {
	var places, marked, after []marking
	for i, f := range findings {
		words := wordsAtFault(f, text)
		if at := strings.Index(text, words); f.Cell == meaning && words != "" {
			places = append(places, marking{at, at + len(words), i + 1})
		}
	}
	slices.SortStableFunc(places, func(a, b marking) int { return (a.to - a.from) - (b.to - b.from) })
	for _, one := range places {
		if slices.ContainsFunc(marked, func(m marking) bool { return one.from < m.to && m.from < one.to }) {
			after = append(after, one)
		} else {
			marked = append(marked, one)
		}
	}
	slices.SortFunc(marked, func(a, b marking) int { return a.from - b.from })
	var pieces []MarkedPiece
	end := 0
	for _, one := range marked {
		pieces = append(pieces, MarkedPiece{Text: text[end:one.from]}, MarkedPiece{Text: text[one.from:one.to], Note: page.Num(one.note)})
		end = one.to
	}
	pieces = append(pieces, MarkedPiece{Text: text[end:]})
	for _, one := range after {
		pieces = append(pieces, MarkedPiece{Note: page.Num(one.note)})
	}
	return pieces
}

// wordsAtFault finds what a finding is about in the cell: its words, or those it
// quotes first ("“old name” → “new name”"). Empty when neither stands there.
func wordsAtFault(f charter.Finding, text string) string {
	if f.Text != "" && strings.Contains(text, f.Text) {
		return f.Text
	}
	_, quoted, _ := strings.Cut(f.Text, "“")
	quoted, _, closed := strings.Cut(quoted, "”")
	if closed && strings.Contains(text, quoted) {
		return quoted
	}
	return ""
}

func findingCard(page site.Page, c checked, f charter.Finding, number int) FindingCard {
	card := FindingCard{
		Number: page.Num(number), Title: page.T("catalogue.finding." + f.Code),
		Words: page.Pick(f.Bn, f.En), Repair: page.Pick(f.Repair, f.RepairEn),
	}
	switch {
	case !wholeCharter(f) && resolved(f, c.rows[c.at]):
		card.Tag, card.Edge = site.Tag{Text: page.T("catalogue.finding.done"), Tone: "ok", Icon: "check"}, "c-ok"
	case f.Severity == charter.Note:
		card.Tag, card.Edge = site.Tag{Text: page.T("catalogue.finding.note")}, "c-info"
	case f.Severity == charter.Error:
		card.Tag, card.Edge = site.Tag{Text: page.T("catalogue.finding.error"), Tone: "warn", Icon: "warning"}, "c-warn"
	default:
		card.Tag, card.Edge = site.Tag{Text: page.T("catalogue.finding.warning"), Tone: "warn", Icon: "warning"}, "c-warn"
	}
	if wholeCharter(f) {
		return card
	}
	if field := fieldOf(f); field != "" {
		card.Fix = site.Link{Text: page.T("catalogue.fix." + field), Href: formHref(page, c, field)}
		if card.Edge == "c-ok" {
			card.Fix.Text = page.T("button.change")
		}
	}
	if same := rowsWith(c.findings, f.Code); same > 1 {
		card.Same = page.T("catalogue.finding.same", "count", same)
	}
	return card
}

func formHref(page site.Page, c checked, field string) template.URL {
	return page.Href(c.rowPath(c.at) + "&field=" + field + "#complete")
}

func rowsWith(findings []charter.Finding, code string) int {
	n := 0
	for _, f := range findings {
		if f.Code == code {
			n++
		}
	}
	return n
}

// fields are those that an office may complete.
var fields = map[string]bool{"time": true, "fee": true, "officer": true, "superior": true, "papers": true, "papers_from": true, "channel": true}

// fieldOf names the field whose completion mends a finding, empty when none does.
func fieldOf(f charter.Finding) string {
	switch {
	case f.Code == "PAPERS-ELSEWHERE":
		return string(charter.PapersFrom)
	case fields[string(f.Cell)] && f.Code != "PLACE-MISSPELT" && f.Code != "PLACE-VARIANT" && f.Code != "NAME-SUPERSEDED":
		return string(f.Cell)
	}
	return ""
}

// resolved reports whether what the office completed mends the finding.
func resolved(f charter.Finding, row catalogue.Row) bool {
	switch f.Code {
	case "OFFICER-NAME-MISSING":
		return row.Officer.Name != ""
	case "MAIL-NOT-GOVERNMENT":
		return slices.Contains(row.Filled, "officer") && len(row.Officer.Mails) > 0
	case "PAPERS-ELSEWHERE":
		return slices.Contains(row.Filled, "papers")
	}
	field := fieldOf(f)
	return field != "" && slices.Contains(row.Filled, field)
}

// understood lists what the program read from the row, each with a way to change it.
func understood(page site.Page, c checked, due string) site.Answers {
	row := c.rows[c.at]
	short := site.Answer{Term: page.T("catalogue.field.short"), Text: row.Printed.Name}
	if known, ok := catalogue.National().Find(row.Printed.Name); ok {
		short.Text, short.Note = page.Pick(known.Short, known.NameEn), page.T("catalogue.field.short.national")
	}
	answers := []site.Answer{short}
	add := func(field, text, note string) {
		answer := site.Answer{Term: page.T("catalogue.field." + field), Text: text, Note: note,
			Change: site.Link{Text: page.T("button.change"), Href: formHref(page, c, field)}}
		if slices.Contains(row.Filled, field) {
			answer.Tag = site.Tag{Text: page.T("catalogue.finding.done"), Tone: "ok", Icon: "check"}
		}
		answers = append(answers, answer)
	}
	add("channel", orUnsaid(page, channelText(page, row.Channels)), "")
	add("papers", orUnsaid(page, papersText(page, row.Papers)), "")
	add("papers_from", orUnsaid(page, fromText(row.Papers)), "")
	add("fee", catalogue.FeeText(page, row.Fee), paymentNote(page, row.Fee))
	add("time", catalogue.PromiseText(page, catalogue.PromiseOf(row.Time)), due)
	add("officer", orUnsaid(page, joined(page, row.Officer)), answersNow(page, c, row.Officer.Post))
	add("superior", orUnsaid(page, joined(page, row.Superior)), "")
	return site.Answers{Rows: answers}
}

// duePreview says the last date of an application of now, empty without one.
func duePreview(page site.Page, calendar workday.Calendar, now time.Time, row catalogue.Row) string {
	due, err := calendar.Due(now, catalogue.PromiseOf(row.Time))
	if err != nil || !due.Measurable {
		return ""
	}
	return page.T("catalogue.due.preview", "date", page.WeekdayDate(due.Moment))
}

// answersNow names the post of the office that a printed post means and who sits
// there now.
func answersNow(page site.Page, c checked, printed string) string {
	if c.desk.posts == nil {
		return ""
	}
	id := c.desk.posts(printed)
	who, err := c.desk.chart.Answerable(c.desk.office.ID, id, page.Now)
	if err != nil || who.Person.ID == "" {
		return page.T("catalogue.officer.nobody")
	}
	return page.T("catalogue.officer.now", "post", page.Pick(who.Post.Title, who.Post.TitleEn), "name", page.Pick(who.Person.Name, who.Person.NameEn))
}

// sameCell lists the rows whose printed cell of a field reads as in the chosen row.
func (c checked) sameCell(field string) []int {
	chosen := bangla.Line(c.draft.Charter.Services[c.at].Cells[charter.Meaning(field)])
	serials := map[string]int{}
	for _, row := range c.draft.Charter.Services {
		serials[string(row.Group)+"|"+row.Serial]++
	}
	var rows []int
	for i, row := range c.draft.Charter.Services {
		unclear := serials[string(row.Group)+"|"+row.Serial] > 1
		if i == c.at || !unclear && bangla.Line(row.Cells[charter.Meaning(field)]) == chosen {
			rows = append(rows, i)
		}
	}
	return rows
}
