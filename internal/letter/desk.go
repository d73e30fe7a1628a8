package letter

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"time"

	"dorgora/charter"
	"dorgora/internal/casework"
	"dorgora/internal/document"
	"dorgora/internal/fault"
	"dorgora/workday"
)

// Desk carries out acts on letters: it loads, lets the letter decide, and has the
// change written whole.
type Desk struct {
	Store   Store
	Papers  Papers
	Offices Offices
	Cases   Cases
	Now     func() time.Time
	Random  io.Reader
}

// Target names what is acted on, who acts, and the revision that was seen when it is
// not 0.
type Target struct {
	Office   string
	ID       string
	Revision int
	Actor    casework.Actor
}

// Fresh returns 128 random bits in hex.
func (d Desk) Fresh() string {
	raw := make([]byte, 16)
	if _, err := io.ReadFull(d.Random, raw); err != nil {
		panic(err) // the system's random source does not fail
	}
	return hex.EncodeToString(raw)
}

func (d Desk) stamp(actor casework.Actor) Stamp {
	now := d.Now().UTC().Truncate(time.Second)
	return Stamp{Actor: actor, Now: now, Salt: d.Fresh(), Today: workday.DateOf(now.In(workday.Dhaka))}
}

// Receive enters a letter into the diary once per key. Who must deal with it is told
// at once when its deadline is near or over.
func (d Desk) Receive(ctx context.Context, a Arrival, actor casework.Actor) (Letter, error) {
	stamp := d.stamp(actor)
	l, err := a.enter(stamp)
	if err != nil {
		return l, err
	}
	chart, err := d.Offices.Chart(ctx, a.Office)
	if err != nil {
		return l, err
	}
	if _, found := chart.Post(a.Office, l.Marked); !found {
		return l, fault.InField("marked", "letter.marked.missing")
	}
	change := Change{Letters: []Letter{l}}.act("", 1, DeedEntered, stamp)
	done, err := d.Store.Apply(ctx, change)
	if err != nil {
		return l, err
	}
	return d.warn(ctx, done.Letters[0], stamp)
}

// Act loads an entry of the diary, lets decide act on it, and writes it.
func (d Desk) Act(ctx context.Context, at Target, deed Deed, decide func(Letter, Stamp) (Letter, error)) (Letter, error) {
	l, err := d.Store.Letter(ctx, at.Office, at.ID)
	if err != nil {
		return l, err
	}
	if at.Revision != 0 && at.Revision != l.Revision {
		return l, fault.New(fault.Conflict, Stale)
	}
	stamp := d.stamp(at.Actor)
	next, err := decide(l, stamp)
	if err != nil {
		return l, err
	}
	next.Revision = l.Revision + 1
	_, err = d.Store.Apply(ctx, Change{Letters: []Letter{next}}.act(next.ledgerName(), next.Revision, deed, stamp))
	return next, err
}

// Stale is the message of the Conflict about something that moved on.
const Stale = "letter.stale"

// MakeCase turns a letter into a case of the service, once, and ties the two. The
// sender hears by letter.
func (d Desk) MakeCase(ctx context.Context, at Target, service string) (Letter, error) {
	l, err := d.Store.Letter(ctx, at.Office, at.ID)
	if err != nil {
		return l, err
	}
	switch {
	case l.Void != "":
		return l, fault.New(fault.Conflict, "letter.is.void")
	case l.Case != "":
		return l, nil
	}
	sum := sha256.Sum256([]byte("letter/" + l.Office + "/" + l.ID()))
	number, err := d.Cases.Submit(ctx, casework.Submission{
		Office: l.Office, Service: service, Key: hex.EncodeToString(sum[:]), Application: l.application(), Channel: charter.Letter,
		Evidence: l.evidence(), Actor: at.Actor, Unasked: true,
	})
	if err != nil {
		return l, err
	}
	at.Revision = 0
	return d.Act(ctx, at, DeedTied, func(l Letter, _ Stamp) (Letter, error) { return l.Tie(number) })
}

// application is what the letter asks, as the sender would have filled it in.
func (l Letter) application() casework.Application {
	a := casework.Application{For: casework.Institution, Name: l.Sender.Name, Body: l.Sender.Office, Memo: l.Memo, Address: l.Sender.Address,
		Mail: l.Sender.Mail, Need: l.Subject, Hear: casework.ByLetter, Lang: "bn"}
	if !l.MemoDate.Zero() {
		a.MemoDate = l.MemoDate.String()
	}
	if a.Name == "" {
		a.Name = l.Sender.Office
	}
	if l.Sender.Office == "" {
		a.For = casework.Self
	}
	if a.Address == "" {
		a.Address = l.Sender.Line()
	}
	if l.Medium == ByMail && a.Mail != "" {
		a.Hear = casework.ByMail
	}
	return a
}

func (l Letter) evidence() []document.Evidence {
	var all []document.Evidence
	for _, s := range l.Scans {
		all = append(all, document.Evidence{Office: l.Office, ID: s.ID, Name: s.Name, Type: s.Type, Hash: s.Hash, Size: s.Size,
			State: document.Came, At: l.Entered.At})
	}
	return all
}
