package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"dorgora/charter"
	"dorgora/internal/app"
	"dorgora/internal/message"
)

type charterCommand struct {
	Check  charterCheck  `cmd:"" help:"Find weak promises in a charter: no time, no name, papers elsewhere, and more."`
	Show   charterShow   `cmd:"" help:"Show what the program understands of a charter."`
	Print  charterPrint  `cmd:"" help:"Print the official table back, cell by cell as it was."`
	Diff   charterDiff   `cmd:"" help:"Tell in words what changed between two charters."`
	Import charterImport `cmd:"" help:"Bring a charter into an office as a draft; --publish puts it in force."`
}

// Help teaches the commands.
func (charterCommand) Help() string {
	return `
সিটিজেনস চার্টার পড়ে, যাচাই করে, ছাপে, মিলিয়ে দেখে ও কার্যালয়ে আনে।

A charter may be text, HTML, XLSX, DOCX or PDF, in Unicode or Bijoy, mixed. What is
not understood is kept and shown, never dropped. docs/CHARTER.md describes all.`
}

// charterFile is the argument of the commands that read one charter.
type charterFile struct {
	File string `arg:"" help:"Text, HTML, XLSX, DOCX or PDF, in Unicode or Bijoy; - for standard input."`
}

func (c charterFile) read(s *session) (charter.Charter, error) { return readCharter(s, c.File) }

func readCharter(s *session, file string) (charter.Charter, error) {
	content, err := s.readInput(file)
	if err != nil {
		return charter.Charter{}, err
	}
	return charter.Read(charter.Source{Name: filepath.Base(file), Bytes: content, PDFText: app.PDFText()})
}

// printJSON writes a value as JSON that people can read, Bangla as Bangla.
func printJSON(w io.Writer, value any) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(value)
}

type charterCheck struct {
	charterFile
	JSON bool `help:"Print {services, findings} as described in docs/CHARTER.md."`
}

// Help teaches the command.
func (charterCheck) Help() string {
	return `
চার্টারের দুর্বল প্রতিশ্রুতিগুলো খুঁজে দেয়: কী সমস্যা, কেন, আর কী করলে ঠিক হবে।

Each finding has a stable code, a severity, the rows it is about, the reason and the
repair. Nothing is changed.

Examples:

    dorgora charter check charter.docx
    dorgora charter check --json charter.html | jq '.findings[].code'
    pdftotext -layout charter.pdf - | dorgora charter check -

Exit codes: 0 clean or warnings and notes only; 1 at least one finding is an error;
2 the charter cannot be read.`
}

// Run checks the charter.
func (c charterCheck) Run(s *session) error {
	read, err := c.read(s)
	if err != nil {
		return err
	}
	report := charter.Check(read, charter.LintOptions{})
	if c.JSON {
		err = printJSON(s.Out, report)
	} else {
		tellReport(s, report)
	}
	if err == nil && report.Failed() {
		return errFindings
	}
	return err
}

// sort is the findings of one code and severity; the words may differ by row.
type sort struct {
	code     string
	severity charter.Severity
	words    []string            // in the order of their first row
	repair   map[string]string   // by words
	rows     map[string][]string // by words
	count    int
}

// sorted groups findings by code and severity, in the order of their first row.
func (s *session) sorted(list []charter.Finding) []*sort {
	var all []*sort
	for _, one := range list {
		i := slices.IndexFunc(all, func(k *sort) bool { return k.code == one.Code && k.severity == one.Severity })
		if i < 0 {
			all = append(all, &sort{code: one.Code, severity: one.Severity, repair: map[string]string{}, rows: map[string][]string{}})
			i = len(all) - 1
		}
		k, words := all[i], s.pick(one.Bn, one.En)
		if _, known := k.repair[words]; !known {
			k.words, k.repair[words] = append(k.words, words), s.pick(one.Repair, one.RepairEn)
		}
		if row := s.row(one.Group, one.Serial); row != "" {
			k.rows[words] = append(k.rows[words], row)
		}
		k.count++
	}
	return all
}

// row names a row of a charter: its group and serial number.
func (s *session) row(group charter.Group, serial string) string {
	if group == "" && serial == "" {
		return ""
	}
	name := ""
	if group != "" {
		name = s.text("cli.group." + string(group))
	}
	return strings.TrimSpace(name + " " + message.Digits(s.lang, serial))
}

