package report

import (
	"slices"
	"strconv"
	"strings"

	"dorgora/bangla"
)

func itoa(n int) string { return strconv.Itoa(n) }

func places(list []int) string {
	all := make([]string, len(list))
	for i, n := range list {
		all[i] = itoa(n)
	}
	return strings.Join(all, ", ")
}

// alike is the share of common words, in percent, from which two demands ask the same.
const alike = 60

// words are the folded words of what the demand asks, each once, without numbers and
// the names of months, which change from one time to the next.
func (d Demand) words() []string {
	all := bangla.Words(d.Subject)
	for _, line := range d.Lines {
		all = append(all, bangla.Words(line.Question)...)
	}
	all = slices.DeleteFunc(all, func(w string) bool {
		return strings.Trim(bangla.ASCII(w), "0123456789") == "" || slices.Contains(monthWords, w)
	})
	slices.Sort(all)
	return slices.Compact(all)
}

// monthWords are the folded names of the months.
var monthWords = func() []string {
	var all []string
	for _, name := range []string{"জানুয়ারি", "ফেব্রুয়ারি", "মার্চ", "এপ্রিল", "মে", "জুন", "জুলাই", "আগস্ট", "সেপ্টেম্বর", "অক্টোবর", "নভেম্বর", "ডিসেম্বর"} {
		all = append(all, bangla.Fold(name))
	}
	return all
}()

// Likeness is the share of common words of two demands, in percent.
func (d Demand) Likeness(other Demand) int {
	mine, theirs := d.words(), other.words()
	if len(mine) == 0 || len(theirs) == 0 {
		return 0
	}
	common := 0
	for _, word := range mine {
		if _, found := slices.BinarySearch(theirs, word); found {
			common++
		}
	}
	return common * 100 / (len(mine) + len(theirs) - common)
}

// Same finds, among earlier demands, the one that asked the same and was answered
// last: by the same office or by any other.
func (d Demand) Same(earlier []Demand) (found Demand, ok bool) {
	for _, one := range earlier {
		if one.ID == d.ID || one.State != Sent || one.Corrected != "" || one.ID == d.Corrects || d.Likeness(one) < alike {
			continue
		}
		if !ok || one.Sending.By.At.After(found.Sending.By.At) {
			found, ok = one, true
		}
	}
	return found, ok
}
