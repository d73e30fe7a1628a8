package office_test

import (
	"strings"
	"testing"
	"time"

	"dorgora/bangla"
	"dorgora/internal/fault"
	"dorgora/internal/office"
	"dorgora/workday"
)

func TestCheckSlug(t *testing.T) {
	rows := []struct{ slug, fault string }{
		{"rupsha", ""}, {"doict-khulna", ""}, {"office2", ""},
		{"", "office.slug.missing"}, {"ab", "office.slug.length"}, {"Rupsha", "office.slug.wrong"}, {"রূপসা", "office.slug.wrong"},
		{"-rupsha", "office.slug.wrong"}, {"rupsha-", "office.slug.wrong"}, {"rup--sha", "office.slug.wrong"}, {"2rupsha", "office.slug.wrong"},
		{"rupsha/x", "office.slug.wrong"}, {"assets", "office.slug.reserved"}, {"signin", "office.slug.reserved"}, {"api", "office.slug.reserved"},
	}
	for _, row := range rows {
		t.Run("slug "+row.slug, func(t *testing.T) {
			got := office.CheckSlug(row.slug)
			if row.fault == "" && got != nil || row.fault != "" && (got == nil || got.Message != row.fault) {
				t.Errorf("got %v, want %q", got, row.fault)
			}
		})
	}
}

func TestProposeSlugOfLongNames(t *testing.T) {
	seen := map[string]string{}
	for _, one := range []struct{ name, keeps string }{
		{"গণপ্রজাতন্ত্রী বাংলাদেশ সরকার, তথ্য ও যোগাযোগ প্রযুক্তি অধিদপ্তর, উপজেলা কার্যালয়, রূপসা, খুলনা", bangla.Slug("রূপসা")},
		{"গণপ্রজাতন্ত্রী বাংলাদেশ সরকার, তথ্য ও যোগাযোগ প্রযুক্তি অধিদপ্তর, উপজেলা কার্যালয়, দাকোপ, খুলনা", bangla.Slug("দাকোপ")},
		{"তেরখাদা উপজেলা তথ্য ও যোগাযোগ প্রযুক্তি অধিদপ্তরের সহকারী প্রোগ্রামারের কার্যালয়", bangla.Slug("তেরখাদা")},
		{"Office of the Upazila Information and Communication Technology Officer, Dumuria", "dumuria"},
		{"Department of Information and Communication Technology, Upazila Office, Paikgachha", "paikgachha"},
	} {
		slug := office.ProposeSlug(one.name, nil)
		if office.CheckSlug(slug) != nil || !strings.Contains(slug, one.keeps) {
			t.Errorf("%s: %q does not keep %q", one.name, slug, one.keeps)
		}
		if other, taken := seen[slug]; taken {
			t.Errorf("%q for %s and for %s", slug, one.name, other)
		}
		seen[slug] = one.name
	}
}

func TestProposeSlug(t *testing.T) {
	taken := []office.Office{{Slug: "rupsa-aisiti"}}
	first := office.ProposeSlug("রূপসা আইসিটি কার্যালয়", nil)
	if wrong := office.CheckSlug(first); wrong != nil {
		t.Fatalf("proposed %q: %v", first, wrong)
	}
	taken = append(taken, office.Office{Slug: first})
	if second := office.ProposeSlug("রূপসা আইসিটি কার্যালয়", taken); second == first || office.CheckSlug(second) != nil {
		t.Errorf("proposed %q again", second)
	}
	if got := office.ProposeSlug("API", nil); got == "api" || office.CheckSlug(got) != nil {
		t.Errorf("proposed %q for a reserved word", got)
	}
	if got := office.ProposeSlug("", nil); office.CheckSlug(got) != nil {
		t.Errorf("proposed %q for an empty name", got)
	}
}

