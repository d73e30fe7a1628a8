package cli

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"dorgora/internal/access"
	"dorgora/internal/app"
	"dorgora/internal/catalogue"
	"dorgora/internal/office"
)

// within opens the installation, runs work in it and closes it.
func (i installation) within(s *session, work func(*app.Program) error) error {
	program, err := i.open(s)
	if err != nil {
		return err
	}
	return errors.Join(work(program), program.Close())
}

type officeCommand struct {
	List officeList `cmd:"" help:"List the offices, each below its superior one."`
	Add  officeAdd  `cmd:"" help:"Add an office below another and print the sign-in link of its head."`
}

type officeList struct {
	installation
	JSON bool `help:"Print as JSON."`
}

// Run lists the offices.
func (c officeList) Run(s *session) error {
	return c.within(s, func(p *app.Program) error {
		list, err := p.Offices.Offices(s.ctx)
		if err != nil {
			return err
		}
		if c.JSON {
			return printJSON(s.Out, list)
		}
		for _, o := range list {
			fmt.Fprintf(s.Out, "%-16s %-12s %s, %s\n", o.Slug, o.Kind, o.Name, o.Place)
		}
		return nil
	})
}

type officeAdd struct {
	installation
	Slug   string `arg:"" help:"Its address: small Latin letters, digits and hyphens."`
	Name   string `arg:"" help:"Its name in Bangla."`
	Below  string `help:"Slug of the superior office." required:""`
	Kind   string `help:"department, division, district, upazila, union or other." enum:"department,division,district,upazila,union,other" default:"upazila"`
	NameEn string `help:"Its name in English."`
	Place  string `help:"The line below its name."`
	Phone  string `help:"Phone for help."`
	Mail   string `help:"Mail address."`
	Region string `help:"District slug, for regional holidays."`
	Head   string `help:"Title of the head's post." default:"কার্যালয় প্রধান"`
}

// Run adds the office.
func (c officeAdd) Run(s *session) error {
	return c.within(s, func(p *app.Program) error {
		above, err := p.Offices.BySlug(s.ctx, c.Below)
		if err != nil {
			return err
		}
		chart, err := p.Offices.Chart(s.ctx, above.ID)
		if err != nil {
			return err
		}
		id, err := access.NewID(s.Random)
		if err != nil {
			return err
		}
		change, err := chart.Found(office.Office{
			ID: id, Slug: c.Slug, Kind: office.Kind(c.Kind), Name: c.Name, NameEn: c.NameEn, Place: c.Place,
			Phone: c.Phone, Mail: c.Mail, Region: c.Region,
		}, office.Post{ID: "head", Title: c.Head}, s.Now())
		if err != nil {
			return err
		}
		if err := p.Offices.Apply(s.ctx, change); err != nil {
			return err
		}
		token, err := p.Keeper.InviteHead(s.ctx, id, "")
		if err != nil {
			return err
		}
		fmt.Fprintf(s.Out, "/%s\nsign-in link of its head, once, below the address of the program:\n  /invitations/%s\n", c.Slug, token)
		return nil
	})
}

type staffCommand struct {
	List   staffList   `cmd:"" help:"List the posts of an office and who holds them now."`
	Invite staffInvite `cmd:"" help:"Make a new one-time sign-in link for a person, as when a password is forgotten."`
}

type staffList struct {
	installation
	Office string `arg:"" help:"Slug of the office."`
}

// Run lists posts, holders and people without a post.
func (c staffList) Run(s *session) error {
	return c.within(s, func(p *app.Program) error {
		chart, o, err := chartOf(s, p, c.Office)
		if err != nil {
			return err
		}
		for _, post := range chart.PostsOf(o.ID) {
			fmt.Fprintf(s.Out, "%s (%s)\n", post.Title, post.Role)
			for _, held := range chart.Holders(o.ID, post.ID, s.Now()) {
				person, _ := chart.Person(held.Person)
				fmt.Fprintf(s.Out, "  %s  %s  %s\n", person.ID, person.Name, held.Tenure)
			}
		}
		return nil
	})
}

func chartOf(s *session, p *app.Program, slug string) (office.Chart, office.Office, error) {
	o, err := p.Offices.BySlug(s.ctx, slug)
	if err != nil {
		return office.Chart{}, o, err
	}
	chart, err := p.Offices.Chart(s.ctx, o.ID)
	return chart, o, err
}

type staffInvite struct {
	installation
	Office string `arg:"" help:"Slug of the office."`
	Person string `arg:"" help:"ID of the person, as staff list prints it, or part of the name."`
}

// Run makes the link.
func (c staffInvite) Run(s *session) error {
	return c.within(s, func(p *app.Program) error {
		chart, o, err := chartOf(s, p, c.Office)
		if err != nil {
			return err
		}
		people := slices.DeleteFunc(slices.Clone(chart.PeopleOf(o.ID)), func(one office.Person) bool {
			return one.ID != c.Person && !strings.Contains(one.Name, c.Person)
		})
		if len(people) != 1 {
			return fmt.Errorf("%d people of %s fit %q; name one", len(people), c.Office, c.Person)
		}
		token, err := p.Keeper.Invite(s.ctx, access.Invitation{Office: o.ID, Person: people[0].ID})
		if err != nil {
			return err
		}
		fmt.Fprintf(s.Out, "for %s, once, below the address of the program:\n  /invitations/%s\n", people[0].Name, token)
		return nil
	})
}

type charterImport struct {
	installation
	Office  string `help:"Slug of the office." required:""`
	File    string `arg:"" help:"Text, HTML, XLSX, DOCX or PDF, in Unicode or Bijoy; - for standard input."`
	Publish bool   `help:"Put it in force at once instead of leaving it as a draft."`
}

// Run imports a charter into an office.
func (c charterImport) Run(s *session) error {
	content, err := s.readInput(c.File)
	if err != nil {
		return err
	}
	return c.within(s, func(p *app.Program) error {
		o, err := p.Offices.BySlug(s.ctx, c.Office)
		if err != nil {
			return err
		}
		imported, err := p.Intake.Import(s.ctx, catalogue.File{Office: o.ID, Name: c.File, Bytes: content})
		if err != nil {
			return err
		}
		fmt.Fprintf(s.Out, "draft %s with %d services\n", imported.Draft.ID, len(imported.Draft.Charter.Services))
		if !c.Publish {
			return nil
		}
		edition, err := p.Press.Publish(s.ctx, catalogue.Order{Office: o.ID, Draft: imported.Draft.ID})
		if err != nil {
			return err
		}
		fmt.Fprintf(s.Out, "in force as version %d\n", edition.Version.Number)
		return nil
	})
}
