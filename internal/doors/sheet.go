package doors

import (
	"dorgora/internal/access"
	"dorgora/internal/casework/caseworkweb"
	"dorgora/internal/register/registerweb"
	"dorgora/internal/sheet"
)

// newSheet builds what is printed.
func newSheet(house House) sheet.Pages {
	return sheet.Pages{
		Site: house.Site, Offices: house.Offices, Offers: house.Shelf, Turns: house.Register, Address: house.Address, Now: house.Now,
		Receipts: caseworkweb.Pages{
			Site: house.Site, Desk: house.Desk, Services: house.Shelf, Numbers: house.Cases, Witness: house.Notary, Say: house.Say,
			Address: house.Address, Logger: house.Logger,
		},
		Register: registerweb.Pages{
			Site: house.Site, Turns: house.Register, Offices: house.Offices, Offers: house.Shelf, Drafts: house.Editions, Now: house.Now,
		},
	}
}

// sheetRoutes are the addresses of printed sheets.
func (d Doors) sheetRoutes() []Route {
	return []Route{
		{"GET /{office}/receipts/{key}/slip.pdf", access.Public, d.sheet.Slip},
		{"GET /{office}/receipts/{key}/letter.pdf", access.Public, d.sheet.Acknowledgement},
		{"GET /{office}/charter/poster", access.Public, d.sheet.Poster},
		{"GET /{office}/charter/poster.pdf", access.Public, d.sheet.PosterFile},
		{"GET /{office}/charter/board.pdf", access.Public, d.sheet.Board},
		{"GET /{office}/desk/register/pdf", access.Staff, d.sheet.RegisterFile},
	}
}
