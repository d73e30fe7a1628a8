package casework_test

import (
	"testing"
	"time"

	"dorgora/charter"
	"dorgora/internal/casework"
	"dorgora/internal/fault"
	"dorgora/workday"
)

func TestApplicationWithoutMobile(t *testing.T) {
	rows := []struct {
		what   string
		hear   casework.Answer
		mobile string
		wrong  string
	}{
		{"who comes to the office needs no phone", casework.ByHand, "  ", ""},
		{"who hears by message needs one", casework.BySMS, "", "applicant.mobile.missing"},
		{"who is called needs one", casework.ByPhone, "", "applicant.mobile.missing"},
		{"a number that is given must be one", casework.ByHand, "01712", "applicant.mobile.short"},
	}
	for _, row := range rows {
		t.Run(row.what, func(t *testing.T) {
			a := application()
			a.Hear, a.Mobile = row.hear, row.mobile
			_, err := a.Check()
			list := fault.List(err)
			switch {
			case row.wrong == "" && err != nil:
				t.Errorf("refused: %v", err)
			case row.wrong != "" && (len(list) != 1 || list[0].Message != row.wrong):
				t.Errorf("got %v, want %s", err, row.wrong)
			}
		})
	}
}

func TestCaseOfOneWithoutMobileSendsNothing(t *testing.T) {
	a := application()
	a.Hear, a.Mobile = casework.ByHand, ""
	received, err := casework.Receive(casework.Receipt{
		Office: "rupsha", Number: "48210935716", Service: casework.ServiceRef{Key: "citizen-2", Version: 1, Name: "পরামর্শ"},
		Promise: threeDays, Application: a, Channel: charter.InPerson, Post: "ap",
	}, stamp(at(23, 11, 0)))
	if err != nil || len(received.Notices) != 0 {
		t.Fatalf("%d notices, %v", len(received.Notices), err)
	}
	closed, err := received.Case.Close(casework.End{Outcome: casework.Delivered, Sentence: "হয়েছে"}, stamp(at(23, 12, 0)))
	if err != nil || len(closed.Notices) != 0 || len(closed.Entries) != 1 {
		t.Errorf("%d notices, %d entries, %v", len(closed.Notices), len(closed.Entries), err)
	}
}

func TestMarksAt(t *testing.T) {
	late := time.Date(2026, 11, 23, 23, 59, 0, 0, workday.Dhaka).UTC()
	marks := casework.MarksAt(workday.Bangladesh("khulna"), late, nil)
	if want := at(24, 0, 0); !marks.DayEnd.Equal(want) {
		t.Errorf("the day ends at %v, want %v", marks.DayEnd, want)
	}
	if want := at(31, 0, 0); !marks.WeekEnd.Equal(want) {
		t.Errorf("the week ends at %v, want %v", marks.WeekEnd, want)
	}
}
