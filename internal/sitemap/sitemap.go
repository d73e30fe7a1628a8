// Package sitemap shows the pages that join several parts of the program: the
// front of the installation, the home page of an office and its search.
package sitemap

import (
	"context"
	"embed"
	"time"

	"dorgora/internal/catalogue"
	"dorgora/internal/message"
	"dorgora/internal/office"
	"dorgora/internal/site"
	"dorgora/workday"
)

//go:embed bn.txt
var bn string

//go:embed en.txt
var en string

// Texts is what the pages say.
var Texts = message.Set{Name: "sitemap", Bn: bn, En: en}

// Files holds the templates, for site.Parse.
//
//go:embed templates/*.html
var Files embed.FS

// Offices tells which offices there are and on which days they work.
type Offices interface {
	Offices(ctx context.Context) ([]office.Office, error)
	Calendar(ctx context.Context, officeID string) (workday.Calendar, error)
}

// Charters tells which offices have a charter in force.
type Charters interface {
	Offices(ctx context.Context, at time.Time) ([]string, error)
}

// Pages answers the requests of this slice.
type Pages struct {
	Site     *site.Site
	Shelf    *catalogue.Shelf
	Charters Charters
	Offices  Offices
	// Records gives the record of each service by key; nil: no figures yet.
	Records func(ctx context.Context, officeID string) (map[string]catalogue.Record, error)
	Now     func() time.Time
}

func (p Pages) records(ctx context.Context, officeID string) (map[string]catalogue.Record, error) {
	if p.Records == nil {
		return nil, nil
	}
	return p.Records(ctx, officeID)
}
