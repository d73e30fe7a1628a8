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

// mark sets off the first place of each finding's words in its cell; words that
// overlap with others marked before are left plain.
func mark(page site.Page, text string, meaning charter.Meaning, findings []charter.Finding) []MarkedPiece {
	type span struct{ from, to, note int }
	var spans []span
	for i, f := range findings {
		if f.Cell != meaning || f.Text == "" {
			continue
		}
		from := strings.Index(text, f.Text)
		if from < 0 || slices.ContainsFunc(spans, func(s span) bool { return from < s.to && s.from < from+len(f.Text) }) {
			continue
		}
		spans = append(spans, span{from, from + len(f.Text), i + 1})
	}
	slices.SortFunc(spans, func(a, b span) int { return a.from - b.from })
	var pieces []MarkedPiece
	end := 0
	for _, s := range spans {
		pieces = append(pieces, MarkedPiece{Text: text[end:s.from]}, MarkedPiece{Text: text[s.from:s.to], Note: page.Num(s.note)})
		end = s.to
	}
	return append(pieces, MarkedPiece{Text: text[end:]})
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
	add("channel", channelText(page, row.Channels), "")
	add("papers", papersText(page, row.Papers), "")
	add("papers_from", fromText(row.Papers), "")
	add("fee", catalogue.FeeText(page, row.Fee), page.Digits(row.Fee.Payment))
	add("time", catalogue.PromiseText(page, catalogue.PromiseOf(row.Time)), due)
	add("officer", joined(row.Officer), answersNow(page, c, row.Officer.Post))
	add("superior", joined(row.Superior), "")
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

func channelText(page site.Page, channels []charter.Channel) string {
	var words []string
	for _, one := range channels {
		words = append(words, catalogue.ChannelText(page, one))
	}
	return strings.Join(words, ", ")
}

func papersText(page site.Page, papers []charter.Paper) string {
	var words []string
	for _, one := range papers {
		word := one.Text
		if one.Need != charter.Required && one.Need != "" {
			word += " (" + page.T("catalogue.need."+string(one.Need)) + ")"
		}
		words = append(words, word)
	}
	return strings.Join(words, "; ")
}

func fromText(papers []charter.Paper) string {
	var places []string
	for _, one := range papers {
		if one.From != "" && !slices.Contains(places, one.From) {
			places = append(places, one.From)
		}
	}
	return strings.Join(places, "; ")
}

func joined(o charter.Officer) string {
	var parts []string
	for _, part := range append(append([]string{o.Post, o.Name, o.Room}, o.Phones...), o.Mails...) {
		if part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, ", ")
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
