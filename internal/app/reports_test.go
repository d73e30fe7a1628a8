package app

import (
	"testing"

	"dorgora/internal/report"
	"dorgora/internal/report/reportdb"
	"dorgora/workday"
)

// reportsOf gives an office a demand whose first question is counted, and a recurring
// return. The demands of two offices have other questions, so that their places differ.
func (w *world) reportsOf(t *testing.T, officeID string, names things) {
	t.Helper()
	store := reportdb.Store{DB: w.DB}
	day := workday.DateOf(w.World.Now().In(workday.Dhaka))
	period := report.PeriodAt(report.Month, day)
	value := report.Value{Query: "cases.received", Period: period, AsOf: w.World.Now()}
	d := report.Demand{
		Office: officeID, ID: w.Desk.Fresh(), Subject: "সেবার তথ্য", Asker: report.Asker{Office: "জেলা কার্যালয়"}, Post: names["post"],
		Received: w.World.Now(), Due: day, Period: period, State: report.Open, Revision: 1, AsOf: w.World.Now(),
		Lines: []report.Line{{Question: "প্রাপ্ত", Figure: "received", Value: &value}},
	}
	names["place"] = "1"
	if officeID != FirstOffice {
		d.Lines = append(d.Lines, d.Lines[0])
		names["place"] = "2"
	}
	r := report.Starters(officeID, names["post"], day)[0]
	r.ID = officeID + "-monthly"
	check(t, store.Apply(t.Context(), report.Change{Demands: []report.Demand{d}, Returns: []report.Return{r}}))
	names["demand"], names["return"] = d.ID, r.ID
}
