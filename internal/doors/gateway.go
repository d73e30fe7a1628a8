package doors

import (
	"context"
	"errors"
	"fmt"
	"time"

	"dorgora/internal/access"
	"dorgora/internal/gateway"
	"dorgora/internal/gateway/gatewaydb"
	"dorgora/internal/gateway/gatewayweb"
	"dorgora/internal/jobs"
	"dorgora/internal/notice"
	"dorgora/internal/notice/noticedb"
	"dorgora/internal/sms"
	"dorgora/internal/sqldb"
)

// gateways are those of the installation.
func (h House) gateways() gatewaydb.Store {
	return gatewaydb.Store{DB: h.DB, Key: h.Secret("gateway"), Random: h.Random}
}

// Gateways are where the ways of the installation are kept.
func (d Doors) Gateways() gatewaydb.Store { return d.house.gateways() }

// called are the gateways of the installation as they are spoken to.
type called struct {
	gatewaydb.Store
	house House
}

// All returns every gateway, each with the address to which it reports.
func (c called) All(ctx context.Context) ([]gateway.Gateway, error) {
	all, err := c.Store.All(ctx)
	for i, g := range all {
		chain, wrong := c.house.Offices.Chain(ctx, g.Office)
		if err = errors.Join(err, wrong); len(chain) > 0 {
			all[i] = g.Called(gateway.AddressOf(c.house.Address, chain[0].Slug, g))
		}
	}
	return all, err
}

// gatewayDoor is where gateways are set up, and where they call.
type gatewayDoor struct {
	ways  gatewaydb.Store
	pages gatewayweb.Pages
}

// newGateway joins the gateways with those who take what came in, and who hear of the
// fate of messages.
func newGateway(house House, dialogue dialogueDoor, outbox outboxDoor) gatewayDoor {
	ways := house.gateways()
	return gatewayDoor{ways, gatewayweb.Pages{
		Site: house.Site, Store: ways, Offices: house.Offices, Origin: house.Address, Now: house.Now, Random: house.Random,
		Floods: gatewayweb.NewFloods(), Reported: outbox.engine.Reported,
		Incoming: func(ctx context.Context, g gateway.Gateway, in sms.Incoming) error {
			return dialogue.Take(ctx, g.Office, g.ID, in)
		},
		Say: func(ctx context.Context, n notice.Notice) error {
			return house.DB.InTx(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
				return noticedb.Enqueue(ctx, tx, []notice.Notice{n})
			})
		},
	}}
}

// gatewayRoutes are the pages about gateways, and the addresses at which they call
// with a token in the path.
func (d Doors) gatewayRoutes() []Route {
	return []Route{
		{"GET /{office}/desk/gateways", access.Heads, d.gateway.pages.List},
		{"POST /{office}/desk/gateways", access.Heads, d.gateway.pages.Create},
		{"GET /{office}/desk/gateways/new", access.Heads, d.gateway.pages.New},
		{"GET /{office}/desk/gateways/{gateway}", access.Heads, d.gateway.pages.Gateway},
		{"POST /{office}/desk/gateways/{gateway}", access.Heads, d.gateway.pages.Change},
		{"POST /{office}/desk/gateways/{gateway}/use", access.Heads, d.gateway.pages.Use},
		{"POST /{office}/desk/gateways/{gateway}/test", access.Heads, d.gateway.pages.Test},
		{"GET /{office}/gateways/{gateway}/{secret}/incoming", access.Public, d.gateway.pages.Come},
		{"POST /{office}/gateways/{gateway}/{secret}/incoming", access.Public, d.gateway.pages.Come},
		{"GET /{office}/gateways/{gateway}/{secret}/report", access.Public, d.gateway.pages.Report},
		{"POST /{office}/gateways/{gateway}/{secret}/report", access.Public, d.gateway.pages.Report},
	}
}

// schedules look into the folders of modems.
func (d gatewayDoor) schedules() []jobs.Schedule {
	return []jobs.Schedule{{Name: "gateway.poll", Next: jobs.Every(5 * time.Second), Do: d.poll}}
}

// smsKept is how long the files of messages are kept that were sent or taken in; a
// notice is given up long before.
const smsKept = 31 * 24 * time.Hour

// poll takes what modems received and hears how their messages fared. One that cannot
// be read keeps no other from being read.
func (d gatewayDoor) poll(ctx context.Context) error {
	all, err := d.ways.All(ctx)
	if err != nil {
		return err
	}
	var wrong error
	for _, g := range all {
		if g.Kind != "gammu" || !g.Active {
			continue
		}
		if err := d.pollOne(ctx, g); err != nil {
			wrong = errors.Join(wrong, fmt.Errorf("modem %s of %s: %w", g.ID, g.Office, err))
		}
	}
	return wrong
}

func (d gatewayDoor) pollOne(ctx context.Context, g gateway.Gateway) error {
	modem := sms.Modem{Folder: g.Value("folder")}
	if err := modem.Ready(); err != nil {
		return err
	}
	list, err := modem.Incoming(d.pages.Now())
	for _, in := range list {
		if err := d.pages.Incoming(ctx, g, in); err != nil {
			return err
		}
		if err := modem.Taken(in); err != nil {
			return err
		}
	}
	reports, wrong := modem.Reports()
	for _, r := range reports {
		if err := d.pages.Reported(ctx, g, r); err != nil {
			return err
		}
		if err := modem.Told(r); err != nil {
			return err
		}
	}
	return errors.Join(err, wrong, modem.Forget(d.pages.Now().Add(-smsKept)))
}
