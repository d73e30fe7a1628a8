package caseworkweb

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"rsc.io/qr"

	"dorgora/charter"
	"dorgora/internal/catalogue"
	"dorgora/internal/fault"
	"dorgora/internal/number"
	"dorgora/internal/office"
	"dorgora/internal/site"
	"dorgora/workday"
)

// ReceiptPage is shown after an application was received, as often as it is opened.
type ReceiptPage struct {
	site.Page
	Receipt Receipt
}

// SlipPage is the receipt on a sheet of A5.
type SlipPage struct {
	site.Page
	Receipt Receipt
}

// Receipt is what an applicant takes home.
type Receipt struct {
	Number   string // ASCII digits
	Code     string
	Came     time.Time
	CameText string
	Promise  Promised
	Moved    string // the promised day has changed since
	Why      WhyDate
	QR       QR
	Next     []site.Step
	Owed     []string // papers promised for later
	Handed   []string
	Service  string
	Name     string
	Body     string
	Mobile   string // masked
	Fee      string
	Free     bool
	Officer  string
	Post     string
	Above    office.Office
	Overdue  string // what to do when the day has passed
	Proof    string // place of the latest entry in the ledger, and the beginning of its hash
	Track    string
	Slip     string
	Back     string
}

// Receipt shows the receipt of a key. Nobody without the key finds it.
func (p Pages) Receipt(w http.ResponseWriter, r *http.Request) {
	page := p.Site.Page(r, "casework.receipt.title")
	receipt, err := p.ReceiptOf(r, page)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	page.Private = true
	p.Site.Show(w, r, "receipt", ReceiptPage{Page: page, Receipt: receipt})
}

// Slip shows the receipt as a sheet to be printed.
func (p Pages) Slip(w http.ResponseWriter, r *http.Request) {
	page := p.Site.Page(r, "")
	receipt, err := p.ReceiptOf(r, page)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	page.Title = page.T("casework.slip.title", "number", page.Tracking(receipt.Number))
	page.Private, page.Sheet = true, "a5"
	p.Site.Show(w, r, "slip", SlipPage{Page: page, Receipt: receipt})
}

// ReceiptOf reads the receipt whose key stands in the address; NotFound for any
// other key.
func (p Pages) ReceiptOf(r *http.Request, page site.Page) (Receipt, error) {
	key, err := Secret(r.PathValue("key"), "casework.receipt.missing")
	if err != nil {
		return Receipt{}, err
	}
	tracking, err := p.Numbers.Submitted(r.Context(), office.From(r.Context()).ID, key)
	if fault.KindOf(err) == fault.NotFound && err != nil {
		return Receipt{}, fault.Wrap(fault.NotFound, "casework.receipt.missing", err)
	}
	if err != nil {
		return Receipt{}, err
	}
	o, err := p.open(r, tracking)
	if err != nil {
		return Receipt{}, err
	}
	receipt, err := o.receipt(page)
	if err != nil {
		return Receipt{}, err
	}
	receipt.Code = number.GroupedCode(p.Desk.Codes.Code(tracking))
	receipt.Slip, receipt.Back = "receipts/"+key+"/slip", "receipts/"+key
	proof, err := p.Witness.ProofOf(r.Context(), o.c.Office, o.c.Subject())
	if err != nil {
		return Receipt{}, err
	}
	receipt.Proof = proof.Mark()
	receipt.QR, err = CodeOf(p.Address + string(page.Href(receipt.Track)))
	return receipt, err
}

func (o opened) receipt(page site.Page) (Receipt, error) {
	c := o.c
	receipt := Receipt{
		Number: c.Number, Came: c.Received, CameText: cameText(page, c.Received), Promise: undated(page), Service: o.title(page),
		Name: c.Application.Name, Body: c.Application.Body, Mobile: page.Masked(c.Application.Mobile),
		Track: "track/" + c.Number, Next: nextSteps(page), Overdue: page.T("casework.overdue.undated"),
	}
	receipt.Officer, receipt.Post = o.setting.Officer(page, c.Post)
	receipt.Above, _ = o.setting.Above()
	if o.known {
		receipt.Fee, receipt.Free = catalogue.FeeText(page, o.service.Fee), o.service.Fee.Kind == charter.FeeFree
		for _, one := range o.owed() {
			receipt.Owed = append(receipt.Owed, page.Digits(one.Paper))
		}
	}
	for _, one := range o.evidence {
		if one.Paper != "" && !slices.Contains(receipt.Handed, page.Digits(one.Paper)) {
			receipt.Handed = append(receipt.Handed, page.Digits(one.Paper))
		}
	}
	first := o.firstDue()
	if first.IsZero() {
		return receipt, nil
	}
	due, err := o.promisedAtReceipt(first)
	if err != nil {
		return Receipt{}, err
	}
	receipt.Promise = Promised{
		Dated: true, Caption: page.T("casework.promise.by"), Day: dayText(page, first), Note: promiseNote(page, c.Promise, due.Days),
	}
	receipt.Why = whyDate(page, c.Promise, due)
	receipt.Overdue = overdueText(page, first, receipt.Above)
	if !c.Due.Equal(first) {
		receipt.Moved = page.T("casework.receipt.moved", "day", dayText(page, c.Due))
	}
	return receipt, nil
}

