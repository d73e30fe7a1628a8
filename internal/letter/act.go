package letter

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"time"

	"dorgora/internal/casework"
	"dorgora/internal/ledger"
	"dorgora/internal/notice"
)

// Deed names what was done with a letter or a file.
type Deed string

// The deeds.
const (
	DeedEntered   Deed = "entered"
	DeedMarked    Deed = "marked"
	DeedDecided   Deed = "decided"
	DeedTied      Deed = "tied"
	DeedVoided    Deed = "voided"
	DeedReplied   Deed = "replied"
	DeedWarned    Deed = "warned"
	DeedDrafted   Deed = "drafted"
	DeedRewritten Deed = "rewritten"
	DeedSigned    Deed = "signed"
	DeedSent      Deed = "dispatched"
	DeedCancelled Deed = "cancelled"
	DeedCorrected Deed = "corrected"
	DeedOpened    Deed = "opened"
	DeedClosed    Deed = "closed"
)

// Act is one line of the history of a letter or a file. Its ledger entry commits to
// it, and through Digest to the whole as it stood after the act.
type Act struct {
	Office  string         `json:"office"`
	Subject string         `json:"subject"` // "letter/2026-41", "outgoing/…", "file/…"
	Place   int            `json:"place"`   // revision after the act
	Deed    Deed           `json:"deed"`
	Actor   casework.Actor `json:"actor"`
	At      time.Time      `json:"at"`
	Salt    string         `json:"-"`
	Digest  string         `json:"digest"` // SHA-256 of the body after the act, hex
}

// Content is the text that the ledger commits to.
func (a Act) Content() string {
	text, _ := json.Marshal(a) // plain strings and numbers always marshal
	return string(text)
}

// Entry is what the ledger keeps of the act.
func (a Act) Entry() ledger.Entry {
	actor := a.Actor.Post
	if actor == "" {
		actor = casework.TheClock.Post
	}
	return ledger.Entry{Office: a.Office, Subject: a.Subject, Act: "letter." + string(a.Deed), Actor: actor, At: a.At,
		Commitment: ledger.Commit(ledger.Salt(a.Salt), a.Content())}
}

// Body is the stored text of a letter or a file.
func Body(of any) string {
	text, _ := json.Marshal(of) // the types of this package hold nothing that cannot be marshalled
	return string(text)
}

// Digest is the SHA-256 of a stored text, in hex.
func Digest(body string) string {
	sum := sha256.Sum256([]byte(body))
	return hex.EncodeToString(sum[:])
}

// Book names a sequence of serials of an office.
type Book struct {
	Name string // "diary", "dispatch", "file", or "issue/" and the ID of a file
	Year int    // 0 for the issues of a file, which run on over the years
}

// Change is all that one act writes.
type Change struct {
	Letters  []Letter // those whose Serial is 0 are new
	Outgoing []Outgoing
	Files    []File
	Acts     []Act // the subject of a new entry is filled in when it has its serial
	Notices  []notice.Notice
	Settled  []string // notices that this act carried out
	Begun    bool     // the first of Outgoing or Files is new
	Signs    string   // number of the file from which the first of Outgoing is issued; empty: nothing is signed
}

// Numbered gives every serial that the change needs, from next, which gives the next
// one of a book; it is called within the transaction that holds the books.
func (ch Change) Numbered(next func(Book) (int, error)) (Change, error) {
	for i, l := range ch.Letters {
		if l.Serial != 0 {
			continue
		}
		serial, err := next(Book{"diary", l.Year})
		if err != nil {
			return ch, err
		}
		ch.Letters[i].Serial = serial
		ch.Acts[0].Subject = ch.Letters[i].ledgerName()
	}
	for i, f := range ch.Files {
		if f.Serial != 0 {
			continue
		}
		serial, err := next(Book{"file", f.Year})
		if err == nil {
			ch.Files[i], err = f.numbered(serial)
		}
		if err != nil {
			return ch, err
		}
	}
	if ch.Signs == "" {
		return ch, nil
	}
	o := ch.Outgoing[0]
	serial, err := next(Book{"dispatch", o.Year})
	if err != nil {
		return ch, err
	}
	issue, err := next(Book{"issue/" + o.File, 0})
	ch.Outgoing[0] = o.numbered(serial, issue, ch.Signs)
	return ch, err
}

// Sealed fills in what the acts commit to, once everything is numbered.
func (ch Change) Sealed() Change {
	bodies := map[string]string{}
	for _, l := range ch.Letters {
		bodies[l.ledgerName()] = Body(l)
	}
	for _, o := range ch.Outgoing {
		bodies[o.ledgerName()] = Body(o)
	}
	for _, f := range ch.Files {
		bodies[f.ledgerName()] = Body(f)
	}
	for i, act := range ch.Acts {
		ch.Acts[i].Digest = Digest(bodies[act.Subject])
	}
	return ch
}

func (ch Change) act(subject string, place int, deed Deed, stamp Stamp) Change {
	office := ""
	switch {
	case len(ch.Letters) > 0:
		office = ch.Letters[0].Office
	case len(ch.Outgoing) > 0:
		office = ch.Outgoing[0].Office
	case len(ch.Files) > 0:
		office = ch.Files[0].Office
	}
	ch.Acts = append(ch.Acts, Act{Office: office, Subject: subject, Place: place, Deed: deed, Actor: stamp.Actor, At: stamp.Now, Salt: stamp.Salt})
	return ch
}
