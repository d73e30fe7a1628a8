package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"dorgora/charter"
	"dorgora/internal/app"
	"dorgora/internal/message"
)

type charterCommand struct {
	Check  charterCheck  `cmd:"" help:"Find weak promises in a charter: no time, no name, papers elsewhere, and more. Exit code 1 when one is an error."`
	Show   charterShow   `cmd:"" help:"Show what the program understands of a charter."`
	Print  charterPrint  `cmd:"" help:"Print the official table back, cell by cell as it was."`
	Diff   charterDiff   `cmd:"" help:"Tell in words what changed between two charters."`
	Import charterImport `cmd:"" help:"Bring a charter into an office as a draft; --publish puts it in force."`
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

func (c charterCheck) Run(s *session) error {
	read, err := c.read(s)
	if err != nil {
		return err
	}
	report := charter.Check(read, charter.LintOptions{})
	if c.JSON {
		err = printJSON(s.Out, report)
	} else {
		c.tell(s, report)
	}
	if err == nil && report.Failed() {
		return errFindings
	}
	return err
}

// tell prints the findings grouped by code: the words once, then where.
func (c charterCheck) tell(s *session, report charter.Report) {
	where, order := map[string][]string{}, []charter.Finding{}
	for _, one := range report.Findings {
		if where[one.Code] == nil {
			order = append(order, one)
		}
		place := strings.Trim(string(one.Group)+" "+one.Serial, " ")
		where[one.Code] = append(where[one.Code], place)
	}
	fmt.Fprintf(s.Out, "%d services, %d findings\n", report.Services, len(report.Findings))
	for _, one := range order {
		words, repair := one.Bn, one.Repair
		if s.lang == message.En {
			words, repair = one.En, one.RepairEn
		}
		fmt.Fprintf(s.Out, "\n%s  %s ×%d\n  %s\n  → %s\n", one.Severity, one.Code, len(where[one.Code]), words, repair)
		if places := strings.Join(where[one.Code], ", "); strings.Trim(places, ", ") != "" {
			fmt.Fprintln(s.Out, "  ", places)
		}
	}
}

type charterShow struct {
	charterFile
	JSON bool `help:"Print everything as JSON, described in docs/CHARTER.md."`
}

func (c charterShow) Run(s *session) error {
	read, err := c.read(s)
	if err != nil {
		return err
	}
	if c.JSON {
		return charter.Print(s.Out, read, "json")
	}
	for _, one := range read.Services {
		fmt.Fprintf(s.Out, "%s %s  %s\n    time %s, fee %s, channels %v, officer %s\n",
			one.Group, one.Serial, one.Name, one.Time.Kind, one.Fee.Kind, one.Channels, one.Officer.Post)
	}
	for _, one := range read.Unread {
		fmt.Fprintf(s.Out, "unread, %s: %s\n", one.Where, one.Text)
	}
	return nil
}

type charterPrint struct {
	charterFile
	Format string `help:"text, markdown, html or json." enum:"text,markdown,html,json" default:"text"`
}

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

func (c charterDiff) Run(s *session) error {
	before, err := readCharter(s, c.Old)
	if err != nil {
		return fmt.Errorf("%s: %w", c.Old, err)
	}
	after, err := readCharter(s, c.New)
	if err != nil {
		return fmt.Errorf("%s: %w", c.New, err)
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
	return nil
}
