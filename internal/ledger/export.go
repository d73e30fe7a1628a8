package ledger

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"dorgora/internal/fault"
)

// ExportMark is the first line of a page of an export; the line after it names the
// office. A page that another follows ends in "next" and the place where that one
// begins.
const ExportMark = "dorgora ledger export 1"

// Line returns the entry as one line of an export: place, thread, act, actor,
// moment, commitment, with tabs between. With the office, which the page names,
// whoever reads it can write the leaf.
func (e Entry) Line() string {
	return strings.Join([]string{
		fmt.Sprint(e.Place), fmt.Sprint(e.Thread), e.Act, e.Actor, e.At.UTC().Format(time.RFC3339), e.Commitment,
	}, "\t")
}

// lineFields is how many fields a line has.
const lineFields = 6

// ParseLine reads a line of the export of an office.
func ParseLine(office, line string) (Entry, error) {
	fields := strings.Split(line, "\t")
	if len(fields) != lineFields {
		return Entry{}, fault.New(fault.Invalid, "ledger.line.form")
	}
	place, wrong := strconv.ParseInt(fields[0], 10, 64)
	thread, broken := strconv.ParseInt(fields[1], 10, 64)
	at, odd := time.Parse(time.RFC3339, fields[4])
	e := Entry{Office: office, Place: place, Thread: thread, Act: fields[2], Actor: fields[3], At: at, Commitment: fields[5]}
	if wrong != nil || broken != nil || odd != nil || e.Line() != line || e.check() != nil {
		return Entry{}, fault.New(fault.Invalid, "ledger.line.form")
	}
	return e, nil
}
