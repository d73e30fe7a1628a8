package cli

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"dorgora/internal/access"
	"dorgora/internal/app"
	"dorgora/internal/office"
)

type officeCommand struct {
	List officeList `cmd:"" help:"List the offices, each below its superior one."`
	Add  officeAdd  `cmd:"" help:"Add an office below another and print the sign-in link of its head, or a whole department."`
}

// Help teaches the commands.
func (officeCommand) Help() string {
	return `
এই ব্যবস্থায় কোন কোন কার্যালয় আছে দেখায়, নতুন কার্যালয় যোগ করে।`
}

type officeList struct {
	installation
	JSON bool `help:"Print as JSON."`
}

// Help teaches the command.
func (officeList) Help() string {
	return `
কার্যালয়গুলোর ঠিকানা, স্তর ও নাম দেখায়।

Example: dorgora office list --data data

Exit codes: 0 listed; 2 the installation cannot be opened.`
}

// officeLine is one office as a list says it.
type officeLine struct {
	Slug   string      `json:"slug"`
	Kind   office.Kind `json:"kind"`
	Below  string      `json:"below"` // slug of the superior office, empty at the top
	Name   string      `json:"name"`
	NameEn string      `json:"name_en"`
	Place  string      `json:"place"`
}

// Run lists the offices.
func (c officeList) Run(s *session) error {
	return c.within(s, func(p *app.Program) error {
		list, err := p.Offices.Offices(s.ctx)
		if err != nil {
			return err
		}
		slugs, lines := map[string]string{}, make([]officeLine, 0, len(list))
		for _, o := range list {
			slugs[o.ID] = o.Slug
			lines = append(lines, officeLine{o.Slug, o.Kind, slugs[o.Parent], o.Name, o.NameEn, o.Place})
		}
		if c.JSON {
			return printJSON(s.Out, lines)
		}
		for i, o := range lines {
			line := fmt.Sprintf("%-16s %-12s %s, %s", o.Slug, o.Kind, s.pick(o.Name, o.NameEn), s.pick(o.Place, list[i].PlaceEn))
			fmt.Fprintln(s.Out, strings.TrimRight(line, ", "))
		}
		return nil
	})
}

type officeAdd struct {
	installation
	Slug   string `arg:"" optional:"" help:"Its address: small Latin letters, digits and hyphens."`
	Name   string `arg:"" optional:"" help:"Its name in Bangla."`
	From   string `help:"geo: add the whole tree of the ICT department, 64 districts and 494 upazilas." enum:",geo" default:"" placeholder:"geo"`
	Below  string `help:"Slug of the superior office; with --from geo the only topmost office when it is left out." aliases:"under" placeholder:"SLUG"`
	Kind   string `help:"department, division, district, upazila, union or other." enum:"department,division,district,upazila,union,other" default:"upazila"`
	NameEn string `help:"Its name in English." placeholder:"NAME"`
	Place  string `help:"The line below its name." placeholder:"WORDS"`
	Phone  string `help:"Phone for help." placeholder:"NUMBER"`
	Mail   string `help:"Mail address." placeholder:"ADDRESS"`
	Region string `help:"District slug, for regional holidays." placeholder:"DISTRICT"`
	Head   string `help:"Title of the head's post." default:"কার্যালয় প্রধান"`
}

// Help teaches the command.
func (officeAdd) Help() string {
	return `
ঊর্ধ্বতন কার্যালয়ের নিচে নতুন কার্যালয় যোগ করে, আর তার প্রধানের প্রবেশের লিঙ্ক দেয়।

With --from geo the department's whole tree is added in one go: an office in each
district and upazila that lacks one, with the rows of the Rupsha charter in force in
the upazila offices. Offices that exist are kept; a second run adds nothing.

Examples:

    dorgora office add --data data --below doict-khulna --region khulna dighalia "দিঘলিয়া আইসিটি কার্যালয়"
    dorgora office add --data data --from geo

Exit codes: 0 added; 2 the address is taken or wrong, or there is no such superior
office.`
}

// Run adds the office, or the department.
func (c officeAdd) Run(s *session) error {
	if c.From == "" && (c.Slug == "" || c.Name == "" || c.Below == "") {
		return s.fail("cli.office.add.missing")
	}
	if c.From != "" && c.Slug != "" {
		return s.fail("cli.office.add.both")
	}
	return c.within(s, func(p *app.Program) error {
		if c.From != "" {
			return c.establish(s, p)
		}
		return c.addOne(s, p)
	})
}

// establish adds the tree of the department.
func (c officeAdd) establish(s *session, p *app.Program) error {
	top, err := c.top(s, p)
	if err != nil {
		return err
	}
	bar := s.progress(-1, "cli.office.bar")
	made, err := p.Establish(s.ctx, top, bar.ChangeMax, func() { _ = bar.Add(1) })
	if err := errors.Join(err, bar.Finish()); err != nil {
		return err
	}
	s.say("cli.office.established", "offices", made.Offices, "charters", made.Charters)
	return nil
}

// top is the office under which the tree hangs.
func (c officeAdd) top(s *session, p *app.Program) (office.Office, error) {
	if c.Below != "" {
		return s.officeOf(p, c.Below)
	}
	all, err := p.Offices.Offices(s.ctx)
	if err != nil {
		return office.Office{}, err
	}
	all = slices.DeleteFunc(all, func(o office.Office) bool { return o.Parent != "" })
	if len(all) != 1 {
		return office.Office{}, s.fail("cli.office.top", "count", len(all))
	}
	return all[0], nil
}

func (c officeAdd) addOne(s *session, p *app.Program) error {
	above, err := s.officeOf(p, c.Below)
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
	}, office.Post{ID: "head", Title: c.Head}, p.World.Now())
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
	s.say("cli.office.added", "slug", c.Slug, "link", s.link("/invitations/"+token))
	return nil
}
