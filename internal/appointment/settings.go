package appointment

import (
	_ "embed"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"dorgora/bangla"
	"dorgora/internal/fault"
)

// settingTable holds the figures that apply where an office has set none.
//
//go:embed settings.tsv
var settingTable string

// Settings are how an office plans its appointments.
type Settings struct {
	Visits int      `json:"visits"` // that one officer makes in a half day
	Ahead  int      `json:"ahead"`  // working days for which slots are offered
	Unions []string `json:"unions"` // in the order of the route
	Venues []Venue  `json:"venues"`
}

// Venue is a room of the office or in its care, with its seats.
type Venue struct {
	Name  string `json:"name"`
	Seats int    `json:"seats"`
}

// figure is one line of the table.
type figure struct{ value, least, most int }

var figures = sync.OnceValue(func() map[string]figure {
	all := map[string]figure{}
	for line := range strings.SplitSeq(strings.TrimSpace(settingTable), "\n") {
		cells := strings.Split(line, "\t")
		if len(cells) != 4 || cells[0] == "name" {
			continue
		}
		var n [3]int
		for i := range n {
			var err error
			if n[i], err = strconv.Atoi(cells[i+1]); err != nil {
				panic(err) // the table is part of the program
			}
		}
		all[cells[0]] = figure{n[0], n[1], n[2]}
	}
	return all
})

// Usual returns the settings of an office that has made none.
func Usual() Settings {
	return Settings{Visits: figures()["visit"].value, Ahead: figures()["ahead"].value}
}

// The most that settings hold.
const (
	mostUnions = 60
	mostVenues = 40
	mostSeats  = 200
	mostName   = 80
)

// Check refuses settings that are out of bounds, and returns them in normal form.
func (s Settings) Check() (Settings, error) {
	var wrong fault.Fields
	within := func(name string, value int) {
		if f := figures()[name]; value < f.least || value > f.most {
			wrong = append(wrong, fault.InField(name, "appointment.settings.bounds", "least", f.least, "most", f.most))
		}
	}
	within("visit", s.Visits)
	within("ahead", s.Ahead)
	s.Unions = names(s.Unions)
	if len(s.Unions) > mostUnions || long(s.Unions) {
		wrong = append(wrong, fault.InField("unions", "appointment.settings.unions", "most", mostUnions, "letters", mostName))
	}
	seen := map[string]bool{}
	for i, venue := range s.Venues {
		s.Venues[i].Name = bangla.Line(bangla.Normal(venue.Name))
		name := s.Venues[i].Name
		if name == "" || long([]string{name}) || seen[name] || venue.Seats < 1 || venue.Seats > mostSeats || i >= mostVenues {
			wrong = append(wrong, fault.InField("venues", "appointment.settings.venues", "line", i+1, "most", mostSeats))
			break
		}
		seen[name] = true
	}
	return s, wrong.Err()
}

func long(list []string) bool {
	for _, one := range list {
		if utf8.RuneCountInString(one) > mostName {
			return true
		}
	}
	return false
}

// names cleans a list of names and leaves out empty and repeated ones.
func names(list []string) []string {
	var kept []string
	seen := map[string]bool{}
	for _, one := range list {
		one = bangla.Line(bangla.Normal(one))
		if one != "" && !seen[bangla.Fold(one)] {
			seen[bangla.Fold(one)] = true
			kept = append(kept, one)
		}
	}
	return kept
}

// venue returns a room by its name.
func (s Settings) venue(name string) (Venue, bool) {
	for _, one := range s.Venues {
		if one.Name == name {
			return one, true
		}
	}
	return Venue{}, false
}

// rank is the place of a union in the route; unions that the office has not put in
// order come last.
func (s Settings) rank(union string) int {
	folded := bangla.Fold(union)
	for i, one := range s.Unions {
		if bangla.Fold(one) == folded && folded != "" {
			return i
		}
	}
	return len(s.Unions)
}
