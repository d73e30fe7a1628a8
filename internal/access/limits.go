package access

import (
	"time"

	"dorgora/internal/fault"
)

// Limits are the times and counts of signing in, in one place.
type Limits struct {
	Idle        time.Duration // a session not used for so long is over
	Absolute    time.Duration // a session is over after so long in any case
	Touch       time.Duration // how exactly the last use of a session is kept
	Invitation  time.Duration // a link that nobody used for so long is void
	Failures    int           // so many failures lock a login
	Lock        time.Duration // for so long; each further failure doubles it
	LongestLock time.Duration
	Forget      time.Duration // failures so long ago no longer count
}

// Usual are the limits in force (quality bar 3; OWASP ASVS 5.0, 6.3 and 7.3).
var Usual = Limits{
	Idle: 12 * time.Hour, Absolute: 7 * 24 * time.Hour, Touch: 5 * time.Minute, Invitation: 7 * 24 * time.Hour,
	Failures: 5, Lock: 15 * time.Minute, LongestLock: 24 * time.Hour, Forget: 48 * time.Hour,
}

// Begin counts an attempt as failed before its password is looked at, so that a
// hundred attempts at once are not a hundred guesses; Clear or Refund takes it
// back. A locked login is refused with TooMany and not counted.
func (a Attempts) Begin(l Limits, now time.Time) (Attempts, error) {
	if now.Before(a.Locked) {
		return a, a.lockedFault(now)
	}
	if now.Sub(a.Last) > l.Forget {
		a.Failures = 0
	}
	a.Failures++
	a.Last = now
	if a.Failures >= l.Failures {
		a.Locked = now.Add(l.lock(a.Failures))
	}
	return a, nil
}

// Refund takes one attempt back: the password was right, and only the code of
// the second factor is still to come.
func (a Attempts) Refund() Attempts {
	if a.Failures > 0 {
		a.Failures--
	}
	a.Locked = time.Time{}
	return a
}

// Clear forgets all failures after a success.
func (a Attempts) Clear() Attempts { return Attempts{Login: a.Login} }

func (a Attempts) lockedFault(now time.Time) error {
	minutes := int((a.Locked.Sub(now) + time.Minute - 1) / time.Minute)
	return fault.New(fault.TooMany, "access.locked", "minutes", minutes)
}

// lock doubles with each failure past the limit.
func (l Limits) lock(failures int) time.Duration {
	span := l.Lock
	for i := l.Failures; i < failures && span < l.LongestLock; i++ {
		span *= 2
	}
	return min(span, l.LongestLock)
}

// Over reports whether a session has ended by itself.
func (s Session) Over(l Limits, now time.Time) bool {
	return !now.Before(s.Expires) || now.Sub(s.Seen) >= l.Idle
}

// Check refuses a link that was used or is too old.
func (i Invitation) Check(now time.Time) error {
	switch {
	case !i.Used.IsZero():
		return fault.New(fault.NotFound, "access.invitation.used")
	case !now.Before(i.Expires):
		return fault.New(fault.NotFound, "access.invitation.expired")
	}
	return nil
}
