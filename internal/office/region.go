package office

import (
	_ "embed"
	"slices"
	"strings"
)

//go:embed districts.tsv
var districtText string

//go:embed upazilas.tsv
var upazilaText string

// Region is one of the 64 districts of Bangladesh. Regional holidays name the
// districts in which they hold.
type Region struct {
	Slug       string // as workday.Day.Region has it
	Name       string
	NameEn     string // spelling of 2018
	Former     string // English spelling before 2018, empty when it is the same
	Division   string
	DivisionEn string
}

// Place is one of the 494 upazilas of March 2023. The names are those of the
// public list of administrative places, with slips mended and the spellings of
// 2018 throughout.
type Place struct {
	Region string // slug of the district
	ID     string // its own step of an ID, unique in its district
	Slug   string // address of an office there, unique in the country
	Name   string
	NameEn string
	Former string // earlier names, empty when there are none
}

// cells reads the rows of a table whose first row names the columns.
func cells(table string, columns int) [][]string {
	var rows [][]string
	for line := range strings.Lines(table) {
		if row := strings.Split(strings.TrimRight(line, "\r\n"), "\t"); len(row) == columns {
			rows = append(rows, row)
		}
	}
	return rows[1:]
}

var districts = func() []Region {
	var all []Region
	for _, row := range cells(districtText, 6) {
		all = append(all, Region{Slug: row[0], Name: row[1], NameEn: row[2], Former: row[3], Division: row[4], DivisionEn: row[5]})
	}
	return all
}()

var upazilas = func() []Place {
	var all []Place
	for _, row := range cells(upazilaText, 6) {
		all = append(all, Place{Region: row[0], ID: row[1], Slug: row[2], Name: row[3], NameEn: row[4], Former: row[5]})
	}
	return all
}()

// Regions returns the districts in the order of their English names.
func Regions() []Region { return slices.Clone(districts) }

// RegionOf returns the district of a slug.
func RegionOf(slug string) (Region, bool) {
	return find(districts, func(r Region) bool { return r.Slug == slug })
}

// Upazilas returns the upazilas, by district and English name.
func Upazilas() []Place { return slices.Clone(upazilas) }

// knownRegion reports whether a region is empty or the slug of a district.
func knownRegion(slug string) bool {
	_, ok := RegionOf(slug)
	return slug == "" || ok
}
