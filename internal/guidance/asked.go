package guidance

import (
	"cmp"
	"slices"
	"time"

	"dorgora/bangla"
	"dorgora/workday"
)

// SmallCount is the number below which a published count is not told: fewer could
// point to a person.
const SmallCount = 5

// MostAsked is the length of the monthly list.
const MostAsked = 10

// Asked is how often a topic came up in a month: uses in replies and picks by
// visitors together.
type Asked struct {
	Topic string
	Count int
}

// Few reports whether the count is too small to be told.
func (a Asked) Few() bool { return a.Count < SmallCount }

// Top is the monthly list: the ten topics asked for most. Those that are too few to
// be told stand last in the order of the alphabet, so that their order tells nothing.
func Top(all []Asked) []Asked {
	all = slices.DeleteFunc(slices.Clone(all), func(a Asked) bool { return a.Count <= 0 })
	slices.SortFunc(all, func(a, b Asked) int {
		order := 0
		if !a.Few() || !b.Few() {
			order = cmp.Compare(b.Count, a.Count)
		}
		return cmp.Or(order, slices.Compare(bangla.SortKey(a.Topic), bangla.SortKey(b.Topic)))
	})
	return all[:min(len(all), MostAsked)]
}

// MonthOf names the month of an instant in Bangladesh, YYYY-MM.
func MonthOf(at time.Time) string { return at.In(workday.Dhaka).Format("2006-01") }
