package dialoguedb_test

import (
	"testing"

	"dorgora/charter"
	"dorgora/internal/casework"
)

// A farmer with a keypad telephone gets advice from the list of services to the
// rating, in Bangla in Latin letters.
func TestStoryOfAKeypadTelephone(t *testing.T) {
	engines(t, func(w *world) {
		w.hears(w.write(farmer, "salam bhai ki ki seba ache"), "১ ", "নম্বর লিখুন")
		w.hears(w.write(farmer, "computer poramorsher kagoj ki lagbe"), "আইসিটি পণ্য ও সেবা বিষয়ে পরামর্শ", "মূল্য", "আবেদন করতে ১")
		w.hears(w.write(farmer, "abedon korte chai"), "কার নামে আবেদন")
		w.hears(w.write(farmer, "Abdul Karim Sheikh"), "গ্রাম ও ইউনিয়নের নাম")
		w.hears(w.write(farmer, "Naihati, Aijgati union"), "কী নিয়ে সাহায্য দরকার", "১ কম্পিউটার বা ল্যাপটপ")
		w.hears(w.write(farmer, "৩"), "১ ")    // a telephone
		w.hears(w.write(farmer, "abar"), "১ ") // the question was lost
		w.hears(w.write(farmer, "1"), "নিজের কথায়")
		w.hears(w.write(farmer, "amar mobile e krishi app ta chole na, ki korbo janan"), "Abdul Karim Sheikh", "পাঠাতে ১")
		if len(w.numbers()) != 0 {
			t.Fatal("a case before it was confirmed")
		}
		w.hears(w.write(farmer, "ha"), "casework.notice.received")
		number := w.numbers()[0]
		c := w.caseOf(number)
		if c.Channel != charter.SMS || c.Application.Name != "Abdul Karim Sheikh" || c.Application.Facts["device"] != "phone" || c.Application.Mobile != farmer || c.Application.Hear != casework.BySMS {
			t.Errorf("case %+v", c.Application)
		}
		w.hears(w.write(farmer, "oi kaj ta ki hoise"), "পেয়েছি")
		w.officer(number, func(c casework.Case, s casework.Stamp) (casework.Change, error) {
			return c.Ask([]string{"অ্যাপের নাম"}, s)
		})
		w.hears(w.write(farmer, "obostha"), "অপেক্ষায়", "অ্যাপের নাম")
		w.hears(w.write(farmer, "app er nam krishoker janala"))
		if c := w.caseOf(number); c.Status != casework.InProgress {
			t.Errorf("after the answer the case is %s", c.Status)
		}
		w.officer(number, func(c casework.Case, s casework.Stamp) (casework.Change, error) {
			return c.Close(casework.End{Outcome: casework.Advised, Sentence: "অ্যাপটি হালনাগাদ করুন।", Kind: kind("plain")}, s)
		})
		w.hears(w.write(farmer, "status "+number), "পরামর্শ দেওয়া হয়েছে", "হালনাগাদ")
		w.hears(w.write(farmer, "৫"), "ধন্যবাদ")
		if c := w.caseOf(number); c.Solved != casework.SolvedYes {
			t.Errorf("solved %q", c.Solved)
		}
		if all := w.numbers(); len(all) != 1 {
			t.Errorf("cases %v", all)
		}
	})
}
