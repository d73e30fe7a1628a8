package charter

import (
	_ "embed"
	"slices"
	"strconv"
	"strings"
	"sync"

	"dorgora/bangla"
	"dorgora/charter/internal/former"
	"dorgora/charter/internal/place"
)

// Severity says how much a finding weighs. An error keeps a row from being a
// promise that can be measured, or leaves a citizen without a remedy; the
// command line leaves with code 1 only for errors.
type Severity string

// The severities.
const (
	Error   Severity = "error"
	Warning Severity = "warning"
	Note    Severity = "note"
)

// Finding is one weak point of a charter. Codes are stable; docs/CHARTER.md
// lists them with their severities.
type Finding struct {
	Code     string   `json:"code"`
	Severity Severity `json:"severity"`
	Group    Group    `json:"group"`  // empty for findings about the whole charter
	Serial   string   `json:"serial"` // as printed, empty for findings about the whole charter
	Cell     Meaning  `json:"cell"`   // the cell at fault, empty for findings about the whole charter
	Text     string   `json:"text"`   // the words at fault, as printed
	Bn       string   `json:"bn"`     // what is wrong and why it matters to a citizen
	En       string   `json:"en"`
	Repair   string   `json:"repair"` // what to do, in Bangla; never an invented figure
	RepairEn string   `json:"repair_en"`
}

// LintOptions tell Lint what a charter does not say of itself. The zero value
// is good.
type LintOptions struct {
	Office string // the office as it prints itself ("উপজেলা কার্যালয়, রূপসা, খুলনা"); empty: the one that most officer cells name
	On     string // day of judgement, YYYY-MM-DD: names that changed later are not yet former; empty: all changes count
}

// findingsTable holds code, severity and the four texts of each finding.
//
//go:embed findings.tsv
var findingsTable string

var findingTexts = sync.OnceValue(func() map[string]Finding {
	texts := map[string]Finding{}
	for _, cell := range rowsOf(findingsTable) {
		texts[cell[0]] = Finding{Code: cell[0], Severity: Severity(cell[1]), Bn: cell[2], En: cell[3], Repair: cell[4], RepairEn: cell[5]}
	}
	return texts
})

func rowsOf(table string) [][]string {
	var rows [][]string
	for line := range strings.SplitSeq(strings.TrimSpace(table), "\n") {
		rows = append(rows, strings.Split(line, "\t"))
	}
	return rows[1:]
}

// Lint finds the weak promises and gaps of a charter: first those of the whole
// charter, then row by row in the printed order. A code is given at most once
// for a row; the finding of a row with several faults of one code names all.
func Lint(c Charter, opt LintOptions) []Finding {
	l := newLinter(c, opt)
	l.wholeCharter()
	for i := range c.Services {
		l.row(i)
	}
	return l.findings
}

// Report is what `dorgora charter check --json` prints.
type Report struct {
	Services int       `json:"services"`
	Findings []Finding `json:"findings"`
}

// Check lints a charter into a report.
func Check(c Charter, opt LintOptions) Report {
	return Report{Services: len(c.Services), Findings: Lint(c, opt)}
}

// Failed reports whether any finding is an error: the exit code is then 1.
func (r Report) Failed() bool {
	return slices.ContainsFunc(r.Findings, func(f Finding) bool { return f.Severity == Error })
}

// linter collects findings and what a row must know of its charter.
type linter struct {
	charter   Charter
	opt       LintOptions
	findings  []Finding
	home      homeOffice
	contacts  map[string]string          // officer to the contact that most rows give
	firstName map[string]int             // folded service name to its first row
	variants  map[string]bool            // spellings of places noted already
	seen      map[string][]place.Mention // places named in a cell, by its text: offices repeat their cells
	folds     map[string]string          // search folds made so far
	judged    map[place.Mention]judgement
	outdated  map[string][]former.Name // former names in a cell, by its text
	beside    []string                 // places named in the charter in a listed or variant spelling
}

func newLinter(c Charter, opt LintOptions) *linter {
	l := &linter{charter: c, opt: opt, findings: []Finding{}, firstName: map[string]int{}, variants: map[string]bool{}, seen: map[string][]place.Mention{}}
	l.folds, l.judged, l.outdated = map[string]string{}, map[place.Mention]judgement{}, map[string][]former.Name{}
	l.home = l.homeOf(c, opt.Office)
	l.contacts = l.usualContacts(c.Services)
	for i := len(c.Services) - 1; i >= 0; i-- {
		l.firstName[l.fold(c.Services[i].Name)] = i
	}
	l.beside = l.placesIn(c.Services)
	return l
}

// fold is the search fold, made once for each text.
func (l *linter) fold(text string) string {
	folded, ok := l.folds[text]
	if !ok {
		folded = bangla.Fold(text)
		l.folds[text] = folded
	}
	return folded
}

// judgement is what the list of places says about a mention.
type judgement struct {
	near string
	how  place.Judgement
}

