package app

import (
	"testing"

	"dorgora/internal/access"
	"dorgora/internal/casework"
	"dorgora/internal/letter"
	"dorgora/internal/letter/letterdb"
	"dorgora/internal/office"
	"dorgora/workday"
)

// lettersOf gives an office a file, a letter that it received, and the letter that
// answers it, signed and sent. The first office receives one letter, others two, so
// that the numbers differ.
func (w *world) lettersOf(t *testing.T, officeID string, names things) {
	t.Helper()
	store := letterdb.Store{DB: w.DB}
	desk := letter.Desk{Store: store, Papers: store, Offices: w.Offices, Cases: w.Desk, Now: w.World.Now, Random: w.World.Random}
	chart := must(w.Offices.Chart(t.Context(), officeID))(t)
	head := chart.HeadOf(officeID)
	actor := casework.Actor{Post: head.ID, Person: "head", Name: "প্রধান"}
	paper := w.paper(t, officeID, w.Desk.Fresh(), "পত্র.txt")
	scans := []letter.Scan{{ID: paper.ID, Name: paper.Name, Type: paper.Type, Hash: paper.Hash, Size: paper.Size}}
	day := workday.DateOf(w.World.Now().In(workday.Dhaka))
	arrival := letter.Arrival{Office: officeID, Key: w.Desk.Fresh(), Content: letter.Content{Received: day, Sender: letter.Correspondent{Name: "উপজেলা নির্বাহী অফিসার"},
		Subject: "তথ্য প্রেরণ", Class: letter.Official, Medium: letter.ByPost, Priority: letter.Ordinary, Secrecy: letter.Open, Marked: head.ID, Scans: scans}}
	came := must(desk.Receive(t.Context(), arrival, actor))(t)
	if officeID != FirstOffice {
		arrival.Key = w.Desk.Fresh()
		came = must(desk.Receive(t.Context(), arrival, actor))(t)
	}
	usual := letter.Usual(office.Office{ID: officeID, Place: chart.Office().Place})
	folder := must(desk.OpenFile(t.Context(), letter.Opening{Office: officeID, ID: w.Desk.Fresh(), Class: "16", Title: "ডিজিটাল ল্যাব"}, usual, actor))(t)
	sent := must(desk.Write(t.Context(), letter.Writing{Office: officeID, ID: w.Desk.Fresh(), Kind: letter.Memorandum, File: folder.ID, Answers: came.ID(), Wording: letter.Wording{
		Subject: "তথ্য প্রেরণ", Body: "ল্যাব ১২টি।", To: []letter.Correspondent{came.Sender}}}, actor))(t)
	at := letter.Target{Office: officeID, ID: sent.ID, Actor: actor}
	who := access.Identity{Person: "head", Seats: []access.Seat{{Office: officeID, Post: head.ID, Role: office.Head}}}
	must(desk.Approve(t.Context(), at, who, usual))(t)
	must(desk.Dispatch(t.Context(), at, letter.Proof{Date: day, Medium: letter.ByPost, Number: "৪৫", Scans: scans}))(t)
	names["entry"], names["scan"], names["folder"], names["outgoing"] = came.ID(), paper.ID, folder.ID, sent.ID
}
