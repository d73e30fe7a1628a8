package phrase

import (
	"math"
	"regexp"
	"strconv"
	"strings"

	"dorgora/bangla"
)

// Units of time, by the names that the charter's JSON uses.
const (
	Minute     = "minute"
	Hour       = "hour"
	WorkingDay = "working_day"
	Day        = "day"
	Month      = "month"
	Year       = "year"
	week       = "week" // read, and given as seven days
)

// Quantity is a count of a unit found in a text: Max alone, or Min to Max.
// Loose holds the lower end of a range whose ends have units that cannot be
// turned into one another ("৭ দিন হতে ১ মাস").
type Quantity struct {
	Min, Max   int
	Unit       string
	Certain    bool // false for a bare "দিন": working or calendar days
	Ranged     bool
	Loose      *Quantity
	Start, End int // bytes in the text it was found in
}

const (
	numeral = `(\d{1,4}(?:\.\d{1,2})?)\s*(?:ম|য়|র্থ|ষ্ঠ|তম|লা|রা|ঠা|ই|শে|st|nd|rd|th)?`
	between = `-|~|থেকে|হতে|হইতে|হ'তে|to|বা|/`
	unit    = `((?:কার্য|কর্ম|কার্য্য|অফিস|দাপ্তরিক|working|work|business|office)\s*-?\s*(?:দিবস|দীবস|দিন|days?)|` +
		`(?:পঞ্জিকা|ক্যালেন্ডার|calendar)\s*(?:দিবস|দিন|days?)|` +
		`দিবস|দিন|days?|ঘ[ণন]্?টা?|hours?|hrs?|মিনিট|মিঃ|মি\.|মি:|minutes?|mins?|সপ্তাহ|weeks?|মাস|months?|বছর|বৎসর|বত্সর|years?|yrs?)`
)

var (
	counted  = regexp.MustCompile(numeral + `\s*(?:(` + between + `)\s*` + numeral + `)?\s*(?:টি|টা)?\s*` + unit)
	bridge   = regexp.MustCompile(`^(?:এর|ের)?\s*(?:-|~|থেকে|হতে|হইতে|to)\s*$`)
	joint    = regexp.MustCompile(`^\s*(?:ও|and|,)?\s*$`)
	bare     = regexp.MustCompile(`^` + unit + `(?:ের|এর)?(?:\s*মধ্যে)?$`)
	leadUnit = regexp.MustCompile(`^` + unit)
)

// Quantities finds every count of a unit of time in a text made by Plain, in
// order. Neighbours that make one quantity are joined ("1 ঘন্টা 35 মিঃ" is 95
// minutes, "1 মাস হতে 1 বছর" is 1 to 12 months). It returns the text it read,
// in which spelt numbers before a unit have become digits; Start and End are
// places in that text.
func Quantities(plain string) (string, []Quantity) {
	text := digitsForWords(plain)
	var found []Quantity
	for _, at := range counted.FindAllStringSubmatchIndex(text, -1) {
		q, ok := quantity(text, at)
		if !ok {
			continue
		}
		if n := len(found); n > 0 {
			if joined, ok := join(found[n-1], q, text[found[n-1].End:q.Start]); ok {
				found[n-1] = joined
				continue
			}
		}
		found = append(found, q)
	}
	return text, found
}

// BareUnit reports the unit of a text that is nothing but a unit ("কার্য দিবস").
func BareUnit(plain string) (name string, certain, ok bool) {
	m := bare.FindStringSubmatch(strings.TrimSpace(plain))
	if m == nil {
		return "", false, false
	}
	name, certain = unitName(m[1])
	return name, certain, true
}

func quantity(text string, at []int) (Quantity, bool) {
	if at[0] > 0 && strings.IndexByte("0123456789.,", text[at[0]-1]) >= 0 {
		return Quantity{}, false
	}
	if strings.HasPrefix(text[at[1]:], "িক") { // মাসিক is "monthly", no count of months
		return Quantity{}, false
	}
	name, certain := unitName(text[at[8]:at[9]])
	q := Quantity{Unit: name, Certain: certain, Start: at[0], End: at[1]}
	high, low := text[at[2]:at[3]], ""
	if at[4] >= 0 {
		low, high = high, text[at[6]:at[7]]
		q.Ranged = true
	}
	ends, ok := whole(&q, low, high)
	if !ok {
		return Quantity{}, false
	}
	q.Min, q.Max = ends[0], ends[1]
	if q.Ranged && q.Min > q.Max {
		q.Min, q.Max = q.Max, q.Min
	}
	return q, q.Max > 0
}

