package charter

import (
	"regexp"
	"strings"

	"dorgora/bangla"
	"dorgora/charter/internal/phrase"
)

// Patterns over a text made by phrase.Plain. A promise is read in four passes:
// counts with units first, then words for "at once", opening times and dates,
// and last the words that only say on what the time depends.
var (
	atOnce    = regexp.MustCompile(`ত[াা]?[ৎত]্?\s?ক্ষ[ণন]|তৎক্ষ[ণন]াৎ|চাহি?বা\s?-?\s?মাত্র|চাওয়া\s?-?\s?মাত্র|সা(?:থে\s?-?\s?সাথে)|সঙ্গে\s?-?\s?সঙ্গে|অবিলম্বে|একই\s?দিনে?|instant|immediate|at once|on demand|on the spot|same day`)
	minimum   = regexp.MustCompile(`কম\s?পক্ষে|ন্য[ূু]নতম|ন[ূু]ন্যতম|ন[ূু]নতম|অন্তত|সর্বনিম্ন|at least|minimum|not less than`)
	directed  = regexp.MustCompile(`নির্দেশ|কর্ম\s?-?\s?পরিকল্পনা|(?:আদেশ|সিদ্ধান্ত)\s?(?:মোতাবেক|অনুযায়ী|অনুসারে|ক্রমে)|instruct|directive|as directed`)
	clockTime = regexp.MustCompile(`\d{1,2}(?:[.:]\d{2})?\s?(?:টা|ঘ[াট]?টিকা|ঘাটিকা|a\.?m|p\.?m)|সকাল\s?\d|বিকাল\s?\d|বিকেল\s?\d`)
	opening   = regexp.MustCompile(`অফিস\s?(?:চলাকালীন|চলাকালে|সময়|টাইম|আওয়ার)|কর্মঘ[ণন]্টা|সার্বক্ষ[ণন]িক|24\s?/\s?7|সারা\s?(?:বছর|বৎসর|মাস|দিন)|(?:বছর|বৎসর)(?:ের)?\s?(?:যে\s?কো[নন]ও?\s?সময়|ব্যাপী)|বছরব্যাপী|প্রতিদিন|প্রতি\s?(?:(?:কার্য|কর্ম)\s?দিবস|(?:মাসে|সপ্তাহে)(?:$|[\s,/।.]))|office hours?|all year|year round|every day|during office`)
	calendar  = regexp.MustCompile(`\d{1,2}\s?(?:শে|লা|রা|ঠা|ই)?\s?তারিখ|জানুয়ার[িী]|ফেব্রুয়ার[িী]|মার্চ|এপ্রিল|\d\s?মে\s|জুন|জুলাই|আগস্ট|আগষ্ট|সেপ্টেম্বর|অক্টোবর|নভেম্বর|ডিসেম্বর|বৈশাখ|জ্যৈষ্ঠ|আষাঢ়|শ্রাবণ|ভাদ্র|আশ্বিন|কার্তিক|অগ্রহায়ণ|পৌষ|ফাল্গুন|চৈত্র|মৌসুম|january|february|march|april|june|july|august|september|october|november|december|boishakh|baishakh`)
	weekly    = regexp.MustCompile(`(?:সপ্তাহে|মাসে|বছরে|বৎসরে|weekly)\s?\d{1,2}\s?(?:দিন|বার|days?)|\d\s?days? (?:a|per) week|সার্বক্ষ[ণন]িক\s?\(?24\s?ঘ[ণন]্টা|24\s?ঘ[ণন]্টাই?\s?(?:খোলা|চালু|ব্যাপী|সার্বক্ষ[ণন]িক)|প্রতি\s?\d{1,2}\s?(?:দিন|মাস|বছর|বৎসর)\s?(?:অন্তর|পর\s?পর)`)
	ahead     = regexp.MustCompile(`^(?:ের|এর)?\s*(?:পূর্বে|আগে|before)`)
	upTo      = regexp.MustCompile(`মধ্য|ভিতর|ভেতর|within`)

	boundTail = regexp.MustCompile(`(?:[\s,:(.-]|সর্বোচ্চ|সর্বোচ্ছ|সর্ব্বোচ্চ|সর্বাধিক|অনধিক|অনাধিক|অন[ূু]র্ধ্ব|মাত্র|অর্থাৎ|within|maximum|max|up to|not more than|at most|of)+$`)
	startTail = regexp.MustCompile(`(?:প্রাপ্তির|প্রাপ্তি|পাওয়ার|পাবার|গ্রহ[ণন]ের|দেওয়ার|দেয়ার|দানের|দাখিলের|হওয়ার|হবার|করার|করিবার|অনুমোদনের|পর|পরে|পরবর্তী|তারিখ|হতে|থেকে|হইতে|সাপেক্ষে|মাসের|after|from|receipt|receiving|subject to)$`)
	caseTail  = regexp.MustCompile(`(?:ভেদে|থাকলে|হলে|ক্ষেত্রে)$`)
	afterTail = regexp.MustCompile(`(?:পর|পরে|হতে|থেকে|হইতে|প্রাপ্তির|পাওয়ার)$`)
	subjectTo = regexp.MustCompile(`^(.*?(?:সাপেক্ষে|সাপেক্ষ))|(subject to .*)$`)
	dependsOn = regexp.MustCompile(`সাপেক্ষ|(?:^|\s)(?:পর|পরে|পরবর্তী|after|subject to|upon)(?:[\s.,।]|$)`)
	lead      = regexp.MustCompile(`^(?:[\s,:;().।-]|ের|এর|মধ্যে|ভিতর|তবে|within|but)+`)
	bracketed = regexp.MustCompile(`^(?:ের|এর)?(?:\s*মধ্যে)?\s*\([^()]*\)`)
	clauseEnd = regexp.MustCompile(`[;।/]|\(?তবে`)
	pieceEnd  = regexp.MustCompile(`[/,;()।|]|\sবা\s|অথবা|কিংবা|\sor\s`)

	// receiptWords are the words in which a charter says "from receipt of the
	// application"; a start made of nothing else is no trigger of its own.
	receiptWords = regexp.MustCompile(`আবেদনকারীর|আবেদনপত্র(?:ের|টি)?|আবেদনের|আবেদন|দরখাস্ত(?:ের)?|ফরমের|ফরম|চাহিদাপত্র(?:ের)?|চাহিদার?|অভিযোগ(?:ের)?|পত্রের|পত্র|কাগজপত্র(?:াদি)?(?:সহ)?|প্রয়োজনীয়|পূর্ণাঙ্গ|সঠিক|সকল|যথাযথ|নির্ভুল|সম্পূর্ণ|লিখিত|সেবা|প্রাপ্তির|প্রাপ্তি|প্রাপ্ত|পাওয়ার|পাবার|গ্রহ[ণন]ের|গ্রহ[ণন]|জমাদানের|জমা|দেওয়ার|দেয়ার|দানের|দাখিলের|দাখিল|করার|তারিখ|দিন|হওয়ার|হতে|থেকে|হইতে|পর|পরে|application|request|receiving|receipt|submission|date|after|from|the|of|complete`)
	receiptActs  = regexp.MustCompile(`আবেদন|দরখাস্ত|ফরম|চাহিদা|অভিযোগ|পত্র|প্রাপ্তি|পাওয়ার|গ্রহ[ণন]|জমা|দাখিল|application|request|receipt|receiving|submission`)
)

