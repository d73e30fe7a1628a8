package charter

import (
	"cmp"
	"slices"

	"dorgora/bangla"
)

// describes is the share of common words from which Diff tells two rows as one
// row renamed: a reader judges the words for himself.
const describes = 0.5

// mostPairs limits the comparing of names that are not equal; past it only
// equal names match, so that two huge tables cannot hold a machine.
const mostPairs = 250_000

// Match returns for each service of now the index of the same service in old, or
// -1: by group and name, then by name alone, then by likeness of names, of which
// the share of common words must be at least least (0 to 1). It never goes by the
// serial, and gives no old service twice.
func Match(old, now []Service, least float64) []int {
	m := matching{old: old, now: now, partner: make([]int, len(now)), taken: map[int]bool{}}
	for i := range m.partner {
		m.partner[i] = -1
	}
	m.equal(func(s Service) string { return string(s.Group) + "|" + bangla.Fold(s.Name) })
	m.equal(func(s Service) string { return bangla.Fold(s.Name) })
	m.alike(least)
	return m.partner
}

type matching struct {
	old, now []Service
	partner  []int // of each service of now
	taken    map[int]bool
}

func (m *matching) join(old, now int) { m.partner[now], m.taken[old] = old, true }

// equal pairs services under the same name, in printed order.
func (m *matching) equal(name func(Service) string) {
	free := map[string][]int{}
	for i, s := range m.old {
		if !m.taken[i] {
			free[name(s)] = append(free[name(s)], i)
		}
	}
	for i, s := range m.now {
		key := name(s)
		if list := free[key]; m.partner[i] < 0 && len(list) > 0 {
			m.join(list[0], i)
			free[key] = list[1:]
		}
	}
}

// alike pairs what is left, the likest first; among the like, one of the same
// group goes before.
func (m *matching) alike(least float64) {
	type pair struct {
		old, now int
		like     float64
	}
	var pairs []pair
	words := map[int][]string{}
	for i, s := range m.old {
		if !m.taken[i] {
			words[i] = bangla.Words(s.Name)
		}
	}
	for j, s := range m.now {
		if m.partner[j] >= 0 {
			continue
		}
		if (j+1)*len(words) > mostPairs {
			return
		}
		mine := bangla.Words(s.Name)
		for i := range m.old {
			if m.taken[i] {
				continue
			}
			like := likeness(words[i], mine)
			if like < least {
				continue
			}
			if m.old[i].Group == s.Group {
				like++
			}
			pairs = append(pairs, pair{i, j, like})
		}
	}
	slices.SortStableFunc(pairs, func(a, b pair) int { return cmp.Compare(b.like, a.like) })
	for _, p := range pairs {
		if m.partner[p.now] < 0 && !m.taken[p.old] {
			m.join(p.old, p.now)
		}
	}
}

// likeness is twice the number of shared words over all words (Dice), 0 to 1.
func likeness(a, b []string) float64 {
	if len(a)+len(b) == 0 {
		return 0
	}
	count := map[string]int{}
	for _, word := range a {
		count[word]++
	}
	shared := 0
	for _, word := range b {
		if count[word] > 0 {
			count[word]--
			shared++
		}
	}
	return 2 * float64(shared) / float64(len(a)+len(b))
}