// promisedAtReceipt counts the promise by the calendar as it was known on the day
// of receipt, or by today's when that is the one that gives the moment promised.
func (o opened) promisedAtReceipt(first time.Time) (workday.Due, error) {
	calendar := o.setting.Calendar
	due, err := calendar.AsOf(calendar.DateOf(o.c.Received)).Due(o.c.Received, o.c.Promise)
	if err != nil || due.Moment.Equal(first) {
		return due, err
	}
	if due, err = calendar.Due(o.c.Received, o.c.Promise); err != nil || !due.Moment.Equal(first) {
		due.Days = nil // neither calendar explains it; say nothing rather than something wrong
	}
	return due, err
}

func cameText(page site.Page, came time.Time) string {
	if came.In(workday.Dhaka).Format(time.DateOnly) == page.Now.In(workday.Dhaka).Format(time.DateOnly) {
		return page.T("casework.came.today", "clock", page.Clock(came))
	}
	return page.T("casework.came", "date", page.Date(came), "clock", page.Clock(came))
}

func nextSteps(page site.Page) []site.Step {
	var steps []site.Step
	for _, one := range []string{"read", "ask", "result"} {
		steps = append(steps, site.Step{Title: page.T("casework.next." + one), Text: page.T("casework.next." + one + ".text")})
	}
	return steps
}

func overdueText(page site.Page, due time.Time, above office.Office) string {
	if above.ID == "" {
		return page.T("casework.overdue.alone", "date", page.ShortDate(due))
	}
	return page.T("casework.overdue", "date", page.ShortDate(due), "office", page.Pick(above.Name, above.NameEn))
}

// WhyDate answers "why this date?" by a calendar and a list of days, or in words
// where no days are counted.
type WhyDate struct {
	Shown    bool
	Lead     string
	Calendar site.Calendar
	Rows     []site.CountedRow
	Minutes  string // what was counted instead of days
	Changing string // that it may change
}

// longestList bounds the list of days; a promise of months is shown as a calendar.
const longestList = 45

// whyDate explains a promised moment; a promise that cannot be measured has none.
func whyDate(page site.Page, promise workday.Promise, due workday.Due) WhyDate {
	if !due.Measurable {
		return WhyDate{}
	}
	why := WhyDate{Shown: true, Changing: page.T("casework.why.changing")}
	if !byDays(promise) || len(due.Days) == 0 {
		why.Lead = page.T("casework.why.promise", "promise", catalogue.PromiseText(page, promise))
		why.Minutes = page.T(unit(promise))
		return why
	}
	counted, skipped := 0, 0
	for _, day := range due.Days {
		if day.Number > 0 {
			counted++
		} else {
			skipped++
		}
	}
	why.Lead = page.T("casework.why.lead", "counted", counted, "skipped", skipped)
	why.Calendar = page.CountedCalendar(due.Days)
	if len(due.Days) <= longestList {
		why.Rows = page.CountedRows(due.Days)
	}
	return why
}

func unit(promise workday.Promise) string {
	switch promise.Kind {
	case workday.InMinutes, workday.InHours:
		return "casework.why.hours"
	case workday.InClockHours:
		return "casework.why.clock"
	case workday.Immediate:
		return "casework.why.immediate"
	}
	return "casework.why.changed"
}

// QR is a code of black squares on white, drawn as one path.
type QR struct {
	Box  string // viewBox with the quiet zone of four squares that ISO/IEC 18004 asks for
	Side int
	Path string
}

const quietZone = 4

// CodeOf draws a text as a QR code that survives a smear on the paper (level M).
func CodeOf(text string) (QR, error) {
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		return QR{}, fmt.Errorf("QR code: %w", err)
	}
	var path strings.Builder
	for y := range code.Size {
		for x := 0; x < code.Size; x++ {
			start := x
			for x < code.Size && code.Black(x, y) {
				x++
			}
			if x > start {
				fmt.Fprintf(&path, "M%d %dh%dv1h-%dz", start, y, x-start, x-start)
			}
		}
	}
	side := code.Size + 2*quietZone
	return QR{Box: fmt.Sprintf("-%d -%d %d %d", quietZone, quietZone, side, side), Side: side, Path: path.String()}, nil
}

// Ground is the white square below the code.
func (q QR) Ground() string {
	return fmt.Sprintf("M-%d-%dh%dv%dh-%dz", quietZone, quietZone, q.Side, q.Side, q.Side)
}

// why is the explanation as the partial of that name draws it.
type why struct {
	Title string
	Open  bool
	Why   WhyDate
}

// WhyOpen shows the explanation unfolded, as on a receipt.
func (p ReceiptPage) WhyOpen(date WhyDate) why { return why{p.T("casework.why"), true, date} }

// WhyClosed shows the explanation folded, below what is more urgent.
func (p TrackCasePage) WhyClosed(date WhyDate) why { return why{p.T("casework.why"), false, date} }
