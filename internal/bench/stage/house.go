package stage

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"

	"dorgora/bangla"
	"dorgora/internal/app"
	"dorgora/internal/casework"
	"dorgora/internal/catalogue"
	"dorgora/internal/office"
)

// house is one office of the corpus.
type house struct {
	id, slug string
	offer    *catalogue.Offer
	book     casework.Handbook
}

// builders is how many offices are set up at once: they share flushes to disk.
const builders = 16

// found returns so many offices, the first one among them, all with its charter.
func found(ctx context.Context, p *app.Program, offices int) ([]house, error) {
	charter, err := firstCharter(ctx, p)
	if err != nil {
		return nil, err
	}
	houses, wrong := make([]house, offices), make([]error, offices)
	var all sync.WaitGroup
	turn := make(chan struct{}, builders)
	for i := range houses {
		turn <- struct{}{}
		all.Go(func() {
			defer func() { <-turn }()
			houses[i], wrong[i] = build(ctx, p, i, charter)
		})
	}
	all.Wait()
	return houses, errors.Join(wrong...)
}

// firstCharter is the file that the first office's charter was read from.
func firstCharter(ctx context.Context, p *app.Program) (catalogue.File, error) {
	offer, err := p.Shelf.At(ctx, app.FirstOffice, p.World.Now())
	if err != nil {
		return catalogue.File{}, err
	}
	file, err := p.Blobs.Get(offer.Version.Source.Hash)
	if err != nil {
		return catalogue.File{}, err
	}
	text, err := io.ReadAll(file)
	return catalogue.File{Name: offer.Version.Source.Name, Bytes: text}, errors.Join(err, file.Close())
}

// build founds the office at a place, unless it is the first one, publishes the
// charter in it, and returns what its cases need.
func build(ctx context.Context, p *app.Program, place int, charter catalogue.File) (house, error) {
	chart, err := p.Offices.Chart(ctx, app.FirstOffice)
	if err != nil {
		return house{}, err
	}
	h := house{id: chart.Office().ID, slug: chart.Office().Slug}
	if place > 0 {
		h.id = fmt.Sprintf("bench-%03d", place)
		h.slug, charter.Office = h.id, h.id
		if err := settle(ctx, p, h, chart.Offices[1].ID); err != nil {
			return h, err
		}
		imported, err := p.Intake.Import(ctx, charter)
		if err != nil {
			return h, err
		}
		if _, err := p.Press.Publish(ctx, catalogue.Order{Office: h.id, Draft: imported.Draft.ID}); err != nil {
			return h, err
		}
	}
	if h.book.Calendar, err = p.Offices.Calendar(ctx, h.id); err != nil {
		return h, err
	}
	h.book.Rules = casework.RulesFor(nil, "", h.book.Calendar.DateOf(p.World.Now()))
	h.offer, err = p.Shelf.At(ctx, h.id, p.World.Now())
	return h, err
}

// settle writes an invented office below another.
func settle(ctx context.Context, p *app.Program, h house, below string) error {
	above, err := p.Offices.Chart(ctx, below)
	if err != nil {
		return err
	}
	change, err := above.Found(office.Office{
		ID: h.id, Slug: h.slug, Kind: office.Upazila, Name: "কল্পিত কার্যালয় " + bangla.Digits(h.id[len(h.id)-3:]),
		NameEn: "Invented office " + h.id[len(h.id)-3:], Place: "কল্পিত উপজেলা", Region: above.Office().Region,
	}, office.Post{ID: "head", Title: "প্রধান"}, p.World.Now())
	if err != nil {
		return err
	}
	return p.Offices.Apply(ctx, change)
}
