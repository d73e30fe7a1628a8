package doors

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"time"

	"dorgora/internal/access"
	"dorgora/internal/call/calldb"
	"dorgora/internal/casework"
	"dorgora/internal/fault"
	"dorgora/internal/jobs"
	"dorgora/internal/letter"
	"dorgora/internal/letter/letterdb"
	"dorgora/internal/office"
	"dorgora/internal/report"
	"dorgora/internal/report/reportdb"
	"dorgora/internal/report/reportweb"
	"dorgora/workday"
)

// newReport builds what other offices ask for. Letters go through the desk of
// correspondence.
func newReport(house House, letters letter.Desk) reportweb.Pages {
	store, correspondence := reportdb.Store{DB: house.DB}, reportLetters{letters}
	desk := report.Desk{
		Store: store, Lists: store, Offices: house.Offices, Cases: reportCases{house.Desk}, Letters: correspondence,
		Sources: report.Sources{"cases": store, "turns": store, "letters": letterCount{letterdb.Store{DB: house.DB}}, "calls": callCount{calldb.Store{DB: house.DB}}},
		Service: house.reportService, Compose: reportweb.Composer(house.Say), Now: house.Now,
	}
	return reportweb.Pages{Site: house.Site, Desk: desk, Offer: house.Shelf, Diary: correspondence, Cases: house.Cases, Say: house.Say, Now: house.Now}
}

// reportRoutes are the addresses of reports.
func (d Doors) reportRoutes() []Route {
	return []Route{
		{"GET /{office}/desk/demands", access.Staff, d.report.List},
		{"POST /{office}/desk/demands", access.Staff, d.report.Enter},
		{"GET /{office}/desk/demands/new", access.Staff, d.report.New},
		{"GET /{office}/desk/demands/{demand}", access.Staff, d.report.Show},
		{"GET /{office}/desk/demands/{demand}/annex", access.Staff, d.report.Annex},
		{"GET /{office}/desk/demands/{demand}/print", access.Staff, d.report.Print},
		{"GET /{office}/desk/demands/{demand}/figures/{place}", access.Staff, d.report.Behind},
		{"POST /{office}/desk/demands/{demand}/questions", access.Staff, d.report.Ask},
		{"POST /{office}/desk/demands/{demand}/figures", access.Staff, d.report.Fill},
		{"POST /{office}/desk/demands/{demand}/repetition", access.Staff, d.report.Repeat},
		{"POST /{office}/desk/demands/{demand}/confirmation", access.Staff, d.report.Confirm},
		{"POST /{office}/desk/demands/{demand}/approval", access.Heads, d.report.Approve},
		{"POST /{office}/desk/demands/{demand}/dispatch", access.Staff, d.report.Send},
		{"POST /{office}/desk/demands/{demand}/correction", access.Staff, d.report.Correct},
		{"POST /{office}/desk/demands/{demand}/void", access.Staff, d.report.Drop},
		{"GET /{office}/desk/returns", access.Staff, d.report.Returns},
		{"POST /{office}/desk/returns", access.Staff, d.report.Found},
		{"GET /{office}/desk/returns/new", access.Staff, d.report.NewReturn},
		{"POST /{office}/desk/returns/starters", access.Staff, d.report.Start},
		{"GET /{office}/desk/returns/{return}", access.Staff, d.report.Return},
		{"POST /{office}/desk/returns/{return}", access.Staff, d.report.Change},
	}
}

// reportReminder is the name of the schedule.
const reportReminder = "report.watch"

// reportSchedules put recurring returns on the lists and remind of dates.
func (d Doors) reportSchedules() []jobs.Schedule {
	return []jobs.Schedule{{Name: reportReminder, Next: jobs.Every(30 * time.Minute), Do: d.report.Desk.Watch}}
}

