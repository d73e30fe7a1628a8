package doors

import (
	"context"
	"time"

	"dorgora/internal/access"
	"dorgora/internal/centre/centredb"
	"dorgora/internal/centre/centreweb"
	"dorgora/internal/sqldb"
)

// CentresOf tells at which digital centres a person works, for access.Keeper.
func CentresOf(db *sqldb.DB) func(ctx context.Context, person string, at time.Time) ([]access.Centre, error) {
	return func(ctx context.Context, person string, at time.Time) ([]access.Centre, error) {
		seats, err := centredb.Store{DB: db}.Seats(ctx, person, at)
		if err != nil || len(seats) == 0 {
			return nil, err
		}
		centres := make([]access.Centre, len(seats))
		for i, one := range seats {
			centres[i] = access.Centre{Office: one.Office, Code: one.Code}
		}
		return centres, nil
	}
}

// newCentre builds the registry of digital centres and the area of their people.
func newCentre(house House) (centreweb.Registry, centreweb.Area) {
	store := centredb.Store{DB: house.DB}
	return centreweb.Registry{
			Site: house.Site, Centres: store, Handed: store, Offices: house.Offices, Desk: house.Desk, Random: house.Random,
		}, centreweb.Area{
			Site: house.Site, Centres: store, Handed: store, Offers: house.Shelf, Uploads: house.Uploads, Desk: house.Desk,
		}
}

// centreRoutes are the addresses of digital centres.
func (d Doors) centreRoutes() []Route {
	return []Route{
		{"GET /{office}/desk/centres", access.Staff, d.centres.List},
		{"POST /{office}/desk/centres", access.Heads, d.centres.Found},
		{"GET /{office}/desk/centres/{centre}", access.Staff, d.centres.One},
		{"POST /{office}/desk/centres/{centre}", access.Heads, d.centres.Describe},
		{"POST /{office}/desk/centres/{centre}/people", access.Heads, d.centres.Join},
		{"POST /{office}/desk/centres/{centre}/people/{person}/end", access.Heads, d.centres.Leave},
		{"GET /{office}/centre", access.Entrepreneur, d.area.Area},
		{"GET /{office}/centre/apply", access.Entrepreneur, d.area.Apply},
		{"POST /{office}/centre/apply", access.Entrepreneur, d.area.Send},
		{"GET /{office}/centre/requests/{key}", access.Entrepreneur, d.area.Done},
	}
}
