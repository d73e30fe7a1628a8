package dialoguedb_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"dorgora/internal/casework"
	"dorgora/internal/dialogue"
)

const neighbour = "+8801812345678"

// apply has a telephone apply for advice under a name, and returns the number.
func (w *world) apply(phone, name string) string {
	w.Helper()
	before := w.numbers()
	for _, text := range []string{"abedon printer nosto", name, "Naihati", "computer", "ghore", "1", "computer on hoy na, ki korbo", "1"} {
		w.write(phone, text)
	}
	for _, number := range w.numbers() {
		if !slices.Contains(before, number) {
			return number
		}
	}
	w.Fatal("no case came of it")
	return ""
}

func (w *world) close(number string) {
	w.Helper()
	w.officer(number, func(c casework.Case, s casework.Stamp) (casework.Change, error) {
		return c.Close(casework.End{Outcome: casework.Advised, Sentence: "তার খুলে আবার লাগান।", Kind: kind("plain")}, s)
	})
}

func (w *world) ask(number, what string) {
	w.Helper()
	w.officer(number, func(c casework.Case, s casework.Stamp) (casework.Change, error) { return c.Ask([]string{what}, s) })
}

func TestOneTelephoneOfManyPeople(t *testing.T) {
	engines(t, func(w *world) {
		first := w.apply(farmer, "Abdul Karim")
		w.hears(w.write(farmer, "abedon printer nosto"), "Abdul Karim হলে ১")
		w.hears(w.write(farmer, "Rahima Khatun"), "Rahima Khatun, গ্রাম")
		for _, text := range []string{"Aijgati", "printer", "dokane", "1", "printer e kagoj atke jay"} {
			w.write(farmer, text)
		}
		w.hears(w.write(farmer, "১"), "casework.notice.received")
		second := w.numbers()[1]
		if second == first {
			second = w.numbers()[0]
		}
		if a, b := w.caseOf(first).Application.Name, w.caseOf(second).Application.Name; a != "Abdul Karim" || b != "Rahima Khatun" {
			t.Errorf("names %s, %s", a, b)
		}
		status := w.write(farmer, "অবস্থা")
		if strings.Count(status, "পেয়েছি") != 2 {
			t.Errorf("the latest: %s", status)
		}
		w.ask(first, "সিরিয়াল")
		w.ask(second, "মডেল")
		w.hears(w.write(farmer, "uttor canon 2900"), "কোনটা", "১ ", "২ ")
		w.write(farmer, "2")
		answered := 0
		for _, number := range []string{first, second} {
			if w.caseOf(number).Status == casework.InProgress {
				answered++
			}
		}
		if answered != 1 {
			t.Errorf("%d of two were answered", answered)
		}
	})
}

func TestRatingComplaintAndWithdrawal(t *testing.T) {
	engines(t, func(w *world) {
		number := w.apply(farmer, "Abdul Karim")
		w.hears(w.write(farmer, "ovijog"), "কী অভিযোগ", "খুলনা")
		w.hears(w.write(farmer, "10 din holo keu phone dhore na"), "অভিযোগ পেয়েছি")
		acts, err := w.cases.Timeline(t.Context(), "rupsha", number)
		w.ok(err)
		if !slices.ContainsFunc(acts, func(a casework.Act) bool {
			return a.Deed == casework.DeedAlarmed && strings.Contains(a.Text, "phone dhore na") && !a.Public
		}) {
			t.Error("the complaint is not on the timeline")
		}
		w.close(number)
		w.hears(w.write(farmer, "2"), "মিটেছে")
		w.hears(w.write(farmer, "na"), "casework.notice.reopened")
		if c := w.caseOf(number); c.Ended() || c.Reopened != 1 {
			t.Errorf("the case is %s", c.Status)
		}
		w.hears(w.write(farmer, "abedon batil korte chai"), "প্রত্যাহার করবেন?")
		w.hears(w.write(farmer, "na"), "চলছে")
		w.write(farmer, "withdraw")
		w.hears(w.write(farmer, "1"), "casework.notice.withdrawn")
		if c := w.caseOf(number); c.Outcome != casework.Withdrawn {
			t.Errorf("the case is %s %s", c.Status, c.Outcome)
		}
	})
}

func TestWhatAStrangerHears(t *testing.T) {
	engines(t, func(w *world) {
		number := w.apply(farmer, "Abdul Karim")
		w.ask(number, "জমির দলিল")
		got := w.write(neighbour, "status "+number)
		if !strings.Contains(got, "অপেক্ষায়") || strings.Contains(got, "দলিল") {
			t.Errorf("a stranger hears %s", got)
		}
		w.hears(w.write(neighbour, "withdraw "+number), "এই ফোন থেকে এটা করা যাবে না")
		w.hears(w.write(neighbour, "answer "+number+" ok"), "এই ফোন থেকে এটা করা যাবে না")
		w.hears(w.write(neighbour, "status"), "এই ফোনের নামে কোনো আবেদন নেই")
		w.hears(w.write(neighbour, "status 46068469832"), "ঠিক নম্বর নয়")
	})
}

