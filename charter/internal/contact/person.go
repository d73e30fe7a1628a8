package contact

import (
	"strings"
	"sync"

	"dorgora/bangla"
)

// heads end the title of a post; the last one in a piece ends the post.
const heads = `প্রোগ্রামার কর্মকর্তা অফিসার পরিচালক উপপরিচালক উপ-পরিচালক মহাপরিচালক সচিব উপসচিব উপ-সচিব যুগ্মসচিব চেয়ারম্যান মেয়র কাউন্সিলর মেম্বার সদস্য সার্জন সাব-রেজিস্ট্রার রেজিস্ট্রার
কমিশনার প্রশাসক প্রকৌশলী হিসাবরক্ষক হিসাবসহকারী সুপারভাইজার ইন্সপেক্টর পরিদর্শক তহসিলদার উদ্যোক্তা কানুনগো সার্ভেয়ার পেশকার নাজির সহকারী সহায়ক ইনস্ট্রাক্টর প্রশিক্ষক তত্ত্বাবধায়ক
ব্যবস্থাপক সমন্বয়কারী চিকিৎসক শিক্ষক অধ্যক্ষ উপাধ্যক্ষ লাইব্রেরিয়ান ক্যাশিয়ার কোষাধ্যক্ষ অপারেটর টেকনিশিয়ান মুদ্রাক্ষরিক মাঠকর্মী কর্মচারী নিয়ন্ত্রক কিপার পোস্টমাস্টার মিস্ত্রি পরীক্ষক মোহরার ড্রাইভার নকলনবিশ স্টোরকিপার টাইপিস্ট নার্স গার্ড বিশেষজ্ঞ ম্যানেজার সেক্রেটারি ডাক্তার
officer programmer director secretary chairman mayor engineer assistant registrar commissioner inspector surgeon accountant clerk superintendent manager operator instructor administrator examiner`

// fore are words that begin a post or belong to its office, never to a name.
const fore = `সহকারী উপজেলা জেলা বিভাগীয় ইউনিয়ন ইউপি প্রধান অতিরিক্ত সিনিয়র জুনিয়র নির্বাহী প্রশাসনিক নিম্নমান উচ্চমান উপ ভারপ্রাপ্ত সংশ্লিষ্ট সকল শাখা অফিস কার্যালয় দপ্তর ভেটেরিনারি মেডিকেল
কৃষি মৎস্য প্রাণিসম্পদ শিক্ষা সমবায় পরিসংখ্যান যুব মহিলা সমাজসেবা তথ্য আইসিটি হিসাব রক্ষণ ব্যক্তিগত প্যানেল পৌর সাঁট ডাটা এন্ট্রি রাজস্ব ভূমি উপসহকারী উপ-সহকারী
chief deputy senior junior additional the upazila district assistant general`

// titles stand before a person's name; marks are parts of personal names that
// are common enough to tell a name from other words.
const (
	titles = `জনাব মোঃ মো মো: মোহাম্মদ মোহাম্মাদ মুহাম্মদ মুহম্মদ মহাম্মদ মোছাঃ মোছা মোসাঃ মোসা মোসাম্মৎ ড ডঃ ডা ডাঃ শ্রী শ্রীমতী সৈয়দ সৈয়দা বেগম মিসেস মিজ md mr mrs ms dr mohammad mst`
	marks  = `আক্তার আখতার খাতুন হোসেন হোসাইন হোসাঈন রহমান ইসলাম উদ্দিন উদ্দীন আহমেদ আহমদ আহম্মেদ আহাম্মেদ আলী আলি মিয়া মিঞা খান চৌধুরী দাস রায় সাহা ঘোষ পাল দত্ত বিশ্বাস মন্ডল মণ্ডল হক করিম আলম কুমার চন্দ্র রানী রাণী সুলতানা সুলতান জাহান
ইয়াসমিন পারভীন পারভিন নাহার হালদার শীল চাকমা মারমা ত্রিপুরা সিকদার শিকদার তালুকদার মজুমদার ভট্টাচার্য চক্রবর্তী সেন মল্লিক হাসান হোসনে আরা ফেরদৌস ফেরদৌসী কবির কবীর রশিদ রশীদ মাহমুদ মান্নান সাত্তার জব্বার কাদের হায়দার মোল্লা মোল্যা শেখ বণিক দেবনাথ সূত্রধর বর্মন অধিকারী গাজী সরদার মৃধা ভূঁইয়া ভূইয়া পাটোয়ারী
hossain hossen rahman islam uddin ahmed ali khan chowdhury das roy saha ghosh akter begum khatun mia haque karim alam kumar chandra`
)

type lexicon struct{ heads, fore, titles, marks map[string]bool }

var words = sync.OnceValue(func() lexicon {
	set := func(list string) map[string]bool {
		all := map[string]bool{}
		for word := range strings.FieldsSeq(list) {
			all[key(word)] = true
		}
		return all
	}
	return lexicon{heads: set(heads), fore: set(fore), titles: set(titles), marks: set(marks)}
})

// key makes words comparable: search fold without inner spaces or hyphens.
func key(word string) string {
	return strings.ReplaceAll(bangla.Fold(strings.Trim(word, ".:ঃ-()[]")), " ", "")
}

// postAndName reads the words that are left when numbers and labels are gone.
func postAndName(rest string) (post, name string) {
	lex := words()
	for _, piece := range strings.FieldsFunc(rest, func(r rune) bool { return strings.ContainsRune(",;।|/", r) }) {
		tokens := strings.Fields(strings.Trim(piece, " .:-"))
		last, first := -1, -1
		for i, token := range tokens {
			if lex.heads[key(token)] {
				last = i
			}
			if first < 0 && (lex.heads[key(token)] || lex.fore[key(token)]) {
				first = i
			}
		}
		if last < 0 {
			if name == "" && lex.personal(tokens) {
				name = strings.Join(tokens, " ")
			}
			continue
		}
		if name == "" && lex.personal(tokens[:first]) {
			name = strings.Join(tokens[:first], " ")
		} else {
			first = 0
		}
		end := last + 1
		for end < len(tokens) && strings.HasPrefix(tokens[end], "(") { // "(ভূমি)", "(অঃ দাঃ)" belong to the post
			for end < len(tokens)-1 && !strings.HasSuffix(tokens[end], ")") {
				end++
			}
			end++
		}
		if name == "" && end < len(tokens) && lex.personal(tokens[end:]) {
			name = strings.Join(tokens[end:], " ")
		}
		if post == "" {
			post = strings.Trim(strings.Join(tokens[first:end], " "), " .:-–")
			if open := strings.LastIndexByte(post, '('); open > 0 && !strings.Contains(post[open:], ")") {
				post = strings.TrimRight(post[:open], " ")
			}
		}
	}
	return post, name
}

// personal reports whether tokens read as a person's name: two to five words,
// no part of a post, and a title or a common part of a name among them.
func (l lexicon) personal(tokens []string) bool {
	if len(tokens) < 2 || len(tokens) > 5 {
		return false
	}
	sure := false
	for _, token := range tokens {
		k := key(token)
		if k == "" || l.heads[k] || l.fore[k] || strings.ContainsAny(token, "0123456789()") {
			return false
		}
		sure = sure || l.titles[k] || l.marks[k]
	}
	return sure
}
