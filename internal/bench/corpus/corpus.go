// Package corpus invents the cases that measurements are made on: three years of
// applications to many offices, the same ones at every call, on every machine. It
// knows neither tables nor pages; package bench turns its cases into rows.
package corpus

import (
	"encoding/binary"
	"math/rand/v2"
	"time"

	"dorgora/internal/number"
	"dorgora/workday"
)

// Corpus is a number of invented cases. The zero value holds none.
type Corpus struct {
	Cases    int // in all
	Offices  int // that receive them, the first one among them; at least 1
	Services int // that each office offers
}

// Deed is what happens to an invented case after its receipt.
type Deed string

// The deeds.
const (
	Take     Deed = "take"
	Reply    Deed = "reply"
	Ask      Deed = "ask"    // for a paper; the clock pauses
	Answer   Deed = "answer" // by the applicant
	Deliver  Deed = "deliver"
	Refuse   Deed = "refuse"
	Withdraw Deed = "withdraw" // by the applicant
)

// Step is one deed, with the words that were said.
type Step struct {
	Deed  Deed
	At    time.Time
	Words string
}

// Case is one invented case.
type Case struct {
	Place    int    // 0, 1, 2 … in the order of receipt, days apart
	Office   int    // 0 is the first office
	Service  int    // its place in the charter, from 0
	Number   string // tracking number, unlike all others
	Name     string
	Latin    string // the name in Latin letters, as a clerk types it
	Mobile   string // as typed: 01XXXXXXXXX
	Need     string
	Counter  bool // an officer wrote it down; otherwise it came by the web
	Received time.Time
	Steps    []Step
	Seed     uint64 // of whatever else the case needs at random
}

// The span of the corpus: three years of working days, Sunday to Thursday, that
// end before End.
var (
	begin = workday.Date{Year: 2023, Month: time.November, Day: 26} // a Sunday
	// End is the moment after the last act: a Tuesday, 10:00 in Dhaka.
	End = time.Date(2026, time.November, 24, 4, 0, 0, 0, time.UTC)
)

// workingDays is how many days of the span people are received on.
const workingDays = 782

// The first office has as many cases at every size of the corpus as it can, so that
// its lists are alike: half of all, and 2,000 at most.
const firstOfficeMost = 2000

// seed makes the corpus what it is. Another one is another corpus.
const seed = 20261124

// first returns how many of the first n cases are the first office's.
func (c Corpus) first(n int) int {
	if c.Offices < 2 {
		return n
	}
	return n * min(c.Cases/2, firstOfficeMost) / max(c.Cases, 1)
}

// Case invents the case at a place, from 0 to c.Cases-1. It may be called in any
// order and by many at once.
func (c Corpus) Case(place int) Case {
	source := rand.NewPCG(seed, uint64(place))
	r := rand.New(source)
	one := Case{Place: place, Number: trackingNumber(place), Seed: r.Uint64()}
	one.Office, one.Service = c.office(place, r), pick(r, serviceWeights(c.Services))
	one.Name, one.Latin = person(r)
	one.Mobile = "017" + eightDigits(r)
	one.Need = sentence(r, 6+r.IntN(8))
	one.Counter = r.IntN(3) == 0
	one.Received = received(place*workingDays/max(c.Cases, 1), r)
	if c.open(place, one.Office, r) {
		one.Steps = begun(one.Received, r)
	} else {
		one.Steps = finished(one.Received, r)
	}
	return one
}

// office spreads the cases that are not the first office's evenly over the others.
func (c Corpus) office(place int, r *rand.Rand) int {
	if c.first(place+1) > c.first(place) {
		return 0
	}
	return 1 + r.IntN(c.Offices-1)
}

// open says which cases have not ended: every third of the last 15 in 100.
func (c Corpus) open(place, office int, r *rand.Rand) bool {
	if dice := r.IntN(3); office != 0 {
		return place*100 >= c.Cases*85 && dice == 0
	}
	own := c.first(place)
	return own*100 >= c.first(c.Cases)*85 && own%3 == 0
}

// trackingNumber gives each place a number of its own that looks drawn by chance:
// the step has no factor in common with the nine thousand million numbers.
func trackingNumber(place int) string {
	const step, start, count = 7_364_517_929, 2_718_281_828, 9_000_000_000
	var raw [8]byte
	binary.BigEndian.PutUint64(raw[:], (uint64(place)*step+start)%count)
	return number.Tracking(raw)
}

// received is a moment of the given working day between nine and five.
func received(day int, r *rand.Rand) time.Time {
	date := begin.AddDays(day/5*7 + day%5)
	second := 9*3600 + r.IntN(8*3600)
	return date.Time(0, 0, workday.Dhaka).Add(time.Duration(second) * time.Second).UTC()
}