// whole turns the ends into whole counts, going to a smaller unit where a
// fraction asks for it ("দেড় ঘণ্টা" is 90 minutes).
func whole(q *Quantity, low, high string) ([2]int, bool) {
	var ends [2]int
	var values [2]float64
	for i, s := range []string{low, high} {
		if s != "" {
			values[i], _ = strconv.ParseFloat(s, 64)
		}
	}
	factor := 1.0
	if q.Unit == week {
		q.Unit, factor = Day, 7
	}
	if values[0] != math.Trunc(values[0]) || values[1] != math.Trunc(values[1]) {
		switch q.Unit {
		case Hour:
			q.Unit, factor = Minute, 60
		case Year:
			q.Unit, factor = Month, 12
		}
	}
	for i, v := range values {
		v *= factor
		if v != math.Trunc(v) {
			return ends, false
		}
		ends[i] = int(v)
	}
	return ends, true
}

func unitName(word string) (name string, certain bool) {
	has := func(any ...string) bool {
		for _, one := range any {
			if strings.HasPrefix(word, one) {
				return true
			}
		}
		return false
	}
	switch {
	case has("কার্য", "কর্ম", "অফিস", "দাপ্তরিক", "work", "business", "office"):
		return WorkingDay, true
	case has("পঞ্জিকা", "ক্যালেন্ডার", "calendar"):
		return Day, true
	case has("ঘ", "h"):
		return Hour, true
	case has("মাস", "month"):
		return Month, true
	case has("মি", "m"):
		return Minute, true
	case has("সপ্তাহ", "week"):
		return week, true
	case has("ব", "y"):
		return Year, true
	}
	return Day, false
}

// join makes one quantity of two neighbours with the given text between them.
func join(a, b Quantity, gap string) (Quantity, bool) {
	if a.Ranged || b.Ranged {
		return a, false
	}
	size := func(q Quantity) (string, int) { // the smallest unit that measures q exactly
		switch q.Unit {
		case Hour:
			return Minute, 60
		case Year:
			return Month, 12
		}
		return q.Unit, 1
	}
	smallA, timesA := size(a)
	smallB, timesB := size(b)
	switch {
	case bridge.MatchString(gap) && a.Unit == b.Unit:
		b.Min = a.Max
	case bridge.MatchString(gap) && smallA == smallB:
		b.Min, b.Max, b.Unit = a.Max*timesA, b.Max*timesB, smallB
	case bridge.MatchString(gap):
		lower := a
		b.Loose = &lower
		b.Start = a.Start
		return b, true
	case joint.MatchString(gap) && a.Unit != b.Unit && b.Unit == smallA:
		b.Max += a.Max * timesA
		b.Start = a.Start
		return b, true
	default:
		return a, false
	}
	b.Start, b.Ranged = a.Start, true
	if b.Min > b.Max {
		b.Min, b.Max = b.Max, b.Min
	}
	return b, true
}

// digitsForWords writes spelt numbers as digits where a unit or a second end
// follows; elsewhere "এক" or "নয়" is no number but a word.
func digitsForWords(plain string) string {
	words := strings.Fields(plain)
	value := func(word string) (string, bool) {
		if digits, ok := parts[bangla.Fold(word)]; ok {
			return digits, true
		}
		low, high, ranged := strings.Cut(word, "-")
		n, ok := Number(low)
		if !ok || !ranged {
			return strconv.Itoa(n), ok
		}
		m, ok := Number(high)
		return strconv.Itoa(n) + "-" + strconv.Itoa(m), ok
	}
	for i := len(words) - 2; i >= 0; i-- {
		digits, ok := value(words[i])
		if !ok {
			continue
		}
		next := words[i+1]
		second := (next == "থেকে" || next == "হতে" || next == "হইতে" || next == "to") && i+2 < len(words) &&
			words[i+2] != "" && words[i+2][0] >= '0' && words[i+2][0] <= '9'
		if leadUnit.MatchString(next) || second {
			words[i] = digits
		}
	}
	return strings.Join(words, " ")
}
