package postbox

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"dorgora/charter"
	"dorgora/internal/casework"
	"dorgora/internal/document"
	"dorgora/internal/fault"
	"dorgora/internal/message"
	"dorgora/internal/notice"
)

// mostFiles is how many files of one mail go to a case.
const mostFiles = 20

// request makes a case of a mail, once however often it is asked.
func (c Clerk) request(ctx context.Context, l *Letter, m Mail, actor casework.Actor) error {
	evidence, err := c.evidence(ctx, l, m, len([]rune(whole(m))) > casework.NeedLimit)
	if err != nil {
		return err
	}
	l.Number, err = c.Desk.Submit(ctx, casework.Submission{
		Office: l.Office, Service: l.Service, Key: l.ID, Channel: charter.Mail, Evidence: evidence, Actor: actor, Unasked: true,
		Application: casework.Application{
			For: casework.Self, Name: short(nameOf(*l), casework.NameLimit), Mail: l.From, Need: short(whole(m), casework.NeedLimit),
			Hear: casework.ByMail, Lang: string(langOf(m)),
		},
	})
	return err
}

func nameOf(l Letter) string {
	local, _, _ := strings.Cut(l.From, "@")
	return firstOf(strings.TrimSpace(l.Name), local)
}

// whole is subject and text as one need.
func whole(m Mail) string {
	return strings.TrimSpace(strings.TrimSpace(m.Subject) + "\n" + strings.TrimSpace(m.Text))
}

// short is the text cut to so many letters, with a sign that it goes on.
func short(text string, most int) string {
	if utf8.RuneCountInString(text) <= most {
		return text
	}
	runes := []rune(text)
	return strings.TrimSpace(string(runes[:most-1])) + "…"
}

// join brings a reply to its case: as the answer that the office waits for, else as
// something handed in.
func (c Clerk) join(ctx context.Context, l *Letter, m Mail, actor casework.Actor) error {
	found, known, err := c.caseOf(ctx, l.Office, l.Number)
	switch {
	case err != nil:
		return err
	case !known:
		l.Why = "postbox.why.missing"
		return fault.New(fault.NotFound, "record.missing")
	case found.Ended():
		l.Why = "postbox.why.ended"
		return fault.New(fault.Conflict, "casework.closed.already")
	}
	words := strings.TrimSpace(unquoted(m.Text))
	own := strings.EqualFold(found.Application.Mail, l.From) && actor == casework.Applicant
	waits := found.Status == casework.Waiting
	evidence, err := c.evidence(ctx, l, m, !own || !waits || utf8.RuneCountInString(words) > casework.NeedLimit)
	if err != nil {
		return err
	}
	at := casework.Target{Office: l.Office, Number: l.Number, Actor: actor, Key: l.ID[:32]}
	words = short(words, casework.NeedLimit)
	switch {
	case actor != casework.Applicant:
		return c.attach(ctx, at, words, evidence)
	case waits:
		_, err = c.Desk.Answer(ctx, at, words, evidence)
	default:
		_, err = c.Desk.HandIn(ctx, at, words, evidence)
	}
	return err
}

// attach adds a mail that an officer trusts to a case.
func (c Clerk) attach(ctx context.Context, at casework.Target, words string, evidence []document.Evidence) error {
	_, err := c.Desk.Act(ctx, at, func(one casework.Case, stamp casework.Stamp) (casework.Change, error) {
		own := make([]document.Evidence, 0, len(evidence))
		for _, e := range evidence {
			e.Case = one.Number
			own = append(own, e)
		}
		return one.Attach(words, own, false, stamp)
	})
	return err
}

// unquoted is a reply without the mail that it answers, which mailers repeat below.
func unquoted(text string) string {
	var kept []string
	for one := range strings.SplitSeq(text, "\n") {
		low := strings.ToLower(strings.TrimSpace(one))
		if strings.HasPrefix(low, "-----original message") || strings.HasPrefix(low, "________________") ||
			strings.HasPrefix(low, "on ") && strings.HasSuffix(low, "wrote:") || strings.HasSuffix(low, "লিখেছেন:") {
			break
		}
		if !strings.HasPrefix(low, ">") {
			kept = append(kept, one)
		}
	}
	return strings.TrimSpace(strings.Join(kept, "\n"))
}

// evidence cleans and keeps the files of a mail for a case, and the mail's own text
// when it must be read whole or something had to be left out.
func (c Clerk) evidence(ctx context.Context, l *Letter, m Mail, text bool) ([]document.Evidence, error) {
	var err error
	if l.Files, err = c.keep(ctx, m.Files); err != nil {
		return nil, err
	}
	left := m.Left
	var list []document.Evidence
	for i, file := range l.Files {
		if file.Hash == "" || len(list) == mostFiles {
			left = append(left, file.Name)
			continue
		}
		list = append(list, c.paper(*l, file, i))
	}
	if !text && len(left) == 0 {
		return list, nil
	}
	say := func(key string, args ...any) string { return c.Say.Text(message.Bn, key, args...) }
	lines := []string{say("postbox.from", "from", l.Name+" <"+l.From+">"), say("postbox.subject", "subject", l.Subject), "", m.Text}
	if len(left) > 0 {
		lines = append(lines, "", say("postbox.left", "names", strings.Join(left, ", ")))
	}
	page, err := c.clean(ctx, File{Name: "mail.txt", Bytes: []byte(strings.Join(lines, "\n"))})
	if err != nil {
		return nil, err
	}
	return append(list, c.paper(*l, page, len(l.Files))), nil
}