func TestSealedMatter(t *testing.T) {
	engines(t, func(w *world) {
		w.hears(w.write(farmer, "apply cyber security"), "কার নামে")
		w.write(farmer, "Rahima")
		w.hears(w.write(farmer, "Naihati"), "১ ")
		for range 3 { // threat, contact, minor
			w.write(farmer, "1")
		}
		w.write(farmer, "amar id hack hoyeche, poramorsh chai")
		w.write(farmer, "ha")
		number := w.numbers()[0]
		if !w.caseOf(number).Sealed {
			t.Fatal("the case is not sealed")
		}
		w.ask(number, "ব্ল্যাকমেইলের ছবি")
		for _, text := range []string{"status", "status " + number, "withdraw"} {
			if got := w.write(farmer, text); strings.Contains(got, "ছবি") || strings.Contains(got, "সাইবার") {
				t.Errorf("%s says %s", text, got)
			}
		}
	})
}

func TestDigitalCentre(t *testing.T) {
	engines(t, func(w *world) {
		w.hears(w.write(neighbour, "UDC rupsha-02 net nai 3 din dhore"), "কার নামে")
		w.write(neighbour, "Shimul Uddokta")
		w.hears(w.write(neighbour, "Naihati"), "কী সমস্যা")
		w.hears(w.write(neighbour, "internet"), "পাঠাতে ১")
		w.write(neighbour, "yes")
		c := w.caseOf(w.numbers()[0])
		if c.Application.Facts["udc_code"] != "RUPSHA02" || c.Application.Facts["problem"] != "internet" || c.Application.Need != "net nai 3 din dhore" {
			t.Errorf("%+v", c.Application)
		}
	})
}

func TestDialogueSurvivesDays(t *testing.T) {
	engines(t, func(w *world) {
		w.write(farmer, "abedon printer nosto")
		w.write(farmer, "Abdul Karim")
		w.now = w.now.AddDate(0, 0, 12)
		w.hears(w.write(farmer, "abar"), "Abdul Karim, গ্রাম ও ইউনিয়নের নাম")
		w.hears(w.write(farmer, "সেবা"), "১ ")
		w.write(farmer, "abedon printer nosto")
		w.now = w.now.AddDate(0, 0, 40)
		w.hears(w.write(farmer, "Naihati"), "বুঝতে পারিনি")
		w.hears(w.write(farmer, "status"), "কোনো আবেদন নেই")
	})
}

func TestNotUnderstoodTwice(t *testing.T) {
	engines(t, func(w *world) {
		w.hears(w.write(farmer, "xyz pqr"), "বুঝতে পারিনি")
		w.hears(w.write(farmer, "qwe rty"), "আপনাকে ফোন করা হবে")
		if !slices.Equal(w.followed, []dialogue.Command{dialogue.Person}) {
			t.Errorf("followed %v", w.followed)
		}
		list, _, err := w.store.Lines(t.Context(), "rupsha", true, "", 10)
		w.ok(err)
		if len(list) != 2 || list[0].Text != "qwe rty" || list[0].Fate != dialogue.Puzzling {
			t.Fatalf("lines %+v", list)
		}
		c, lines, err := w.store.Of(t.Context(), "rupsha", list[0].Conversation, 10)
		w.ok(err)
		if !c.Needs || len(lines) != 2 || lines[0].Text != "xyz pqr" {
			t.Errorf("conversation %+v, %+v", c, lines)
		}
		for i, want := range []bool{true, false} {
			if done, err := w.store.Look(t.Context(), c, nil); err != nil || done != want {
				t.Errorf("look %d: %v, %v", i, done, err)
			}
		}
		if list, _, err = w.store.Lines(t.Context(), "rupsha", true, "", 10); err != nil || len(list) != 0 {
			t.Errorf("still %+v, %v", list, err)
		}
		w.hears(w.write(farmer, "help"), "লিখুন")
	})
}

func TestStopAndStart(t *testing.T) {
	engines(t, func(w *world) {
		w.hears(w.write(farmer, "STOP"), "আর বার্তা যাবে না")
		w.hears(w.write(farmer, "abar chalu koren"), "আবার বার্তা পাবেন")
		if !slices.Equal(w.followed, []dialogue.Command{dialogue.Stop, dialogue.Start}) {
			t.Errorf("followed %v", w.followed)
		}
	})
}

func TestFlood(t *testing.T) {
	engines(t, func(w *world) {
		said := 0
		for range 44 {
			if w.write(farmer, "seba") != "" {
				said++
			}
		}
		if said != 41 { // forty answers, and that there will be no more
			t.Errorf("%d answers", said)
		}
		if w.write("16216", "রিচার্জ অফার") != "" {
			t.Error("a short code got an answer")
		}
		w.now = w.now.Add(24 * time.Hour)
		list, next, err := w.store.Lines(t.Context(), "rupsha", false, "", 40)
		w.ok(err)
		rest, end, err := w.store.Lines(t.Context(), "rupsha", false, next, 40)
		w.ok(err)
		if len(list) != 40 || len(rest) != 5 || end != "" {
			t.Errorf("%d and %d lines, then %q", len(list), len(rest), end)
		}
	})
}