// readTime gives the meaning of a time cell. Decisions, where cells are
// ambiguous (docs/CHARTER.md lists them): of several times the first that can
// be measured is the promise and the others are alternatives; a range whose
// ends have different units becomes a range in the smaller unit where that is
// exact, else the upper end; a moment mixed with a unit without a number
// ("তাৎক্ষণিক/কার্য দিবস") is unmeasurable.
func readTime(raw string) Time {
	if blank(raw) {
		return Time{Kind: TimeEmpty, Alternatives: []Time{}}
	}
	cell := timeCell{line: oneLine(clip(raw))}
	var quantities []phrase.Quantity
	cell.text, quantities = phrase.Quantities(phrase.Plain(cell.line))
	cell.readQuantities(quantities)
	cell.readWords()
	return cell.main()
}

// timeCell collects the times found in one cell, each with its place.
type timeCell struct {
	line  string // as printed
	text  string // made plain
	rest  string // the text without counts and openings
	found []foundTime
	loose bool // a unit without a number stands in the cell
}

type foundTime struct {
	at   int
	rank int // 0 is measured from receipt or a trigger, then windows, conditions, orders, empty words
	time Time
}

func (c *timeCell) add(at, rank int, t Time) {
	t.Alternatives = []Time{}
	c.found = append(c.found, foundTime{at, rank, t})
}

func (c *timeCell) readQuantities(quantities []phrase.Quantity) {
	rest := []byte(c.text)
	erase := func(from, to int) {
		for i := from; i < to; i++ {
			rest[i] = ' '
		}
	}
	window := -1
	for _, at := range weekly.FindAllStringIndex(c.text, -1) {
		if !upTo.MatchString(c.text[at[1]:]) {
			window = at[0]
			erase(at[0], at[1])
		}
	}
	last := 0
	for i, q := range quantities {
		if rest[q.Start] == ' ' {
			continue
		}
		after := len(c.text)
		if i+1 < len(quantities) {
			after = quantities[i+1].Start
		}
		behind := c.text[q.End:after]
		if i+1 < len(quantities) {
			behind = bracketed.FindString(behind) // other words belong to the count after them
		}
		c.readQuantity(q, c.text[last:q.Start], behind)
		erase(q.Start, q.End)
		last = q.End
	}
	if window >= 0 {
		c.add(window, 1, Time{Kind: Window})
	}
	c.rest = string(rest)
}

