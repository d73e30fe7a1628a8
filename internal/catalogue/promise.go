package catalogue

import (
	"dorgora/charter"
	"dorgora/workday"
)

// PromiseOf turns a time of the charter into what a clock can run on. It never
// invents a number:
//
//   - a range promises its upper end;
//   - a bare "দিন", of which nobody can say whether it means working or calendar
//     days, counts as calendar days until the office completes it: that is how a
//     citizen reads it, and the earlier of the two;
//   - a year is twelve months;
//   - a window (office hours, days of the month) says when to come, and a trigger
//     starts from something that the program does not see. Both are unmeasurable
//     from receipt, whatever number stands beside them, until the office completes
//     the row with a time from receipt.
func PromiseOf(t charter.Time) workday.Promise {
	switch t.Kind {
	case charter.Immediate:
		return workday.Promise{Kind: workday.Immediate}
	case charter.ByInstruction:
		return workday.Promise{Kind: workday.ByInstruction}
	case charter.Within, charter.Range:
		if t.Max < 1 {
			break
		}
		if kind, count := unitOf(t.Unit); kind != "" && t.Max*count <= workday.MaxCount {
			return workday.Promise{Kind: kind, Count: t.Max * count}
		}
	}
	return workday.Promise{Kind: workday.Unmeasurable}
}

// unitOf gives the kind of a promise in that unit and how many of its own units
// one of the charter's makes.
func unitOf(unit charter.Unit) (workday.Kind, int) {
	switch unit {
	case charter.Minute:
		return workday.InMinutes, 1
	case charter.Hour:
		return workday.InHours, 1
	case charter.WorkingDay:
		return workday.InWorkingDays, 1
	case charter.Day:
		return workday.InCalendarDays, 1
	case charter.Month:
		return workday.InMonths, 1
	case charter.Year:
		return workday.InMonths, 12
	}
	return "", 0
}
