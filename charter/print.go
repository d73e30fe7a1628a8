package charter

import (
	"encoding/json"
	"html"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"dorgora/bangla"
	"dorgora/internal/fault"
)

// The official titles, as the form of the Cabinet Division prints them.
const (
	formTitle    = "সিটিজেনস চার্টার"
	aimsTitle    = "১. ভিশন ও মিশন"
	serviceTitle = "২. প্রতিশ্রুত সেবাসমূহঃ"
)

var (
	groupTitles = map[Group]string{Citizen: "২.১) নাগরিক সেবা:", Institutional: "২.২) প্রাতিষ্ঠানিক সেবা:", Internal: "২.৩) অভ্যন্তরীণ সেবা:"}
	endTitles   = map[Section]string{Expectations: "৩. আপনার কাছে আমাদের প্রত্যাশা", Grievance: "৪. অভিযোগ প্রতিকার ব্যবস্থাপনা"}
	aimTitles   = map[Section]string{Vision: "ভিশন:", Mission: "মিশন:"}

	// headers are the column headers of the official form, used where the
	// charter has none of its own.
	headers = map[Meaning]string{
		Serial: "ক্রমিক নং", Name: "সেবার নাম", ChannelsOf: "সেবা প্রদান পদ্ধতি", PapersOf: "প্রয়োজনীয় কাগজপত্র",
		PapersFrom: "কাগজপত্র/আবেদন ফরম প্রাপ্তিস্থান", FeeOf: "সেবার মূল্য ও পরিশোধ পদ্ধতি", TimeOf: "সেবা প্রদানের সময়সীমা",
		OfficerOf: "দায়িত্বপ্রাপ্ত কর্মকর্তা (নাম, পদবি, ফোন নম্বর ও ই-মেইল)", SuperiorOf: "ঊর্ধ্বতন কর্মকর্তার পদবি, টেলিফোন ও ই-মেইল",
		Recipient: "সেবা গ্রহীতা", Place: "সেবা প্রদানের স্থান", Remark: "মন্তব্য",
	}
)

// Print writes a charter as the official table with its sections and date.
// Formats: "text" (cells parted by tabs), "markdown", "html" (a page with
// captions and scopes) and "json" (the contract of docs/CHARTER.md). Reading
// the first three again gives the same cells, but for white space. Another
// format is a fault in the field "format".
func Print(w io.Writer, c Charter, format string) error {
	var text string
	switch format {
	case "text":
		text = printText(c)
	case "markdown":
		text = printMarkdown(c)
	case "html":
		text = printHTML(c)
	case "json":
		return printJSON(w, withLists(c))
	default:
		return fault.InField("format", "charter.print.format", "format", format)
	}
	_, err := io.WriteString(w, text)
	return err
}

// PrintCompleted writes what an office added to a charter, as JSON: every
// completion with author, date and reason, and each service with its printed and
// its completed values side by side (docs/CHARTER.md).
func PrintCompleted(w io.Writer, c Completed) error {
	c.Completions = append([]Completion{}, c.Completions...)
	c.Rows = append([]CompletedService{}, c.Rows...)
	return printJSON(w, c)
}

func printJSON(w io.Writer, value any) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(value)
}

// printedTable is one table of services of one group.
type printedTable struct {
	title string
	heads []string
	rows  [][]string
}

// tablesOf lays the services out in tables, a new one wherever the group
// changes. All tables share the columns of the charter.
func tablesOf(c Charter) []printedTable {
	columns := columnsOf(c)
	heads := make([]string, len(columns))
	for i, column := range columns {
		heads[i] = column.Header
	}
	var tables []printedTable
	for i, s := range c.Services {
		if i == 0 || s.Group != c.Services[i-1].Group {
			tables = append(tables, printedTable{title: groupTitles[s.Group], heads: heads})
		}
		row := make([]string, len(columns))
		for j, column := range columns {
			if column.Meaning == "" {
				row[j] = s.Extra[column.Header]
			} else {
				row[j] = s.Cells[column.Meaning]
			}
		}
		last := &tables[len(tables)-1]
		last.rows = append(last.rows, row)
	}
	return tables
}

// columnsOf returns the columns in the printed order, each meaning once, with
// those added that have cells but no header.
func columnsOf(c Charter) []Column {
	var columns []Column
	add := func(column Column) {
		same := func(had Column) bool {
			return had.Meaning == column.Meaning && (column.Meaning != "" || had.Header == column.Header)
		}
		if !slices.ContainsFunc(columns, same) {
			columns = append(columns, column)
		}
	}
	filled := map[Meaning]bool{}
	extra := map[string]bool{}
	for _, s := range c.Services {
		for meaning := range s.Cells {
			filled[meaning] = true
		}
		for header := range s.Extra {
			extra[header] = true
		}
	}
	for _, column := range c.Columns {
		if filled[column.Meaning] || column.Meaning == "" && extra[column.Header] {
			column.Header = strings.TrimSpace(column.Header)
			if column.Header == "" {
				column.Header = headers[column.Meaning]
			}
			add(column)
		}
	}
	for _, meaning := range meanings {
		if filled[meaning] {
			add(Column{Header: headers[meaning], Meaning: meaning})
		}
	}
	for _, header := range slices.Sorted(maps.Keys(extra)) {
		add(Column{Header: header})
	}
	return columns
}

