package catalogue_test

import (
	"os"
	"testing"
	"time"

	"dorgora/charter"
	"dorgora/internal/catalogue"
	"dorgora/workday"
)

// noon is noon of a day of November 2026 in Bangladesh.
func noon(day int) time.Time { return time.Date(2026, time.November, day, 12, 0, 0, 0, workday.Dhaka) }

// rupsha is the charter of the first office as its paper prints it.
func rupsha(t testing.TB) charter.Charter {
	t.Helper()
	text, err := os.ReadFile("../../charter/testdata/rupsha.txt")
	if err != nil {
		t.Fatal(err)
	}
	read, err := charter.Read(charter.Source{Name: "rupsha.txt", Bytes: text})
	if err != nil {
		t.Fatal(err)
	}
	return read
}

func rupshaDraft(t testing.TB) catalogue.Draft {
	return catalogue.Draft{Office: "rupsha", ID: "d1", Charter: rupsha(t), Created: noon(20), Revision: 1}
}

// publish makes a draft of a charter the version after previous.
func publish(t testing.TB, c charter.Charter, previous *catalogue.Version, at time.Time) catalogue.Edition {
	t.Helper()
	edition, err := catalogue.Publish(catalogue.Draft{Office: "rupsha", Charter: c}, previous, catalogue.Publication{At: at})
	if err != nil {
		t.Fatal(err)
	}
	return edition
}

// promised is a completion of a row's time.
func promised(group, serial, value string) charter.Completion {
	return charter.Completion{Group: group, Serial: serial, Field: "time", Value: value, Author: "karim", At: noon(21), Reason: "মাসিক সভার সিদ্ধান্ত"}
}

func rows(names ...string) charter.Charter {
	var c charter.Charter
	for i, name := range names {
		c.Services = append(c.Services, charter.Service{Group: charter.Citizen, Serial: string(rune('1' + i)), Name: name})
	}
	return c
}
