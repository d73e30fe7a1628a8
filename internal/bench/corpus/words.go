package corpus

import (
	_ "embed"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
)

// wordList is the words of the Rupsha charter, the most frequent first.
//
//go:embed words.txt
var wordList string

// peopleTable is parts of names of people who do not exist, in both scripts.
//
//go:embed people.tsv
var peopleTable string

// Words are the words that needs are made of, the most frequent first.
var Words = sync.OnceValue(func() []string { return strings.Fields(wordList) })

// part is one part of a name, in Bangla and in Latin letters.
type part struct{ bangla, latin string }

var people = sync.OnceValue(func() map[string][]part {
	found := map[string][]part{}
	for line := range strings.Lines(peopleTable) {
		cell := strings.Split(strings.TrimSpace(line), "\t")
		found[cell[0]] = append(found[cell[0]], part{cell[1], cell[2]})
	}
	return found
})

// person invents a name.
func person(r *rand.Rand) (bangla, latin string) {
	given, family := people()["given"], people()["family"]
	g, f := given[r.IntN(len(given))], family[r.IntN(len(family))]
	return g.bangla + " " + f.bangla, g.latin + " " + f.latin
}

func eightDigits(r *rand.Rand) string { return fmt.Sprintf("%08d", r.IntN(100_000_000)) }

// sentence is so many words, each as often as its rank asks (Zipf's law).
func sentence(r *rand.Rand, words int) string {
	list, weights := Words(), wordWeights()
	said := make([]string, words)
	for i := range said {
		said[i] = list[pick(r, weights)]
	}
	return strings.Join(said, " ") + "।"
}

// The bend of the law: words are more even than services.
const (
	wordBend    = 1.0
	serviceBend = 0.8
)

var wordWeights = sync.OnceValue(func() []float64 { return zipf(len(Words()), wordBend) })

var serviceTables sync.Map // of a number of services: its weights

func serviceWeights(services int) []float64 {
	if known, ok := serviceTables.Load(services); ok {
		return known.([]float64)
	}
	made := zipf(services, serviceBend)
	serviceTables.Store(services, made)
	return made
}

// zipf is the running sums of 1, 1/2^bend, 1/3^bend …, scaled to end with 1.
func zipf(ranks int, bend float64) []float64 {
	sums, sum := make([]float64, ranks), 0.0
	for i := range sums {
		sum += math.Pow(float64(i+1), -bend)
		sums[i] = sum
	}
	for i := range sums {
		sums[i] /= sum
	}
	return sums
}

// pick draws a rank.
func pick(r *rand.Rand, sums []float64) int {
	at, _ := slices.BinarySearch(sums, r.Float64())
	return min(at, len(sums)-1)
}
