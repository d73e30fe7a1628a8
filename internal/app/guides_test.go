package app

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"dorgora/charter"
	"dorgora/internal/casework"
	"dorgora/internal/catalogue"
	"dorgora/internal/fault"
	"dorgora/internal/guidance"
	"dorgora/internal/guidance/guidancedb"
	"dorgora/internal/office"
	"dorgora/internal/sqldb"
	"dorgora/workday"
)

// guideOf writes an answer for everybody in an office and has it approved.
func (w *world) guideOf(t *testing.T, officeID string) string {
	t.Helper()
	day := workday.DateOf(today)
	content := guidance.Content{
		Sort: guidance.Answer, Topic: "ল্যাব", Public: true, Bn: guidance.Text{Title: "ল্যাব কখন খোলে?", Body: "সকাল নয়টায়।"},
		Source: guidance.Source{Document: "চার্টার", Date: day}, ReviewBy: day.AddMonths(6),
	}
	change := must(guidance.Begin(officeID, w.Desk.Fresh(), content, guidance.Signature{Person: "writer", Name: "লেখক", At: today}))(t)
	check(t, w.Guides.Apply(t.Context(), change, guidance.Letter{}))
	able := []office.Person{{ID: "second"}}
	change = must(change.Guide.Approve(1, able, guidance.Signature{Person: "second", Name: "দ্বিতীয়", At: today}))(t)
	check(t, w.Guides.Apply(t.Context(), change, guidance.Letter{}))
	return change.Guide.ID
}

func TestAnAnswerGivenAndCorrectedReachesTheApplicant(t *testing.T) {
	w := newWorld(t)
	number, guide := w.rupsha["number"], w.rupsha["guide"]
	at := casework.Target{Office: FirstOffice, Number: number, Actor: casework.Actor{Post: "head", Person: "x", Name: "কর্মকর্তা"}}
	must(w.Desk.Act(t.Context(), at, func(c casework.Case, s casework.Stamp) (casework.Change, error) {
		return c.Reply("রহিমা, সকাল নয়টায়। ফোন 01711000001", s)
	}))(t)
	use := guidance.Use{Office: FirstOffice, Guide: guide, Version: 1, Case: number, By: guidance.Signature{Person: "x", Name: "কর্মকর্তা", At: today}}
	check(t, w.DB.InTx(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error { return guidancedb.Record(ctx, tx, use) }))

	page := body(t, w.ask(t, headHere, http.MethodGet, "/rupsha/desk/guides/new?case="+number, nil, nil))
	if !strings.Contains(page, "[নাম], সকাল নয়টায়। ফোন [নম্বর]") || strings.Contains(page, "রহিমা") {
		t.Error("the answer of the case still names the applicant")
	}

	answer := w.ask(t, headHere, http.MethodPost, "/rupsha/desk/guides/"+guide+"/withdrawal",
		url.Values{"revision": {"2"}, "version": {"1"}, "reason": {"সময় বদলেছে"}}, nil)
	if answer.StatusCode != http.StatusSeeOther {
		t.Fatalf("%d %s", answer.StatusCode, body(t, answer))
	}
	told := 0
	for _, n := range must(w.Notices.NoticesOf(t.Context(), FirstOffice, "case/"+number))(t) {
		if n.Key == "guidance.notice.withdrawn" {
			told++
			if n.Address != "+8801711000001" || !strings.Contains(n.Text(w.texts), "আর ঠিক নেই") {
				t.Errorf("%+v says %q", n, n.Text(w.texts))
			}
		}
	}
	if told != 1 {
		t.Errorf("told %d times", told)
	}
}

