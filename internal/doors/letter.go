package doors

import (
	"context"
	"fmt"
	"time"

	"dorgora/bangla"
	"dorgora/internal/access"
	"dorgora/internal/casework"
	"dorgora/internal/casework/deskweb"
	"dorgora/internal/jobs"
	"dorgora/internal/letter"
	"dorgora/internal/letter/letterdb"
	"dorgora/internal/letter/letterweb"
	"dorgora/internal/mail"
	"dorgora/internal/notice"
	"dorgora/internal/office"
	"dorgora/internal/register"
	"dorgora/workday"
)

// newLetter builds the correspondence of offices.
func newLetter(house House) letterweb.Pages {
	store := letterdb.Store{DB: house.DB}
	figures := letterFigures{house, store}
	desk := letter.Desk{Store: store, Papers: store, Offices: house.Offices, Cases: house.Desk, Now: house.Now, Random: house.Random}
	return letterweb.Pages{
		Site: house.Site, Desk: desk, Shelves: store, Papers: store, Figures: figures, Offers: house.Shelf, Cases: letterCases{house},
		Uploads: house.Uploads, Notices: house.Notices.Notice, Say: house.Say,
	}
}

// letterRoutes are the addresses of correspondence.
func (d Doors) letterRoutes() []Route {
	return []Route{
		{"GET /{office}/desk/letters", access.Staff, d.letter.Diary},
		{"POST /{office}/desk/letters", access.Staff, d.letter.Enter},
		{"GET /{office}/desk/letters/new", access.Staff, d.letter.New},
		{"GET /{office}/desk/letters/book", access.Staff, d.letter.DiaryBook},
		{"GET /{office}/desk/letters/book.pdf", access.Staff, d.letter.DiaryPDF},
		{"GET /{office}/desk/letters/settings", access.Heads, d.letter.Settings},
		{"POST /{office}/desk/letters/settings", access.Heads, d.letter.SaveSettings},
		{"GET /{office}/desk/letters/templates", access.Staff, d.letter.Templates},
		{"POST /{office}/desk/letters/templates", access.Staff, d.letter.SaveTemplate},
		{"GET /{office}/desk/letters/{entry}", access.Staff, d.letter.Letter},
		{"GET /{office}/desk/letters/{entry}/scans/{scan}", access.Staff, d.letter.Scan},
		{"POST /{office}/desk/letters/{entry}/mark", access.Staff, d.letter.Mark},
		{"POST /{office}/desk/letters/{entry}/decision", access.Staff, d.letter.Decide},
		{"POST /{office}/desk/letters/{entry}/case", access.Staff, d.letter.Tie},
		{"POST /{office}/desk/letters/{entry}/void", access.Staff, d.letter.Annul},
		{"GET /{office}/desk/outgoing", access.Staff, d.letter.Outgoing},
		{"POST /{office}/desk/outgoing", access.Staff, d.letter.WriteDraft},
		{"GET /{office}/desk/outgoing/new", access.Staff, d.letter.NewDraft},
		{"GET /{office}/desk/outgoing/book", access.Staff, d.letter.DispatchBook},
		{"GET /{office}/desk/outgoing/book.pdf", access.Staff, d.letter.DispatchPDF},
		{"GET /{office}/desk/outgoing/{outgoing}/letter.pdf", access.Staff, d.letter.LetterPDF},
		{"GET /{office}/desk/outgoing/{outgoing}", access.Staff, d.letter.Show},
		{"POST /{office}/desk/outgoing/{outgoing}", access.Staff, d.letter.RewriteDraft},
		{"GET /{office}/desk/outgoing/{outgoing}/change", access.Staff, d.letter.EditDraft},
		{"GET /{office}/desk/outgoing/{outgoing}/sheet", access.Staff, d.letter.Print},
		{"GET /{office}/desk/outgoing/{outgoing}/scans/{scan}", access.Staff, d.letter.ProofScan},
		{"POST /{office}/desk/outgoing/{outgoing}/approval", access.Staff, d.letter.Approve},
		{"POST /{office}/desk/outgoing/{outgoing}/dispatch", access.Staff, d.letter.Dispatch},
		{"POST /{office}/desk/outgoing/{outgoing}/mail", access.Staff, d.letter.Post},
		{"POST /{office}/desk/outgoing/{outgoing}/cancellation", access.Staff, d.letter.Cancel},
		{"GET /{office}/desk/folders", access.Staff, d.letter.Folders},
		{"POST /{office}/desk/folders", access.Staff, d.letter.OpenFolder},
		{"GET /{office}/desk/folders/{folder}", access.Staff, d.letter.Folder},
		{"POST /{office}/desk/folders/{folder}/closing", access.Staff, d.letter.CloseFolder},
	}
}

