package doors

import (
	"context"
	"errors"
	"strings"
	"time"

	"dorgora/internal/access"
	"dorgora/internal/catalogue"
	"dorgora/internal/fault"
	"dorgora/internal/gateway"
	"dorgora/internal/gateway/gatewaydb"
	"dorgora/internal/jobs"
	"dorgora/internal/mail"
	"dorgora/internal/notice"
	"dorgora/internal/office"
	"dorgora/internal/postbox"
	"dorgora/internal/postbox/postboxdb"
	"dorgora/internal/postbox/postboxweb"
)

// mailDoor is the way in for mail.
type mailDoor struct {
	house    House
	store    postboxdb.Store
	gateways gatewaydb.Store
	clerk    postbox.Clerk
	pages    postboxweb.Pages
	polls    *polls
}

// newMail builds the way in for mail. bounced hears that a mail of ours did not
// arrive, or did.
func newMail(house House, bounced func(ctx context.Context, officeID, noticeID string, r postbox.Report) error) mailDoor {
	d := mailDoor{
		house: house, store: postboxdb.Store{DB: house.DB}, polls: &polls{last: map[string]time.Time{}},
		gateways: gatewaydb.Store{DB: house.DB, Key: house.Secret("gateway"), Random: house.Random},
	}
	offer := func(ctx context.Context, officeID string) (*catalogue.Offer, error) {
		return house.Shelf.At(ctx, officeID, house.Now())
	}
	d.clerk = postbox.Clerk{
		Store: d.store, Files: house.Blobs, Desk: house.Desk, Tokens: postbox.Tokens{Secret: house.Secret("mail reply")}, Say: house.Say,
		Read: readMail, Offer: offer, Told: d.told, Ours: d.ours, Now: house.Now,
		Bounced: func(ctx context.Context, officeID string, r postbox.Report) error {
			id, _, _ := strings.Cut(strings.Trim(r.MessageID, "<>"), "@")
			g, known, err := d.leaves(ctx, officeID)
			if err != nil || !known {
				return err
			}
			return bounced(ctx, g.Office, notice.Marked(id), r)
		},
	}
	d.pages = postboxweb.Pages{
		Site: house.Site, Mails: d.store, Clerk: d.clerk, Cases: house.Cases, Charts: house.Offices, Sender: house.Uploads, Offer: offer, Now: house.Now,
	}
	return d
}

// mailRoutes are the addresses of the mails that came in.
func (d Doors) mailRoutes() []Route {
	return []Route{
		{"GET /{office}/desk/mail", access.Staff, d.mail.pages.List},
		{"GET /{office}/desk/mail/{mail}", access.Staff, d.mail.pages.Letter},
		{"GET /{office}/desk/mail/{mail}/files/{attachment}", access.Staff, d.mail.pages.File},
		{"POST /{office}/desk/mail/{mail}/request", access.Staff, d.mail.pages.Request},
		{"POST /{office}/desk/mail/{mail}/joining", access.Staff, d.mail.pages.Join},
		{"POST /{office}/desk/mail/{mail}/refusal", access.Staff, d.mail.pages.Decline},
		{"POST /{office}/desk/mail/{mail}/spam", access.Staff, d.mail.pages.Spam},
	}
}

// jobs has each mail looked at once it is kept.
func (d mailDoor) jobs() jobs.Kind {
	return jobs.Kind{Name: postboxdb.Job, Do: func(ctx context.Context, w jobs.Work) error { return d.clerk.Handle(ctx, w.Office, w.Key) }}
}

// mailKept is how long what a mail says is kept after it was settled.
const mailKept = 92 * 24 * time.Hour

func (d mailDoor) schedules() []jobs.Schedule {
	return []jobs.Schedule{
		{Name: "mail.poll", Next: jobs.Every(10 * time.Second), Do: d.poll},
		{Name: "mail.forget", Next: jobs.Every(24 * time.Hour), Do: func(ctx context.Context) error {
			return d.store.Forget(ctx, d.house.Now().Add(-mailKept))
		}},
	}
}

