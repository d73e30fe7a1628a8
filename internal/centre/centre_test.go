package centre_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"dorgora/internal/centre"
	"dorgora/internal/fault"
	"dorgora/workday"
)

func on(day int) workday.Date { return workday.Date{Year: 2026, Month: time.November, Day: day} }

var naihati = centre.Particulars{Code: "udc ০১", Name: "নৈহাটি ডিজিটাল সেন্টার", Union: "নৈহাটি", Phone: "০১৯১২-৩৪৫৬৭৮"}

func fields(err error) []string {
	var names []string
	for _, one := range fault.List(err) {
		names = append(names, one.Field)
	}
	return names
}

func TestOpen(t *testing.T) {
	c, err := centre.Open("rupsha", naihati, on(23))
	if err != nil || c.Code != "UDC01" || c.Phone != "01912345678" || c.Daily != centre.UsualDaily || c.Revision != 1 || c.NameOn(on(1)) != naihati.Name {
		t.Errorf("got %+v, %v", c, err)
	}
	if _, err := centre.Open("rupsha", centre.Particulars{Code: "ইউ", Phone: "x", Daily: 5000}, on(23)); len(fields(err)) != 5 {
		t.Errorf("everything that is wrong is told at once: %v", fields(err))
	}
}

func TestParseCodeProperty(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		code, err := centre.ParseCode(text)
		if err != nil {
			return
		}
		if again, err := centre.ParseCode(code); err != nil || again != code || len(code) < 2 || len(code) > 12 {
			t.Fatalf("%q reads as %q, then as %q, %v", text, code, again, err)
		}
	})
}

func TestCentreDescribe(t *testing.T) {
	c, _ := centre.Open("rupsha", naihati, on(1))
	next := naihati
	next.Name, next.Daily = "নৈহাটি স্মার্ট সেন্টার", 10
	changed, err := c.Describe(next, on(20))
	if err != nil || changed.NameOn(on(19)) != naihati.Name || changed.NameOn(on(20)) != next.Name || changed.Revision != 2 || len(c.Names) != 1 {
		t.Errorf("got %+v, %v", changed, err)
	}
	if same, err := changed.Describe(next, on(21)); err != nil || len(same.Names) != 2 {
		t.Errorf("the same name again is no new name: %+v, %v", same.Names, err)
	}
}

func TestCentreWithin(t *testing.T) {
	c, _ := centre.Open("rupsha", naihati, on(1))
	c.Daily = 2
	for _, one := range []struct {
		name   string
		centre centre.Centre
		handed int
		want   string
	}{
		{"one of two is handed in", c, 1, ""},
		{"the day is full", c, 2, "centre.daily.full"},
		{"it closes tomorrow", c.Close(on(24)), 0, ""},
		{"it is closed", c.Close(on(23)), 0, "centre.closed"},
		{"it was opened again", c.Close(on(23)).Close(workday.Date{}), 0, ""},
	} {
		t.Run(one.name, func(t *testing.T) {
			got := ""
			if list := fault.List(one.centre.Within(one.handed, on(23))); len(list) > 0 {
				got = list[0].Message
			}
			if got != one.want {
				t.Errorf("got %s", got)
			}
		})
	}
}

func TestMemberEnd(t *testing.T) {
	now := on(23).Time(10, 0, workday.Dhaka)
	m := centre.Member{From: now.Add(-time.Hour)}
	gone, err := m.End(now)
	if err != nil || gone.Works(now) || !gone.Works(now.Add(-time.Minute)) || !m.Works(now) {
		t.Errorf("got %+v, %v", gone, err)
	}
	if _, err := gone.End(now.Add(time.Hour)); fault.KindOf(err) != fault.Conflict {
		t.Errorf("got %v", err)
	}
}

func TestDeclarationCheck(t *testing.T) {
	good := centre.Declaration{Agreed: true, How: centre.Spoken, Mobile: "০১৭১১০০০০০১", Own: []string{"+8801912345678", "041-720255", ""}}
	for _, one := range []struct {
		name   string
		change func(*centre.Declaration)
		field  string
	}{
		{"agreed, with a number of one's own", func(*centre.Declaration) {}, ""},
		{"without a phone", func(d *centre.Declaration) { d.Mobile, d.NoPhone = "", true }, ""},
		{"nobody agreed", func(d *centre.Declaration) { d.Agreed = false }, "agreed"},
		{"how is not said", func(d *centre.Declaration) { d.How = "" }, "how"},
		{"neither a number nor the tick", func(d *centre.Declaration) { d.Mobile = " " }, "mobile"},
		{"a number and the tick", func(d *centre.Declaration) { d.NoPhone = true }, "mobile"},
		{"the entrepreneur's number, written another way", func(d *centre.Declaration) { d.Mobile = "০০৮৮০১৯১২ ৩৪৫৬৭৮" }, "mobile"},
	} {
		t.Run(one.name, func(t *testing.T) {
			d := good
			one.change(&d)
			got := fields(d.Check())
			if one.field == "" && len(got) > 0 || one.field != "" && (len(got) != 1 || got[0] != one.field) {
				t.Errorf("wrong: %v", got)
			}
		})
	}
}

func TestLineSame(t *testing.T) {
	l := centre.Line{Service: "citizen-3", Mobile: "+8801711000001", Name: "রহিমা", Status: "received"}
	blind := centre.Line{Service: "citizen-3", Name: "রহিমা", Status: "received"}
	closed := l
	closed.Status = "closed"
	for _, one := range []struct {
		name         string
		line         centre.Line
		service, mob string
		want         bool
	}{
		{"the same number and service", l, "citizen-3", "+8801711000001", true},
		{"another service", l, "citizen-4", "+8801711000001", false},
		{"another number", l, "citizen-3", "+8801711000002", false},
		{"the same name without a phone", blind, "citizen-3", "", true},
		{"a request that has ended", closed, "citizen-3", "+8801711000001", false},
	} {
		t.Run(one.name, func(t *testing.T) {
			if got := one.line.Same(one.service, one.mob, "রহিমা"); got != one.want {
				t.Errorf("got %v", got)
			}
		})
	}
}
