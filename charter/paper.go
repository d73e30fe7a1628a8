package charter

import (
	"regexp"
	"strconv"
	"strings"

	"dorgora/bangla"
)

var (
	applicable = regexp.MustCompile(`(?i)[(\s]*(?:(?:প্রযোজ্য|প্রয়োজ্য)\s?(?:ক্ষেত্রে|হলে)|where applicable|if applicable)[)\s,:-]*`)
	ifAny      = regexp.MustCompile(`(?i)[(\s]*(?:(?:যদি\s?(?:থাকে|প্রয়োজন হয়))|ঐচ্ছিক|if any|optional)[)\s]*`)
	depending  = regexp.MustCompile(`(?:অনুযায়ী|অনুসারে|মোতাবেক|নির্ভরশীল|সাপেক্ষে)\s*[।.]?$`)
	// placeTail is an office at the end of a cell that holds papers and place together.
	placeTail = regexp.MustCompile(`(?i)(?:^|[\s,/।(-])((?:(?:সংশ্লিষ্ট|স্ব-?স্ব|নিজ)\s+)?(?:উপজেলা|জেলা|বিভাগীয়|আঞ্চলিক|প্রধান|ইউনিয়ন|পৌরসভা|বিভাগ|upazila|district|divisional|head)(?:\s+\S+){0,2}?\s*(?:কার্যালয়|কার্য্যালয়|অফিস|দপ্তর|পরিষদ|office)(?:\s*,\s*[\p{Bengali}A-Za-z -]+){0,3})\s*[।.)]*$`)
	levels    = regexp.MustCompile(`[,/]?\s*((?:উপজেলা|জেলা|বিভাগ|ইউনিয়ন)(?:\s*,\s*(?:উপজেলা|জেলা|বিভাগ|ইউনিয়ন))+)\s*[।.]*$`)
	portal    = regexp.MustCompile(`(?i)^(?:দাপ্তরিক\s?)?(?:ওয়েব\s?-?\s?সাইট|ওয়েব\s?পোর্টাল|website|web site|portal)$`)
	listMark  = regexp.MustCompile(`(?:^|[\s,;।.)])\(?([\d০-৯]{1,2}|[ক-হ]|[a-h]|i{1,3}|iv|vi{0,3}|ix|x)\s?(?:[।)\]]|\.(?:[^\d০-৯]|$)|[-–]\s|ঃ|:)`)
	loneMark  = regexp.MustCompile(`^[\d০-৯]{1,2}\s?[।.)]\s*`)
	bullet    = regexp.MustCompile(`(?:^|\n)\s*[•●▪■*➢✓-]\s+`)
)

// noPaper are words in a list of papers that tell how to come, not what to bring.
var noPaper = map[string]bool{"সরাসরি": true, "সরাসরি যোগাযোগ": true, "অনলাইন": true, "অনলাইনে": true, "টেলিফোন": true, "টেলিফোনে": true, "ই-মেইল": true, "in person": true, "online": true}

// readPapers gives the list of papers of a row. from is the column of places,
// empty where papers and place share one cell: there a trailing office is the
// place ("… জেলা কার্যালয়, খুলনা").
func readPapers(cell, from string) []Paper {
	papers := []Paper{}
	if blank(cell) {
		return papers
	}
	text := strings.TrimSpace(clip(cell))
	items, numbered := listItems(text)
	if blank(from) {
		from = ""
		if !numbered {
			text, from = cutPlace(oneLine(text), text)
		}
	}
	if !numbered && len(items) < 2 {
		items = looseItems(text)
	}
	places, _ := listItems(clip(from))
	var sites []string
	for _, item := range items {
		if bare := strings.Trim(oneLine(item), " ।.,-"); portal.MatchString(bare) {
			sites = append(sites, bare)
			continue
		}
		if paper, ok := readPaper(item); ok {
			papers = append(papers, paper)
		}
	}
	if len(papers) == 0 && len(sites) > 0 { // nothing else is named: keep what is printed
		papers, sites = append(papers, Paper{Text: strings.Join(sites, ", "), Need: Required}), nil
	}
	from = strings.Trim(strings.Join(append(sites, oneLine(from)), ", "), ", ")
	for i := range papers {
		papers[i].From = from
		if len(places) == len(papers) && len(places) > 1 {
			papers[i].From = strings.Trim(oneLine(places[i]), " ।,;")
		}
	}
	return papers
}