// readQuantity decides what a count promises from the words around it.
func (c *timeCell) readQuantity(q phrase.Quantity, before, after string) {
	if ahead.MatchString(after) { // "so long before the day" tells when to ask, not when one is served
		c.add(q.Start, 2, Time{Kind: Trigger, Trigger: strings.Trim(c.line, " ।.")})
		return
	}
	t := Time{Kind: Within, Max: q.Max, Unit: Unit(q.Unit), UnitCertain: q.Certain}
	if q.Ranged {
		t.Kind, t.Min = Range, q.Min
	}
	condition, starts := c.condition(before, after)
	t.Trigger = condition
	switch {
	case minimum.MatchString(before):
		t.Kind = AtLeast
		if !q.Ranged {
			t.Min, t.Max = q.Max, 0
		}
	case starts:
		t.Kind = Trigger
	}
	c.add(q.Start, 0, t)
	if q.Loose != nil {
		c.add(q.Start+1, 0, Time{Kind: Within, Max: q.Loose.Max, Unit: Unit(q.Loose.Unit), UnitCertain: q.Loose.Certain})
	}
}

// condition returns the words that start the clock or set a condition for a
// count, and whether they start it at another moment than receipt.
func (c *timeCell) condition(before, after string) (text string, starts bool) {
	if cuts := clauseEnd.FindAllStringIndex(before, -1); len(cuts) > 0 {
		before = before[cuts[len(cuts)-1][1]:]
	}
	before = strings.TrimLeft(lead.ReplaceAllString(before, ""), " ")
	before = boundTail.ReplaceAllString(before, "")
	if startTail.MatchString(before) && !fromReceipt(before) {
		return c.printed(before), true
	}
	if at := clauseEnd.FindStringIndex(after); at != nil {
		after = after[:at[0]]
	}
	after = lead.ReplaceAllString(after, "")
	if m := subjectTo.FindString(after); m != "" {
		return c.printed(m), true
	}
	after = strings.Trim(after, " ).,")
	if afterTail.MatchString(after) && !fromReceipt(after) {
		return c.printed(after), true
	}
	if caseTail.MatchString(before) {
		return c.printed(before), false
	}
	return "", false
}

func fromReceipt(start string) bool {
	left := receiptWords.ReplaceAllString(start, "")
	return strings.Trim(left, " ,.:()-") == "" && receiptActs.MatchString(start)
}

// printed finds words of the plain text again in the cell, as they stand there.
func (c *timeCell) printed(words string) string {
	words = strings.Trim(words, " ,.:;-")
	same := strings.ToLower(bangla.ASCII(c.line))
	if len(same) == len(c.line) {
		if at := strings.Index(same, words); at >= 0 {
			return c.line[at : at+len(words)]
		}
	}
	if strings.ContainsAny(c.line, "০১২৩৪৫৬৭৮৯") {
		return bangla.Digits(words)
	}
	return words
}

// readWords finds times that are told without a count.
func (c *timeCell) readWords() {
	if at := atOnce.FindStringIndex(c.rest); at != nil {
		c.add(at[0], 0, Time{Kind: Immediate})
	}
	for _, pattern := range []*regexp.Regexp{clockTime, opening, calendar} {
		if at := pattern.FindStringIndex(c.rest); at != nil {
			c.add(at[0], 1, Time{Kind: Window})
			break
		}
	}
	at := 0
	for _, piece := range pieceEnd.Split(c.rest, -1) {
		if name, certain, ok := phrase.BareUnit(piece); ok {
			c.loose = true
			c.add(at+1, 4, Time{Kind: Unmeasurable, Unit: Unit(name), UnitCertain: certain})
		}
		at += len(piece)
	}
	if at := directed.FindStringIndex(c.rest); at != nil {
		c.add(at[0], 3, Time{Kind: ByInstruction})
	} else if at := dependsOn.FindStringIndex(c.rest); at != nil && !c.measured() {
		c.add(at[0], 2, Time{Kind: Trigger, Trigger: strings.Trim(c.line, " ।.")})
	}
}

func (c *timeCell) measured() bool {
	for _, f := range c.found {
		if f.rank == 0 {
			return true
		}
	}
	return false
}

// main chooses the promise among the times found and keeps the others beside it.
func (c *timeCell) main() Time {
	best := -1
	counted := false
	for i, f := range c.found {
		counted = counted || f.rank == 0 && f.time.Max+f.time.Min > 0
		if best < 0 || f.rank < c.found[best].rank || f.rank == c.found[best].rank && f.at < c.found[best].at {
			best = i
		}
	}
	main := Time{Kind: Unmeasurable}
	if c.loose && !counted && c.found[best].rank != 1 {
		best = -1
	}
	if best >= 0 {
		main = c.found[best].time
	}
	if best < 0 && len(c.found) == 1 {
		main = c.found[0].time // a unit alone: nothing beside it
		main.Alternatives = []Time{}
		return main
	}
	main.Alternatives = c.others(best)
	return main
}

// others returns the times beside the one at best, in the order of the text.
func (c *timeCell) others(best int) []Time {
	rest := []Time{}
	taken := make([]bool, len(c.found))
	for range c.found {
		next := -1
		for i, f := range c.found {
			if !taken[i] && (next < 0 || f.at < c.found[next].at) {
				next = i
			}
		}
		taken[next] = true
		if next != best {
			rest = append(rest, c.found[next].time)
		}
	}
	return rest
}