// reportService is the first service of an office that is of the kind of reports.
func (h House) reportService(ctx context.Context, officeID string) (string, error) {
	offer, err := h.Shelf.At(ctx, officeID, h.Now())
	if err != nil && fault.KindOf(err) == fault.NotFound || offer == nil {
		return "", nil // an office without a charter answers all the same
	}
	for _, service := range offer.Services {
		if service.Kind == "report" {
			return service.Slug, err
		}
	}
	return "", err
}

// reportCases are the cases of demands.
type reportCases struct{ casework.Desk }

// Case implements report.Cases.
func (c reportCases) Case(ctx context.Context, officeID, number string) (casework.Case, error) {
	return c.Store.Case(ctx, officeID, number)
}

// letterCount counts letters for reports.
type letterCount struct{ store letterdb.Store }

// Count implements report.Source.
func (c letterCount) Count(ctx context.Context, q report.Query) (report.Count, error) {
	until := q.Period.To
	if today := workday.DateOf(q.AsOf.In(workday.Dhaka)); today.Before(until) {
		until = today
	}
	received, sent, err := c.store.Count(ctx, q.Office, q.Period.From, until.AddDays(1))
	if q.Name == "letters.sent" {
		received = sent
	}
	return report.Count{Number: received}, err
}

// callCount counts telephone calls for reports.
type callCount struct{ store calldb.Store }

// Count implements report.Source.
func (c callCount) Count(ctx context.Context, q report.Query) (report.Count, error) {
	calls, err := c.store.Between(ctx, q.Office, q.Period.Start(), q.Until())
	return report.Count{Number: len(calls)}, err
}

// reportLetters writes the letters of reports.
type reportLetters struct{ desk letter.Desk }

// letterID is the ID of something that a demand brings with it, once.
func letterID(words ...string) string {
	sum := sha256.New()
	for _, word := range words {
		sum.Write([]byte(word + "\x00"))
	}
	return hex.EncodeToString(sum.Sum(nil))[:32]
}

// Receive implements report.Letters.
func (l reportLetters) Receive(ctx context.Context, key string, d report.Demand, actor casework.Actor) (string, error) {
	medium := letter.ByPost
	if d.Asker.Mail != "" && d.Asker.Address == "" {
		medium = letter.ByMail
	}
	entry, err := l.desk.Receive(ctx, letter.Arrival{Office: d.Office, Key: letterID("demand", d.Office, key), Content: letter.Content{
		Received: workday.DateOf(d.Received.In(workday.Dhaka)), Sender: correspondent(d.Asker), Memo: d.Asker.Memo, MemoDate: d.Asker.MemoDate,
		Subject: d.Subject, Class: letter.Official, Medium: medium, Priority: letter.Ordinary, Secrecy: letter.Open, Marked: d.Post, Deadline: d.Deadline,
	}}, actor)
	return entry.ID(), err
}

func correspondent(a report.Asker) letter.Correspondent {
	return letter.Correspondent{Name: a.Person, Office: a.Office, Address: a.Address, Mail: a.Mail}
}

// Entry implements reportweb.Diary.
func (l reportLetters) Entry(ctx context.Context, officeID, diary string) (report.Demand, error) {
	entry, err := l.desk.Store.Letter(ctx, officeID, diary)
	if err == nil && !entry.Readable(access.From(ctx)) {
		err = report.Missing()
	}
	return report.Demand{
		Diary: entry.ID(), Case: entry.Case, Subject: entry.Subject, Deadline: entry.Deadline,
		Asker: report.Asker{Office: entry.Sender.Office, Person: entry.Sender.Name, Address: entry.Sender.Address, Mail: entry.Sender.Mail, Memo: entry.Memo, MemoDate: entry.MemoDate},
	}, err
}

// entry is the entry of the diary that a demand names; found is false when its number
// is of another book.
func (l reportLetters) entry(ctx context.Context, d report.Demand) (entry letter.Letter, found bool, err error) {
	entry, err = l.desk.Store.Letter(ctx, d.Office, d.Diary)
	if err != nil && fault.KindOf(err) == fault.NotFound {
		return entry, false, nil
	}
	return entry, err == nil && entry.Void == "", err
}

