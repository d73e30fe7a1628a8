package caseworkweb

import (
	"fmt"
	"strings"

	"rsc.io/qr"

	"dorgora/internal/catalogue"
	"dorgora/internal/site"
	"dorgora/workday"
)

// WhyDate answers "why this date?" by a calendar and a list of days, or in words
// where no days are counted.
type WhyDate struct {
	Shown    bool
	Lead     string
	Calendar site.Calendar
	Rows     []site.CountedRow
	Minutes  string // what was counted instead of days
	Changing string // that it may change
}

// longestList bounds the list of days; a promise of months is shown as a calendar.
const longestList = 45

// whyDate explains a promised moment; a promise that cannot be measured has none.
func whyDate(page site.Page, promise workday.Promise, due workday.Due) WhyDate {
	if !due.Measurable {
		return WhyDate{}
	}
	why := WhyDate{Shown: true, Changing: page.T("casework.why.changing")}
	if !byDays(promise) || len(due.Days) == 0 {
		why.Lead = page.T("casework.why.promise", "promise", catalogue.PromiseText(page, promise))
		why.Minutes = page.T(unit(promise))
		return why
	}
	counted, skipped := 0, 0
	for _, day := range due.Days {
		if day.Number > 0 {
			counted++
		} else {
			skipped++
		}
	}
	why.Lead = page.T("casework.why.lead", "counted", counted, "skipped", skipped)
	why.Calendar = page.CountedCalendar(due.Days)
	if len(due.Days) <= longestList {
		why.Rows = page.CountedRows(due.Days)
	}
	return why
}

func unit(promise workday.Promise) string {
	switch promise.Kind {
	case workday.InMinutes, workday.InHours:
		return "casework.why.hours"
	case workday.InClockHours:
		return "casework.why.clock"
	case workday.Immediate:
		return "casework.why.immediate"
	}
	return "casework.why.changed"
}

// QR is a code of black squares on white, drawn as one path.
type QR struct {
	Box  string // viewBox with the quiet zone of four squares that ISO/IEC 18004 asks for
	Side int
	Path string
}

const quietZone = 4

// codeOf draws a text as a QR code that survives a smear on the paper (level M).
func codeOf(text string) (QR, error) {
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		return QR{}, fmt.Errorf("QR code: %w", err)
	}
	var path strings.Builder
	for y := range code.Size {
		for x := 0; x < code.Size; x++ {
			start := x
			for x < code.Size && code.Black(x, y) {
				x++
			}
			if x > start {
				fmt.Fprintf(&path, "M%d %dh%dv1h-%dz", start, y, x-start, x-start)
			}
		}
	}
	side := code.Size + 2*quietZone
	return QR{Box: fmt.Sprintf("-%d -%d %d %d", quietZone, quietZone, side, side), Side: side, Path: path.String()}, nil
}

// Ground is the white square below the code.
func (q QR) Ground() string {
	return fmt.Sprintf("M-%d-%dh%dv%dh-%dz", quietZone, quietZone, q.Side, q.Side, q.Side)
}
