package workday

import (
	"slices"
	"strings"

	"dorgora/internal/fault"
)

// DayKind says by what authority a day differs from an ordinary one.
type DayKind string

// The kinds of days. Every kind but OfficeOpen closes the office.
const (
	General        DayKind = "general"         // a general holiday (সাধারণ ছুটি) of the yearly gazette
	Executive      DayKind = "executive"       // a holiday by executive order (নির্বাহী আদেশ) of the yearly gazette
	ExecutiveAdded DayKind = "executive_added" // a holiday by executive order notified during the year
	Regional       DayKind = "regional"        // a holiday of some districts only, see Day.Region
	Local          DayKind = "local"           // a closing of this office alone
	OfficeOpen     DayKind = "working_day"     // a closed day on which offices were declared open
)

// Confidence says how well a fact is documented.
type Confidence string

// The grades of confidence, best first.
const (
	High      Confidence = "high"      // seen in the notification or in agreeing reports of it
	Medium    Confidence = "medium"    // reported once, or in a damaged report
	Low       Confidence = "low"       // not confirmed by a report
	Estimated Confidence = "estimated" // no gazette yet; the moon or the government may move it
)

// Day is one fact about one date. A date may have several; [Calendar.Facts] lists them.
type Day struct {
	Date       Date
	Name       string // in Bangla
	NameEn     string
	Kind       DayKind
	Confidence Confidence // empty counts as High
	Source     string     // gazette, notification or report
	Notified   Date       // when it became known; zero: from the start
	Withdrawn  Date       // when a later notification took it back; zero: in force
	Region     string     // district slugs joined by commas; empty: the whole country
}

// Check refuses a day that has no existing date, no Bangla name or an unknown kind or
// confidence. The fault of kind Invalid names the field.
func (d Day) Check() error {
	kinds := []DayKind{General, Executive, ExecutiveAdded, Regional, Local, OfficeOpen}
	grades := []Confidence{"", High, Medium, Low, Estimated}
	switch {
	case !d.Date.Valid():
		return fault.InField("date", "workday.date.unreadable", "text", d.Date.String())
	case strings.TrimSpace(d.Name) == "":
		return fault.InField("name", "workday.day.name.missing", "date", d.Date.String())
	case !slices.Contains(kinds, d.Kind):
		return fault.InField("kind", "workday.day.kind.unknown", "kind", string(d.Kind))
	case !slices.Contains(grades, d.Confidence):
		return fault.InField("confidence", "workday.day.confidence.unknown", "confidence", string(d.Confidence))
	}
	return nil
}

// Closes reports whether the fact closes the office rather than opening it.
func (d Day) Closes() bool { return d.Kind != OfficeOpen }

// InForce reports whether the fact holds in the given district: it was not withdrawn and
// its region, if it has one, contains the district.
func (d Day) InForce(region string) bool {
	return d.Withdrawn.Zero() && d.holdsIn(region)
}

func (d Day) holdsIn(region string) bool {
	if d.Region == "" {
		return true
	}
	for slug := range strings.SplitSeq(d.Region, ",") {
		if region != "" && strings.TrimSpace(slug) == region {
			return true
		}
	}
	return false
}
