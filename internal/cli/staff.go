package cli

import (
	"fmt"
	"slices"
	"strings"

	"dorgora/internal/access"
	"dorgora/internal/app"
	"dorgora/internal/office"
)

type staffCommand struct {
	List   staffList   `cmd:"" help:"List the posts of an office and who holds them now."`
	Invite staffInvite `cmd:"" help:"Make a new one-time sign-in link for a person, as when a password is forgotten."`
}

// Help teaches the commands.
func (staffCommand) Help() string {
	return `
কোন পদে কে আছেন দেখায়; পাসওয়ার্ড ভুলে গেলে প্রবেশের নতুন লিঙ্ক দেয়।`
}

type staffList struct {
	installation
	Office string `arg:"" help:"Slug of the office."`
	JSON   bool   `help:"Print as JSON."`
}

// Help teaches the command.
func (staffList) Help() string {
	return `
কার্যালয়ের পদগুলো আর এখন কে কোন পদে, তা দেখায়।

The first word of a person's line is the ID that staff invite takes.

Example: dorgora staff list --data data rupsha

Exit codes: 0 listed; 2 there is no such office.`
}

// postLine is one post as a list says it.
type postLine struct {
	Post    string       `json:"post"`
	Title   string       `json:"title"`
	Role    office.Role  `json:"role,omitempty"`
	Holders []personLine `json:"holders"`
}

type personLine struct {
	Person string        `json:"person"`
	Name   string        `json:"name"`
	Tenure office.Tenure `json:"tenure,omitempty"`
}

// Run lists posts, holders and people without a post.
func (c staffList) Run(s *session) error {
	return c.within(s, func(p *app.Program) error {
		chart, o, err := s.chartOf(p, c.Office)
		if err != nil {
			return err
		}
		list := s.posts(p, chart, o)
		if c.JSON {
			return printJSON(s.Out, list)
		}
		for _, post := range list {
			fmt.Fprintf(s.Out, "%s\n", post.Title)
			for _, held := range post.Holders {
				fmt.Fprintln(s.Out, strings.TrimRight("  "+held.Person+"  "+held.Name+"  "+string(held.Tenure), " "))
			}
		}
		return nil
	})
}

// posts lists the posts with their holders, and at the end, under a post without
// ID, the people who hold none.
func (s *session) posts(p *app.Program, chart office.Chart, o office.Office) []postLine {
	var list []postLine
	seated := map[string]bool{}
	for _, post := range chart.PostsOf(o.ID) {
		line := postLine{post.ID, s.pick(post.Title, post.TitleEn), post.Role, []personLine{}}
		for _, held := range chart.Holders(o.ID, post.ID, p.World.Now()) {
			person, _ := chart.Person(held.Person)
			seated[person.ID] = true
			line.Holders = append(line.Holders, personLine{person.ID, s.pick(person.Name, person.NameEn), held.Tenure})
		}
		list = append(list, line)
	}
	rest := postLine{Title: s.text("cli.staff.none"), Holders: []personLine{}}
	for _, person := range chart.PeopleOf(o.ID) {
		if !seated[person.ID] {
			rest.Holders = append(rest.Holders, personLine{Person: person.ID, Name: s.pick(person.Name, person.NameEn)})
		}
	}
	if len(rest.Holders) > 0 {
		list = append(list, rest)
	}
	return list
}

func (s *session) chartOf(p *app.Program, slug string) (office.Chart, office.Office, error) {
	o, err := s.officeOf(p, slug)
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

// Help teaches the command.
func (staffInvite) Help() string {
	return `
একজনের জন্য একবার চলে এমন প্রবেশের লিঙ্ক বানায়।

Earlier links of the person become void. The link lets whoever opens it set a
password: hand it over in person.

Example: dorgora staff invite --data data rupsha করিম

Exit codes: 0 made; 2 there is no such office, or not exactly one such person.`
}

// Run makes the link.
func (c staffInvite) Run(s *session) error {
	return c.within(s, func(p *app.Program) error {
		chart, o, err := s.chartOf(p, c.Office)
		if err != nil {
			return err
		}
		people := slices.DeleteFunc(slices.Clone(chart.PeopleOf(o.ID)), func(one office.Person) bool {
			return one.ID != c.Person && !strings.Contains(one.Name, c.Person)
		})
		if len(people) != 1 {
			return s.fail("cli.staff.unclear", "n", len(people), "person", c.Person, "slug", c.Office)
		}
		token, err := p.Keeper.Invite(s.ctx, access.Invitation{Office: o.ID, Person: people[0].ID})
		if err != nil {
			return err
		}
		s.say("cli.staff.link", "name", s.pick(people[0].Name, people[0].NameEn), "link", s.link("/invitations/"+token))
		return nil
	})
}
