package office_test

import (
	"testing"
	"time"

	"dorgora/internal/fault"
	"dorgora/internal/office"
	"dorgora/workday"
)

// day is noon of a day of November or December 2026 in Bangladesh.
func day(month time.Month, d int) time.Time {
	return time.Date(2026, month, d, 12, 0, 0, 0, workday.Dhaka)
}

// midnight is the first instant of that day.
func midnight(month time.Month, d int) time.Time {
	return time.Date(2026, month, d, 0, 0, 0, 0, workday.Dhaka)
}

// rupsha is an upazila office with a head and an assistant, its district office
// and the department. Karim heads Rupsha, Mina assists, Jalal heads the
// district, Rahim the department; Sumi is the steward.
func rupsha() office.Chart {
	return office.Chart{
		Revision: 1,
		Offices: []office.Office{
			{ID: "rupsha", Slug: "rupsha", Kind: office.Upazila, Parent: "khulna", Name: "রূপসা আইসিটি কার্যালয়"},
			{ID: "khulna", Slug: "khulna", Kind: office.District, Parent: "doict", Name: "জেলা কার্যালয়, খুলনা"},
			{ID: "doict", Slug: "doict", Kind: office.Department, Name: "তথ্য ও যোগাযোগ প্রযুক্তি অধিদপ্তর"},
		},
		Posts: []office.Post{
			{Office: "rupsha", ID: "ap", Title: "সহকারী প্রোগ্রামার", TitleEn: "Assistant Programmer", Role: office.Head},
			{Office: "rupsha", ID: "clerk", Title: "অফিস সহকারী", Role: office.Officer},
			{Office: "khulna", ID: "programmer", Title: "প্রোগ্রামার", Role: office.Head},
			{Office: "doict", ID: "dg", Title: "মহাপরিচালক", Role: office.Head},
			{Office: "doict", ID: "steward", Title: "তত্ত্বাবধায়ক", Role: office.Steward},
		},
		People: []office.Person{
			{Office: "rupsha", ID: "karim", Name: "মো. করিম", Mobile: "+8801711111111"},
			{Office: "rupsha", ID: "mina", Name: "মিনা খাতুন", Mobile: "+8801722222222"},
			{Office: "khulna", ID: "jalal", Name: "জালাল উদ্দিন", Mobile: "+8801733333333"},
			{Office: "doict", ID: "rahim", Name: "আবদুর রহিম", Mobile: "+8801744444444"},
			{Office: "doict", ID: "sumi", Name: "সুমি আক্তার", Mobile: "+8801755555555"},
		},
		Assignments: []office.Assignment{
			held("a1", "rupsha", "ap", "karim"),
			held("a2", "rupsha", "clerk", "mina"),
			held("a3", "khulna", "programmer", "jalal"),
			held("a4", "doict", "dg", "rahim"),
			held("a5", "doict", "steward", "sumi"),
		},
	}
}

func held(id, in, post, person string) office.Assignment {
	return office.Assignment{Office: in, ID: id, Post: post, Person: person, Tenure: office.Substantive, From: midnight(time.January, 1)}
}

func leave(id, in, post, absent, person string, from, until time.Time) office.Substitution {
	return office.Substitution{Office: in, ID: id, Post: post, Absent: absent, Person: person, From: from, Until: until, Reason: "নৈমিত্তিক ছুটি"}
}

// at is the chart of an office higher up.
func at(c office.Chart, id string) office.Chart {
	for i, o := range c.Offices {
		if o.ID == id {
			c.Offices = c.Offices[i:]
			return c
		}
	}
	return office.Chart{}
}

// wants fails unless err is a fault of the field with the message.
func wants(t *testing.T, err error, field, message string) {
	t.Helper()
	for _, one := range fault.List(err) {
		if one.Field == field && one.Message == message {
			return
		}
	}
	t.Fatalf("got %v, want %s in field %q", err, message, field)
}

func ok(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
