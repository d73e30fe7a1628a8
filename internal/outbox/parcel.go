package outbox

import (
	"context"
	"strings"
	"time"

	"dorgora/internal/fault"
	"dorgora/internal/message"
	"dorgora/internal/notice"
	"dorgora/internal/notice/noticedb"
	"dorgora/internal/number"
	"dorgora/internal/sqldb"
)

// parcel is the notice as its channel wants it.
func (l *lane) parcel(ctx context.Context, n letter) (Parcel, error) {
	p := Parcel{ID: n.Mark(), To: n.Address, Text: n.words}
	if n.Channel != notice.Mail {
		return p, nil
	}
	lang := message.Lang(n.Lang)
	name := n.from.chain[0].Name
	if lang == message.En && n.from.chain[0].NameEn != "" {
		name = n.from.chain[0].NameEn
	}
	p.Subject = l.Say.Text(lang, "outbox.mail.subject", "office", name)
	p.Text = l.Say.Text(lang, "outbox.mail.body", "text", n.words, "office", name)
	if found, is := strings.CutPrefix(n.Subject, "case/"); is {
		link := l.Address + "/" + n.from.chain[0].Slug + "/track/" + found
		p.Subject = l.Say.Text(lang, "outbox.mail.subject.case", "number", message.Digits(lang, number.Grouped(found)), "office", name)
		if n.To == notice.Officer {
			link = l.Address + "/" + n.from.chain[0].Slug + "/desk/cases/" + found
		}
		p.Text = l.Say.Text(lang, "outbox.mail.body.case", "text", n.words, "link", link, "office", name)
	}
	var err error
	if l.Enclose != nil {
		if p.Files, err = l.Enclose(ctx, n.Notice); err != nil {
			return p, err
		}
	}
	if n.To != notice.Applicant || l.ReplyAddress == nil || l.LastMail == nil {
		return p, nil
	}
	if p.ReplyTo, err = l.ReplyAddress(ctx, n.Office, n.Subject, n.Address); err != nil {
		return p, err
	}
	if p.ReplyTo != "" {
		p.Text += "\n\n" + l.Say.Text(lang, "outbox.mail.reply")
	}
	if p.InReplyTo, err = l.LastMail(ctx, n.Office, n.Subject, n.Address); p.InReplyTo != "" {
		p.References = []string{p.InReplyTo}
	}
	return p, err
}

// alarm tells the head of the gateway's office, once a day, that the budget comes to
// its end. What goes wrong is logged: the message that crossed the line leaves all the
// same.
func (l *lane) alarm(ctx context.Context) {
	now, keeper := l.Now(), l.gateway.Office
	chart, err := l.Offices.Chart(ctx, keeper)
	if err != nil {
		l.Logger.Warn("the head cannot be told of the budget", "gateway", l.name, "error", err)
		return
	}
	found, err := chart.Answerable(keeper, chart.HeadOf(keeper).ID, now)
	n := notice.Notice{
		Office: keeper, ID: "budget-" + l.gateway.ID + "-" + notice.Midnight(now).Format(time.DateOnly), Subject: "gateway/" + l.gateway.ID,
		To: notice.Officer, Channel: notice.Mail, Address: found.Person.Mail, Lang: "bn", Key: "outbox.notice.budget",
		Args: []string{"percent", l.gateway.Value("alarm"), "name", l.gateway.Name}, At: now, Status: notice.Waiting,
	}
	if n.Address == "" {
		n.Channel, n.Address = notice.SMS, found.Person.Mobile
	}
	if err == nil && n.Address != "" {
		err = l.Store.DB.InTx(ctx, func(ctx context.Context, tx *sqldb.Tx) error { return noticedb.Enqueue(ctx, tx, []notice.Notice{n}) })
	}
	if err != nil && fault.KindOf(err) != fault.Conflict { // a conflict: it was told today
		l.Logger.Warn("the head cannot be told of the budget", "gateway", l.name, "error", err)
	}
}
