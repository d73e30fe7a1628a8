package officeweb_test

import "testing"

func TestPagesCalculator(t *testing.T) {
	h := newHouse(t)
	h.shows(h.get("/rupsha/calculator"), 200, "তারিখ গণক", "কার্যদিবস")
	t.Run("three working days from a Thursday end on a Tuesday, and the weekend is named", func(t *testing.T) {
		h.shows(h.get("/rupsha/calculator?received-day=২৬&received-month=১১&received-year=২০২৬&kind=working_days&count=৩"), 200,
			"মঙ্গলবার, ১ ডিসেম্বর ২০২৬", "শুক্রবার")
	})
	t.Run("a pause moves it day for day", func(t *testing.T) {
		h.shows(h.get("/rupsha/calculator?received-day=23&received-month=11&received-year=2026&kind=working_days&count=3"+
			"&from-day=24&from-month=11&from-year=2026&to-day=25&to-month=11&to-year=2026"), 200, "সোমবার, ৩০ নভেম্বর ২০২৬")
	})
	t.Run("what is wrong is named, and what was typed stays", func(t *testing.T) {
		h.shows(h.get("/rupsha/calculator?received-day=31&received-month=11&received-year=2026&kind=working_days&count=0"), 422,
			`href="#received"`, `value="৩১"`)
		h.shows(h.get("/rupsha/calculator?received-day=23&received-month=11&received-year=2026&count=999"), 422, `href="#count"`)
	})
	h.shows(h.get("/en/rupsha/calculator?received-day=23&received-month=11&received-year=2026&kind=hours&count=4"), 200, "Date calculator")
}
