package office

import (
	"fmt"
	"time"
)

// The posts that lead the offices of the ICT department; titles by the order of
// 12 August 2024.
var (
	districtHead = Post{ID: "head", Title: "জেলা আইসিটি অফিসার", TitleEn: "District ICT Officer"}
	upazilaHead  = Post{ID: "head", Title: "উপজেলা আইসিটি অফিসার", TitleEn: "Upazila ICT Officer"}
)

// DepartmentTree decides on the offices that the ICT department still lacks
// below its topmost one: an office in each of the 64 districts and in each of the
// 494 upazilas, every one with the post of its head, parents before children. The
// department has no office at the level of a division.
//
// Their IDs are the topmost office's with the district and the upazila behind it,
// as "doict-khulna-dakop", the same in every installation. An office of the list
// known that has such an ID or slug is kept as it is, and those below it hang under
// it; where nothing lacks, nothing is decided.
func DepartmentTree(top Office, known []Office, now time.Time) ([]Change, error) {
	tree := tree{now: now, byID: map[string]Office{}, bySlug: map[string]Office{}}
	for _, o := range known {
		tree.byID[o.ID], tree.bySlug[o.Slug] = o, o
	}
	below := map[string]Office{}
	for _, d := range districts {
		id := top.ID + "-" + d.Slug
		o, err := tree.found(top, districtHead, Office{
			ID: id, Slug: id, Kind: District, Region: d.Slug,
			Name: d.Name + " জেলা আইসিটি কার্যালয়", NameEn: d.NameEn + " District ICT Office",
			Place: "জেলা কার্যালয়, " + d.Name, PlaceEn: "District office, " + d.NameEn,
		})
		if err != nil {
			return nil, err
		}
		below[d.Slug] = o
	}
	for _, u := range upazilas {
		d, _ := RegionOf(u.Region)
		_, err := tree.found(below[u.Region], upazilaHead, Office{
			ID: u.OfficeID(top), Slug: u.Slug, Kind: Upazila, Region: u.Region,
			Name: u.Name + " আইসিটি কার্যালয়", NameEn: u.NameEn + " ICT Office",
			Place: "উপজেলা কার্যালয়, " + u.Name + ", " + d.Name, PlaceEn: "Upazila office, " + u.NameEn + ", " + d.NameEn,
		})
		if err != nil {
			return nil, err
		}
	}
	return tree.changes, nil
}

// OfficeID is the ID of the department's office in the upazila, below the topmost
// one.
func (p Place) OfficeID(top Office) string { return top.ID + "-" + p.Region + "-" + p.ID }

// tree gathers the offices that lack.
type tree struct {
	now     time.Time
	byID    map[string]Office
	bySlug  map[string]Office
	changes []Change
}

// found gives the office that is there already, or decides on it.
func (t *tree) found(above Office, head Post, o Office) (Office, error) {
	if kept, ok := t.byID[o.ID]; ok {
		return kept, nil
	}
	if kept, ok := t.bySlug[o.Slug]; ok {
		return kept, nil
	}
	change, err := Chart{Offices: []Office{above}}.Found(o, head, t.now)
	if err != nil {
		return Office{}, fmt.Errorf("office %s: %w", o.ID, err)
	}
	t.changes = append(t.changes, change)
	return change.Offices[0], nil
}