func dateLine(c Charter) string {
	if c.Date == "" {
		return ""
	}
	day, err := time.Parse(time.DateOnly, c.Date)
	if err != nil {
		return "হালনাগাদ: " + c.Date
	}
	return "হালনাগাদ: " + bangla.Date(day)
}

// outline writes the sections around the tables through three writers: for a
// title of a level, a paragraph and a table.
func outline(c Charter, title func(level int, text string), paragraph func(string), table func(printedTable)) {
	title(1, formTitle)
	if c.Sections[Vision] != "" || c.Sections[Mission] != "" {
		title(2, aimsTitle)
	}
	section := func(level int, name Section, titles map[Section]string) {
		if text := c.Sections[name]; text != "" {
			title(level, titles[name])
			paragraph(text)
		}
	}
	section(3, Vision, aimTitles)
	section(3, Mission, aimTitles)
	title(2, serviceTitle)
	for _, one := range tablesOf(c) {
		table(one)
	}
	section(2, Expectations, endTitles)
	section(2, Grievance, endTitles)
	if line := dateLine(c); line != "" {
		paragraph(line)
	}
}

func printText(c Charter) string {
	var b strings.Builder
	line := func(text string) { b.WriteString(text + "\n\n") }
	outline(c,
		func(_ int, text string) { line(text) },
		func(text string) { line(strings.ReplaceAll(text, "\t", " ")) },
		func(t printedTable) {
			if t.title != "" {
				line(t.title)
			}
			for _, row := range append([][]string{t.heads}, t.rows...) {
				cells := make([]string, len(row))
				for i, cell := range row {
					cells[i] = bangla.Line(cell)
				}
				b.WriteString(strings.Join(cells, "\t") + "\n")
			}
			b.WriteString("\n")
		})
	return b.String()
}

func printMarkdown(c Charter) string {
	var b strings.Builder
	line := func(text string) { b.WriteString(text + "\n\n") }
	row := func(cells []string) {
		b.WriteString("|")
		for _, cell := range cells {
			b.WriteString(" " + strings.ReplaceAll(bangla.Line(cell), "|", `\|`) + " |")
		}
		b.WriteString("\n")
	}
	outline(c,
		func(level int, text string) { line(strings.Repeat("#", level) + " " + text) },
		line,
		func(t printedTable) {
			if t.title != "" {
				line("### " + t.title)
			}
			row(t.heads)
			b.WriteString("|" + strings.Repeat(" --- |", len(t.heads)) + "\n")
			for _, cells := range t.rows {
				row(cells)
			}
			b.WriteString("\n")
		})
	return b.String()
}

func printHTML(c Charter) string {
	var b strings.Builder
	b.WriteString("<!DOCTYPE html>\n<html lang=\"bn\">\n<head>\n<meta charset=\"utf-8\">\n" +
		"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>" + formTitle + "</title>\n</head>\n<body>\n<main>\n")
	escape := func(text string) string {
		return strings.ReplaceAll(html.EscapeString(strings.TrimSpace(text)), "\n", "<br>")
	}
	outline(c,
		func(level int, text string) {
			tag := "h" + string(rune('0'+level))
			b.WriteString("<" + tag + ">" + escape(text) + "</" + tag + ">\n")
		},
		func(text string) { b.WriteString("<p>" + escape(text) + "</p>\n") },
		func(t printedTable) { htmlTable(&b, t, escape) })
	b.WriteString("</main>\n</body>\n</html>\n")
	return b.String()
}

func htmlTable(b *strings.Builder, t printedTable, escape func(string) string) {
	b.WriteString("<table>\n")
	if t.title != "" {
		b.WriteString("<caption>" + escape(t.title) + "</caption>\n")
	}
	b.WriteString("<thead>\n<tr>")
	name := -1
	for i, head := range t.heads {
		b.WriteString(`<th scope="col">` + escape(head) + "</th>")
		if name < 0 && strings.Contains(head, "নাম") {
			name = i
		}
	}
	b.WriteString("</tr>\n</thead>\n<tbody>\n")
	for _, row := range t.rows {
		b.WriteString("<tr>")
		for i, cell := range row {
			if i == name {
				b.WriteString(`<th scope="row">` + escape(cell) + "</th>")
			} else {
				b.WriteString("<td>" + escape(cell) + "</td>")
			}
		}
		b.WriteString("</tr>\n")
	}
	b.WriteString("</tbody>\n</table>\n")
}

// withLists gives every list of the contract at least an empty array.
func withLists(c Charter) Charter {
	c.Services = slices.Clone(c.Services)
	for i := range c.Services {
		s := &c.Services[i]
		s.Channels, s.Papers = orEmpty(s.Channels), orEmpty(s.Papers)
		s.Time.Alternatives = orEmpty(slices.Clone(s.Time.Alternatives))
		for j := range s.Time.Alternatives {
			s.Time.Alternatives[j].Alternatives = orEmpty(s.Time.Alternatives[j].Alternatives)
		}
		for _, o := range []*Officer{&s.Officer, &s.Superior} {
			o.Phones, o.Mails = orEmpty(o.Phones), orEmpty(o.Mails)
		}
	}
	c.Services, c.Unread, c.Columns = orEmpty(c.Services), orEmpty(c.Unread), orEmpty(c.Columns)
	if c.Sections == nil {
		c.Sections = map[Section]string{}
	}
	return c
}

func orEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
