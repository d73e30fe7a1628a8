package kindtest

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"dorgora/charter"
	"dorgora/internal/casework"
	"dorgora/internal/catalogue"
	"dorgora/internal/document"
	"dorgora/internal/fault"
	"dorgora/internal/notice"
	"dorgora/workday"
)

// The people of every story. The officer answers for the case; the district is the
// superior, the department stands above; the neighbour is an officer of another
// office.
var people = map[string]casework.Contact{
	"officer":    {Person: "officer", Name: "তাসনিম আরা", Office: "rupsha", Mobile: "+8801700000001"},
	"district":   {Person: "district", Name: "মো. শফিকুল ইসলাম", Office: "khulna", Mobile: "+8801700000002"},
	"department": {Person: "department", Name: "নাসরিন সুলতানা", Office: "dhaka", Mobile: "+8801700000003"},
	"neighbour":  {Person: "neighbour", Name: "রাশেদ মাহমুদ", Office: "dighalia", Mobile: "+8801700000004"},
}

// teller tells one story.
type teller struct {
	kind     catalogue.Kind
	promise  workday.Promise
	calendar workday.Calendar
	c        casework.Case
	acts     []casework.Act
	before   casework.Case
	place    int // of the line that is played
}

// tell plays every line and reports what went otherwise.
func tell(t *testing.T, kind catalogue.Kind, text string) {
	t.Helper()
	s, err := read(text)
	if err != nil {
		t.Fatal(err)
	}
	on := &teller{kind: kind, promise: s.promise, calendar: workday.Bangladesh("khulna")}
	for _, one := range s.lines {
		on.place = one.place
		change, err := on.play(one)
		switch {
		case one.refused != "":
			if got := refusal(err); got != one.refused {
				t.Errorf("line %d, %s %s: refused with %q, want %q", one.place, one.act, one.object, got, one.refused)
			}
			continue
		case err != nil:
			t.Fatalf("line %d, %s %s: %v", one.place, one.act, one.object, err)
		}
		on.keep(change)
		for _, want := range one.expected {
			if got := on.state(change, want); got != want {
				t.Errorf("line %d, %s %s: %q, want %q", one.place, one.act, one.object, got, want)
			}
		}
	}
	if len(s.lines) < 2 {
		t.Error("a story of one act tells nothing")
	}
}

// keep takes the change on, with its clock wound up.
func (on *teller) keep(change casework.Change) {
	on.before = on.c
	on.c = change.Case.Wind(on.stamp("clock", on.c.Received).Book)
	on.acts = append(on.acts, change.Acts...)
}

func (on *teller) stamp(actor string, now time.Time) casework.Stamp {
	var ladder []casework.Contact
	for _, who := range []string{"officer", "district", "department"} {
		if !slices.Contains(on.c.Barred, who) {
			ladder = append(ladder, people[who])
		}
	}
	stamp := casework.Stamp{Now: now, Salt: fmt.Sprintf("line%d", on.place), Book: casework.Handbook{
		Calendar: on.calendar, Rules: casework.RulesFor(nil, "", on.calendar.DateOf(now)), Ladder: ladder,
	}}
	switch who, known := people[actor]; {
	case known:
		stamp.Actor = casework.Actor{Post: who.Office, Person: who.Person, Name: who.Name}
	case actor == "clock":
		stamp.Actor = casework.TheClock
	}
	return stamp
}

func refusal(err error) string {
	var all []string
	for _, one := range fault.List(err) {
		text := one.Message
		if one.Field != "" {
			text += " (" + one.Field + ")"
		}
		all = append(all, text)
	}
	return strings.Join(all, ", ")
}

// state says the part of the state of the case that an expectation asks for.
func (on *teller) state(change casework.Change, want string) string {
	word, _, _ := strings.Cut(want, " ")
	switch word {
	case "due":
		if on.c.Due.IsZero() {
			return "due nothing"
		}
		return "due " + on.c.Due.In(workday.Dhaka).Format("2006-01-02 15:04")
	case "tells":
		return strings.TrimSpace("tells " + told(change))
	case "tasks":
		open := []string{"tasks"}
		for _, task := range on.c.Tasks {
			if !task.Finished() {
				open = append(open, task.ID)
			}
		}
		return strings.Join(open, " ")
	case "stage":
		return "stage " + strconv.Itoa(int(on.c.Stage))
	case "follows":
		return "follows " + on.c.Follows
	case "sealed", "open":
		if on.c.Sealed {
			return "sealed"
		}
		return "open"
	case "recorded":
		_, field, _ := strings.Cut(want, " ")
		field, _, _ = strings.Cut(field, "=")
		return "recorded " + field + "=" + on.c.Record[field] + on.c.Application.Facts[field]
	case "superseded":
		_, number, _ := strings.Cut(want, " ")
		if on.c.Superseded(number) {
			return want
		}
		return number + " stands"
	}
	if on.c.Ended() {
		return string(on.c.Outcome)
	}
	return string(on.c.Status)
}

func told(change casework.Change) string {
	var list []string
	for _, n := range change.Notices {
		who := "applicant"
		for name, one := range people {
			if n.To == notice.Officer && n.Address == one.Mobile {
				who = name
			}
		}
		list = append(list, who+":"+strings.TrimPrefix(n.Key, "casework.notice."))
	}
	return strings.Join(list, " ")
}

