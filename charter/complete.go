package charter

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"dorgora/bangla"
	"dorgora/charter/internal/contact"
	"dorgora/internal/fault"
)

// Completion is what an office says beside one printed cell: its own measurable
// target, the officer's name, where the papers are. The printed cell stays.
type Completion struct {
	Group  string    `json:"group"`
	Serial string    `json:"serial"`
	Field  string    `json:"field"` // time, fee, officer, superior, papers, papers_from or channel
	Value  string    `json:"value"` // as written by the office; for time also "7 working_day" or "2-3 hour"
	Author string    `json:"author"`
	At     time.Time `json:"at"`
	Reason string    `json:"reason"`
}

// Origin says where a value comes from.
type Origin string

// The origins.
const (
	Printed   Origin = "printed"   // as in the charter
	OfOffice  Origin = "completed" // the office's own completion
	Undefined Origin = ""          // neither says anything
)

// Value is one thing that a row says, printed and completed side by side.
type Value[T any] struct {
	Printed   T           `json:"printed"`
	Completed T           `json:"completed"` // meaningful only with By
	By        *Completion `json:"by"`        // the latest completion, nil when there is none
}

// Effective returns the value that holds and where it comes from.
func (v Value[T]) Effective() (T, Origin) {
	if v.By != nil {
		return v.Completed, OfOffice
	}
	return v.Printed, Printed
}

// CompletedService is one row with what the office has added to it.
type CompletedService struct {
	Service  Service          `json:"service"` // as printed
	Channels Value[[]Channel] `json:"channels"`
	Papers   Value[[]Paper]   `json:"papers"`
	Fee      Value[Fee]       `json:"fee"`
	Time     Value[Time]      `json:"time"`
	Officer  Value[Officer]   `json:"officer"`
	Superior Value[Officer]   `json:"superior"`
}

// Completed is a charter with its completions. Rows has one entry for each of
// the charter's services, in their order.
type Completed struct {
	Charter     `json:"-"`
	Completions []Completion       `json:"completions"`
	Rows        []CompletedService `json:"services"`
}

// Row returns the row with a group and serial, false when there is none.
func (c Completed) Row(group Group, serial string) (CompletedService, bool) {
	for _, row := range c.Rows {
		if row.Service.Group == group && row.Service.Serial == serial {
			return row, true
		}
	}
	return CompletedService{}, false
}

// Apply puts completions beside the rows of a charter. All completions are
// kept; of several for one field the latest holds. It returns a fault.Fields
// with one fault for each completion that names no row or a wrong field, has
// no author, reason or time, or a value that says nothing (for time: nothing
// measurable); the charter is then not completed at all.
func Apply(c Charter, completions []Completion) (Completed, error) {
	done := Completed{Charter: c, Completions: slices.Clone(completions)}
	for _, s := range c.Services {
		done.Rows = append(done.Rows, CompletedService{Service: s,
			Channels: Value[[]Channel]{Printed: s.Channels}, Papers: Value[[]Paper]{Printed: s.Papers},
			Fee: Value[Fee]{Printed: s.Fee}, Time: Value[Time]{Printed: s.Time},
			Officer: Value[Officer]{Printed: s.Officer}, Superior: Value[Officer]{Printed: s.Superior}})
	}
	ordered := slices.Clone(completions)
	slices.SortStableFunc(ordered, func(a, b Completion) int { return a.At.Compare(b.At) })
	var wrong fault.Fields
	for i := range ordered {
		if one := done.apply(&ordered[i]); one != nil {
			wrong = append(wrong, one)
		}
	}
	if err := wrong.Err(); err != nil {
		return Completed{}, err
	}
	return done, nil
}

func (c *Completed) apply(one *Completion) *fault.Fault {
	switch {
	case strings.TrimSpace(one.Author) == "":
		return fault.InField("author", "charter.completion.author.missing")
	case one.At.IsZero():
		return fault.InField("at", "charter.completion.at.missing")
	case strings.TrimSpace(one.Reason) == "":
		return fault.InField("reason", "charter.completion.reason.missing")
	case blank(one.Value):
		return fault.InField("value", "charter.completion.value.missing")
	}
	at := -1
	for i, row := range c.Rows {
		if string(row.Service.Group) != one.Group || row.Service.Serial != one.Serial {
			continue
		}
		if at >= 0 {
			return fault.InField("serial", "charter.completion.row.ambiguous", "serial", one.Serial)
		}
		at = i
	}
	if at < 0 {
		return fault.InField("serial", "charter.completion.row.unknown", "serial", one.Serial)
	}
	return c.Rows[at].complete(one)
}