func TestAReplyFromAGuide(t *testing.T) {
	w := newWorld(t)
	number, guide := w.rupsha["number"], w.rupsha["guide"]
	path := "/rupsha/desk/cases/" + number + "/guides"
	page := body(t, w.ask(t, headHere, http.MethodGet, path+"?guide="+guide, nil, nil))
	if !strings.Contains(page, "সকাল নয়টায়।") || !strings.Contains(page, rahima.Need) {
		t.Error("the page offers no reply")
	}
	seen := func() string { return strconv.Itoa(must(w.Cases.Case(t.Context(), FirstOffice, number))(t).Revision) }
	form := url.Values{"guide": {guide}, "version": {"1"}, "seen": {seen()}, "words": {"সকাল নয়টায়।"}}
	if answer := w.ask(t, headHere, http.MethodPost, path, form, nil); answer.StatusCode != http.StatusSeeOther {
		t.Fatalf("%d %s", answer.StatusCode, body(t, answer))
	}
	acts := must(w.Cases.Timeline(t.Context(), FirstOffice, number))(t)
	if last := acts[len(acts)-1]; last.Deed != casework.DeedReplied || last.Text != "সকাল নয়টায়।" {
		t.Errorf("the last act is %+v", last)
	}
	if uses := must(w.Guides.Uses(t.Context(), FirstOffice, guide, 9))(t); len(uses) != 1 || uses[0].Case != number {
		t.Errorf("recorded %+v", uses)
	}
	if looks := must(w.Cases.Looks(t.Context(), FirstOffice, number))(t); len(looks) != 1 {
		t.Errorf("%d looks recorded", len(looks))
	}
	if answer := w.ask(t, headHere, http.MethodPost, path, form, nil); answer.StatusCode != http.StatusConflict {
		t.Errorf("a page that is stale sends: %d", answer.StatusCode)
	}

	change := must(must(w.Guides.Guide(t.Context(), FirstOffice, guide))(t).Withdraw(2, 1, "ভুল", guidance.Signature{Person: "x", At: today}))(t)
	check(t, w.Guides.Apply(t.Context(), change, guidance.Letter{}))
	form.Set("seen", seen())
	if answer := w.ask(t, headHere, http.MethodPost, path, form, nil); answer.StatusCode != http.StatusConflict {
		t.Errorf("a withdrawn text leaves: %d", answer.StatusCode)
	}
	act := func(c casework.Case, s casework.Stamp) (casework.Change, error) {
		change, err := c.Reply("সকাল নয়টায়।", s)
		change.Given = []casework.Given{{Guide: guide, Version: 1}}
		return change, err
	}
	_, err := w.Desk.Act(t.Context(), casework.Target{Office: FirstOffice, Number: number, Actor: casework.Actor{Post: "head", Person: "x"}}, act)
	if fault.KindOf(err) != fault.Conflict || len(must(w.Cases.Timeline(t.Context(), FirstOffice, number))(t)) != len(acts) {
		t.Errorf("the reply was written although the text was over: %v", err)
	}
}

func TestOnlyWhoAnswersRepliesFromAGuide(t *testing.T) {
	w := newWorld(t)
	path := "/rupsha/desk/cases/" + w.rupsha["number"] + "/guides"
	form := url.Values{"guide": {w.rupsha["guide"]}, "version": {"1"}, "seen": {"1"}, "words": {"কথা"}}
	for _, role := range []string{officerHere, headDistrict} {
		page := body(t, w.ask(t, role, http.MethodGet, path+"?guide="+w.rupsha["guide"], nil, nil))
		if strings.Contains(page, "<textarea") {
			t.Errorf("%s is offered a reply", role)
		}
		if answer := w.ask(t, role, http.MethodPost, path, form, nil); answer.StatusCode != http.StatusForbidden {
			t.Errorf("%s replies: %d", role, answer.StatusCode)
		}
	}
}

func TestASealedCaseGivesNoPublicAnswer(t *testing.T) {
	w := newWorld(t)
	w.Desk.Kinds = func(string) catalogue.Kind { return catalogue.Kind{ID: "cyber", Sealed: true} }
	app := rahima
	app.Hear = casework.ByPhone
	number := must(w.Desk.Submit(t.Context(), casework.Submission{Office: FirstOffice, Service: w.rupsha["service"], Key: w.Desk.Fresh(), Channel: charter.Phone, Application: app}))(t)
	if c := must(w.Cases.Case(t.Context(), FirstOffice, number))(t); !c.Sealed {
		t.Fatal("the case is not sealed")
	}
	if _, err := (exchanges{w.Program}).Exchange(t.Context(), FirstOffice, number); fault.KindOf(err) != fault.NotFound {
		t.Errorf("a sealed case gives %v", err)
	}
	if reach := must((recipients{w.Program}).Recipients(t.Context(), FirstOffice, []string{number}))(t); len(reach) > 0 {
		t.Errorf("whoever asked to be called is sent a message: %+v", reach)
	}
}

func TestAnApprovedAnswerIsSuggestedBeforeAsking(t *testing.T) {
	w := newWorld(t)
	found := must(known{w.Guidance}.Near(t.Context(), FirstOffice, "citizen-1", "ল্যাব কখন খোলে জানতে চাই"))(t)
	if len(found) != 1 || found[0].Path != "answers/"+w.rupsha["guide"] || found[0].Title != "ল্যাব কখন খোলে?" {
		t.Errorf("%+v", found)
	}
}

func TestAReplyTakenBackWasNeverGiven(t *testing.T) {
	w := newWorld(t)
	guide, at := w.rupsha["guide"], casework.Target{Office: FirstOffice, Number: w.rupsha["number"], Actor: casework.Actor{Post: "head", Person: "x", Name: "কর্মকর্তা"}}
	must(w.Desk.Act(t.Context(), at, func(c casework.Case, s casework.Stamp) (casework.Change, error) {
		change, err := c.Reply("সকাল নয়টায়।", s)
		change.Given = []casework.Given{{Guide: guide, Version: 1}}
		return change, err
	}))(t)
	if uses := must(w.Guides.Uses(t.Context(), FirstOffice, guide, 9))(t); len(uses) != 1 {
		t.Fatalf("%d uses after the reply", len(uses))
	}
	must(w.Desk.Undo(t.Context(), at))(t)
	if uses := must(w.Guides.Uses(t.Context(), FirstOffice, guide, 9))(t); len(uses) != 0 {
		t.Errorf("%d uses after the reply was taken back", len(uses))
	}
}
