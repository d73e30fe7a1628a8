package bangla

import "strings"

// latinRule gives the readings of a Latin letter group, the likeliest first.
// A dot is a vowel without a letter in the key. When before is set, the rule
// holds only if one of its letters follows.
type latinRule struct {
	group    string
	before   string
	readings []string
}

// latinRules are tried from the top; longer groups stand first. The spellings
// are those people here type on Latin keyboards, English ones included.
var latinRules = []latinRule{
	{"tion", "", []string{"sn"}}, {"sion", "", []string{"sn"}},
	{"put", "", []string{"p.t", "pit"}}, {"kkh", "", []string{"k"}}, {"ksh", "", []string{"k", "ks"}}, {"chh", "", []string{"c"}},
	{"tth", "", []string{"t"}}, {"ddh", "", []string{"d"}}, {"bbh", "", []string{"b"}},
	{"dg", "ei", []string{"j"}}, {"gn", "", []string{"gn", "g"}}, {"jn", "", []string{"jn", "g"}},
	{"kh", "", []string{"k"}}, {"gh", "", []string{"g"}}, {"ch", "", []string{"c"}}, {"jh", "", []string{"j"}},
	{"zh", "", []string{"j"}}, {"th", "", []string{"t"}}, {"dh", "", []string{"d"}}, {"rh", "", []string{"r", "rh"}},
	{"ph", "", []string{"f"}}, {"bh", "", []string{"b"}}, {"vh", "", []string{"b"}}, {"sh", "", []string{"s"}},
	{"ck", "", []string{"k"}}, {"ng", "", []string{"n", "ng"}}, {"aon", "", []string{".n", "."}}, {"n", "bcdfjkpst", []string{"n", ""}}, {"wh", "", []string{"."}},
	{"ee", "", []string{"i"}}, {"ea", "", []string{"i"}}, {"ei", "", []string{"i"}}, {"ai", "", []string{"i", "."}},
	{"oi", "", []string{"i"}}, {"ie", "", []string{"i"}}, {"ey", "", []string{"i"}},
	{"oo", "", []string{"."}}, {"ou", "", []string{"."}}, {"au", "", []string{"."}},
	{"c", "eiy", []string{"s"}}, {"c", "", []string{"k"}}, {"g", "eiy", []string{"g", "j"}},
	{"q", "", []string{"k"}}, {"x", "", []string{"ks"}}, {"z", "", []string{"j"}}, {"v", "", []string{"b"}},
	{"w", "aeiou", []string{".", "b"}}, {"w", "", []string{"."}}, {"a", "", []string{"."}}, {"o", "", []string{"."}},
	{"u", "", []string{"."}},
}

// longestLatin is how many letters of a Latin word its key tells; no word that
// people search for is longer.
const longestLatin = 48

// latinKeys returns up to limit sound keys of a Latin word; limit is at least 1.
func latinKeys(word string, limit int) []string {
	word = word[:min(len(word), longestLatin)]
	keys := []string{""}
	for rest := word; rest != ""; {
		before := word[:len(word)-len(rest)]
		group, readings := latinReading(before, rest)
		rest = rest[len(group):]
		if len(keys)*len(readings) > limit {
			readings = readings[:1]
		}
		longer := make([]string, 0, len(keys)*len(readings))
		for _, reading := range readings {
			for _, key := range keys {
				longer = append(longer, key+reading)
			}
		}
		keys = longer
	}
	return uniqueKeys(keys)
}

// latinReading takes the next letter group off rest and returns its readings.
func latinReading(before, rest string) (string, []string) {
	if before == "" {
		if readings := firstVowel(rest); readings != nil {
			return rest[:1], readings
		}
	}
	for _, rule := range latinRules {
		if !strings.HasPrefix(rest, rule.group) {
			continue
		}
		after := rest[len(rule.group):]
		if rule.before == "" || after != "" && strings.Contains(rule.before, after[:1]) {
			return rule.group, rule.readings
		}
	}
	switch rest[0] {
	case 'y':
		return rest[:1], yReading(before, rest[1:])
	case 'e':
		return rest[:1], eReading(before, rest[1:])
	}
	return rest[:1], []string{rest[:1]}
}

// eReading knows where e may be silent: at the end and before r in English
// words, and after a first b, where people write ব্য as be (bebohar, bekti).
func eReading(before, after string) []string {
	if after == "" || after[0] == 'r' || before == "b" {
		return []string{"i", "."}
	}
	return []string{"i"}
}

// firstVowel returns the readings of a vowel that starts a word.
func firstVowel(word string) []string {
	switch word[0] {
	case 'a', 'o', 'w':
		return []string{"a"}
	case 'u':
		return []string{"a", "i"} // উপজেলা, but ইউনিয়ন
	case 'e', 'i':
		return []string{"i"}
	case 'y':
		return []string{"i", "j"} // ইয়ুথ, but যোগাযোগ
	}
	return nil
}

// yReading tells the vowel y (cyber, party) from the glide and the ya-phala.
func yReading(before, after string) []string {
	vowelBefore := strings.ContainsAny(before[len(before)-1:], "aeiouw")
	vowelAfter := after != "" && strings.ContainsAny(after[:1], "aeiou")
	switch {
	case vowelBefore:
		return []string{""}
	case !vowelAfter:
		return []string{"i"}
	case strings.HasSuffix(before, "r"):
		return []string{"", "j"} // karyalay is কার্যালয়, with a sounded য
	}
	return []string{""}
}

// uniqueKeys squeezes the keys and drops repeats and empty ones; the first
// stays first.
func uniqueKeys(keys []string) []string {
	seen := make(map[string]bool, len(keys))
	unique := keys[:0]
	for _, key := range keys {
		key = squeeze(key)
		if !seen[key] {
			seen[key] = true
			unique = append(unique, key)
		}
	}
	return unique
}
