package casework_test

import (
	"testing"

	"dorgora/internal/casework"
	"dorgora/internal/document"
	"dorgora/internal/fault"
)

func TestCaseHandIn(t *testing.T) {
	letter := []document.Evidence{{Office: "rupsha", ID: "e1", Paper: "পত্র", Name: "পত্র.jpg"}}
	c := receive(t, threeDays, at(23, 11, 0))

	t.Run("a paper promised for later joins the case, and the clock runs as before", func(t *testing.T) {
		change, err := c.HandIn("পত্র", letter, casework.Stamp{Now: at(24, 11, 0), Salt: "s"})
		if err != nil {
			t.Fatal(err)
		}
		after := change.Case
		if len(change.Evidence) != 1 || !after.Due.Equal(c.Due) || after.Status != c.Status || after.Revision != c.Revision+1 {
			t.Errorf("after handing in: %+v", after)
		}
		if act := change.Acts[0]; act.Deed != casework.DeedHandedIn || !act.Public || act.Actor != casework.Applicant || len(change.Notices) != 0 {
			t.Errorf("act %+v", act)
		}
	})
	t.Run("nothing is nothing", func(t *testing.T) {
		if _, err := c.HandIn("", nil, stamp(at(24, 11, 0))); fault.KindOf(err) != fault.Invalid {
			t.Errorf("got %v", err)
		}
	})
	t.Run("a closed case takes no more", func(t *testing.T) {
		closed, err := c.Close(casework.End{Outcome: casework.Advised, Sentence: "পরামর্শ দেওয়া হলো।"}, stamp(at(24, 12, 0)))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := closed.Case.HandIn("", letter, stamp(at(24, 13, 0))); fault.KindOf(err) != fault.Conflict {
			t.Errorf("got %v", err)
		}
	})
}

func TestDraftGoesOnWhereAnswersAreMissing(t *testing.T) {
	d := casework.Draft{}
	if d.Next() != casework.StepFor {
		t.Errorf("a new draft begins with %s", d.Next())
	}
	for _, step := range []string{casework.StepFor, casework.StepPerson, casework.StepNeed, casework.StepPapers, casework.StepFor} {
		d.Finish(step)
	}
	if d.Next() != casework.StepCheck || len(d.Done) != 4 {
		t.Errorf("a draft with all answers goes on with %s, %v", d.Next(), d.Done)
	}
	d.Reopen(casework.StepPerson)
	if d.Next() != casework.StepPerson {
		t.Errorf("a reopened page is not asked again: %s", d.Next())
	}
}
