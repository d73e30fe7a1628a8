// Package kindtest holds a kind of service against its own promises: that its texts
// are there and nothing stands in them that nobody says, that its questions are
// well formed, and that a case of it goes as its story tells.
//
// A story is lines of text. An act stands on a line of its own with its moment at
// the office and who acts; what is typed follows, indented, as field = value; the
// line after it says what must be true then:
//
//	promise 3 working_days
//	2026-11-23 10:15 applicant apply
//	    need = প্রিন্টার চলছে না
//	  = received, due 2026-11-26 17:00, tells applicant:received
//	2026-11-24 12:00 officer close delivered
//	    sentence = চালু হয়েছে
//	  ! casework.task.undone
//
// After = come the status, or the outcome of a case that ended, and any of: due
// and a moment or nothing, tells and who is told what, tasks and the open ones,
// stage and a number, and the key of the text of the act. After ! comes the one
// message with which the act is refused, with the field in brackets when it has one.
package kindtest

import (
	"fmt"
	"strings"
	"time"

	"dorgora/workday"
)

// line is one act of a story with what is expected of it.
type line struct {
	at       time.Time
	actor    string
	act      string
	object   string // of the act: an outcome, a step, a paper
	fields   map[string]string
	expected []string
	refused  string
	place    int // line number
}

// story is the acts of one case.
type story struct {
	promise workday.Promise
	lines   []line
}

// read reads a story.
func read(text string) (s story, err error) {
	for n, raw := range strings.Split(text, "\n") {
		trimmed := strings.TrimSpace(raw)
		switch {
		case trimmed == "", strings.HasPrefix(trimmed, "#"):
		case strings.HasPrefix(trimmed, "promise "):
			s.promise, err = promise(trimmed)
		case strings.HasPrefix(raw, "  ") && len(s.lines) == 0:
			err = fmt.Errorf("line %d belongs to no act", n+1)
		case strings.HasPrefix(trimmed, "= "):
			s.last().expected = append(s.last().expected, strings.Split(trimmed[2:], ", ")...)
		case strings.HasPrefix(trimmed, "! "):
			s.last().refused = trimmed[2:]
		case strings.HasPrefix(raw, "  "):
			field, value, _ := strings.Cut(trimmed, "=")
			field, value = strings.TrimSpace(field), strings.TrimSpace(value)
			if before := s.last().fields[field]; before != "" {
				value = before + "\n" + value
			}
			s.last().fields[field] = value
		default:
			err = s.begin(trimmed, n+1)
		}
		if err != nil {
			return s, err
		}
	}
	return s, nil
}

func (s *story) last() *line { return &s.lines[len(s.lines)-1] }

func (s *story) begin(text string, place int) error {
	words := strings.Fields(text)
	if len(words) < 4 && !(len(words) == 3 && words[2] == "clock") {
		return fmt.Errorf("line %d: day, hour, actor and act are needed: %s", place, text)
	}
	at, err := time.ParseInLocation("2006-01-02 15:04", words[0]+" "+words[1], workday.Dhaka)
	if err != nil {
		return fmt.Errorf("line %d: %w", place, err)
	}
	one := line{at: at, actor: words[2], act: "clock", fields: map[string]string{}, place: place}
	if len(words) > 3 {
		one.act, one.object = words[3], strings.Join(words[4:], " ")
	}
	s.lines = append(s.lines, one)
	return nil
}

func promise(text string) (p workday.Promise, err error) {
	var kind string
	if _, err := fmt.Sscanf(text, "promise %d %s", &p.Count, &kind); err != nil {
		if _, err := fmt.Sscanf(text, "promise %s", &kind); err != nil {
			return p, fmt.Errorf("%q: %w", text, err)
		}
	}
	p.Kind = workday.Kind(kind)
	return p, p.Check()
}
