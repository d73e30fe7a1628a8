package heading

import (
	"strings"
	"unicode/utf8"
)

// The meanings of columns; package charter has the same words.
const (
	serial     = "serial"
	name       = "name"
	channel    = "channel"
	papers     = "papers"
	papersFrom = "papers_from"
	fee        = "fee"
	timeLimit  = "time"
	officer    = "officer"
	superior   = "superior"
	recipient  = "recipient"
	place      = "place"
	remark     = "remark"
)

// entry is what a phrase in a header says of its column. Of several phrases in
// one header the heaviest decides: "পরিশোধ পদ্ধতি" is about money although
// "পদ্ধতি" alone is a channel.
type entry struct {
	meaning string
	weight  int
	phrases string // between bars; "=" before a phrase asks for whole words
}

// lexicon holds the phrases of Bangla, English, machine-translated and
// romanised headers.
var lexicon = []entry{
	{superior, 12, "ঊর্ধ্বতন|উর্দ্ধতন|উর্ধতন|উচ্চতর কর্তৃপক্ষ|প্রতিকারকারী|ব্যর্থ হলে|সেবা না পেলে|নিয়ন্ত্রণকারী কর্মকর্তা|" +
		"superior|higher authority|senior officer|supervising|failure to provide|fails to provide|urdhbatana|urdhvatana"},
	{recipient, 10, "গ্রহীতা|গ্রহণকারী|ক্লায়েন্ট|উপকারভোগী|সুবিধাভোগী|সেবা প্রত্যাশী|কারা সেবা পাবেন|" +
		"recipient|beneficiar|=client|=clients|=customer|who can apply"},
	{papers, 9, "কাগজ|দলিল|ডকুমেন্ট|document|=papers|=paper|kagaja"},
	{fee, 8, "=মূল্য|সেবা মূল্য|সেবার মূল্য|পরিশোধ|খরচ|=ফি|=ফিস|=খরচাদি|=fee|=fees|=cost|=costs|=charge|=charges|=price|payment|=mulya"},
	{officer, 8, "সেবা প্রদানকারী|সেবা দানকারী|যার কাছে|কার কাছে সেবা|যার নিকট"},
	{timeLimit, 7, "সময়|সময়সীমা|মেয়াদ|=time|=duration|deadline|time limit|timeframe|=period|samaya"},
	{name, 7, "সেবার নাম|সেবা সমূহ|সেবার ধরন|সেবার বিবরণ|প্রদেয় সেবা|প্রদত্ত সেবা|সেবার খাত|সেবা প্রদানের বিবরণ|সেবার বিষয়|কাজের নাম|" +
		"সেবার ক্ষেত্র|service name|name of service|name of the service|type of service|sebara nama"},
	{officer, 6, "কর্মকর্তা|কর্মচারী|দায়িত্বপ্রাপ্ত|=দায়িত্ব|ব্যক্তি|officer|official|responsible|contact person|karmakarta"},
	{serial, 6, "ক্রমিক|ক্রমনং|=sl|=serial|sl no|serial no|=sn|kramika|krah nam|=krah"},
	{remark, 6, "মন্তব্য|=মন্ত|remark|=comment|=comments|mantabya"},
	{name, 5, "=কার্যক্রম|কার্যাবলি|=বিষয়|=কাজ"},
	{channel, 5, "পদ্ধতি|প্রদ্ধতি|পদ্দতি|পদ্ধিতি|মাধ্যম|প্রক্রিয়া|কীভাবে|কিভাবে|method|procedure|way to provide|process|=how|=mode|=way|paddhati|prakriya"},
	{papers, 5, "আবেদন ফরম|=ফরম|=form|=forms|requirements"},
	{place, 5, "=স্থান|=স্থানে|স্থান|=ঠিকানা|কক্ষ নং|কক্ষ নম্বর|=কক্ষ|=place|=location|=venue|=sthana"},
	{officer, 4, "পদবি|ফোন|মোবাইল|ইমেইল|কর্তৃপক্ষ|designation|=phone|telephone"},
	{recipient, 4, "সেবা গ্রহ"},
	{name, 4, "=service|=services"},
	{serial, 3, "=নং|=নম্বর|=no"},
	{name, 2, "সেবা|=seba|service"},
}

// The phrases that show where papers are to be had, and those that tell the
// tables of sections 3 and 4 of the form from a table of services.
var (
	fromPhrases        = compile("", 1, "প্রাপ্তিস্থান|প্রাপ্তির স্থান|কোথায় পাওয়া|where to get|where available|place of receipt|place to get|source of")
	formPhrases        = compile("", 1, "আবেদন|ফরম|form|application")
	grievancePhrases   = compile("", 1, "কখন যোগাযোগ|কার সঙ্গে যোগাযোগ|কার সাথে যোগাযোগ|নিষ্পত্তির সময়|when to contact|whom to contact|who to contact")
	expectationPhrases = compile("", 1, "প্রাপ্তির লক্ষ্যে করণীয়|=করণীয়|আমাদের প্রত্যাশা|what you should do")
	columnPhrases      = compileAll(lexicon)
)

// phrase is one phrase in the form in which texts are compared.
type phrase struct {
	meaning string
	weight  int
	key     string
	words   bool // match whole words only
	edits   int  // how many letters may differ
}

func compileAll(entries []entry) []phrase {
	var all []phrase
	for _, e := range entries {
		all = append(all, compile(e.meaning, e.weight, e.phrases)...)
	}
	return all
}

func compile(meaning string, weight int, list string) []phrase {
	var all []phrase
	for text := range strings.SplitSeq(list, "|") {
		p := phrase{meaning: meaning, weight: weight}
		bare, words := strings.CutPrefix(text, "=")
		form := formOf(bare)
		p.words = words
		p.key = form.squeezed
		switch n := utf8.RuneCountInString(p.key); {
		case words || n < 5:
		case n < 7:
			p.edits = 1
		default:
			p.edits = 2
		}
		all = append(all, p)
	}
	return all
}
