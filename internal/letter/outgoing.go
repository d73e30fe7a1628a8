package letter

import (
	"fmt"
	"slices"
	"strings"

	"dorgora/bangla"
	"dorgora/internal/access"
	"dorgora/internal/fault"
	"dorgora/workday"
)

// State is where a letter of the office stands.
type State string

// The states. A signed letter never changes; what was wrong with it is put right by
// another one.
const (
	Draft     State = "draft"
	Signed    State = "signed" // it has its number and waits to be sent
	Sent      State = "sent"
	Cancelled State = "cancelled" // with a reason; its number stays taken
)

// Wording is one version of what a letter says.
type Wording struct {
	Number     int             `json:"number"` // from 1
	Subject    string          `json:"subject"`
	Reference  string          `json:"reference,omitempty"`  // সূত্র
	Salutation string          `json:"salutation,omitempty"` // জনাব,
	Body       string          `json:"body"`                 // a paragraph a line; lines that begin with a number and । are numbered
	Closing    string          `json:"closing,omitempty"`
	To         []Correspondent `json:"to,omitempty"`
	Copies     []string        `json:"copies,omitempty"` // অনুলিপি, without their numbers
	Enclosures string          `json:"enclosures,omitempty"`
	AsOf       string          `json:"as_of,omitempty"` // moment of the figures in it, RFC 3339 UTC
	By         Signature       `json:"by"`
}

// Proof says how a letter left and what shows that it arrived.
type Proof struct {
	Date    workday.Date `json:"date"`
	Medium  Medium       `json:"medium"`
	Number  string       `json:"number,omitempty"`  // of the registered post, the mail or the e-file
	Postage int64        `json:"postage,omitempty"` // paisa
	By      string       `json:"by,omitempty"`      // who received it
	On      workday.Date `json:"on"`                // when that was
	Remark  string       `json:"remark,omitempty"`
	Scans   []Scan       `json:"scans,omitempty"`
	Noted   Signature    `json:"noted"`
}

// Outgoing is a letter of the office, from its draft to its proof.
type Outgoing struct {
	Office    string    `json:"office"`
	ID        string    `json:"id"`
	Kind      string    `json:"kind"`
	Secrecy   Secrecy   `json:"secrecy"`
	File      string    `json:"file"` // ID of the file from which it is issued
	State     State     `json:"state"`
	Versions  []Wording `json:"versions"`           // the first first; the last is in force
	Answers   string    `json:"answers,omitempty"`  // ID of the diary entry that it answers
	Case      string    `json:"case,omitempty"`     // number
	Notice    string    `json:"notice,omitempty"`   // ID of the notice that it carries
	Corrects  string    `json:"corrects,omitempty"` // ID of the letter that it puts right
	Corrected []string  `json:"corrected,omitempty"`
	Memo      string    `json:"memo,omitempty"`   // in ASCII, once signed
	Year      int       `json:"year,omitempty"`   // of the dispatch register
	Serial    int       `json:"serial,omitempty"` // in it: 1, 2, 3 … without gaps
	Issue     int       `json:"issue,omitempty"`  // serial within the file
	Signed    Signature `json:"signed"`
	Title     string    `json:"title,omitempty"` // of the post that signed, as it was then
	Settings  Settings  `json:"settings"`        // letterhead at the signing
	Proofs    []Proof   `json:"proofs,omitempty"`
	Reason    string    `json:"reason,omitempty"` // of the cancelling
	Ended     Signature `json:"ended"`
	Revision  int       `json:"revision"`
}

// OutgoingSubject begins what letters of the office are called in the ledger and the
// outbox; their ID follows.
const OutgoingSubject = "outgoing/"

func (o Outgoing) ledgerName() string { return OutgoingSubject + o.ID }

// Wording is what the letter says as it stands.
func (o Outgoing) Wording() Wording {
	if len(o.Versions) == 0 {
		return Wording{}
	}
	return o.Versions[len(o.Versions)-1]
}

// CopyMemo is the number that stands above the copies: the memo with "/1(3)".
func (o Outgoing) CopyMemo() string {
	if o.Memo == "" || len(o.Wording().Copies) == 0 {
		return o.Memo
	}
	return fmt.Sprintf("%s/1(%d)", o.Memo, len(o.Wording().Copies))
}

// Readable reports whether somebody of the office's staff may read the letter.
func (o Outgoing) Readable(who access.Identity) bool {
	if !o.Secrecy.Closed() || heads(who, o.Office) || o.Signed.Known() && o.Signed.Person == who.Person {
		return true
	}
	return who.Known() && slices.ContainsFunc(o.Versions, func(w Wording) bool { return w.By.Person == who.Person })
}

// Writing is a letter on its way to a draft.
type Writing struct {
	Office   string
	ID       string // 32 hexadecimal digits from the form: sent twice, written once
	Kind     string
	Secrecy  Secrecy // empty: open
	File     string
	Wording  Wording
	Answers  string
	Case     string
	Notice   string
	Corrects string
}

// bodyLimit is the length of a letter, in letters.
const bodyLimit = 12000

// mostCopies bounds addressees and copies.
const mostCopies = 60

