package catalogue

import (
	"cmp"
	"slices"

	"dorgora/bangla"
	"dorgora/charter"
)

// likest is the share of common words from which two names mean one service. It is
// stricter than charter.Diff, which only describes: a key carries a service's
// record, and "জন্ম সনদ প্রদান" is not "মৃত্যু সনদ প্রদান".
const likest = 0.75

// mostRows bounds the comparing of every name with every other.
const mostRows = 400

// matchRows gives, for each row of the old charter, the index of the same service
// in the new one, -1 when it is gone: by group and name, then by name, then by
// likeness of names; never by serial alone.
func matchRows(old, now charter.Charter) []int {
	p := pairing{old: old.Services, now: now.Services, partner: make([]int, len(old.Services)), taken: map[int]bool{}}
	for i := range p.partner {
		p.partner[i] = -1
	}
	p.equal(func(s charter.Service) string { return string(s.Group) + "|" + bangla.Fold(s.Name) })
	p.equal(func(s charter.Service) string { return bangla.Fold(s.Name) })
	if len(p.old) <= mostRows && len(p.now) <= mostRows {
		p.alike()
	}
	return p.partner
}

type pairing struct {
	old, now []charter.Service
	partner  []int // of each old row
	taken    map[int]bool
}

func (p *pairing) join(old, now int) {
	p.partner[old] = now
	p.taken[now] = true
}

func (p *pairing) equal(name func(charter.Service) string) {
	waiting := map[string][]int{}
	for i, s := range p.now {
		if !p.taken[i] {
			waiting[name(s)] = append(waiting[name(s)], i)
		}
	}
	for i, s := range p.old {
		if list := waiting[name(s)]; p.partner[i] < 0 && len(list) > 0 {
			p.join(i, list[0])
			waiting[name(s)] = list[1:]
		}
	}
}

// alike pairs what is left, the likest names first.
func (p *pairing) alike() {
	type pair struct {
		old, now int
		like     float64
	}
	var pairs []pair
	for i, a := range p.old {
		if p.partner[i] >= 0 {
			continue
		}
		for j, b := range p.now {
			if p.taken[j] {
				continue
			}
			like := likeness(bangla.Words(a.Name), bangla.Words(b.Name))
			if like < likest {
				continue
			}
			if a.Group == b.Group {
				like++ // among the like, one of the same group goes first
			}
			pairs = append(pairs, pair{i, j, like})
		}
	}
	slices.SortStableFunc(pairs, func(a, b pair) int { return cmp.Compare(b.like, a.like) })
	for _, one := range pairs {
		if p.partner[one.old] < 0 && !p.taken[one.now] {
			p.join(one.old, one.now)
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