func readPaper(item string) (Paper, bool) {
	text := loneMark.ReplaceAllString(oneLine(item), "")
	paper := Paper{Need: Required}
	if applicable.MatchString(text) {
		paper.Need = IfApplicable
		text = applicable.ReplaceAllString(text, " ")
	}
	if ifAny.MatchString(text) {
		paper.Need = Optional
		text = ifAny.ReplaceAllString(text, " ")
	}
	text = strings.Trim(text, " ।,;:-–/|")
	if !strings.Contains(text, "(") {
		text = strings.TrimRight(text, ")")
	}
	if depending.MatchString(text) {
		paper.Need = IfApplicable
	}
	paper.Text = oneLine(text)
	return paper, paper.Text != "" && !noPaper[paper.Text] && !blank(paper.Text)
}

// cutPlace parts a combined cell into papers and the place where to get them.
func cutPlace(line, text string) (rest, place string) {
	for _, pattern := range []*regexp.Regexp{placeTail, levels} {
		if at := pattern.FindStringSubmatchIndex(line); at != nil {
			return strings.TrimRight(line[:at[2]], " ,/("), strings.Trim(line[at[2]:at[3]], " ,।.")
		}
	}
	return text, ""
}

// listItems splits a text at its numbers or letters (১। ২। · ক) খ) · (i) (ii)),
// which count only where they go up one by one; without such a list it returns
// the bullets or lines, or the text as one item.
func listItems(text string) (items []string, numbered bool) {
	var starts, ends []int
	expected := ""
	for _, at := range listMark.FindAllStringSubmatchIndex(text, -1) {
		mark := bangla.ASCII(text[at[2]:at[3]])
		if expected == "" && mark != "1" && mark != "ক" && mark != "a" && mark != "i" || expected != "" && mark != expected {
			continue
		}
		starts = append(starts, at[2])
		ends = append(ends, at[3]+markEnd(text[at[3]:]))
		expected = nextMark(mark)
	}
	if len(starts) == 0 {
		return lines(text), false
	}
	if head := strings.Trim(text[:starts[0]], " \n(,"); head != "" {
		items = append(items, head)
	}
	for i := range starts {
		stop := len(text)
		if i+1 < len(starts) {
			stop = starts[i+1]
		}
		items = append(items, strings.TrimSpace(strings.TrimRight(text[ends[i]:stop], " (\n,")))
	}
	return items, true
}

func markEnd(after string) int {
	trimmed := strings.TrimLeft(after, " ")
	for _, sign := range []string{"।", ")", "]", ".", "-", "–", "ঃ", ":"} {
		if strings.HasPrefix(trimmed, sign) {
			return len(after) - len(trimmed) + len(sign)
		}
	}
	return 0
}

// letterMarks is the order of letters in a lettered list.
var letterMarks = strings.Fields("ক খ গ ঘ ঙ চ ছ জ ঝ ঞ ট ঠ ড ঢ ণ ত থ দ ধ ন")

func nextMark(mark string) string {
	if n, err := strconv.Atoi(mark); err == nil {
		return strconv.Itoa(n + 1)
	}
	roman := strings.Fields("i ii iii iv v vi vii viii ix x")
	for _, row := range [][]string{letterMarks, roman, strings.Fields("a b c d e f g h")} {
		for i, one := range row[:len(row)-1] {
			if one == mark {
				return row[i+1]
			}
		}
	}
	return "none"
}

func lines(text string) []string {
	if bullet.MatchString(text) {
		text = bullet.ReplaceAllString(text, "\n")
	}
	var items []string
	for line := range strings.SplitSeq(text, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			items = append(items, line)
		}
	}
	return items
}

// looseItems splits a text without numbers at slashes and commas outside
// brackets. A text that only says on what the papers depend stays whole, and a
// comma before a figure belongs to the title of a law ("আইন, ২০০৯").
func looseItems(text string) []string {
	if depending.MatchString(text) && !strings.Contains(text, ",") && strings.Contains(text, "নির্ভরশীল") {
		return []string{text}
	}
	var items []string
	for _, line := range lines(text) {
		depth, start := 0, 0
		for i, r := range line {
			switch r {
			case '(':
				depth++
			case ')':
				depth--
			case '/', ',', ';', '।':
				after := strings.TrimLeft(bangla.ASCII(line[i+len(string(r)):]), " ")
				number := after != "" && after[0] >= '0' && after[0] <= '9'
				if depth <= 0 && !(r != '/' && number) && !strings.HasPrefix(after, "-") {
					items = append(items, line[start:i])
					start = i + len(string(r))
				}
			}
		}
		items = append(items, line[start:])
	}
	return items
}