// Check returns the wording in its stored form, or everything wrong with it.
func (w Wording) Check(kind Kind) (Wording, error) {
	for _, text := range []*string{&w.Subject, &w.Reference, &w.Salutation, &w.Closing, &w.Enclosures} {
		*text = bangla.Line(*text)
	}
	var wrong fault.Fields
	wrong = append(wrong, line("subject", w.Subject, titleLimit, "letter.subject.missing")...)
	wrong = append(wrong, line("reference", w.Reference, reasonLimit, "")...)
	if w.Body = strings.TrimSpace(bangla.Normal(w.Body)); w.Body == "" {
		wrong = append(wrong, fault.InField("body", "letter.body.missing"))
	}
	wrong = append(wrong, line("body", w.Body, bodyLimit, "")...)
	if open := Unfilled(w.Body); len(open) > 0 {
		wrong = append(wrong, fault.InField("body", "letter.placeholder.open", "words", strings.Join(open, ", ")))
	}
	if kind.To != ToNone && len(w.To) == 0 {
		wrong = append(wrong, fault.InField("to", "letter.to.missing"))
	}
	if len(w.To) > mostCopies {
		wrong = append(wrong, fault.InField("to", "letter.to.many", "most", mostCopies))
	}
	if len(w.Copies) > mostCopies {
		wrong = append(wrong, fault.InField("copies", "letter.to.many", "most", mostCopies))
	}
	return w, wrong.Err()
}

// write is the first draft.
func (w Writing) write(stamp Stamp) (Outgoing, error) {
	kind, found := KindOf(w.Kind)
	if !found {
		return Outgoing{}, fault.InField("kind", "letter.kind.missing")
	}
	o := Outgoing{Office: w.Office, ID: w.ID, Kind: kind.ID, Secrecy: w.Secrecy, File: w.File, State: Draft, Answers: w.Answers, Case: w.Case,
		Notice: w.Notice, Corrects: w.Corrects, Revision: 1}
	if o.Secrecy == "" {
		o.Secrecy = Open
	}
	if wrong := known("secrecy", o.Secrecy, Secrecies()); wrong != nil {
		return o, wrong
	}
	return o.with(w.Wording, kind, stamp)
}

// with adds a version.
func (o Outgoing) with(w Wording, kind Kind, stamp Stamp) (Outgoing, error) {
	checked, err := w.Check(kind)
	var wrong fault.Fields
	if o.File == "" {
		wrong = append(wrong, fault.InField("file", "letter.file.missing"))
	}
	wrong = append(wrong, fault.List(err)...)
	checked.Number, checked.By = len(o.Versions)+1, stamp.sign()
	o.Versions = append(slices.Clone(o.Versions), checked)
	return o, wrong.Err()
}

// Rewrite adds a version to a draft.
func (o Outgoing) Rewrite(w Writing, stamp Stamp) (Outgoing, error) {
	if o.State != Draft {
		return o, fault.New(fault.Conflict, "letter.signed.already")
	}
	kind, found := KindOf(w.Kind)
	if !found {
		return o, fault.InField("kind", "letter.kind.missing")
	}
	o.Kind, o.File = kind.ID, w.File
	if w.Secrecy != "" {
		o.Secrecy = w.Secrecy
	}
	return o.with(w.Wording, kind, stamp)
}

// sign is the letter signed, without its numbers. The person must act for a post that
// may sign.
func (o Outgoing) sign(s Settings, who access.Identity, stamp Stamp) (Outgoing, error) {
	if o.State != Draft {
		return o, fault.New(fault.Conflict, "letter.signed.already")
	}
	post, may := s.signingPost(o.Kind, who)
	if !may {
		return o, fault.New(fault.Denied, "letter.sign.denied")
	}
	stamp.Actor.Post = post
	o.State, o.Signed, o.Settings, o.Year = Signed, stamp.sign(), s, stamp.Today.Year
	return o, nil
}

// numbered gives a signed letter its serials and the memo number that follows.
func (o Outgoing) numbered(serial, issue int, file string) Outgoing {
	o.Serial, o.Issue, o.Memo = serial, issue, fmt.Sprintf("%s-%d", file, issue)
	return o
}

// Dispatch notes that the letter left, or a further proof of it.
func (o Outgoing) Dispatch(p Proof, stamp Stamp) (Outgoing, error) {
	if o.State != Signed && o.State != Sent {
		return o, fault.New(fault.Conflict, "letter.unsigned")
	}
	p.Number, p.By, p.Remark, p.Noted = bangla.Line(p.Number), bangla.Line(p.By), bangla.Line(p.Remark), stamp.sign()
	var wrong fault.Fields
	signed := workday.DateOf(o.Signed.At.In(workday.Dhaka))
	switch {
	case p.Date.Zero():
		wrong = append(wrong, fault.InField("date", "letter.sent.date.missing"))
	case p.Date.After(stamp.Today), p.Date.Before(signed):
		wrong = append(wrong, fault.InField("date", "letter.sent.date.wrong"))
	}
	wrong = append(wrong, known("medium", p.Medium, Media())...)
	if p.Number == "" && p.By == "" && len(p.Scans) == 0 {
		wrong = append(wrong, fault.InField("number", "letter.proof.missing"))
	}
	if !p.On.Zero() && (p.On.Before(p.Date) || p.On.After(stamp.Today)) {
		wrong = append(wrong, fault.InField("on", "letter.proof.date"))
	}
	o.State, o.Proofs = Sent, append(slices.Clone(o.Proofs), p)
	return o, wrong.Err()
}

// Cancel ends a draft, or a signed letter that has not left. What has left is put
// right by another letter.
func (o Outgoing) Cancel(reason string, stamp Stamp) (Outgoing, error) {
	if o.State == Sent || o.State == Cancelled {
		return o, fault.New(fault.Conflict, "letter.cancel.late")
	}
	reason = bangla.Line(reason)
	if wrong := line("reason", reason, reasonLimit, "letter.reason.missing"); wrong != nil {
		return o, wrong
	}
	o.State, o.Reason, o.Ended = Cancelled, reason, stamp.sign()
	return o, nil
}
