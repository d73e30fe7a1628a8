package app

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"dorgora/charter"
	"dorgora/internal/office"
)

// TestTemplateCharter holds the template against the printed charter of Rupsha.
func TestTemplateCharter(t *testing.T) {
	read := func(content []byte) charter.Charter {
		return must(charter.Read(charter.Source{Name: "charter.txt", Bytes: content}))(t)
	}
	template, printed := read(templateCharter), read(rupshaCharter)
	if len(template.Services) != len(printed.Services) {
		t.Fatalf("%d rows, printed are %d", len(template.Services), len(printed.Services))
	}
	for i, row := range template.Services {
		other := printed.Services[i]
		for _, cell := range []charter.Meaning{charter.Name, charter.ChannelsOf, charter.FeeOf, charter.TimeOf} {
			if row.Cells[cell] != other.Cells[cell] {
				t.Errorf("row %d: %s is %q, printed %q", i, cell, row.Cells[cell], other.Cells[cell])
			}
		}
		if got := row.Cells[charter.OfficerOf]; got != "সহকারী প্রোগ্রামার" {
			t.Errorf("row %d: the officer cell says %q", i, got)
		}
		if len(row.Officer.Phones)+len(row.Officer.Mails) > 0 {
			t.Errorf("row %d gives out a contact of Rupsha: %+v", i, row.Officer)
		}
	}
	for _, own := range []string{"খুলনা", "রুপসা", "রূপসা", "বুপসা", "@", "২৫৫০৩৯৭৫৭"} {
		if strings.Contains(string(templateCharter), own) {
			t.Errorf("the template holds %q", own)
		}
	}
}

func TestProgramEstablish(t *testing.T) {
	w := newWorld(t)
	top := must(w.Offices.BySlug(t.Context(), "doict"))(t)
	steps, done := 0, 0
	establish := func(ctx context.Context) (Establishment, error) {
		return w.Establish(ctx, top, func(n int) { steps += n }, func() { done++ })
	}
	t.Run("a run that is cut short is carried on", func(t *testing.T) {
		all := must(w.Offices.Offices(t.Context()))(t)
		changes := must(office.DepartmentTree(top, all, today))(t)
		check(t, w.foundAll(t.Context(), changes[:100]))
		made := must(establish(t.Context()))(t)
		if made.Offices != 456 || made.Charters != 493 || steps != 949 || done != steps {
			t.Errorf("%+v, %d of %d steps", made, done, steps)
		}
	})
	t.Run("a second run adds nothing", func(t *testing.T) {
		if made := must(establish(t.Context()))(t); made != (Establishment{}) {
			t.Errorf("%+v", made)
		}
	})
	t.Run("the office of Rupsha stays as it is", func(t *testing.T) {
		o := must(w.Offices.BySlug(t.Context(), "rupsha"))(t)
		if o.ID != FirstOffice || o.Phone == "" || len(must(w.Editions.History(t.Context(), o.ID))(t)) != 1 {
			t.Errorf("%+v", o)
		}
	})
	t.Run("a new office serves, and gives out nothing of Rupsha", func(t *testing.T) {
		for _, path := range []string{"/dakop", "/dakop/charter", "/dakop/services/" + w.rupsha["service"], "/en/kaliganj-gazipur"} {
			answer := w.ask(t, stranger, http.MethodGet, path, nil, nil)
			page := body(t, answer)
			if answer.StatusCode != http.StatusOK {
				t.Errorf("%s answers %d", path, answer.StatusCode)
			}
			for _, own := range []string{"doictrupsha", "২৫৫০৩৯৭৫৭", "55039757", "রুপসা"} {
				if strings.Contains(page, own) {
					t.Errorf("%s says %q", path, own)
				}
			}
		}
	})
	t.Run("a post that nobody holds yet falls to the district", func(t *testing.T) {
		chart := must(w.Offices.Chart(t.Context(), "doict-khulna-dakop"))(t)
		who := must(chart.Answerable("doict-khulna-dakop", "head", today))(t)
		if who.Office != "doict-khulna" {
			t.Errorf("a vacant post falls to %q", who.Office)
		}
	})
}
