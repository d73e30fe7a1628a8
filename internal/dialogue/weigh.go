package dialogue

// score is the command that a message holds most of, and in which language each of
// its words stands that belong to it.
type score struct {
	command Command
	weight  int
	used    map[int]string
}

// understand weighs the commands whose words a message holds. Of equal ones that
// which comes first in the message is meant.
func understand(tokens []token) score {
	scores := map[Command]*score{}
	var order []*score
	for _, f := range words().forms {
		places := f.in(tokens, scores[f.command])
		if places == nil {
			continue
		}
		s := scores[f.command]
		if s == nil {
			s = &score{command: f.command, used: map[int]string{}}
			scores[f.command] = s
			order = append(order, s)
		}
		s.weight += f.weight
		for _, i := range places {
			s.used[i] = f.lang
		}
	}
	best := score{used: map[int]string{}}
	for _, s := range order {
		if s.weight > best.weight || s.weight == best.weight && s.first() < best.first() {
			best = *s
		}
	}
	if best.weight < threshold {
		return score{used: map[int]string{}}
	}
	return best
}

// first is the place of the first word of a score.
func (s score) first() int {
	first := mostTokens
	for i := range s.used {
		first = min(first, i)
	}
	return first
}

// gap is how many other words may stand between two words of one form.
const gap = 2

// in finds the words of a form in a message, in their order and near one another,
// none of them counted for the command already; nil when they are not there.
func (f form) in(tokens []token, counted *score) []int {
	for start := range tokens {
		var places []int
		at := start
		for k, w := range f.words {
			last := at + gap
			if k == 0 {
				last = start
			}
			found := -1
			for i := at; i <= last && i < len(tokens); i++ {
				if !tokens[i].taken && (counted == nil || counted.used[i] == "") && tokens[i].fits(w) {
					found = i
					break
				}
			}
			if found < 0 {
				places = nil
				break
			}
			places = append(places, found)
			at = found + 1
		}
		if places != nil {
			return places
		}
	}
	return nil
}
