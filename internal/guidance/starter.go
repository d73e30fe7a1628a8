package guidance

import (
	"embed"
	"fmt"
	"io/fs"
	"strings"
	"time"

	"dorgora/bangla"
	"dorgora/workday"
)

//go:embed starter/*.txt
var starterFiles embed.FS

// StarterPerson is the writer of the texts that come with the program: nobody of
// the office, so that any officer may approve them after reading.
const StarterPerson = "starter"

// Starter is a text that comes with the program for an office to begin with. It is
// a draft: an officer must read and approve it.
type Starter struct {
	ID      string // the same in every office, so that no text is brought in twice
	Content Content
}

// Starters reads the texts that come with the program. Each is to be looked at
// again so many months after the day on which it is brought in as it says itself.
func Starters(today workday.Date) ([]Starter, error) {
	names, err := fs.Glob(starterFiles, "starter/*.txt")
	if err != nil {
		return nil, err
	}
	var all []Starter
	for _, name := range names {
		text, err := starterFiles.ReadFile(name)
		if err != nil {
			return nil, err
		}
		for i, block := range strings.Split("\n"+bangla.Normal(string(text)), "\n== ")[1:] {
			one, err := readStarter(block, today)
			if err != nil {
				return nil, fmt.Errorf("%s, text %d: %w", name, i+1, err)
			}
			all = append(all, one)
		}
	}
	return all, nil
}

// readStarter reads one text: its id and sort, lines of "name: value", then after a
// line --- the body, and after another the English one.
func readStarter(block string, today workday.Date) (Starter, error) {
	parts := strings.Split(block, "\n---\n")
	lines := strings.Split(parts[0], "\n")
	id, sort, _ := strings.Cut(lines[0], " ")
	one := Starter{ID: id, Content: Content{Sort: Sort(sort)}}
	for _, line := range lines[1:] {
		name, value, found := strings.Cut(line, ": ")
		if !found {
			return one, fmt.Errorf("%s: no value in %q", id, line)
		}
		if err := one.Content.set(name, value, today); err != nil {
			return one, fmt.Errorf("%s: %w", id, err)
		}
	}
	if len(parts) > 1 {
		one.Content.Bn.Body = strings.TrimSpace(parts[1])
	}
	if len(parts) > 2 {
		one.Content.En.Body = strings.TrimSpace(parts[2])
	}
	return one, one.Content.Check(today)
}

func (c *Content) set(name, value string, today workday.Date) error {
	switch name {
	case "topic":
		c.Topic = value
	case "services":
		c.Services = strings.Fields(value)
	case "title":
		c.Bn.Title = value
	case "title-en":
		c.En.Title = value
	case "source":
		cells := strings.Split(value, " | ")
		if len(cells) != 3 {
			return fmt.Errorf("source %q", value)
		}
		date, err := workday.ParseDate(cells[2])
		c.Source = Source{Document: cells[0], Version: cells[1], Date: date}
		return err
	case "review":
		var months int
		if _, err := fmt.Sscan(value, &months); err != nil {
			return err
		}
		c.ReviewBy = today.AddMonths(months)
	case "public":
		c.Public = value == "yes"
	default:
		return fmt.Errorf("%q is no part of a text", name)
	}
	return nil
}

// Begin is the change that writes the text into an office. name is that of the
// program, in the language of the office.
func (s Starter) Begin(office, name string, at time.Time) (Change, error) {
	return Begin(office, s.ID, s.Content, Signature{Person: StarterPerson, Name: name, At: at})
}
