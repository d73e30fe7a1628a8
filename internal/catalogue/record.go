package catalogue

import "dorgora/workday"

// Record is what became of one service since a date. Late counts what was
// delivered late and what is overdue and still open.
type Record struct {
	Received   int
	Delivered  int
	InTime     int
	Late       int
	MedianDays int // working days from receipt to delivery
	Since      workday.Date
}

// fewest is the count under which a percentage is hidden: one case more or less
// would move it by a fifth.
const fewest = 5

// Counted is the number of cases whose promise has been kept or broken.
func (r Record) Counted() int { return r.InTime + r.Late }

// Percent is the share in time, rounded down; shown is false under five cases.
func (r Record) Percent() (percent int, shown bool) {
	if r.Counted() < fewest {
		return 0, false
	}
	return r.InTime * 100 / r.Counted(), true
}

// Sum adds the records of several services. The median is left out: it cannot be
// had from medians.
func Sum(records map[string]Record) Record {
	var total Record
	for _, one := range records {
		total.Received += one.Received
		total.Delivered += one.Delivered
		total.InTime += one.InTime
		total.Late += one.Late
		if total.Since.Zero() || (!one.Since.Zero() && one.Since.Before(total.Since)) {
			total.Since = one.Since
		}
	}
	return total
}
