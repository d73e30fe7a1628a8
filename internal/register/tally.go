package register

// Tally is the sum of figures that only grow: what a span and a service have seen.
type Tally struct {
	Received, Reopened                                   int
	InTime, Late, Undated, Refused, Withdrawn, Otherwise int
	Overran                                              int // of those refused or ended otherwise: after the promised moment
}

// Counter returns the count of a figure, nil when the figure is no sum over time.
func (t *Tally) Counter(figure Figure) *int {
	switch figure {
	case Received:
		return &t.Received
	case Reopened:
		return &t.Reopened
	case InTime:
		return &t.InTime
	case Late:
		return &t.Late
	case Undated:
		return &t.Undated
	case Refused:
		return &t.Refused
	case Withdrawn:
		return &t.Withdrawn
	case Otherwise:
		return &t.Otherwise
	case Overran:
		return &t.Overran
	}
	return nil
}

// Enter adds an ended turn so many times; -1 takes it out again.
func (t *Tally) Enter(turn Turn, times int) {
	*t.Counter(turn.End()) += times
	if turn.overran() {
		t.Overran += times
	}
}

// Plus returns the sum of two tallies.
func (t Tally) Plus(more Tally) Tally {
	for _, figure := range Figures {
		if count := t.Counter(figure); count != nil {
			*count += *more.Counter(figure)
		}
	}
	return t
}

// Served is how many got the service or advice.
func (t Tally) Served() int { return t.InTime + t.Late + t.Undated }

// Ended is how many turns ended.
func (t Tally) Ended() int { return t.Served() + t.Refused + t.Withdrawn + t.Otherwise }

// Score is what a service promised and delivered over a span.
type Score struct {
	Tally
	Days Spread // that the office had what it served
}

// Drift is a place where the kept register is not what a recount gives: a case whose
// end is entered wrongly, or the sums of a span and a service.
type Drift struct {
	Office  string
	Number  string // of the case; empty: the sums
	Span    Span
	Service string
}