// readMail reads a mail as it came.
func readMail(raw []byte) (postbox.Mail, error) {
	p, err := mail.Parse(raw)
	if err != nil {
		return postbox.Mail{}, err
	}
	m := postbox.Mail{
		MessageID: p.MessageID, Answers: append(p.InReplyTo, p.References...), From: p.From.Mail, Name: p.From.Name, Subject: p.Subject,
		Text: p.Text, Date: p.Date, Machine: p.Machine, Forged: p.Forged, Spam: p.Spam,
	}
	for _, to := range p.To {
		m.To = append(m.To, to.Mail)
	}
	for _, file := range p.Files {
		m.Files = append(m.Files, postbox.File{Name: file.Name, Bytes: file.Bytes, Inline: file.Inline})
	}
	for _, left := range p.Left {
		if left.Name != "" {
			m.Left = append(m.Left, left.Name)
		}
	}
	if p.Report != nil {
		m.Report = &postbox.Report{MessageID: p.Report.MessageID, Failed: p.Report.Failed(), Detail: p.Report.Status + " " + p.Report.Detail}
	}
	return m, nil
}

// take keeps a mail that came by a gateway, for each office that it is meant for.
func (d mailDoor) take(ctx context.Context, g gateway.Gateway, door string, raw mail.Raw) error {
	in := postbox.Coming{Door: door, Raw: raw.Bytes}
	var err error
	if in.Mail, err = readMail(raw.Bytes); err != nil || raw.Cut {
		in.Sort, in.Why = postbox.Broken, "postbox.why.broken"
		if raw.Cut {
			in.Why = "postbox.why.large"
		}
	}
	goals, err := d.goals(ctx, g, append(raw.To, in.Mail.To...))
	if err != nil {
		return err
	}
	for _, one := range goals {
		in.Office, in.To = one.office, one.address
		if err := d.clerk.Take(ctx, in); err != nil {
			return err
		}
	}
	d.house.Wake()
	return nil
}

// goal is an office that a mail is meant for, and by which address.
type goal struct {
	office  office.Office
	address string
}

// goals finds the offices whose addresses are among the recipients: each once, with
// the address that has a tag before others. A mailbox that is read is that of its
// office when no address says otherwise.
func (d mailDoor) goals(ctx context.Context, g gateway.Gateway, recipients []string) ([]goal, error) {
	var list []goal
	for _, address := range recipients {
		found, known, err := d.officeOf(ctx, g, address)
		if err != nil {
			return nil, err
		}
		if !known {
			continue
		}
		tag, _ := postbox.TagOf(address)
		fresh := true
		for i := range list {
			if list[i].office.ID == found.ID {
				fresh = false
				if had, _ := postbox.TagOf(list[i].address); had == "" && tag != "" {
					list[i].address = address
				}
			}
		}
		if fresh {
			list = append(list, goal{found, address})
		}
	}
	if len(list) > 0 {
		return list, nil
	}
	chain, err := d.house.Offices.Chain(ctx, g.Office)
	if err != nil || len(chain) == 0 {
		return nil, errors.Join(err, fault.New(fault.NotFound, "record.missing"))
	}
	own := goal{chain[0], g.Value("user")}
	for _, address := range recipients {
		if tag, mailbox := postbox.TagOf(address); tag != "" && strings.EqualFold(mailbox, own.address) {
			own.address = address
		}
	}
	return []goal{own}, nil
}

