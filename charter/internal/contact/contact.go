// Package contact finds telephone numbers, mail addresses, room numbers, names
// and posts in the cell of a charter that names an officer. Where it is unsure
// it finds nothing: the raw cell stays with the caller.
package contact

import (
	"regexp"
	"strings"

	"dorgora/bangla"
)

// Card is what was found in one cell.
type Card struct {
	Post, Name, Room string
	Phones, Mails    []string
}

var (
	mail  = regexp.MustCompile(`[A-Za-z0-9][A-Za-z0-9._%+-]*\s?@\s?[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}`)
	url   = regexp.MustCompile(`(?i)(?:https?://|www\.)[^\s,;]+`)
	code  = regexp.MustCompile(`(?i)(?:কোড|code)\s*(?:নং|নম্বর|নাম্বার|no\.?)?\s*[-:.ঃ]*\s*\+?\d{1,5}(?:[^\d-]|$)`)
	room  = regexp.MustCompile(`(?i)(?:রুম|কক্ষ|room)\s*(?:নং|নম্বর|নাম্বার|no)?\s*[-:.ঃ#]*\s*(\d{1,4}(?:\s?[ক-হa-z])?)(?:[^\p{L}\p{M}\d]|$)`)
	digit = regexp.MustCompile(`\+?\d[\d\s()+-]*\d`)
	label = regexp.MustCompile(`(?i)(?:টেলি)?ফোন\s*(?:নং|নম্বর|নাম্বার)?|মোবাইল\s*(?:ফোন)?\s*(?:নং|নম্বর|নাম্বার)?|মোবাঃ?|মোবা:|ফ্যাক্স|ই\s?-?\s?মেইল(?:নম্বর)?|ইমেইল|e-?mail|phone|mobile|tel(?:ephone)?|fax|cell`)
)

// Read finds the parts of an officer's cell in normal form (bangla.Normal).
func Read(cell string) Card {
	rest := strings.Join(strings.Fields(bangla.ASCII(cell)), " ")
	var card Card
	cut := func(pattern *regexp.Regexp, keep func(groups []string)) {
		rest = pattern.ReplaceAllStringFunc(rest, func(found string) string {
			if keep != nil {
				keep(pattern.FindStringSubmatch(found))
			}
			return " ; "
		})
	}
	cut(mail, func(m []string) { card.Mails = add(card.Mails, strings.ReplaceAll(m[0], " ", "")) })
	cut(url, nil)
	cut(room, func(m []string) {
		if card.Room == "" {
			card.Room = strings.TrimSpace(m[1])
		}
	})
	cut(code, nil)
	cut(digit, func(m []string) {
		for _, number := range numbers(m[0]) {
			card.Phones = add(card.Phones, number)
		}
	})
	cut(label, nil)
	card.Post, card.Name = postAndName(rest)
	return card
}

func add(list []string, one string) []string {
	for _, had := range list {
		if had == one {
			return list
		}
	}
	return append(list, one)
}

// numbers parts a run of digits, spaces and hyphens into telephone numbers and
// drops what is too short to be one. A space parts two numbers only where both
// sides are long enough to stand alone.
func numbers(run string) []string {
	var list []string
	current := ""
	flush := func() {
		if n := len(strings.TrimPrefix(current, "+")); n >= 6 && n <= 20 {
			list = append(list, current)
		}
		current = ""
	}
	for part := range strings.FieldsSeq(strings.NewReplacer("(", " ", ")", " ").Replace(run)) {
		digits := strings.ReplaceAll(part, "-", "")
		digits = strings.TrimRight(digits, "+")
		if len(current) >= 9 && len(digits) >= 6 || strings.HasPrefix(digits, "+") {
			flush()
		}
		if i := strings.LastIndexByte(digits, '+'); i > 0 {
			digits = digits[i:]
		}
		current += digits
	}
	flush()
	return list
}

// Fault says what is wrong with a telephone number.
type Fault string

// The faults of a number. Land lines vary in length (old area codes are still
// printed), so only what cannot be dialled is a fault.
const (
	Fine     Fault = ""
	TooShort Fault = "short"
	TooLong  Fault = "long"
)

// Check judges the length of a number as Read returns it. Mobile numbers have
// ten digits after the zero or the country code and begin with 13 to 19; land
// lines have eight to ten; short codes (333, 999, 16xxx) are not read as phones.
func Check(phone string) Fault {
	national := strings.TrimPrefix(phone, "+")
	switch {
	case strings.HasPrefix(national, "880"):
		national = strings.TrimPrefix(national[3:], "0") // +880-0… is printed often and can be dialled without the zero
	case strings.HasPrefix(national, "0"):
		national = national[1:]
	case strings.HasPrefix(phone, "+"):
		return Fine // a foreign number
	}
	low, high := 8, 10
	if len(national) >= 2 && national[0] == '1' && national[1] >= '3' {
		low = 10
	}
	switch {
	case len(national) < low:
		return TooShort
	case len(national) > high:
		return TooLong
	}
	return Fine
}

// Government reports whether a mail address belongs to a domain of the state:
// anything under gov.bd (ministries, departments and district portals) or mil.bd.
func Government(address string) bool {
	_, domain, _ := strings.Cut(strings.ToLower(address), "@")
	for _, state := range []string{"gov.bd", "mil.bd"} {
		if domain == state || strings.HasSuffix(domain, "."+state) {
			return true
		}
	}
	return false
}