func (l *linter) judge(mention place.Mention) judgement {
	judged, ok := l.judged[mention]
	if !ok {
		judged.near, judged.how = place.Judge(mention.Name, mention.District, l.beside)
		l.judged[mention] = judged
	}
	return judged
}

// former returns the former names in a cell.
func (l *linter) former(cell string) []former.Name {
	names, ok := l.outdated[cell]
	if !ok {
		names = former.In(cell)
		l.outdated[cell] = names
	}
	return names
}

// mentions returns the places that a cell names.
func (l *linter) mentions(cell string) []place.Mention {
	found, ok := l.seen[cell]
	if !ok {
		found = place.Mentions(cell)
		l.seen[cell] = found
	}
	return found
}

// spot is where a finding belongs; the zero value is the whole charter.
type spot struct {
	row  *Service
	cell Meaning
}

// report adds a finding; values fill the {names} of its texts.
func (l *linter) report(code string, at spot, text string, values ...string) *Finding {
	finding := findingTexts()[code]
	finding.Cell, finding.Text = at.cell, text
	if at.row != nil {
		finding.Group, finding.Serial = at.row.Group, at.row.Serial
	}
	fill := strings.NewReplacer(append([]string{"{text}", text}, values...)...)
	for _, field := range []*string{&finding.Bn, &finding.En, &finding.Repair, &finding.RepairEn} {
		*field = strings.TrimSpace(fill.Replace(*field))
	}
	l.findings = append(l.findings, finding)
	return &l.findings[len(l.findings)-1]
}

// sections are the parts that the official form asks for, in its order, with
// their names and why a citizen needs them.
var sections = []struct {
	section             Section
	bn, en, whyBn, whyE string
}{
	{Vision, "ভিশন", "Vision", "নাগরিক জানতে পারেন না কার্যালয়টির লক্ষ্য কী।", "A citizen cannot learn what the office aims at."},
	{Mission, "মিশন", "Mission", "নাগরিক জানতে পারেন না কার্যালয়টি কীভাবে কাজ করে।", "A citizen cannot learn how the office works towards its aim."},
	{Expectations, "আপনার কাছে আমাদের প্রত্যাশা", "What we expect from you", "নাগরিক জানতে পারেন না সেবা পেতে তাঁর কী করণীয়।", "A citizen cannot learn what he or she has to do to be served."},
	{Grievance, "অভিযোগ প্রতিকার ব্যবস্থাপনা", "Grievance redress", "সেবা না পেলে কার কাছে অভিযোগ করতে হবে নাগরিক তা জানতে পারেন না।", "A citizen who is not served cannot learn to whom to complain."},
}

func (l *linter) wholeCharter() {
	c := l.charter
	if len(c.Services) == 0 {
		l.report("SERVICE-MISSING", spot{}, "")
	}
	for _, one := range sections {
		if !blank(c.Sections[one.section]) {
			continue
		}
		found := l.report("SECTION-MISSING", spot{}, string(one.section),
			"{section}", one.bn, "{section_en}", one.en, "{why}", one.whyBn, "{why_en}", one.whyE)
		if one.section == Grievance { // without it there is no remedy at all
			found.Severity = Error
		}
	}
	if c.Date == "" {
		l.report("DATE-MISSING", spot{}, "")
	}
	if c.Legacy || c.Mixed {
		l.report("ENCODING-LEGACY", spot{}, "")
	}
	for _, column := range c.Columns {
		if column.Meaning == "" && column.Header != "" {
			l.report("COLUMN-UNKNOWN", spot{}, column.Header)
		}
	}
	if n := len(c.Unread); n > 0 {
		l.report("TEXT-UNREAD", spot{}, shorten(c.Unread[0].Text), "{number}", strconv.Itoa(n)).countBangla(n)
	}
}

// countBangla writes the count of a finding in Bangla digits in its Bangla text.
func (f *Finding) countBangla(n int) {
	digits := strconv.Itoa(n)
	f.Bn = strings.Replace(f.Bn, digits+"টি", bangla.Digits(digits)+"টি", 1)
}

func shorten(text string) string {
	runes := []rune(oneLine(text))
	if len(runes) <= 80 {
		return string(runes)
	}
	return string(runes[:80]) + "…"
}

// placesIn returns the names of places that stand in the officer and place
// cells of a charter and are in the list, in their listed spelling.
func (l *linter) placesIn(services []Service) []string {
	seen := map[string]bool{}
	var names []string
	for _, s := range services {
		for _, cell := range placeCells {
			for _, mention := range l.mentions(s.Cells[cell]) {
				if seen[mention.Name] {
					continue
				}
				seen[mention.Name] = true
				if listed, how := place.Judge(mention.Name, mention.District, nil); how == place.Known || how == place.Variant {
					names = append(names, listed)
				}
			}
		}
	}
	return names
}