// officeOf finds the office of an address: the one that the tag names, else the one
// whose slug stands before the at sign. It must be the gateway's own or below it.
func (d mailDoor) officeOf(ctx context.Context, g gateway.Gateway, address string) (office.Office, bool, error) {
	tag, mailbox := postbox.TagOf(strings.ToLower(address))
	local, domain, _ := strings.Cut(mailbox, "@")
	if own := g.Value("domain"); own != "" && !strings.EqualFold(domain, own) {
		return office.Office{}, false, nil
	}
	slug, _ := postbox.TokenOf(tag)
	for _, one := range []string{slug, local} {
		if one == "" {
			continue
		}
		found, err := d.house.Offices.BySlug(ctx, one)
		if fault.KindOf(err) == fault.NotFound {
			continue
		}
		if err != nil {
			return found, false, err
		}
		chain, err := d.house.Offices.Chain(ctx, found.ID)
		if err != nil {
			return found, false, err
		}
		for _, above := range chain {
			if above.ID == g.Office {
				return found, true, nil
			}
		}
	}
	return office.Office{}, false, nil
}

// told finds the case of a mail of ours: its Message-ID begins with the notice's ID,
// which nobody can guess.
func (d mailDoor) told(ctx context.Context, officeID, messageID string) (number, address string, err error) {
	id, _, _ := strings.Cut(strings.Trim(messageID, "<>"), "@")
	n, err := d.house.Notices.Notice(ctx, officeID, notice.Marked(id))
	if err != nil {
		return "", "", err
	}
	number, _ = strings.CutPrefix(n.Subject, "case/")
	if number == n.Subject || n.To != notice.Applicant {
		return "", "", nil
	}
	return number, n.Address, nil
}

// ours reports whether mail leaves from an address.
func (d mailDoor) ours(ctx context.Context, address string) (bool, error) {
	all, err := d.gateways.All(ctx)
	if err != nil {
		return false, err
	}
	_, mailbox := postbox.TagOf(address)
	for _, g := range all {
		from, err := mail.ParseAddress(g.Value("from"))
		if g.Channel() == notice.Mail && err == nil && strings.EqualFold(from.Mail, mailbox) {
			return true, nil
		}
	}
	return false, nil
}

// leaves is the gateway by which mail leaves an office.
func (d mailDoor) leaves(ctx context.Context, officeID string) (gateway.Gateway, bool, error) {
	chain, err := d.house.Offices.Chain(ctx, officeID)
	if err != nil {
		return gateway.Gateway{}, false, err
	}
	all, err := d.gateways.All(ctx)
	if err != nil {
		return gateway.Gateway{}, false, err
	}
	g, known := gateway.For(chain, all, notice.Mail)
	return g, known, nil
}

// ReplyAddress is the address at which an answer to a notice finds its case; empty when
// the notice is about none, or mail leaves by no gateway.
func (d mailDoor) ReplyAddress(ctx context.Context, officeID, subject, address string) (string, error) {
	number, found := strings.CutPrefix(subject, "case/")
	if !found {
		return "", nil
	}
	g, known, err := d.leaves(ctx, officeID)
	if err != nil || !known {
		return "", err
	}
	chain, err := d.house.Offices.Chain(ctx, officeID)
	if err != nil {
		return "", err
	}
	token := d.clerk.Tokens.Token(officeID, number, address)
	if domain := g.Value("domain"); domain != "" {
		return postbox.ReplyAddress(chain[0].Slug+"@"+domain, token), nil
	}
	from, err := mail.ParseAddress(g.Value("from"))
	if err != nil {
		return "", nil
	}
	if g.Office != officeID {
		token = chain[0].Slug + "." + token
	}
	return postbox.ReplyAddress(from.Mail, token), nil
}

// LastMail is the Message-ID of the applicant's latest mail about a case, so that an
// answer stands in its thread; empty when there is none.
func (d mailDoor) LastMail(ctx context.Context, officeID, subject, address string) (string, error) {
	number, found := strings.CutPrefix(subject, "case/")
	if !found {
		return "", nil
	}
	l, err := d.store.Last(ctx, officeID, number, address)
	if fault.KindOf(err) == fault.NotFound {
		return "", nil
	}
	return l.MessageID, err
}

// bounced hears of the fate of a mail of ours that left by a gateway of the office.
func (d Doors) bounced(ctx context.Context, officeID, noticeID string, r postbox.Report) error {
	return d.outbox.bounced(ctx, officeID, noticeID, r)
}
