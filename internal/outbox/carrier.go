package outbox

import (
	"context"
	"strconv"

	"dorgora/internal/gateway"
	"dorgora/internal/mail"
	"dorgora/internal/money"
	"dorgora/internal/notice"
	"dorgora/internal/sms"
)

// OpenCarrier opens the way out that a gateway describes.
func OpenCarrier(g gateway.Gateway) (Carrier, error) {
	if g.Channel() == notice.Mail {
		sender, err := mail.Open(g.All())
		return postman{sender}, err
	}
	out, err := sms.Open(g.Kind, g.All())
	return texter{out, g.Value("from")}, err
}

// Repeats reports whether a gateway takes the same message twice for one.
func Repeats(g gateway.Gateway) bool {
	return g.Kind == "gammu" || g.Kind == "http" && g.Value("repeats") == "yes"
}

// LimitsOf reads the limits in the settings of a gateway.
func LimitsOf(g gateway.Gateway) notice.Limits {
	return notice.Limits{
		QuietFrom: clockOf(g.Value("quiet_from")), QuietTo: clockOf(g.Value("quiet_to")), PerNumber: whole(g.Value("per_number")),
		Price: money.Paisa(whole(g.Value("price"))), Budget: money.Taka(int64(whole(g.Value("budget")))), Alarm: whole(g.Value("alarm")),
	}
}

// whole is a checked number of a gateway's settings, 0 when it has none.
func whole(text string) int {
	n, err := strconv.Atoi(text)
	if err != nil {
		return 0
	}
	return n
}

// texter carries by SMS.
type texter struct {
	out  sms.Gateway
	from string
}

// Carry implements Carrier.
func (t texter) Carry(ctx context.Context, p Parcel) (string, error) {
	return t.out.Send(ctx, sms.Message{ID: p.ID, From: t.from, To: p.To, Text: p.Text})
}

// postman carries by mail.
type postman struct{ out mail.Sender }

// Carry implements Carrier.
func (m postman) Carry(ctx context.Context, p Parcel) (string, error) {
	return m.out.Send(ctx, mail.Outgoing{
		ID: p.ID, To: p.To, ReplyTo: p.ReplyTo, Subject: p.Subject, Text: p.Text, InReplyTo: p.InReplyTo, References: p.References, Files: p.Files,
	})
}
