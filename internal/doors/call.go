package doors

import (
	"context"

	"dorgora/internal/access"
	"dorgora/internal/call"
	"dorgora/internal/call/calldb"
	"dorgora/internal/call/callweb"
	"dorgora/internal/sqldb"
)

// newCall builds the telephone's screen.
func newCall(house House) callweb.Pages {
	return callweb.Pages{Site: house.Site, Calls: calldb.Store{DB: house.DB}, Cases: house.Cases, Desk: house.Desk, Say: house.Say}
}

// callRoutes are the addresses of the telephone.
func (d Doors) callRoutes() []Route {
	return []Route{
		{"GET /{office}/desk/calls", access.Staff, d.call.Screen},
		{"POST /{office}/desk/calls", access.Staff, d.call.Log},
		{"POST /{office}/desk/calls/backs/{back}", access.Staff, d.call.Answer},
		{"GET /{office}/desk/calls/register", access.Staff, d.call.Register},
	}
}

// CallBack puts somebody on the list of who is to be called, inside the transaction
// of the act that caused it.
func (h House) CallBack(ctx context.Context, tx *sqldb.Tx, ask call.Ask) error {
	calendar, err := h.Offices.Calendar(ctx, ask.Office)
	if err != nil {
		return err
	}
	back, err := call.Plan(ask, calendar, h.Now())
	if err != nil {
		return err
	}
	return calldb.Enqueue(ctx, tx, back)
}
