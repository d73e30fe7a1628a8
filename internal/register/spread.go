package register

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// Spread tells how long something took over many cases, in working days.
type Spread struct {
	Cases  int
	Median int // half took no longer; of an even number the larger of the two in the middle
	P90    int // nine in ten took no longer
}

// SpreadOf sums up a list of days.
func SpreadOf(days []int) Spread {
	counts := Days{}
	for _, one := range days {
		counts[one]++
	}
	return counts.Spread()
}

// Days counts cases by the working days that they took.
type Days map[int]int

// Cases is how many cases there are.
func (d Days) Cases() int {
	sum := 0
	for _, n := range d {
		sum += n
	}
	return sum
}

// Least returns the smallest number of days within which at least so many of the
// cases were served, -1 when there are fewer cases.
func (d Days) Least(cases int) int {
	sum := 0
	for _, days := range d.order() {
		if sum += d[days]; sum >= cases {
			return days
		}
	}
	return -1
}

// Within is how many of the cases took at most so many days.
func (d Days) Within(days int) int {
	sum := 0
	for took, n := range d {
		if took <= days {
			sum += n
		}
	}
	return sum
}

// Percentile returns the smallest number of days within which at least so many
// hundredths of the cases were served (nearest rank), 0 without cases.
func (d Days) Percentile(percent int) int {
	n := d.Cases()
	if n == 0 {
		return 0
	}
	return d.Least(max(1, (n*percent+99)/100))
}

// Spread sums the counts up.
func (d Days) Spread() Spread {
	n := d.Cases()
	if n == 0 {
		return Spread{}
	}
	return Spread{Cases: n, Median: d.Least(n/2 + 1), P90: d.Percentile(90)}
}

// Most returns the largest number of days, 0 without cases.
func (d Days) Most() int {
	order := d.order()
	if len(order) == 0 {
		return 0
	}
	return order[len(order)-1]
}

func (d Days) order() []int {
	var order []int
	for days, n := range d {
		if n > 0 {
			order = append(order, days)
		}
	}
	slices.Sort(order)
	return order
}

// compareKeys orders keys of services as charters do: by group, then by number.
func compareKeys(a, b string) int {
	groupA, numberA := cutKey(a)
	groupB, numberB := cutKey(b)
	return cmp.Or(cmp.Compare(rank(groupA), rank(groupB)), cmp.Compare(groupA, groupB), cmp.Compare(numberA, numberB), cmp.Compare(a, b))
}

func cutKey(key string) (group string, number int) {
	i := strings.LastIndexByte(key, '-')
	if i < 0 {
		return key, 0
	}
	number, _ = strconv.Atoi(key[i+1:])
	return key[:i], number
}

// groups is the order of the groups of a charter.
var groups = []string{"citizen", "institutional", "internal"}

func rank(group string) int {
	if i := slices.Index(groups, group); i >= 0 {
		return i
	}
	return len(groups)
}

func compareTurns(a, b Turn) int {
	return cmp.Or(a.Began.Compare(b.Began), cmp.Compare(a.Number, b.Number), cmp.Compare(a.Place, b.Place))
}

// Same reports whether both count the same cases.
func (d Days) Same(other Days) bool {
	for _, both := range []Days{d, other} {
		for days := range both {
			if d[days] != other[days] {
				return false
			}
		}
	}
	return true
}