func TestChartFound(t *testing.T) {
	now := day(time.November, 23)
	fresh := office.Office{ID: "dighalia", Slug: "dighalia", Kind: office.Upazila, Name: "দিঘলিয়া আইসিটি কার্যালয়", Phone: "০২-৪৭৭৭৩৩৩৪৪"}
	head := office.Post{ID: "ap", Title: "সহকারী প্রোগ্রামার"}
	t.Run("an office below the district, with its head post", func(t *testing.T) {
		change, err := at(rupsha(), "khulna").Found(fresh, head, now)
		ok(t, err)
		if o := change.Offices[0]; o.Parent != "khulna" || o.Phone != "02477733344" || change.Revision != 0 {
			t.Errorf("got %+v", change)
		}
		if p := change.Posts[0]; p.Office != "dighalia" || p.Role != office.Head {
			t.Errorf("got %+v", p)
		}
	})
	t.Run("everything that is wrong is said at once", func(t *testing.T) {
		_, err := office.Chart{}.Found(office.Office{ID: "x", Slug: "en", Kind: "palace", Phone: "call me"}, office.Post{}, now)
		for field, message := range map[string]string{"name": "office.name.missing", "slug": "office.slug.length",
			"kind": "office.kind.unknown", "phone": "office.phone.wrong", "title": "office.title.missing"} {
			wants(t, err, field, message)
		}
	})
	t.Run("a name without a letter is none", func(t *testing.T) {
		for _, name := range []string{"", " ", "–", "\ufffd\ufffd", "…"} {
			_, err := rupsha().Describe(office.Office{Name: name, Region: "khulna"})
			wants(t, err, "name", "office.name.missing")
		}
	})
	t.Run("particulars change, the address and the place in the tree do not", func(t *testing.T) {
		change, err := rupsha().Describe(office.Office{Name: "রূপসা উপজেলা আইসিটি কার্যালয়", Slug: "other", Parent: "doict", Kind: office.Union, Mail: "AP@rupsha.gov.bd"})
		ok(t, err)
		if o := change.Offices[0]; o.Slug != "rupsha" || o.Parent != "khulna" || o.Kind != office.Upazila || o.Mail != "ap@rupsha.gov.bd" {
			t.Errorf("got %+v", o)
		}
	})
}

func TestChartAnnounce(t *testing.T) {
	now := day(time.November, 23) // a Monday
	calendar := workday.Bangladesh("khulna")
	date := func(text string) workday.Date {
		d, err := workday.ParseDate(text)
		ok(t, err)
		return d
	}
	good := office.Announcement{ID: "n", By: "karim", Day: workday.Day{Date: date("2026-12-01"), Name: "উপজেলা দিবস", Kind: workday.Local,
		Source: "০৫.৪৪.৪৭৭৫.০০০.২৬-৩১২", Notified: date("2026-11-22")}}
	with := func(change func(d *workday.Day)) office.Announcement {
		a := good
		change(&a.Day)
		return a
	}
	rows := []struct {
		name         string
		give         office.Announcement
		field, fault string
	}{
		{"a working Tuesday declared a holiday", good, "", ""},
		{"a Saturday declared a working day", with(func(d *workday.Day) { d.Date, d.Kind = date("2026-12-05"), workday.OfficeOpen }), "", ""},
		{"without a name", with(func(d *workday.Day) { d.Name = " " }), "name", "office.name.missing"},
		{"without a notification number", with(func(d *workday.Day) { d.Source = "" }), "source", "office.source.missing"},
		{"without the date of the notification", with(func(d *workday.Day) { d.Notified = workday.Date{} }), "notified", "office.notified.missing"},
		{"with a notification of tomorrow", with(func(d *workday.Day) { d.Notified = date("2026-11-24") }), "notified", "office.notified.wrong"},
		{"without a date", with(func(d *workday.Day) { d.Date = workday.Date{} }), "date", "office.date.missing"},
		{"a Friday declared a holiday", with(func(d *workday.Day) { d.Date = date("2026-11-27") }), "date", "office.day.closed"},
		{"a Tuesday declared a working day", with(func(d *workday.Day) { d.Kind = workday.OfficeOpen }), "date", "office.day.open"},
		{"a mistyped year", with(func(d *workday.Day) { d.Date = date("2036-12-01") }), "date", "office.date.far"},
		{"a kind that is the government's", with(func(d *workday.Day) { d.Kind = workday.General }), "kind", "office.day.kind.unknown"},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			_, err := rupsha().Announce(row.give, calendar, now)
			if row.fault != "" {
				wants(t, err, row.field, row.fault)
				return
			}
			ok(t, err)
		})
	}
	t.Run("the calendar closes, and opens again when it is withdrawn", func(t *testing.T) {
		change, err := rupsha().Announce(good, calendar, now)
		ok(t, err)
		a := change.Announcements[0]
		if office.CalendarOf(office.Office{Region: "khulna"}, []office.Announcement{a}).Open(a.Day.Date) {
			t.Error("open although announced as a holiday")
		}
		back, err := rupsha().Withdraw(a, "karim", now)
		ok(t, err)
		again := a
		again.ID = "m"
		fallen := office.CalendarOf(office.Office{Region: "khulna"}, back.Announcements)
		if !fallen.Open(a.Day.Date) || len(fallen.Facts(a.Day.Date)) != 1 {
			t.Error("closed although withdrawn, or the withdrawn fact was forgotten")
		}
		if office.CalendarOf(office.Office{}, []office.Announcement{again, back.Announcements[0]}).Open(a.Day.Date) {
			t.Error("open although announced again after the withdrawal")
		}
		if _, err := rupsha().Withdraw(back.Announcements[0], "karim", now); fault.KindOf(err) != fault.Conflict {
			t.Errorf("withdrawn twice: %v", err)
		}
	})
}
