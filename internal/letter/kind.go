package letter

import (
	_ "embed"
	"slices"
	"strings"
)

//go:embed kinds.tsv
var kindLines string

// Addressing says to whom letters of a kind are addressed.
type Addressing string

// The ways of addressing.
const (
	ToOne  Addressing = "one"
	ToMany Addressing = "many"
	ToNone Addressing = "none" // made known to whom it concerns
)

// Kind is one of the twelve kinds of letters (Secretariat Instructions 2024, §136).
type Kind struct {
	ID         string
	Name       string
	NameEn     string
	To         Addressing
	Salutation string // may be empty
	Closing    string // above the signature; may be empty
}

// Memorandum is the kind that a lower office usually writes to a higher one.
const Memorandum = "memorandum"

// Kinds lists the kinds in the order of the Instructions.
func Kinds() []Kind {
	var all []Kind
	for line := range strings.Lines(kindLines) {
		if cells := strings.Split(strings.TrimRight(line, "\n"), "\t"); len(cells) == 6 && !strings.HasPrefix(line, "#") {
			all = append(all, Kind{cells[0], cells[1], cells[2], Addressing(cells[3]), cells[4], cells[5]})
		}
	}
	return all
}

// KindOf returns a kind by ID.
func KindOf(id string) (Kind, bool) {
	all := Kinds()
	if i := slices.IndexFunc(all, func(k Kind) bool { return k.ID == id }); i >= 0 {
		return all[i], true
	}
	return Kind{}, false
}
