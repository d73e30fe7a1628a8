package caseworkdb_test

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"dorgora/internal/casework/caseworkdb"
)

// slips are the spellings that people confuse, by class; each way round is one.
var slips = map[string][][2]string{
	"ি/ী":           {{"ি", "ী"}, {"ই", "ঈ"}},
	"ু/ূ":           {{"ু", "ূ"}, {"উ", "ঊ"}},
	"শ/ষ/স":         {{"শ", "স"}, {"শ", "ষ"}, {"ষ", "স"}},
	"ণ/ন":           {{"ণ", "ন"}},
	"য়":            {{"\u09AF\u09BC", "\u09DF"}, {"\u09AF\u09BC", "\u09AF"}},
	"জ/য":           {{" জ", " য"}},
	"joiners":       {{"্", "্\u200C"}, {"্", "্\u200D"}},
	"ৎ/ত, ং/ঙ":      {{"ৎ", "ত"}, {"ংক", "ঙ্ক"}},
	"chandrabindu":  {{"ঁ", ""}},
	"visarga":       {{"ঃ", ""}, {"ঃ", ":"}},
	"ো as two":      {{"ো", "\u09C7\u09BE"}},
	"doubled":       {{"দ্দ", "দ"}, {"ম্ম", "ম"}},
	"ব-ফলা, য-ফলা":  {{"শ্ব", "শ"}, {"ধ্য", "ধ"}, {"দ্য", "দ"}},
	"hyphen":        {{"-", " "}, {"-", ""}},
	"punctuation":   {{" ", ", "}, {" ", "।"}},
	"Bangla digits": {{"1", "১"}, {"0", "০"}},
}

// written is one line of the table: where a text stands, and its spellings by class.
type written struct {
	place string
	by    map[string][]string
}

// variants returns the hand-written and the generated spellings of each text, by
// class.
func variants(t *testing.T) map[string]written {
	t.Helper()
	table, err := os.ReadFile("testdata/spellings.tsv")
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]written{}
	for line := range strings.Lines(string(table)) {
		cells := strings.Split(strings.TrimSpace(line), "\t")
		if strings.HasPrefix(line, "#") {
			continue
		}
		text, by := cells[1], map[string][]string{}
		all[text] = written{cells[0], by}
		for spelling := range strings.SplitSeq(cells[2], "|") {
			class := "by hand, Bangla"
			if strings.ContainsAny(spelling, "abcdefghijklmnopqrstuvwxyz") {
				class = "by hand, Latin"
			}
			by[class] = append(by[class], spelling)
		}
		for class, pairs := range slips {
			for _, pair := range pairs {
				for i := range pair {
					if from := pair[i]; from != "" && strings.Contains(text, from) {
						by[class] = append(by[class], strings.ReplaceAll(text, from, pair[1-i]))
					}
				}
			}
		}
	}
	return all
}

// TestStoreSearchRecall holds bar 8 of the measures: of the spellings that people
// use for what stands in a case, at least 99 in 100 find it.
func TestStoreSearchRecall(t *testing.T) {
	all := variants(t)
	engines(t, func(t *testing.T, store caseworkdb.Store) {
		numbers := map[string]string{}
		for i, text := range slices.Sorted(maps.Keys(all)) {
			r := receipt(i)
			r.Application.Name, r.Application.Need = "কেউ একজন", "যেকোনো কথা"
			switch all[text].place {
			case "name":
				r.Application.Name = text
			case "union":
				r.Application.Union = text
			default:
				r.Application.Need = text
			}
			numbers[text] = submit(t, store, r, stamp(i, now)).Number
		}
		tried, found, returned := map[string]int{}, map[string]int{}, 0
		var lost []string
		for text, line := range all {
			for class, spellings := range line.by {
				for _, spelling := range spellings {
					tried[class]++
					rows := looking(t, store, spelling)
					returned += len(rows)
					if slices.Contains(rows, numbers[text]) {
						found[class]++
					} else {
						lost = append(lost, fmt.Sprintf("%s: %q does not find %q", class, spelling, text))
					}
				}
			}
		}
		sumTried, sumFound := 0, 0
		for _, class := range slices.Sorted(maps.Keys(tried)) {
			t.Logf("%4d of %4d  %s", found[class], tried[class], class)
			sumTried, sumFound = sumTried+tried[class], sumFound+found[class]
		}
		recall := float64(sumFound) / float64(sumTried)
		t.Logf("recall %.4f (%d of %d spellings), %.2f cases found a search", recall, sumFound, sumTried, float64(returned)/float64(sumTried))
		if recall < 0.99 || sumTried < 200 || tried["by hand, Latin"] < 100 {
			t.Errorf("recall %.4f of %d spellings; at least 0.99 of 200 are needed, 100 of them in Latin letters", recall, sumTried)
		}
		if len(lost) > 0 {
			t.Log(strings.Join(lost, "\n"))
		}
		if each := float64(returned) / float64(sumTried); each > 3 {
			t.Errorf("a search finds %.1f cases: it would find anything", each)
		}
	})
}
