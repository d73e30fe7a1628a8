package office

import (
	_ "embed"
	"strings"
)

//go:embed districts.tsv
var districtText string

// Region is one of the 64 districts of Bangladesh. Regional holidays name the
// districts in which they hold.
type Region struct {
	Slug   string // as workday.Day.Region has it
	Name   string
	NameEn string // spelling of 2018
}

var districts = func() []Region {
	var all []Region
	for line := range strings.Lines(districtText) {
		cells := strings.Split(strings.TrimSpace(line), "\t")
		if len(cells) == 3 && cells[0] != "slug" {
			all = append(all, Region{Slug: cells[0], Name: cells[1], NameEn: cells[2]})
		}
	}
	return all
}()

// Regions returns the districts in the order of their English names.
func Regions() []Region { return append([]Region(nil), districts...) }

// knownRegion reports whether a region is empty or the slug of a district.
func knownRegion(slug string) bool {
	if slug == "" {
		return true
	}
	_, ok := find(districts, func(r Region) bool { return r.Slug == slug })
	return ok
}