// application is what the applicant of a story typed.
func application(fields map[string]string) casework.Application {
	a := casework.Application{
		For: casework.Self, Name: "রহিমা খাতুন", Mobile: "01712345678", Hear: casework.BySMS, Lang: "bn", Need: fields["need"],
		Anonymous: fields["anonymous"] == "yes", Facts: map[string]string{},
	}
	if fields["for"] == "institution" {
		a.For, a.Body = casework.Institution, fields["body"]
	}
	if a.Anonymous {
		a.Name = ""
	}
	for field, value := range fields {
		if !slices.Contains([]string{"need", "for", "body", "anonymous", "follows"}, field) {
			a.Facts[field] = value
		}
	}
	return a
}

func papers(fields map[string]string, now time.Time) []document.Evidence {
	if fields["file"] == "" {
		return nil
	}
	return []document.Evidence{{Office: "rupsha", ID: fields["file"], Paper: fields["file"], Name: fields["file"], At: now, State: document.Came}}
}

// play carries one act out.
func (on *teller) play(one line) (casework.Change, error) {
	c, f, stamp := on.c, one.fields, on.stamp(one.actor, one.at)
	if act, known := on.applicantsActs(one)[one.act]; known {
		return act(stamp)
	}
	if act, known := on.clockActs(one)[one.act]; known {
		return act(stamp)
	}
	switch one.act {
	case "take":
		return c.Take(stamp)
	case "reply":
		return c.Reply(f["words"], stamp)
	case "note":
		return c.Note(f["words"], stamp)
	case "ask":
		return c.Ask(strings.Split(f["missing"], "\n"), stamp)
	case "resume":
		return c.Resume(f["words"], stamp)
	case "assign":
		return c.Assign(one.object, f["reason"], stamp)
	case "do":
		return c.Do(casework.Doing{Task: one.object, Words: f["words"], Record: f, Kind: on.kind}, stamp)
	case "task":
		return c.LayOut(f["words"], one.object, workday.Date{}, stamp)
	case "issue":
		sheet, _ := on.kind.Sheet(one.object)
		return c.Issue(casework.Paper{Sheet: sheet, Kind: on.kind, Title: one.object, Text: f["words"]}, stamp)
	case "report":
		return c.Report(casework.Alarm{Kind: on.kind, ID: one.object, Words: f["words"], Record: f}, stamp)
	case "close":
		return c.Close(casework.End{Outcome: casework.Outcome(one.object), Sentence: f["sentence"], Record: f, Kind: on.kind}, stamp)
	}
	return on.otherActs(one, stamp)
}

// otherActs are those in which others have a part.
func (on *teller) otherActs(one line, stamp casework.Stamp) (casework.Change, error) {
	c, f := on.c, one.fields
	switch one.act {
	case "try":
		return c.Reach(one.object, f["words"], stamp)
	case "refer":
		return c.Refer(casework.Referral{Name: one.object, Memo: f["memo"]}, f["reason"], stamp)
	case "accepted":
		return c.Accepted(one.object, f["sentence"], stamp)
	case "declined":
		return c.Declined(f["reason"], stamp)
	case "call":
		by, _ := workday.ParseDate(f["by"])
		return c.Call(casework.Outside{Name: one.object, Ref: f["ref"], By: by}, stamp)
	case "came":
		for _, third := range c.Outside {
			if third.Name == one.object && third.Came.IsZero() {
				return c.Came(third.ID, f["words"], stamp)
			}
		}
	case "instruct":
		return c.Instruct(f["words"], workday.Date{}, stamp)
	case "obey":
		return c.Obey(c.Orders[len(c.Orders)-1].ID, f["words"], people["district"], stamp)
	case "declare":
		return c.Declare(stamp)
	case "recuse":
		return c.Recuse(f["reason"], stamp)
	case "reopen":
		return c.Reopen(f["reason"], stamp)
	case "undo":
		return c.Undo(on.acts[len(on.acts)-1], on.before, stamp)
	}
	return casework.Change{}, fmt.Errorf("no such act: %s %s", one.act, one.object)
}

// applicantsActs are those of the applicant.
func (on *teller) applicantsActs(one line) map[string]func(casework.Stamp) (casework.Change, error) {
	f := one.fields
	return map[string]func(casework.Stamp) (casework.Change, error){
		"apply": func(stamp casework.Stamp) (casework.Change, error) {
			return casework.Receive(casework.Receipt{
				Office: "rupsha", Number: "48210935716", Service: casework.ServiceRef{Key: on.kind.ID, Version: 1, Name: on.kind.ID},
				Promise: on.promise, Application: application(f), Channel: charter.Web, Post: "rupsha", Kind: on.kind, Follows: f["follows"],
				Evidence: papers(f, one.at),
			}, stamp)
		},
		"answer": func(stamp casework.Stamp) (casework.Change, error) {
			return on.c.Answer(f["words"], papers(f, one.at), stamp)
		},
		"withdraw": func(stamp casework.Stamp) (casework.Change, error) { return on.c.Withdraw(f["reason"], stamp) },
		"rate": func(stamp casework.Stamp) (casework.Change, error) {
			return on.c.Rate(casework.Solved(one.object), f["words"], stamp)
		},
	}
}

// clockActs are those of time alone.
func (on *teller) clockActs(one line) map[string]func(casework.Stamp) (casework.Change, error) {
	return map[string]func(casework.Stamp) (casework.Change, error){
		"clock": func(stamp casework.Stamp) (casework.Change, error) {
			change, acts, err := on.c.Awake(stamp)
			if err == nil && !acts {
				err = fmt.Errorf("the clock has nothing to do; it wakes at %s", on.c.Wake.In(workday.Dhaka))
			}
			return change, err
		},
		"extend": func(stamp casework.Stamp) (casework.Change, error) {
			days, err := strconv.Atoi(one.object)
			if err != nil {
				return casework.Change{}, err
			}
			return on.c.Extend(days, one.fields["reason"], stamp)
		},
	}
}
