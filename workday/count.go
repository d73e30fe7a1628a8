package workday

// Open reports whether the office works on d.
func (c Calendar) Open(d Date) bool {
	decisive, found := c.decisive(d)
	if found {
		return !decisive.Closes()
	}
	return !c.weekend[d.Weekday()]
}

// decisive returns the fact that decides d: a declared working day beats the holidays of
// its date unless one of them was notified later. Among equals the first one listed speaks.
func (c Calendar) decisive(d Date) (Day, bool) {
	var holiday, open Day
	for _, day := range c.facts[d] {
		if !day.InForce(c.region) {
			continue
		}
		kept := &holiday
		if !day.Closes() {
			kept = &open
		}
		if kept.Date.Zero() || day.Notified.After(kept.Notified) {
			*kept = day
		}
	}
	if !open.Date.Zero() && !holiday.Notified.After(open.Notified) {
		return open, true
	}
	return holiday, !holiday.Date.Zero()
}

// Next returns the first open day on or after d, the zero date when there is none within
// 400 days.
func (c Calendar) Next(d Date) Date { return c.seek(d, 1) }

// Previous returns the last open day on or before d, the zero date when there is none
// within 400 days.
func (c Calendar) Previous(d Date) Date { return c.seek(d, -1) }

func (c Calendar) seek(d Date, step int) Date {
	if d.Zero() {
		return Date{}
	}
	for range maxClosed {
		if c.Open(d) {
			return d
		}
		d = d.AddDays(step)
	}
	return Date{}
}

// Add returns the day that lies n working days after d. The day d itself does not count,
// whether it is open or not (General Clauses Act 1897, section 9). For n = 0 it returns d
// itself when d is open and the next open day when not (section 10). A negative n counts
// backwards as [Calendar.Sub] does. The zero date comes back when d is zero, when n is
// beyond [MaxCount] and when the office stays closed for 400 days on the way.
func (c Calendar) Add(d Date, n int) Date {
	if n < 0 {
		return c.step(d, -n, -1)
	}
	return c.step(d, n, 1)
}

// Sub returns the day that lies n working days before d, as reminders need ("three working
// days before"). The day d itself does not count. For n = 0 it returns d when d is open and
// the previous open day when not, so that a reminder never comes after its day. It returns
// the zero date where [Calendar.Add] does.
func (c Calendar) Sub(d Date, n int) Date {
	if n < 0 {
		return c.step(d, -n, 1)
	}
	return c.step(d, n, -1)
}

// step counts n open days in one direction.
func (c Calendar) step(d Date, n, step int) Date {
	if n < 0 || n > MaxCount { // the smallest int stays negative when negated
		return Date{}
	}
	if n == 0 {
		return c.seek(d, step)
	}
	for range n {
		d = c.seek(d.AddDays(step), step)
		if d.Zero() {
			return Date{}
		}
	}
	return d
}

// Between returns the number of working days after a up to and including b, negative when b
// is before a, and 0 when one of them is the zero date. Between(d, Add(d, n)) is n for every
// n of at least one.
func (c Calendar) Between(a, b Date) int {
	if a.Zero() || b.Zero() {
		return 0
	}
	if b.Before(a) {
		return -c.Between(b, a)
	}
	n := 0
	for d := a; d.Before(b); {
		d = d.AddDays(1)
		if c.Open(d) {
			n++
		}
	}
	return n
}

// AddCalendarDays returns the day n days after d; when the office is closed on it, the next
// open day (General Clauses Act 1897, section 10), the zero date when there is none within
// 400 days.
func (c Calendar) AddCalendarDays(d Date, n int) Date { return c.Next(d.AddDays(n)) }

// AddMonths returns the same day of the month n months after d, see [Date.AddMonths]; when
// the office is closed on it, the next open day, the zero date when there is none within
// 400 days.
func (c Calendar) AddMonths(d Date, n int) Date { return c.Next(d.AddMonths(n)) }
