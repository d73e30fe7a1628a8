package register

import (
	"cmp"
	"slices"
	"sort"
	"time"

	"dorgora/workday"
)

// scale lays the office time of a calendar out as one line of minutes, so that
// nights and closed days take no room.
type scale struct {
	calendar workday.Calendar
	first    workday.Date
	minutes  []int // office minutes before each day
	open     []int // open days up to and with each day
}

func newScale(calendar workday.Calendar, from time.Time) *scale {
	return &scale{calendar: calendar, first: calendar.DateOf(from), minutes: []int{0}}
}

// grow lays out one more day.
func (s *scale) grow() {
	d := s.first.AddDays(len(s.open))
	loc := s.calendar.Location()
	length := s.calendar.Minutes(d.Time(0, 0, loc), d.AddDays(1).Time(0, 0, loc))
	days := 0
	if len(s.open) > 0 {
		days = s.open[len(s.open)-1]
	}
	if length > 0 {
		days++
	}
	s.open = append(s.open, days)
	s.minutes = append(s.minutes, s.minutes[len(s.minutes)-1]+length)
}

// dayOf returns the place of the day on which an instant falls.
func (s *scale) dayOf(t time.Time) int {
	day := max(0, s.calendar.DateOf(t).Sub(s.first))
	for len(s.open) <= day {
		s.grow()
	}
	return day
}

// at returns the office minutes up to an instant.
func (s *scale) at(t time.Time) int {
	day := s.dayOf(t)
	midnight := s.first.AddDays(day).Time(0, 0, s.calendar.Location())
	return s.minutes[day] + s.calendar.Minutes(midnight, t)
}

// longestClosed ends the search for office time in a calendar that has none left.
const longestClosed = 400

// reach returns the place of the day on which so many office minutes have passed.
func (s *scale) reach(minutes int) int {
	for closed := 0; s.minutes[len(s.minutes)-1] < minutes && closed < longestClosed; closed++ {
		before := s.minutes[len(s.minutes)-1]
		s.grow()
		if s.minutes[len(s.minutes)-1] > before {
			closed = 0
		}
	}
	day := sort.SearchInts(s.minutes, minutes) - 1
	return min(max(0, day), len(s.open)-1)
}

// stretch is a stretch of office minutes in which a case was in hand.
type stretch struct{ from, to int }

// inHand are the stretches in which an officer had the case and did not wait for
// the applicant.
func inHand(p Past, s *scale) []stretch {
	from := p.Taken
	if from.Before(p.Received) {
		from = p.Received
	}
	if from.After(p.Ended) {
		from = p.Ended
	}
	list := []stretch{{s.at(from), s.at(p.Ended)}}
	for _, pause := range p.Pauses {
		end := pause.To
		if end.IsZero() || end.After(p.Ended) {
			end = p.Ended
		}
		stop := stretch{s.at(pause.From), s.at(end)}
		var rest []stretch
		for _, one := range list {
			for _, part := range []stretch{{one.from, min(one.to, stop.from)}, {max(one.from, stop.to), one.to}} {
				if part.to > part.from {
					rest = append(rest, part)
				}
			}
		}
		list = rest
	}
	return list
}

// workOf shares the office time of the past out: at every minute each of the cases
// in hand gets an even part of what the officers have, and nobody's case more than
// one whole officer. It returns the minutes that each case needed.
func workOf(history []Past, s *scale, officers int) []float64 {
	held := make([][]stretch, len(history))
	change := map[int]int{}
	for i, past := range history {
		held[i] = inHand(past, s)
		for _, one := range held[i] {
			change[one.from]++
			change[one.to]--
		}
	}
	shares := newShares(change, officers)
	work := make([]float64, len(history))
	for i := range held {
		for _, one := range held[i] {
			work[i] += shares.upTo(one.to) - shares.upTo(one.from)
		}
	}
	return work
}

// shares is the work that a case in hand from the beginning on has got by each
// minute at which the number of cases in hand changes.
type shares struct {
	minute []int
	got    []float64
	rate   []float64 // from that minute on
}

func newShares(change map[int]int, officers int) shares {
	var s shares
	for minute := range change {
		s.minute = append(s.minute, minute)
	}
	slices.Sort(s.minute)
	cases, got := 0, 0.0
	for i, minute := range s.minute {
		if i > 0 {
			got += s.rate[i-1] * float64(minute-s.minute[i-1])
		}
		cases += change[minute]
		rate := 1.0
		if cases > officers {
			rate = float64(officers) / float64(cases)
		}
		s.got, s.rate = append(s.got, got), append(s.rate, rate)
	}
	return s
}

func (s shares) upTo(minute int) float64 {
	i := sort.SearchInts(s.minute, minute)
	if i < len(s.minute) && s.minute[i] == minute {
		return s.got[i]
	}
	return s.got[i-1] + s.rate[i-1]*float64(minute-s.minute[i-1])
}

// replay lets the cases come in again and be worked on in their order, by so many
// officers with one case each. It counts the working days from receipt to the end.
func replay(history []Past, work []float64, s *scale, officers int) Days {
	days := Days{}
	free := make([]float64, officers) // when each officer is free
	for _, i := range byReceipt(history) {
		next := slices.Index(free, slices.Min(free))
		came := float64(s.at(history[i].Received))
		free[next] = max(came, free[next]) + work[i]
		received := s.dayOf(history[i].Received)
		ended := received
		if free[next] > came {
			ended = max(received, s.reach(int(free[next])))
		}
		days[s.open[ended]-s.open[received]]++
	}
	return days
}

func byReceipt(history []Past) []int {
	order := make([]int, len(history))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Compare(history[a].Received.UnixNano(), history[b].Received.UnixNano())
	})
	return order
}
