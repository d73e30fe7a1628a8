package sitemap_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"dorgora/internal/office"
)

// everywhere has a charter in force in every office.
type everywhere offices

func (e everywhere) Offices(context.Context, time.Time) ([]string, error) {
	var ids []string
	for _, o := range e {
		ids = append(ids, o.ID)
	}
	return ids, nil
}

func TestFrontOfTheCountry(t *testing.T) {
	top := office.Office{ID: "doict", Slug: "doict", Name: "তথ্য ও যোগাযোগ প্রযুক্তি অধিদপ্তর"}
	changes, err := office.DepartmentTree(top, nil, now)
	if err != nil {
		t.Fatal(err)
	}
	all := offices{top}
	for _, c := range changes {
		all = append(all, c.Offices...)
	}
	r := newRig(t)
	r.pages.Offices, r.pages.Charters = all, everywhere(all)
	r.route()
	t.Run("districts stand under their divisions, the department above them", func(t *testing.T) {
		body := r.shows(t, "/", 200, "খুলনা বিভাগ", "/?district=khulna", "(১০)", "তথ্য ও যোগাযোগ প্রযুক্তি অধিদপ্তর")
		if strings.Contains(body, "দাকোপ") || strings.Count(body, "?district=") != 64 || strings.Count(body, " বিভাগ</h3>") != 8 {
			t.Error("the page lists offices, or not all districts once")
		}
		if len(body) > 40<<10 {
			t.Errorf("the page has %d bytes", len(body))
		}
	})
	t.Run("a district lists its offices", func(t *testing.T) {
		body := r.shows(t, "/?district=khulna", 200, "খুলনা জেলার কার্যালয়", "দাকোপ আইসিটি কার্যালয়", "খুলনা জেলা আইসিটি কার্যালয়")
		if strings.Contains(body, "সাভার") {
			t.Error("offices of another district are listed")
		}
		r.shows(t, "/en?district=khulna", 200, "Offices in Khulna district", "Dakop ICT Office", "Upazila office")
	})
	t.Run("a district that does not exist is the front page", func(t *testing.T) {
		r.shows(t, "/?district=atlantis", 200, "আপনার কার্যালয় খুঁজুন", "খুলনা বিভাগ")
	})
	t.Run("offices of one name are told apart by their places", func(t *testing.T) {
		r.shows(t, "/?q=কালীগঞ্জ", 200, "উপজেলা কার্যালয়, কালীগঞ্জ, গাজীপুর", "উপজেলা কার্যালয়, কালীগঞ্জ, লালমনিরহাট")
		r.shows(t, "/en?q=Jessore", 200, "Jashore Sadar ICT Office")
	})
	t.Run("what many offices share says how many there are", func(t *testing.T) {
		r.shows(t, "/?q=আইসিটি", 200, "আরও ৪৯৮টি কার্যালয় আছে")
	})
}
