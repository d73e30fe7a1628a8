package catalogue

import (
	"slices"
	"strconv"
	"strings"

	"dorgora/bangla"
	"dorgora/charter"
)

// likest is the share of common words from which two names mean one service. It is
// stricter than charter.Diff, which only describes: a key carries a service's
// record, and "জন্ম সনদ প্রদান" is not "মৃত্যু সনদ প্রদান".
const likest = 0.75

// keysOf gives every row of a charter its key. A row that the version before has
// too keeps the key it had there; a new row gets its group and serial, or the next
// free number when that key is or ever was another row's.
func keysOf(c charter.Charter, previous *Version) (keys, retired []string) {
	keys = make([]string, len(c.Services))
	taken := map[string]bool{}
	if previous != nil {
		for _, key := range previous.Retired {
			taken[key] = true
		}
		for i, before := range charter.Match(previous.Charter.Services, c.Services, likest) {
			if before >= 0 && before < len(previous.Keys) {
				keys[i] = previous.Keys[before]
			}
		}
		for _, key := range previous.Keys {
			taken[key] = true
		}
	}
	for i, row := range c.Services {
		if keys[i] == "" {
			keys[i] = freeKey(row, taken)
			taken[keys[i]] = true
		}
	}
	for _, key := range sortedKeys(taken) {
		if !slices.Contains(keys, key) {
			retired = append(retired, key)
		}
	}
	return keys, retired
}

func freeKey(row charter.Service, taken map[string]bool) string {
	group := GroupName(row.Group)
	if number, err := strconv.Atoi(row.Serial); err == nil && number > 0 {
		if key := group + "-" + strconv.Itoa(number); !taken[key] {
			return key
		}
	}
	highest := 0
	for key := range taken {
		if rest, found := strings.CutPrefix(key, group+"-"); found {
			if number, err := strconv.Atoi(rest); err == nil {
				highest = max(highest, number)
			}
		}
	}
	return group + "-" + strconv.Itoa(highest+1)
}

func sortedKeys(taken map[string]bool) []string {
	keys := make([]string, 0, len(taken))
	for key := range taken {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

// slugOf is the last step of a service's address: the key and a few words.
func slugOf(key string, row charter.Service, facts Facts) string {
	words := bangla.Slug(row.Name)
	if known, ok := facts.Find(row.Name); ok {
		words = known.Slug
	}
	const longest = 60
	slug := key + "-" + words
	if len(slug) > longest {
		slug = strings.TrimRight(slug[:longest], "-")
	}
	return strings.TrimRight(slug, "-")
}

// KeyOf returns the key that a slug begins with, so that an address printed years
// ago, with other words after the key, still finds the service. It is empty when
// the slug begins with no key.
func KeyOf(slug string) string {
	group, rest, _ := strings.Cut(slug, "-")
	number, _, _ := strings.Cut(rest, "-")
	if _, known := GroupNamed(group); !known {
		return ""
	}
	if n, err := strconv.Atoi(number); err != nil || n < 1 || strconv.Itoa(n) != number {
		return ""
	}
	return group + "-" + number
}
