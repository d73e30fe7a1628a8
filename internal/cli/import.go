package cli

import (
	"path/filepath"

	"dorgora/internal/app"
	"dorgora/internal/catalogue"
)

type charterImport struct {
	installation
	Office  string `help:"Slug of the office." required:"" placeholder:"SLUG"`
	File    string `arg:"" help:"Text, HTML, XLSX, DOCX or PDF, in Unicode or Bijoy; - for standard input."`
	Publish bool   `help:"Put it in force at once instead of leaving it as a draft."`
}

// Help teaches the command.
func (charterImport) Help() string {
	return `
চার্টার কার্যালয়ে খসড়া হিসেবে আনে; --publish দিলে তখনই চালু হয়।

The file itself is kept beside the draft. Cases received before a publication keep
the promise of the version under which they came.

Example: dorgora charter import --data data --office rupsha --publish charter.docx

Exit codes: 0 imported; 2 the file cannot be read, holds no service, or there is no
such office.`
}

// Run imports a charter into an office.
func (c charterImport) Run(s *session) error {
	content, err := s.readInput(c.File)
	if err != nil {
		return err
	}
	return c.within(s, func(p *app.Program) error {
		o, err := s.officeOf(p, c.Office)
		if err != nil {
			return err
		}
		imported, err := p.Intake.Import(s.ctx, catalogue.File{Office: o.ID, Name: filepath.Base(c.File), Bytes: content})
		if err != nil {
			return err
		}
		if imported.Seen.Version > 0 {
			s.say("cli.import.seen", "version", imported.Seen.Version)
		}
		s.say("cli.import.draft", "services", len(imported.Draft.Charter.Services),
			"link", s.link("/"+o.Slug+"/desk/charter/drafts/"+imported.Draft.ID))
		if !c.Publish {
			return nil
		}
		edition, err := p.Press.Publish(s.ctx, catalogue.Order{Office: o.ID, Draft: imported.Draft.ID})
		if err != nil {
			return err
		}
		s.say("cli.import.published", "version", edition.Version.Number, "link", s.link("/"+o.Slug))
		return nil
	})
}