// tellReport prints the findings grouped by code and severity: the words once, then
// where.
func tellReport(s *session, report charter.Report) {
	s.say("cli.check.count", "services", report.Services, "findings", len(report.Findings))
	for _, k := range s.sorted(report.Findings) {
		fmt.Fprintf(s.Out, "\n%s  %s  ×%s\n", s.text("cli.severity."+string(k.severity)), k.code, message.Number(s.lang, int64(k.count)))
		for _, words := range k.words {
			fmt.Fprintf(s.Out, "  %s\n  → %s\n", words, k.repair[words])
			if rows := k.rows[words]; len(rows) > 0 {
				fmt.Fprintf(s.Out, "    %s\n", strings.Join(rows, ", "))
			}
		}
	}
}

type charterShow struct {
	charterFile
	JSON bool `help:"Print everything as JSON, described in docs/CHARTER.md."`
}

// Help teaches the command.
func (charterShow) Help() string {
	return `
চার্টার থেকে প্রোগ্রাম কী বুঝেছে, তা সারি ধরে দেখায়।

What is not understood is listed at the end as unread.

Examples:

    dorgora charter show charter.xlsx
    dorgora charter show --json charter.html > charter.json

Exit codes: 0 shown; 2 the charter cannot be read.`
}

// Run shows the charter.
func (c charterShow) Run(s *session) error {
	read, err := c.read(s)
	if err != nil {
		return err
	}
	if c.JSON {
		return charter.Print(s.Out, read, "json")
	}
	for _, one := range read.Services {
		var channels []string
		for _, channel := range one.Channels {
			channels = append(channels, string(channel))
		}
		fmt.Fprintf(s.Out, "%s  %s\n", s.row(one.Group, one.Serial), one.Name)
		s.say("cli.show.row", "time", string(one.Time.Kind), "fee", string(one.Fee.Kind),
			"channels", strings.Join(channels, ", "), "papers", len(one.Papers), "officer", one.Officer.Post)
	}
	s.say("cli.show.count", "services", len(read.Services), "unread", len(read.Unread))
	for _, one := range read.Unread {
		fmt.Fprintf(s.Out, "  %s: %s\n", one.Where, one.Text)
	}
	return nil
}

type charterPrint struct {
	charterFile
	Format string `help:"text, markdown, html or json." enum:"text,markdown,html,json" default:"text"`
}

// Help teaches the command.
func (charterPrint) Help() string {
	return `
চার্টারের ছক যেমন ছাপা ছিল তেমনই ছাপে।

Examples:

    dorgora charter print charter.docx
    dorgora charter print --format html charter.txt > charter.html

Exit codes: 0 printed; 2 the charter cannot be read.`
}

// Run prints the charter.
func (c charterPrint) Run(s *session) error {
	read, err := c.read(s)
	if err != nil {
		return err
	}
	return charter.Print(s.Out, read, c.Format)
}

type charterDiff struct {
	Old  string `arg:"" help:"The earlier charter."`
	New  string `arg:"" help:"The later charter."`
	JSON bool   `help:"Print the differences as data."`
}

// Help teaches the command.
func (charterDiff) Help() string {
	return `
দুই চার্টারে কী কী বদলেছে, কথায় জানায়।

Rows are matched by what they offer, not by their serial number.

Example: dorgora charter diff charter-2025.docx charter-2026.docx

Exit codes: 0 compared, whatever was found; 2 one of the two cannot be read.`
}

// Run compares two charters.
func (c charterDiff) Run(s *session) error {
	before, err := readCharter(s, c.Old)
	if err != nil {
		return err
	}
	after, err := readCharter(s, c.New)
	if err != nil {
		return err
	}
	list := charter.Diff(before, after)
	if c.JSON {
		if list == nil {
			list = []charter.Difference{}
		}
		return printJSON(s.Out, list)
	}
	for _, one := range list {
		fmt.Fprintln(s.Out, one.Text(string(s.lang)))
	}
	if len(list) == 0 {
		s.say("cli.diff.none")
	}
	return nil
}
