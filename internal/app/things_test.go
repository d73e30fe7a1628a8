package app

import (
	"testing"

	"dorgora/internal/casework"
	"dorgora/internal/postbox"
	"dorgora/internal/postbox/postboxdb"
	"dorgora/workday"
)

// fillHandling gives the case of an office one of everything that a case can have.
func (w *world) fillHandling(t *testing.T, officeID string, names things) {
	t.Helper()
	names["incident"] = officeID + "-incident"
	check(t, w.Cases.SaveIncident(t.Context(), casework.Incident{
		Office: officeID, ID: names["incident"], Title: "ইন্টারনেট বন্ধ", Service: "citizen-1", Began: today, Person: names["person"],
	}))
	names["filter"] = officeID + "-filter"
	check(t, w.Cases.SaveFilter(t.Context(), casework.Filter{
		Office: officeID, Person: names["person"], ID: names["filter"], Name: "আমার তালিকা", Created: today,
	}))
	at := casework.Target{Office: officeID, Number: names["number"], Actor: casework.Actor{Post: names["post"], Person: names["person"], Name: "কর্মকর্তা"}}
	act := func(decide func(casework.Case, casework.Stamp) (casework.Change, error)) casework.Case {
		t.Helper()
		return must(w.Desk.Act(t.Context(), at, decide))(t)
	}
	c := act(func(c casework.Case, s casework.Stamp) (casework.Change, error) {
		return c.LayOut("ল্যাব দেখা", names["post"], workday.DateOf(today), s)
	})
	names["task"] = c.Tasks[len(c.Tasks)-1].ID
	c = act(func(c casework.Case, s casework.Stamp) (casework.Change, error) {
		return c.Call(casework.Outside{Name: "ইন্টারনেট সেবাদাতা"}, s)
	})
	names["third"] = c.Outside[0].ID
	c = act(func(c casework.Case, s casework.Stamp) (casework.Change, error) {
		return c.Instruct("আজই দেখুন", workday.Date{}, s)
	})
	names["order"] = c.Orders[0].ID
	kind := w.Desk.KindOf(c)
	c = act(func(c casework.Case, s casework.Stamp) (casework.Change, error) {
		return c.Issue(casework.Paper{Kind: kind, Title: "পরামর্শপত্র", Text: "পরামর্শ"}, s)
	})
	names["sheet"], names["paper"] = c.Issued[0].Number, c.Issued[0].Number
	offer := must(w.Shelf.At(t.Context(), officeID, today))(t)
	for _, service := range offer.Services {
		if w.Desk.Kind(service.Kind).Before {
			names["warned service"] = service.Slug
		}
	}
}

// mailOf is a mail to the office that somebody must sort, with a file.
func (w *world) mailOf(t *testing.T, officeID string) (id, file string) {
	t.Helper()
	paper := w.paper(t, officeID, officeID+"-mail", "ছবি.txt")
	l := postbox.Letter{
		Office: officeID, ID: officeID + "-mail", Raw: paper.Hash, Door: "lmtp", From: "rahima@example.org", To: officeID + "@example.org",
		Subject: "প্রিন্টার", Text: "চলছে না", At: today, State: postbox.ToSort, Why: "postbox.why.service", Revision: 1,
		Files: []postbox.Kept{{Name: paper.Name, Type: paper.Type, Hash: paper.Hash, Size: paper.Size}},
	}
	check(t, postboxdb.Store{DB: w.DB}.Keep(t.Context(), l))
	return l.ID, paper.Hash
}
