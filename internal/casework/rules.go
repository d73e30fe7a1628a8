package casework

import (
	_ "embed"
	"strconv"
	"strings"
	"sync"
	"time"

	"dorgora/internal/fault"
	"dorgora/workday"
)

// ruleTable holds the figures that apply where an office has set none.
//
//go:embed rules.tsv
var ruleTable string

// Rules are the figures by which the cases of one service are handled.
type Rules struct {
	Warn    int           // working days before the promised day at whose opening the officer is reminded; 0: never
	Climb   []int         // working days after the promised day at whose opening the next rung is told
	Wait    int           // working days for which the clock stands still for the applicant
	Extend  int           // working days of the one extension at most
	Reopen  int           // working days after the end within which "not solved" opens the case again
	Undo    time.Duration // for how long an act may be taken back
	Tries   int           // attempts to reach the applicant before a case may end as unreachable
	TryDays int           // working days over which these are spread at least
}

// RuleLine is one figure as data: the program's own, or one that an office set.
type RuleLine struct {
	Office    string // empty: the program's own
	Service   string // key of the service; empty: all
	Name      string
	Value     int
	Source    string
	Effective workday.Date // it binds what happens from this day on
	Person    string       // who set it
}

// RuleKind is a figure that may be set: its name, bounds and unit.
type RuleKind struct {
	Name        string
	Least, Most int
	Unit        string
	Usual       RuleLine
}

// RuleKinds lists the figures that may be set, in the order of the table.
func RuleKinds() []RuleKind { return ruleKinds() }

var ruleKinds = sync.OnceValue(readRuleKinds)

func readRuleKinds() []RuleKind {
	var kinds []RuleKind
	for line := range strings.SplitSeq(strings.TrimSpace(ruleTable), "\n") {
		cells := strings.Split(line, "\t")
		if strings.HasPrefix(line, "#") || cells[0] == "name" {
			continue
		}
		effective, err := workday.ParseDate(cells[6])
		if err != nil {
			panic(err) // the table is part of the program
		}
		whole := func(i int) int {
			n, err := strconv.Atoi(cells[i])
			if err != nil {
				panic(err)
			}
			return n
		}
		kinds = append(kinds, RuleKind{
			Name: cells[0], Least: whole(2), Most: whole(3), Unit: cells[4],
			Usual: RuleLine{Name: cells[0], Value: whole(1), Source: cells[5], Effective: effective},
		})
	}
	return kinds
}

// RulesFor returns the figures in force on a day for a service: those of the
// program, overlaid by the lines in the order given: the topmost office first, of
// each office those for all services before those for one, the earlier before the
// later.
func RulesFor(lines []RuleLine, service string, day workday.Date) Rules {
	value := func(name string) int { return RuleFor(lines, name, service, day).Value }
	return Rules{
		Warn: value("warn"), Climb: []int{value("climb_1"), value("climb_2"), value("climb_3")},
		Wait: value("wait"), Extend: value("extend"), Reopen: value("reopen"),
		Undo:  time.Duration(value("undo")) * time.Second,
		Tries: value("tries"), TryDays: value("try_days"),
	}
}

// RuleFor returns the line that is in force for one figure: the last that binds the
// service on the day, else the program's own. The lines come as for RulesFor.
func RuleFor(lines []RuleLine, name, service string, day workday.Date) RuleLine {
	var found RuleLine
	for _, kind := range RuleKinds() {
		if kind.Name == name {
			found = kind.Usual
		}
	}
	for _, line := range lines {
		if line.Name == name && !line.Effective.After(day) && (line.Service == "" || line.Service == service) {
			found = line
		}
	}
	return found
}

// Check refuses a figure that is unknown, out of bounds, without source or date.
func (l RuleLine) Check() error {
	var wrong fault.Fields
	for _, kind := range RuleKinds() {
		if kind.Name != l.Name {
			continue
		}
		if l.Value < kind.Least || l.Value > kind.Most {
			wrong = append(wrong, fault.InField("value", "casework.rule.bounds", "least", kind.Least, "most", kind.Most))
		}
		wrong = append(wrong, text("source", &l.Source, LineLimit, "casework.rule.source")...)
		if !l.Effective.Valid() {
			wrong = append(wrong, fault.InField("effective", "casework.rule.effective"))
		}
		return wrong.Err()
	}
	return fault.InField("name", "casework.rule.unknown")
}
