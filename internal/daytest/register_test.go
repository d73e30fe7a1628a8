package daytest

import (
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"dorgora/internal/register"
)

// book is what a clerk would have written beside the program: by service and
// column of the register.
type book map[string]map[register.Figure]int

// enter adds one to a column of a service.
func (b book) enter(service string, figure register.Figure) {
	if b[service] == nil {
		b[service] = map[register.Figure]int{}
	}
	b[service][figure]++
}

// served enters a service that was given, in time or without a promise.
func (b book) served(service string) {
	if promises[service] == "" {
		b.enter(service, register.Undated)
		return
	}
	b.enter(service, register.InTime)
}

// balanced adds what follows from the other columns: the sum of all that was
// handled, and what is pending.
func (b book) balanced() book {
	ends := []register.Figure{register.InTime, register.Late, register.Undated, register.Refused, register.Withdrawn, register.Otherwise}
	whole := book{}
	for service, line := range b {
		sum := maps.Clone(line)
		sum[register.Handled] = line[register.Carried] + line[register.Received] + line[register.Reopened]
		sum[register.Pending] = sum[register.Handled]
		for _, end := range ends {
			sum[register.Pending] -= line[end]
		}
		whole[service] = sum
		for figure, n := range sum {
			if whole[""] == nil {
				whole[""] = map[register.Figure]int{}
			}
			whole[""][figure] += n
		}
	}
	for _, line := range whole {
		maps.DeleteFunc(line, func(_ register.Figure, n int) bool { return n == 0 })
	}
	return whole
}

// figure is a figure of the register with the list behind it.
type figure struct {
	service string
	name    register.Figure
	shown   int
	path    string
}

// figures reads the register as it is shown in English.
func (s *scene) figures(r *reader) []figure {
	s.Helper()
	r.open("/en/rupsha/desk/register")
	var list []figure
	for link := range elements(r.page, "a") {
		to, err := url.Parse(attribute(link, "href"))
		s.check(err)
		if !strings.HasSuffix(to.Path, "/register/cases") {
			continue
		}
		n, _, _ := strings.Cut(textOf(link), " ")
		shown, err := strconv.Atoi(strings.TrimSuffix(n, ":"))
		s.check(err)
		list = append(list, figure{to.Query().Get("service"), register.Figure(to.Query().Get("figure")), shown, attribute(link, "href")})
	}
	return list
}

// agrees holds the register against the book, and each figure against its list.
func (s *scene) agrees(r *reader) {
	s.Helper()
	want, got := s.balanced(), book{}
	for _, one := range s.figures(r) {
		if got[one.service] == nil {
			got[one.service] = map[register.Figure]int{}
		}
		got[one.service][one.name] = one.shown
		r.open(one.path)
		rows := 0
		for body := range elements(r.page, "tbody") {
			rows = len(slices.Collect(elements(body, "tr")))
		}
		if rows != one.shown {
			s.Errorf("%s of %q is %d, and its list has %d rows", one.name, one.service, one.shown, rows)
		}
	}
	for _, service := range slices.Sorted(maps.Keys(want)) {
		if !maps.Equal(want[service], got[service]) {
			s.Errorf("%q: the book says %v, the register %v", service, want[service], got[service])
		}
	}
	if len(got) != len(want) {
		s.Errorf("the register has %d lines, the book %d", len(got), len(want))
	}
}

// link is the address of the last link of the page that leads below a path.
func (r *reader) link(below string) string {
	r.t.Helper()
	to := ""
	for one := range elements(r.page, "a") {
		path, _, _ := strings.Cut(attribute(one, "href"), "?")
		if _, end, found := strings.Cut(path, below); found && end != "" && !strings.Contains(end, "/") {
			to = path
		}
	}
	if to == "" {
		r.t.Fatalf("%s leads nowhere below %s", r.at, below)
	}
	return to
}