func (r *CompletedService) complete(one *Completion) *fault.Fault {
	value := bangla.Normal(one.Value)
	switch Meaning(one.Field) {
	case TimeOf:
		promise, ok := completedTime(value)
		if !ok {
			return fault.InField("value", "charter.completion.time.unmeasurable")
		}
		r.Time = Value[Time]{r.Time.Printed, promise, one}
	case FeeOf:
		fee := readFee(value)
		if fee.Kind != FeeFree && fee.Kind != FeeAmount && fee.Kind != FeeFormula {
			return fault.InField("value", "charter.completion.fee.unclear")
		}
		r.Fee = Value[Fee]{r.Fee.Printed, fee, one}
	case OfficerOf, SuperiorOf:
		return r.completeOfficer(one, value)
	case PapersOf:
		papers := readPapers(value, r.Service.Cells[PapersFrom])
		if len(papers) == 0 {
			return fault.InField("value", "charter.completion.papers.none")
		}
		r.Papers = Value[[]Paper]{r.Papers.Printed, papers, one}
	case PapersFrom:
		papers, _ := r.Papers.Effective()
		papers = slices.Clone(papers)
		for i := range papers {
			papers[i].From = strings.TrimSpace(value)
		}
		r.Papers = Value[[]Paper]{r.Papers.Printed, papers, one}
	case ChannelsOf:
		channels := completedChannels(value)
		if len(channels) == 0 {
			return fault.InField("value", "charter.completion.channel.unknown")
		}
		r.Channels = Value[[]Channel]{r.Channels.Printed, channels, one}
	default:
		return fault.InField("field", "charter.completion.field.unknown", "field", one.Field)
	}
	return nil
}

func (r *CompletedService) completeOfficer(one *Completion, value string) *fault.Fault {
	officer, wrong := completedOfficer(value)
	if wrong != nil {
		return wrong
	}
	target := &r.Officer
	if Meaning(one.Field) == SuperiorOf {
		target = &r.Superior
	}
	*target = Value[Officer]{target.Printed, officer, one}
	return nil
}

// completedTime reads an office's own target: the words of a charter, or a
// count and a unit as in the JSON ("7 working_day", "2-3 hour", "immediate").
// Only what a clock can run on without a condition counts; windows do not.
func completedTime(value string) (Time, bool) {
	promise := readTime(strings.ReplaceAll(value, "_", " "))
	if count, unit, ok := strings.Cut(strings.TrimSpace(value), " "); ok && promise.Unit == Day && Unit(unit) == Day {
		_, err := strconv.Atoi(count)
		promise.UnitCertain = err == nil // the code "day" says calendar days
	}
	switch promise.Kind {
	case Immediate:
		return promise, true
	case Within, Range, Trigger:
		return promise, promise.Max > 0
	}
	return promise, false
}

// completedOfficer reads "post: …; name: …; room: …; phone: …; mail: …" in
// lines or parted by semicolons, or the free text of an officer's cell.
func completedOfficer(value string) (Officer, *fault.Fault) {
	officer := readOfficer(value)
	for part := range strings.FieldsFuncSeq(value, func(r rune) bool { return r == '\n' || r == ';' }) {
		key, text, ok := strings.Cut(part, ":")
		text = strings.TrimSpace(text)
		if !ok || text == "" {
			continue
		}
		switch strings.ToLower(strings.TrimSpace(key)) {
		case "post", "পদবি":
			officer.Post = text
		case "name", "নাম":
			officer.Name = text
		case "room", "কক্ষ":
			officer.Room = text
		}
	}
	if officer.Post == "" && officer.Name == "" {
		return officer, fault.InField("value", "charter.completion.officer.unknown")
	}
	for _, phone := range officer.Phones {
		if contact.Check(phone) != contact.Fine {
			return officer, fault.InField("value", "charter.completion.phone.length", "phone", phone)
		}
	}
	return officer, nil
}

// completedChannels reads codes of channels or the words of a charter.
func completedChannels(value string) []Channel {
	var channels []Channel
	for part := range strings.FieldsFuncSeq(value, func(r rune) bool { return strings.ContainsRune(",;/\n ", r) }) {
		known := slices.ContainsFunc(doors, func(d door) bool { return string(d.channel) == part })
		if !known {
			return readChannels(value)
		}
		if !slices.Contains(channels, Channel(part)) {
			channels = append(channels, Channel(part))
		}
	}
	return channels
}
