package office_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"dorgora/bangla"
	"dorgora/internal/office"

	"golang.org/x/text/unicode/norm"
)

func TestDepartmentTree(t *testing.T) {
	now := day(time.November, 23)
	top := office.Office{ID: "doict", Slug: "doict", Kind: office.Department}
	kept := []office.Office{top, {ID: "doict-khulna", Slug: "doict-khulna", Parent: "doict", Kind: office.District}, {ID: "doict-rupsha", Slug: "rupsha", Parent: "doict-khulna"}}
	changes, err := office.DepartmentTree(top, kept, now)
	ok(t, err)
	all := slices.Clone(kept)
	for _, c := range changes {
		all = append(all, c.Offices...)
	}
	t.Run("64 district and 494 upazila offices and the department are there", func(t *testing.T) {
		if len(all) != 1+64+494 || len(changes) != 63+493 {
			t.Errorf("%d offices, %d of them new", len(all), len(changes))
		}
	})
	t.Run("every ID and every address is there once, and can be one", func(t *testing.T) {
		ids, slugs := map[string]bool{}, map[string]bool{}
		for _, o := range all {
			if ids[o.ID] || slugs[o.Slug] || office.CheckSlug(o.Slug) != nil {
				t.Errorf("%s at %q", o.ID, o.Slug)
			}
			ids[o.ID], slugs[o.Slug] = true, true
		}
		for _, slug := range []string{"dakop", "kaliganj-gazipur", "kaliganj-satkhira", "faridpur-pabna", "doict-coxsbazar"} {
			if !slugs[slug] {
				t.Errorf("no office at %q", slug)
			}
		}
	})
	t.Run("parents come before children, each with the post of its head", func(t *testing.T) {
		seen := map[string]bool{"doict": true, "doict-khulna": true}
		for _, c := range changes {
			o := c.Offices[0]
			if !seen[o.Parent] || len(c.Posts) != 1 || c.Posts[0].Role != office.Head || c.Posts[0].Office != o.ID {
				t.Errorf("%+v", c)
			}
			seen[o.ID] = true
		}
	})
	t.Run("an upazila office reads as its signboard", func(t *testing.T) {
		i := slices.IndexFunc(all, func(o office.Office) bool { return o.ID == "doict-khulna-dakop" })
		if o := all[i]; o.Name != "দাকোপ আইসিটি কার্যালয়" || o.Place != "উপজেলা কার্যালয়, দাকোপ, খুলনা" || o.Region != "khulna" || o.Parent != "doict-khulna" || o.Phone != "" || o.Mail != "" {
			t.Errorf("%+v", o)
		}
	})
	t.Run("a second time nothing lacks", func(t *testing.T) {
		again, err := office.DepartmentTree(top, all, now)
		ok(t, err)
		if len(again) != 0 {
			t.Errorf("%d offices more", len(again))
		}
	})
	t.Run("what hangs under a district that was founded otherwise hangs under that one", func(t *testing.T) {
		changes, err := office.DepartmentTree(top, []office.Office{top, {ID: "x", Slug: "doict-khulna", Parent: "doict"}}, now)
		ok(t, err)
		i := slices.IndexFunc(changes, func(c office.Change) bool { return c.Office == "doict-khulna-rupsha" })
		if i < 0 || changes[i].Offices[0].Parent != "x" {
			t.Errorf("%d", i)
		}
	})
}

func TestPlaces(t *testing.T) {
	divisions, words := map[string]bool{}, []string{}
	for _, d := range office.Regions() {
		divisions[d.Division+d.DivisionEn] = true
		words = append(words, d.Name, d.Division)
	}
	for _, u := range office.Upazilas() {
		if _, known := office.RegionOf(u.Region); !known {
			t.Errorf("%s lies in no district", u.Name)
		}
		words = append(words, u.Name)
	}
	if len(divisions) != 8 {
		t.Errorf("%d divisions", len(divisions))
	}
	for _, word := range words {
		if !norm.NFC.IsNormalString(word) || word != bangla.Line(word) || strings.ContainsFunc(word, func(r rune) bool { return r < 0x80 && r != ' ' }) {
			t.Errorf("%q is no clean Bangla", word)
		}
	}
	if d, _ := office.RegionOf("cumilla"); d.NameEn != "Cumilla" || d.Former != "Comilla" || d.DivisionEn != "Chattogram" {
		t.Errorf("%+v", d)
	}
}