// letterSchedules warn of the deadlines of letters.
func (d Doors) letterSchedules() []jobs.Schedule {
	return []jobs.Schedule{{Name: letterReminder, Next: jobs.Every(30 * time.Minute), Do: d.letter.Desk.Remind}}
}

// letterReminder is the name of the schedule.
const letterReminder = "letter.remind"

// letterCases answers whether whoever acts may know of a case.
type letterCases struct{ house House }

// Known implements letterweb.Cases.
func (c letterCases) Known(ctx context.Context, officeID, number string) (bool, error) {
	one, err := c.house.Cases.Case(ctx, officeID, number)
	if err != nil {
		return false, err
	}
	chart, err := c.house.Offices.Chart(ctx, officeID)
	return err == nil && one.KnownTo(access.From(ctx), chart, c.house.Now()), err
}

// letterFigures reads the figures that letters begin with.
type letterFigures struct {
	house House
	store letterdb.Store
}

// Figures implements letter.Figures: those of the running month, and what is open
// now, in Bangla.
func (f letterFigures) Figures(ctx context.Context, officeID string, now time.Time) (map[string]string, error) {
	chart, err := f.house.Offices.Chart(ctx, officeID)
	if err != nil {
		return nil, err
	}
	calendar, err := f.house.Offices.Calendar(ctx, officeID)
	if err != nil {
		return nil, err
	}
	month := register.MonthOf(now)
	scores, err := f.house.Register.Score(ctx, officeID, month.Span())
	if err != nil {
		return nil, err
	}
	var sum register.Tally
	for _, one := range scores {
		sum = sum.Plus(one.Tally)
	}
	open, err := f.house.Cases.Tally(ctx, officeID, casework.MarksAt(calendar, now, nil))
	if err != nil {
		return nil, err
	}
	received, sent, err := f.store.Count(ctx, officeID, month.First(), month.Move(1).First())
	here := now.In(workday.Dhaka)
	values := map[string]string{
		"office": chart.Office().Name, "date": bangla.Date(here), "as_of": bangla.Date(here) + ", " + bangla.Clock(here),
		"month": bangla.MonthName(month.Number) + " " + bangla.Digits(here.Format("2006")),
	}
	if day, wrong := bangla.CalendarOf(here); wrong == nil {
		values["bangla_date"] = day.String()
	}
	for name, count := range map[string]int{"received_this_month": sum.Received, "served_this_month": sum.Served(), "in_time": sum.InTime, "late": sum.Late,
		"open": open.Open, "overdue": open.Late, "letters_received": received, "letters_sent": sent} {
		values[name] = bangla.Number(int64(count))
	}
	return values, err
}

// enclosed gives the letter that a notice by mail carries; nothing for other notices.
func (d Doors) enclosed(ctx context.Context, n notice.Notice) ([]mail.File, error) {
	chart, err := d.house.Offices.Chart(ctx, n.Office)
	if err != nil {
		return nil, err
	}
	content, ours, err := d.letter.Enclosed(office.With(ctx, chart.Office()), n)
	if err != nil || !ours {
		return nil, err
	}
	return []mail.File{{Name: "letter.pdf", Type: "application/pdf", Bytes: content}}, nil
}

// Letters returns what the page of a case says of its letters: the serial in the diary
// and the memo number, nothing of what they say.
func (d Doors) Letters(ctx context.Context, officeID, number string) ([]deskweb.Letter, error) {
	came, left, err := letterdb.Store{DB: d.house.DB}.OfCase(ctx, officeID, number)
	var list []deskweb.Letter
	for _, one := range came {
		list = append(list, deskweb.Letter{Path: "desk/letters/" + one.ID(), Number: fmt.Sprintf("%d/%d", one.Serial, one.Year)})
	}
	for _, one := range left {
		list = append(list, deskweb.Letter{Path: "desk/outgoing/" + one.ID, Number: one.Memo, Ours: true})
	}
	return list, err
}