func (c Clerk) paper(l Letter, file Kept, place int) document.Evidence {
	return document.Evidence{
		Office: l.Office, ID: fmt.Sprintf("%s-%02d", l.ID[:28], place), Name: file.Name, Type: file.Type, Hash: file.Hash, Size: file.Size,
		State: document.Came, At: c.Now().UTC().Truncate(time.Second),
	}
}

// keep makes files safe and keeps them; of what cannot be taken the name stays.
func (c Clerk) keep(ctx context.Context, files []File) ([]Kept, error) {
	var list []Kept
	for _, file := range files {
		kept, err := c.clean(ctx, file)
		if err != nil && fault.KindOf(err) != fault.Invalid {
			return nil, err
		}
		if err != nil {
			if file.Inline { // the sign of a mailer, not a paper
				continue
			}
			kept = Kept{Name: short(firstOf(strings.TrimSpace(file.Name), "?"), 100), Size: int64(len(file.Bytes)), Reason: reason(err)}
		}
		list = append(list, kept)
	}
	return list, nil
}

func reason(err error) string {
	if list := fault.List(err); len(list) > 0 {
		return list[0].Message
	}
	return "postbox.left.broken"
}

func (c Clerk) clean(ctx context.Context, file File) (Kept, error) {
	clean, err := document.Clean(file.Name, file.Bytes)
	if err != nil {
		return Kept{}, err
	}
	hash, size, err := c.Files.Put(ctx, bytes.NewReader(clean.Bytes), document.LargestFile)
	return Kept{Name: clean.Name, Type: clean.Type, Hash: hash, Size: size}, err
}

// Ruling is what a person decides about a mail.
type Ruling struct {
	Office   string
	ID       string
	Revision int // that was seen
	Actor    casework.Actor
	Service  string // slug, of a new request
	Number   string // of the case to join
	Words    string // why it is not for this office
}

func (c Clerk) open(ctx context.Context, r Ruling) (Letter, Mail, error) {
	l, err := c.Store.Letter(ctx, r.Office, r.ID)
	switch {
	case err != nil:
		return l, Mail{}, err
	case r.Revision != 0 && r.Revision != l.Revision:
		return l, Mail{}, fault.New(fault.Conflict, "postbox.changed")
	case l.State == Taken || l.State == Declined:
		return l, Mail{}, fault.New(fault.Conflict, "postbox.settled")
	}
	m, err := c.read(l)
	if fault.KindOf(err) == fault.Invalid || fault.KindOf(err) == fault.NotFound {
		m, err = Mail{Subject: l.Subject, Text: l.Text}, nil // what could be read of it stands in the row
	}
	return l, m, err
}

// Request makes a case of a mail for the service that a person chose.
func (c Clerk) Request(ctx context.Context, r Ruling) (number string, err error) {
	if r.Service == "" {
		return "", fault.InField("service", "postbox.service.missing")
	}
	l, m, err := c.open(ctx, r)
	if err != nil {
		return "", err
	}
	l.Service, l.Why = r.Service, ""
	if err := c.request(ctx, &l, m, r.Actor); err != nil {
		return "", err
	}
	return l.Number, c.settle(ctx, l, Taken, r.Actor)
}

// Join adds a mail to the case that a person named.
func (c Clerk) Join(ctx context.Context, r Ruling) error {
	l, m, err := c.open(ctx, r)
	if err != nil {
		return err
	}
	l.Number, l.Why = r.Number, ""
	if err := c.join(ctx, &l, m, r.Actor); err != nil {
		if fault.KindOf(err) == fault.NotFound || fault.KindOf(err) == fault.Conflict && l.Why != "" {
			return fault.InField("number", firstOf(l.Why, "postbox.why.missing"))
		}
		return err
	}
	return c.settle(ctx, l, Taken, r.Actor)
}

// Decline tells the sender that the matter is not one of this office. A machine is
// told nothing.
func (c Clerk) Decline(ctx context.Context, r Ruling) error {
	words := strings.TrimSpace(r.Words)
	switch n := utf8.RuneCountInString(words); {
	case n == 0:
		return fault.InField("words", "postbox.words.missing")
	case n > 300:
		return fault.InField("words", "postbox.words.long", "most", 300)
	}
	l, m, err := c.open(ctx, r)
	if err != nil {
		return err
	}
	var told []notice.Notice
	if l.From != "" && l.Sort != Automatic && l.Sort != Returned {
		now := c.Now().UTC().Truncate(time.Second)
		told = append(told, notice.Notice{
			Office: l.Office, ID: l.ID[:32] + "-declined", Subject: "mail/" + l.ID, To: notice.Applicant, Channel: notice.Mail, Address: l.From,
			Lang: string(langOf(m)), Key: "postbox.notice.declined", Args: []string{"words", words}, At: now, Leaves: now, Status: notice.Waiting,
		})
	}
	return c.settle(ctx, l, Declined, r.Actor, told...)
}

// MarkSpam puts a mail aside without a word.
func (c Clerk) MarkSpam(ctx context.Context, r Ruling) error {
	l, _, err := c.open(ctx, r)
	if err != nil {
		return err
	}
	return c.settle(ctx, l, Spam, r.Actor)
}
