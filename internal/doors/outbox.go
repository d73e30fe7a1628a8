package doors

import (
	"time"

	"context"
	"dorgora/internal/access"
	"dorgora/internal/gateway"
	"dorgora/internal/jobs"
	"dorgora/internal/notice"
	"dorgora/internal/outbox"
	"dorgora/internal/outbox/outboxweb"
	"dorgora/internal/postbox"
	"dorgora/internal/sms"
)

// outboxDoor is the way out of notices.
type outboxDoor struct {
	engine *outbox.Engine
	pages  outboxweb.Pages
}

func newOutbox(house House) outboxDoor {
	return outboxDoor{
		engine: &outbox.Engine{
			Store: house.Notices, Gateways: called{house.gateways(), house},
			Offices: house.Offices, Open: outbox.OpenCarrier, Say: house.Say, Address: house.Address, Now: house.Now, Logger: house.Logger,
			Observe: func(channel notice.Channel, fate notice.Status) { house.Metrics.Notice(string(channel), string(fate)) },
		},
		pages: outboxweb.Pages{
			Site: house.Site, Notices: house.Notices, Wordings: house.Notices, Cases: house.Cases, Charts: house.Offices, Say: house.Say,
			Wake: house.Wake, Now: house.Now,
		},
	}
}

// answered joins the outbox with the mails that come in.
func (d outboxDoor) answered(in mailDoor) {
	d.engine.ReplyAddress, d.engine.LastMail = in.ReplyAddress, in.LastMail
}

// outboxRoutes are the addresses of what did not arrive, and of the texts of notices.
func (d Doors) outboxRoutes() []Route {
	return []Route{
		{"GET /{office}/desk/outbox/trouble", access.Staff, d.outbox.pages.Trouble},
		{"GET /{office}/desk/outbox/notices/{notice}", access.Staff, d.outbox.pages.Notice},
		{"POST /{office}/desk/outbox/notices/{notice}/ruling", access.Staff, d.outbox.pages.Rule},
		{"GET /{office}/desk/wordings", access.Staff, d.outbox.pages.List},
		{"GET /{office}/desk/wordings/{wording}", access.Staff, d.outbox.pages.Wording},
		{"POST /{office}/desk/wordings/{wording}", access.Heads, d.outbox.pages.Set},
	}
}

// schedules deliver what is due, each channel for itself.
func (d outboxDoor) schedules() []jobs.Schedule {
	turn := func(channel notice.Channel) func(context.Context) error {
		return func(ctx context.Context) error { return d.engine.Turn(ctx, channel) }
	}
	return []jobs.Schedule{
		{Name: "outbox.sms", Next: jobs.Every(5 * time.Second), Do: turn(notice.SMS)},
		{Name: "outbox.mail", Next: jobs.Every(5 * time.Second), Do: turn(notice.Mail)},
	}
}

// bounced gives the notice that a mail brought the fate that its server tells.
func (d outboxDoor) bounced(ctx context.Context, officeID, noticeID string, r postbox.Report) error {
	state := sms.Accepted
	if r.Failed {
		state = sms.Failed
	}
	return d.engine.Reported(ctx, gateway.Gateway{Office: officeID, Kind: "smtp"}, sms.Report{ID: noticeID, State: state, Detail: r.Detail})
}
