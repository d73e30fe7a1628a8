package report

import (
	_ "embed"
	"strconv"
	"strings"

	"dorgora/workday"
)

//go:embed starters.tsv
var starterLines string

// Starters are the returns that come with the program, for an office and the post that
// will answer for them. They are not active: somebody must check them first against
// the orders that ask for them.
func Starters(office, post string, since workday.Date) []Return {
	var all []Return
	for line := range strings.Lines(starterLines) {
		cells := strings.Split(strings.TrimRight(line, "\n"), "\t")
		if strings.HasPrefix(line, "#") || len(cells) != 7 || cells[0] == "id" {
			continue
		}
		n, _ := strconv.Atoi(cells[5]) // the test of the list reads every one
		all = append(all, Return{
			Office: office, ID: cells[0], Name: cells[1], To: Asker{Office: cells[2]}, Every: Span(cells[3]), Rule: Rule(cells[4]), Day: n,
			Post: post, Since: since, Starter: true, Lines: starterQuestions(cells[6]), Revision: 1,
		})
	}
	return all
}

func starterQuestions(cell string) []Line {
	figures, words, _ := strings.Cut(cell, "|")
	var lines []Line
	for _, one := range strings.Fields(figures) {
		key, split, _ := strings.Cut(one, ":")
		figure, _ := FigureOf(key)
		lines = append(lines, Line{Question: figure.Name, Figure: key, By: Split(split)})
	}
	for question := range strings.SplitSeq(words, "|") {
		if question != "" {
			lines = append(lines, Line{Question: question})
		}
	}
	return lines
}
