package postbox

import (
	"bytes"
	"context"
	"io"
	"strings"
	"time"

	"dorgora/internal/casework"
	"dorgora/internal/catalogue"
	"dorgora/internal/fault"
	"dorgora/internal/message"
	"dorgora/internal/notice"
	"dorgora/internal/office"
)

// Clerk takes mails in and has them become what they are.
type Clerk struct {
	Store  Store
	Files  Files
	Desk   casework.Desk
	Tokens Tokens
	Say    notice.Speaker
	// Read reads a mail as it came.
	Read func(raw []byte) (Mail, error)
	// Offer is what an office offers now.
	Offer func(ctx context.Context, office string) (*catalogue.Offer, error)
	// Told finds the case and the address of a mail of ours; a NotFound fault when it
	// is none of ours.
	Told func(ctx context.Context, office, messageID string) (number, address string, err error)
	// Bounced hears of the fate of a mail of ours.
	Bounced func(ctx context.Context, office string, r Report) error
	// Ours reports whether an address is one of our own.
	Ours func(ctx context.Context, address string) (bool, error)
	Now  func() time.Time
}

// LargestMail is how many bytes of a mail are kept.
const LargestMail = 25 << 20

// Coming is a mail at the door of an office.
type Coming struct {
	Office office.Office
	Door   string
	To     string // the address of ours that it came to
	Raw    []byte
	Mail   Mail
	Sort   Sort   // Broken, when it could not be read
	Why    string // text key of what was wrong
}

// Take keeps a mail. When it returns no error the mail is on disk and will be looked
// at, and the same mail that comes again changes nothing.
func (c Clerk) Take(ctx context.Context, in Coming) error {
	hash, _, err := c.Files.Put(ctx, bytes.NewReader(in.Raw), LargestMail)
	if err != nil {
		return err
	}
	m := in.Mail
	l := Letter{
		Office: in.Office.ID, ID: KeyOf(in.Office.ID, m), Raw: hash, Door: in.Door, MessageID: m.MessageID, From: m.From, Name: m.Name,
		To: in.To, Subject: m.Subject, Text: m.Text, At: c.Now().UTC().Truncate(time.Second), State: Fresh, Revision: 1,
	}
	// It is counted as it comes: later, those behind it are there too.
	count, err := c.Store.Besides(ctx, l, l.At.Add(-time.Hour))
	if err != nil {
		return err
	}
	if m.From != "" && count >= mostAnHour {
		l.Why = flooding
	}
	if in.Sort == Broken {
		l.ID, l.Sort, l.State, l.Why = KeyOf(in.Office.ID, Mail{Text: hash}), Broken, ToSort, in.Why
	}
	return c.Store.Keep(ctx, l)
}

// Handle looks at a mail that was kept and has it become what it is. It may be called
// again for one that was handled.
func (c Clerk) Handle(ctx context.Context, officeID, id string) error {
	l, err := c.Store.Letter(ctx, officeID, id)
	if err != nil || l.State != Fresh {
		return err
	}
	m, err := c.read(l)
	if err != nil {
		return err
	}
	if l.Sort == "" {
		// What it is stays as it was found, so that what is done twice is the same.
		if l, err = c.judge(ctx, l, m); err != nil {
			return err
		}
		if l.State != Fresh {
			return c.filed(ctx, l, m)
		}
		l.Revision++
		if err := c.Store.Settle(ctx, l); err != nil {
			return err
		}
	}
	if l.Sort == Reply {
		return c.left(ctx, l, c.join(ctx, &l, m, casework.Applicant))
	}
	return c.left(ctx, l, c.request(ctx, &l, m, casework.Applicant))
}

// left settles a mail, or leaves it to a person when it could not be done.
func (c Clerk) left(ctx context.Context, l Letter, err error) error {
	if err != nil {
		switch fault.KindOf(err) {
		case fault.Invalid, fault.NotFound, fault.Conflict, fault.Denied, fault.TooLarge:
		default:
			return err
		}
		l.State, l.Why = ToSort, firstOf(l.Why, "postbox.why.refused")
		l.Revision++
		return c.Store.Settle(ctx, l)
	}
	return c.settle(ctx, l, Taken, casework.Applicant)
}

