package app

import (
	"context"
	_ "embed"
	"encoding/csv"
	"fmt"
	"strings"

	"dorgora/internal/catalogue"
	"dorgora/internal/office"
)

// rupshaCharter is the charter that the first office has published, as printed.
//
//go:embed rupsha/charter.txt
var rupshaCharter []byte

// officeTable holds the offices of the first start: the office of the charter,
// and those above it, which answer for grievances and escalation.
//
//go:embed offices.tsv
var officeTable string

// FirstOffice is the ID of the office whose charter the program brings along.
const FirstOffice = "doict-rupsha"

// seed fills an empty database: the offices, and the Rupsha charter published as
// printed. A first start that was cut short is carried on by the next. A database
// that has offices of its own, or whose first charter is published, is left as it is.
func (p *Program) seed(ctx context.Context) error {
	known, err := p.Offices.Offices(ctx)
	if err != nil {
		return err
	}
	there := map[string]bool{}
	for _, o := range known {
		there[o.ID] = true
	}
	for _, row := range officeRows() {
		if there[row["id"]] {
			delete(there, row["id"])
			continue
		}
		if len(there) > 0 {
			return nil
		}
		if err := p.found(ctx, row); err != nil {
			return fmt.Errorf("first office %s: %w", row["id"], err)
		}
	}
	published, err := p.Editions.History(ctx, FirstOffice)
	if err != nil || len(published) > 0 {
		return err
	}
	return p.publishFirst(ctx)
}

// publishFirst publishes the charter that the program brings along. Its draft is
// there already when the first start was cut short behind it.
func (p *Program) publishFirst(ctx context.Context) error {
	imported, err := p.Intake.Import(ctx, catalogue.File{
		Office: FirstOffice, Name: "charter-rupsha.txt", Bytes: rupshaCharter,
	})
	if err != nil {
		return fmt.Errorf("first charter: %w", err)
	}
	_, err = p.Press.Publish(ctx, catalogue.Order{Office: FirstOffice, Draft: imported.Draft.ID})
	if err != nil {
		return fmt.Errorf("first charter: %w", err)
	}
	return nil
}

// officeRows reads the table of first offices, parents before children.
func officeRows() []map[string]string {
	reader := csv.NewReader(strings.NewReader(officeTable))
	reader.Comma, reader.LazyQuotes = '\t', true
	lines, err := reader.ReadAll()
	if err != nil {
		panic(err) // the table is part of the program
	}
	var rows []map[string]string
	for _, line := range lines[1:] {
		row := map[string]string{}
		for i, name := range lines[0] {
			row[name] = line[i]
		}
		rows = append(rows, row)
	}
	return rows
}

func (p *Program) found(ctx context.Context, row map[string]string) error {
	var above office.Chart
	if row["parent"] != "" {
		var err error
		if above, err = p.Offices.Chart(ctx, row["parent"]); err != nil {
			return err
		}
	}
	change, err := above.Found(office.Office{
		ID: row["id"], Slug: row["slug"], Kind: office.Kind(row["kind"]), Name: row["name"], NameEn: row["name_en"],
		Place: row["place"], PlaceEn: row["place_en"], Phone: row["phone"], Mail: row["mail"], Region: row["region"],
	}, office.Post{ID: "head", Title: row["head"], TitleEn: row["head_en"]}, p.World.Now())
	if err != nil {
		return err
	}
	return p.Offices.Apply(ctx, change)
}
