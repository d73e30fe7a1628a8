package outbox

import (
	"cmp"
	"context"
	"errors"
	"net/url"
	"slices"
	"strings"
	"time"

	"dorgora/bangla"
	"dorgora/internal/fault"
	"dorgora/internal/gateway"
	"dorgora/internal/notice"
	"dorgora/internal/office"
)

// lane is one turn of one gateway.
type lane struct {
	*Engine
	gateway gateway.Gateway
	name    string
	channel notice.Channel
	limits  notice.Limits
	offices []destination
	carrier Carrier
}

// destination is an office whose notices leave by the lane.
type destination struct {
	id    string
	chain []office.Office // the office and those above it
}

// letter is a notice with the office that sends it and its words.
type letter struct {
	notice.Notice
	from  destination
	voice notice.Voice
	words string
	parts int // of an SMS
}

func (l *lane) run(ctx context.Context) (err error) {
	last, may := l.rested(l.name)
	if !may {
		return nil
	}
	if l.carrier, err = l.Open(l.gateway); err != nil {
		return err
	}
	slices.SortFunc(l.offices, func(a, b destination) int { // those after the last one served come first
		return cmp.Or(cmp.Compare(before(a.id, last), before(b.id, last)), strings.Compare(a.id, b.id))
	})
	began := l.Now()
	left := turnMost
	for _, from := range l.offices {
		list, err := l.Store.Due(ctx, from.id, l.channel, l.Now(), min(anOffice, left))
		if err != nil {
			return err
		}
		voice, err := l.voice(ctx, from)
		if err != nil {
			return err
		}
		for _, n := range list {
			if ctx.Err() != nil || l.Now().Sub(began) > turnTime {
				return nil
			}
			sent, tired, err := l.step(ctx, l.letter(n, from, voice))
			if err != nil || tired {
				return err
			}
			if sent {
				left--
			}
		}
		if left <= 0 {
			return nil
		}
	}
	return nil
}

func before(id, last string) int {
	if id > last {
		return 0
	}
	return 1
}

func (l *lane) voice(ctx context.Context, from destination) (notice.Voice, error) {
	var ids []string
	for _, o := range from.chain {
		ids = append(ids, o.ID)
	}
	all, err := l.Store.Wordings(ctx, ids)
	return notice.VoiceOf(l.Say, ids, all, l.Now()), err
}

func (l *lane) letter(n notice.Notice, from destination, voice notice.Voice) letter {
	made := letter{Notice: n, from: from, voice: voice, words: n.Text(voice)}
	if n.Channel == notice.SMS {
		made.parts = bangla.Segments(made.words).Parts
	}
	return made
}

// step tries one notice; tired says that the gateway needs a rest.
func (l *lane) step(ctx context.Context, n letter) (sent, tired bool, err error) {
	d := notice.Delivery{
		Office: n.Office, Notice: n.ID, Try: n.Tries + 1, Keeper: l.gateway.Office, Gateway: l.gateway.ID, Address: n.Address,
		Cost: l.limits.Cost(n.parts), Words: n.words, Began: l.Now(), Fate: notice.Sending,
	}
	if n.Status == notice.Sending {
		safe, err := l.repeatable(ctx, n.Notice)
		if err != nil {
			return false, false, err
		}
		if !safe {
			d.Try, d.Ended, d.Fate, d.Detail = n.Tries, l.Now(), notice.Uncertain, "the process ended"
			l.observe(l.channel, d.Fate)
			return false, false, l.Store.End(ctx, d, l.Now())
		}
	}
	use, err := l.Store.Used(ctx, d, notice.Midnight(l.Now()))
	if err != nil {
		return false, false, err
	}
	if n.Status == notice.Waiting {
		if verdict := l.limits.Judge(n.Notice, n.parts, use, l.Now()); verdict.Status != notice.Sending {
			return false, false, l.Store.PutOff(ctx, n.Notice, verdict)
		}
	}
	parcel, err := l.parcel(ctx, n)
	if err != nil {
		return false, false, err
	}
	if began, err := l.Store.Begin(ctx, n.Notice, d, l.Now().Add(leaseTime)); err != nil || !began {
		return false, false, err
	}
	if l.limits.Alarming(use.Spent, d.Cost) {
		l.alarm(ctx)
	}
	n.Tries = d.Try
	tired, err = l.carry(ctx, n, d, parcel)
	return true, tired, err
}

// repeatable reports whether a message whose sender died may be handed over again: the
// gateway that had it is this one, and it knows the message by its mark.
func (l *lane) repeatable(ctx context.Context, n notice.Notice) (bool, error) {
	tried, err := l.Store.Deliveries(ctx, n.Office, n.ID)
	if err != nil || len(tried) == 0 {
		return false, err
	}
	last := tried[len(tried)-1]
	return last.Keeper == l.gateway.Office && last.Gateway == l.gateway.ID && Repeats(l.gateway), nil
}

// carry speaks to the gateway and writes down what became of it. What was begun is
// ended although the process is asked to stop.
func (l *lane) carry(ctx context.Context, n letter, d notice.Delivery, p Parcel) (tired bool, err error) {
	ctx = context.WithoutCancel(ctx)
	limited, cancel := context.WithTimeout(ctx, carryTime)
	ref, failure := l.carrier.Carry(limited, p)
	cancel()
	d.Ended, d.Ref, d.Fate = l.Now(), ref, notice.Sent
	next, missed := d.Ended, false
	switch kind := fault.KindOf(failure); {
	case failure == nil:
	case kind == fault.Invalid:
		d.Fate = notice.Failed
	case kind == fault.Unavailable || Repeats(l.gateway):
		d.Fate, missed = n.Missed(), true
		next = d.Ended.Add(notice.Pause(n.Tries))
	default:
		d.Fate, missed = notice.Uncertain, true
	}
	if failure != nil {
		d.Detail = shorten(reason(failure))
		l.Logger.Warn("a notice was not taken", "office", n.Office, "notice", n.ID, "gateway", l.name, "fate", d.Fate, "error", d.Detail)
	}
	l.observe(l.channel, d.Fate)
	return l.fared(l.name, n.Office, missed), l.Store.End(ctx, d, next)
}

// longest is how much of a gateway's answer is kept, in letters.
const longest = 300

// reason is what went wrong without the address that was called: passwords and the
// words of the message stand in it.
func reason(err error) string {
	var call *url.Error
	if errors.As(err, &call) {
		return call.Op + ": " + call.Err.Error()
	}
	return err.Error()
}

func shorten(text string) string {
	letters := []rune(strings.ToValidUTF8(strings.ReplaceAll(text, "\x00", ""), "\uFFFD"))
	return string(letters[:min(len(letters), longest)])
}

// clockOf is the time from midnight to an hour written as HH:MM.
func clockOf(text string) time.Duration {
	at, err := time.Parse("15:04", bangla.ASCII(text))
	if err != nil {
		return 0
	}
	return time.Duration(at.Hour())*time.Hour + time.Duration(at.Minute())*time.Minute
}