func (c Clerk) settle(ctx context.Context, l Letter, state State, by casework.Actor, told ...notice.Notice) error {
	l.State, l.By, l.ByName, l.Settled = state, by.Person, by.Name, c.Now().UTC().Truncate(time.Second)
	l.Revision++
	return c.Store.Settle(ctx, l, told...)
}

// filed keeps a mail that needs nothing, or a person. The fate of a mail of ours is
// told to whoever sent it.
func (c Clerk) filed(ctx context.Context, l Letter, m Mail) error {
	if m.Report != nil && m.Report.MessageID != "" {
		if err := c.Bounced(ctx, l.Office, *m.Report); err != nil && fault.KindOf(err) != fault.NotFound {
			return err
		}
	}
	var err error
	if l.Files, err = c.keep(ctx, m.Files); err != nil {
		return err
	}
	if l.State == Filed {
		return c.settle(ctx, l, Filed, casework.Applicant)
	}
	l.Revision++
	return c.Store.Settle(ctx, l)
}

func (c Clerk) read(l Letter) (Mail, error) {
	file, err := c.Files.Get(l.Raw)
	if err != nil {
		return Mail{}, err
	}
	defer file.Close()
	raw, err := io.ReadAll(file)
	if err != nil {
		return Mail{}, err
	}
	return c.Read(raw)
}

// judge looks up what must be known and decides what a mail is.
func (c Clerk) judge(ctx context.Context, l Letter, m Mail) (Letter, error) {
	known, err := c.known(ctx, l, m)
	if err != nil {
		return l, err
	}
	v := Judge(m, known)
	l.Sort, l.State, l.Number, l.Why = v.Sort, v.State, v.Number, v.Why
	if l.Sort != Request || l.State != Fresh {
		return l, nil
	}
	if strings.TrimSpace(m.Text) == "" && m.Subject == "" {
		l.State, l.Why = ToSort, "postbox.why.empty"
		return l, nil
	}
	offer, err := c.Offer(ctx, l.Office)
	if err == nil {
		tag, _ := TagOf(l.To)
		l.Service = ServiceFor(offer, tag, m.Subject)
	} else if fault.KindOf(err) != fault.NotFound {
		return l, err
	}
	if l.Service == "" {
		l.State, l.Why = ToSort, "postbox.why.service"
	}
	return l, nil
}

func (c Clerk) known(ctx context.Context, l Letter, m Mail) (k Known, err error) {
	if k.Ours, err = c.Ours(ctx, m.From); err != nil {
		return k, err
	}
	if l.Why == flooding {
		k.Count = mostAnHour
	}
	for _, to := range append([]string{l.To}, m.To...) {
		tag, _ := TagOf(to)
		_, tag = TokenOf(tag)
		if n := NumberOf(tag); n != "" && k.Token == "" {
			one, found, err := c.caseOf(ctx, l.Office, n)
			if err != nil {
				return k, err
			}
			if found && c.Tokens.Valid(tag, l.Office, one.Application.Mail) {
				k.Token = n
			}
		}
	}
	for _, id := range m.Answers {
		n, _, err := c.Told(ctx, l.Office, id)
		if err == nil && n != "" {
			k.Thread = n
			break
		}
		if err != nil && fault.KindOf(err) != fault.NotFound {
			return k, err
		}
	}
	for _, n := range Quoted(m.Subject) {
		one, found, err := c.caseOf(ctx, l.Office, n)
		if err != nil {
			return k, err
		}
		if found && k.Quoted == "" {
			k.Quoted, k.Applicant = n, one.Application.Mail
		}
	}
	return k, nil
}

func (c Clerk) caseOf(ctx context.Context, officeID, number string) (casework.Case, bool, error) {
	one, err := c.Desk.Store.Case(ctx, officeID, number)
	if err != nil && fault.KindOf(err) == fault.NotFound {
		return one, false, nil
	}
	return one, err == nil, err
}

// langOf is the language to answer in: that of the letters of the mail.
func langOf(m Mail) message.Lang {
	bengali, latin := 0, 0
	for _, r := range m.Subject + m.Text {
		switch {
		case r >= 0x0980 && r <= 0x09ff:
			bengali++
		case r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z':
			latin++
		}
	}
	if latin > 2*bengali {
		return message.En
	}
	return message.Bn
}
