package doors

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"time"

	"dorgora/internal/access"
	"dorgora/internal/call"
	"dorgora/internal/dialogue"
	"dorgora/internal/dialogue/dialoguedb"
	"dorgora/internal/dialogue/dialogueweb"
	"dorgora/internal/jobs"
	"dorgora/internal/notice/noticedb"
	"dorgora/internal/office"
	"dorgora/internal/sms"
	"dorgora/internal/sqldb"
	"dorgora/workday"
)

// dialogueDoor is the service from a keypad telephone.
type dialogueDoor struct {
	pages    dialogueweb.Pages
	store    dialoguedb.Store
	exchange dialogue.Exchange
	house    House
}

// newDialogue builds the dialogue by SMS.
func newDialogue(house House) dialogueDoor {
	d := dialogueDoor{house: house}
	d.store = dialoguedb.Store{DB: house.DB, Now: house.Now, Fresh: house.Desk.Fresh, Follow: d.follow}
	d.exchange = dialogue.Exchange{
		Store: d.store, Desk: house.Desk, Cases: house.Cases, Offices: house.Offices, Offers: house.Shelf, Say: house.Say, Now: house.Now,
	}
	d.pages = dialogueweb.Pages{Site: house.Site, Messages: d.store, Outbox: house.Notices, Say: house.Say, Knows: d.knows, Look: d.look}
	return d
}

// dialogueRoutes are the addresses of the messages that came in.
func (d Doors) dialogueRoutes() []Route {
	return []Route{
		{"GET /{office}/desk/messages", access.Staff, d.dialogue.pages.List},
		{"GET /{office}/desk/messages/{conversation}", access.Staff, d.dialogue.pages.Conversation},
		{"POST /{office}/desk/messages/{conversation}/call", access.Staff, d.dialogue.pages.CallBack},
		{"POST /{office}/desk/messages/{conversation}/look", access.Staff, d.dialogue.pages.Done},
	}
}

// jobs deals with what came in.
func (d dialogueDoor) jobs() jobs.Kind {
	return jobs.Kind{Name: dialoguedb.JobKind, Do: func(ctx context.Context, w jobs.Work) error {
		return d.exchange.Handle(ctx, w.Office, w.Key)
	}}
}

// Take keeps a message that came in by a gateway of an office, once for its key; it is
// read and answered by a job.
func (d dialogueDoor) Take(ctx context.Context, officeID, gatewayID string, in sms.Incoming) error {
	dawn := workday.DateOf(d.house.Now()).Time(0, 0, workday.Dhaka)
	_, err := d.store.Take(ctx, dialogue.Message{
		Office: officeID, Gateway: gatewayID, Key: in.Key, Phone: in.From, Text: in.Text, Came: in.At,
	}, dawn, dialoguedb.UsualLimits)
	if err == nil {
		d.house.Wake()
	}
	return err
}

// follow does what an act of the dialogue asks of others.
func (d dialogueDoor) follow(ctx context.Context, tx *sqldb.Tx, m dialogue.Message, plan dialogue.Plan) error {
	switch plan.Act.Do {
	case dialogue.Stop:
		return noticedb.Mute(ctx, tx, m.Office, m.Phone, d.house.Now())
	case dialogue.Start:
		return noticedb.Unmute(ctx, tx, m.Office, m.Phone)
	case dialogue.Person:
		return d.house.CallBack(ctx, tx, wish(plan.Conversation, m.Key, plan.Act.Words))
	}
	return nil
}

// wish is that somebody of the office that is meant calls a telephone.
func wish(c dialogue.Conversation, key, words string) call.Ask {
	runes, sum := []rune(words), sha256.Sum256([]byte(key))
	return call.Ask{
		Office: c.Meant(), Key: c.ID[:16] + "-" + hex.EncodeToString(sum[:8]), Mobile: c.Phone, Name: c.Name,
		Why: string(runes[:min(len(runes), call.WordsLimit)]),
	}
}

// knows reports whether the reader may know of the sealed matters of a telephone; what
// was only begun, the head of the office may.
func (d dialogueDoor) knows(ctx context.Context, in office.Office, phone string) (bool, error) {
	chart, err := d.house.Offices.Chart(ctx, in.ID)
	if err != nil {
		return false, err
	}
	cases, err := d.exchange.CasesOf(ctx, chart, phone)
	if err != nil {
		return false, err
	}
	who, known := access.From(ctx), access.From(ctx).Holds(in.ID, chart.HeadOf(in.ID).ID)
	for _, c := range cases {
		if c.Sealed {
			known = c.KnownTo(who, chart, d.house.Now())
			if !known {
				return false, nil
			}
		}
	}
	return known, nil
}

// look notes that a person looks after a conversation, and has it called.
func (d dialogueDoor) look(ctx context.Context, _ office.Office, c dialogue.Conversation, called bool) (bool, error) {
	if !called {
		return d.store.Look(ctx, c, nil)
	}
	return d.store.Look(ctx, c, func(ctx context.Context, tx *sqldb.Tx) error {
		return d.house.CallBack(ctx, tx, wish(c, c.Changed.UTC().Format(time.RFC3339), ""))
	})
}
