package catalogue

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"dorgora/bangla"
	"dorgora/internal/fault"
	"dorgora/internal/number"
	"dorgora/workday"
)

// Sort is how a field is asked and checked.
type Sort string

// The sorts of fields.
const (
	Line     Sort = "line"     // one line of at most 200 letters, or Limit
	Text     Sort = "text"     // lines of at most 1000 letters, or Limit
	Number   Sort = "number"   // a whole number from 0 to Limit, or to a million
	Date     Sort = "date"     // kept as YYYY-MM-DD
	Choice   Sort = "choice"   // one of Choices
	Tick     Sort = "tick"     // "yes" or empty
	Mobile   Sort = "mobile"   // kept as +8801XXXXXXXXX
	Identity Sort = "identity" // NID of 10, 13 or 17 digits or birth registration of 17; sealed
)

// Question is one question of a kind. Its label is kind.<kind>.<ID>, its hint, when
// there is one, kind.<kind>.<ID>.hint, its choices kind.<kind>.<ID>.<choice>.
type Question struct {
	ID       string // small letters; no name of the common questions
	Sort     Sort
	Required bool
	When     string // "field=value" or "field": asked only when another answer is so, or is given at all
	Choices  []string
	Limit    int
	Repeats  bool // several values, one a line, as the devices of one request
}

// Asked reports whether a field is asked, given the other answers.
func (q Question) Asked(answers map[string]string) bool {
	field, value, exact := strings.Cut(q.When, "=")
	switch {
	case q.When == "":
		return true
	case exact:
		return answers[field] == value
	}
	return strings.TrimSpace(answers[field]) != ""
}

// The limits of fields that name none.
const (
	lineLimit   = 200
	textLimit   = 1000
	numberLimit = 1_000_000
)

// CheckAnswers returns answers in their stored form, or every field that is wrong.
// Fields that are not asked are left out. Faults are Invalid, in the field of the
// answer: "kind.field.missing", "kind.field.long", "kind.field.number",
// "kind.field.date", "kind.field.choice", "kind.field.identity", those of a mobile.
func CheckAnswers(questions []Question, answers map[string]string) (map[string]string, error) {
	kept := map[string]string{}
	var wrong fault.Fields
	for _, q := range questions {
		if !q.Asked(answers) {
			continue
		}
		value, err := q.check(answers[q.ID])
		wrong = append(wrong, fault.List(err)...)
		if value != "" {
			kept[q.ID] = value
		}
	}
	if len(kept) == 0 {
		kept = nil
	}
	return kept, wrong.Err()
}

func (q Question) check(typed string) (string, error) {
	value := strings.TrimSpace(bangla.Normal(typed))
	if value == "" {
		if q.Required {
			return "", fault.InField(q.ID, "kind.field.missing")
		}
		return "", nil
	}
	switch q.Sort {
	case Number:
		return q.number(value)
	case Date:
		return q.date(value)
	case Choice:
		if !slices.Contains(q.Choices, value) {
			return "", fault.InField(q.ID, "kind.field.choice")
		}
		return value, nil
	case Tick:
		return "yes", nil
	case Mobile:
		return q.mobile(value)
	case Identity:
		return q.identity(value)
	}
	limit := q.Limit
	if limit == 0 {
		limit = map[Sort]int{Line: lineLimit, Text: textLimit}[q.Sort]
	}
	if n := utf8.RuneCountInString(value); n > limit {
		return "", fault.InField(q.ID, "kind.field.long", "n", n, "limit", limit)
	}
	return value, nil
}

func (q Question) number(value string) (string, error) {
	limit := q.Limit
	if limit == 0 {
		limit = numberLimit
	}
	n, err := strconv.Atoi(strings.NewReplacer(",", "", " ", "").Replace(bangla.ASCII(value)))
	if err != nil || n < 0 || n > limit {
		return "", fault.InField(q.ID, "kind.field.number", "limit", limit)
	}
	return strconv.Itoa(n), nil
}

func (q Question) date(value string) (string, error) {
	day, err := workday.ParseDate(bangla.ASCII(value))
	if err != nil {
		return "", fault.InField(q.ID, "kind.field.date")
	}
	return day.String(), nil
}

func (q Question) mobile(value string) (string, error) {
	parsed, err := number.ParseMobile(value)
	if err != nil {
		list := fault.Fields(fault.List(err))
		for _, one := range list {
			one.Field = q.ID
		}
		return "", list.Err()
	}
	return parsed, nil
}

// identity takes the lengths that are in use: 10 (smart card), 13 (old card) and
// 17 (birth year and old card, or birth registration). The check digit of the ten
// is unpublished and is not tried.
func (q Question) identity(value string) (string, error) {
	digits := strings.NewReplacer(" ", "", "-", "").Replace(bangla.ASCII(value))
	known := slices.Contains([]int{10, 13, 17}, len(digits))
	if !known || strings.Trim(digits, "0123456789") != "" {
		return "", fault.InField(q.ID, "kind.field.identity")
	}
	return digits, nil
}