// Tie implements report.Letters.
func (l reportLetters) Tie(ctx context.Context, d report.Demand, actor casework.Actor) error {
	entry, found, err := l.entry(ctx, d)
	if err != nil || !found || entry.Case != "" {
		return err
	}
	_, err = l.desk.Act(ctx, letter.Target{Office: d.Office, ID: entry.ID(), Actor: actor}, letter.DeedTied,
		func(one letter.Letter, _ letter.Stamp) (letter.Letter, error) { return one.Tie(d.Case) })
	return err
}

// reportSubject is the file from which reports are issued: its class and its title.
const (
	reportClass = "16"
	reportTitle = "প্রতিবেদন ও তথ্য প্রেরণ"
)

// Draft implements report.Letters. The letter is issued from the file of reports of the
// year, which is opened with the first.
func (l reportLetters) Draft(ctx context.Context, d report.Demand, words report.Wording, actor casework.Actor) (string, error) {
	now := l.desk.Now().In(workday.Dhaka)
	in := office.Office{ID: d.Office}
	if chart, err := l.desk.Offices.Chart(ctx, d.Office); err == nil {
		in = chart.Office()
	}
	file, err := l.desk.OpenFile(ctx, letter.Opening{Office: d.Office, ID: letterID("reports", d.Office, now.Format("2006")), Class: reportClass, Title: reportTitle}, letter.Usual(in), actor)
	if err != nil {
		return "", err
	}
	w := letter.Writing{
		Office: d.Office, ID: letterID("answer", d.Office, d.ID), Kind: "official", File: file.ID, Case: d.Case, Corrects: words.Corrects,
		Wording: letter.Wording{Subject: words.Subject, Reference: words.Reference, Body: words.Body, Enclosures: words.Enclosures,
			To: []letter.Correspondent{correspondent(d.Asker)}, AsOf: words.AsOf.UTC().Format(time.RFC3339)},
	}
	if kind, found := letter.KindOf(w.Kind); found {
		w.Wording.Salutation, w.Wording.Closing = kind.Salutation, kind.Closing
	}
	if entry, found, err := l.entry(ctx, d); err != nil {
		return "", err
	} else if found && d.Corrects == "" {
		w.Answers = entry.ID()
	}
	written, err := l.desk.Write(ctx, w, actor)
	if err == nil && written.State == letter.Draft && written.Wording().Body != w.Wording.Body {
		_, err = l.desk.Rewrite(ctx, letter.Target{Office: d.Office, ID: written.ID, Actor: actor}, w)
	}
	return written.ID, err
}

// Approve implements report.Letters.
func (l reportLetters) Approve(ctx context.Context, at office.Office, id string, who access.Identity) (string, error) {
	memo, err := l.Number(ctx, at.ID, id)
	if err != nil || memo != "" {
		return memo, err
	}
	signed, err := l.desk.Approve(ctx, letter.Target{Office: at.ID, ID: id, Actor: casework.Actor{Person: who.Person, Name: who.Name}}, who, letter.Usual(at))
	return signed.Memo, err
}

// Number implements report.Letters.
func (l reportLetters) Number(ctx context.Context, officeID, id string) (string, error) {
	written, err := l.desk.Store.Outgoing(ctx, officeID, id)
	return written.Memo, err
}

// Dispatch implements report.Letters.
func (l reportLetters) Dispatch(ctx context.Context, d report.Demand, sending report.Sending, actor casework.Actor) error {
	written, err := l.desk.Store.Outgoing(ctx, d.Office, d.Letter)
	if err != nil || written.State == letter.Sent {
		return err
	}
	medium := map[string]letter.Medium{"mail": letter.ByMail, "print": letter.ByPost, "efile": letter.ByFile}[sending.Medium]
	_, err = l.desk.Dispatch(ctx, letter.Target{Office: d.Office, ID: d.Letter, Actor: actor}, letter.Proof{Date: sending.Date, Medium: medium, Number: sending.Proof})
	return err
}
