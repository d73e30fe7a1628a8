package notice

import (
	"strings"
	"time"
)

// Event is how notices of one text are treated on their way.
type Event struct {
	Key       string        // of the text, or the beginning of it
	Urgent    bool          // may disturb at night, and reaches whoever wants no messages
	Essential bool          // leaves although the day's budget is spent
	Life      time.Duration // how long it is of use after it may leave
}

// usualLife outlives a gateway that is down over a weekend.
const usualLife = 4 * 24 * time.Hour

// events lists what is treated unlike the rest, the closer key before the wider.
var events = []Event{
	{Key: "code.notice.", Urgent: true, Essential: true, Life: 10 * time.Minute},
	{Key: "outbox.notice.", Essential: true, Life: 24 * time.Hour},
	{Key: "gateway.notice.test", Urgent: true, Essential: true, Life: time.Hour},
	{Key: "dialogue.", Urgent: true, Essential: true, Life: 12 * time.Hour}, // an answer to whoever just wrote
	{Key: "casework.notice.received", Essential: true, Life: usualLife},
	{Key: "casework.notice.asked", Essential: true, Life: usualLife},
	{Key: "casework.notice.replied", Essential: true, Life: usualLife},
	{Key: "casework.notice.closed.", Essential: true, Life: usualLife},
	{Key: "casework.notice.alarmed", Urgent: true, Essential: true, Life: usualLife},
	{Key: "appointment.notice.", Essential: true, Life: 2 * 24 * time.Hour},
}

// EventOf is how a notice of the text is treated.
func EventOf(key string) Event {
	for _, one := range events {
		if strings.HasPrefix(key, one.Key) {
			one.Key = key
			return one
		}
	}
	return Event{Key: key, Life: usualLife}
}
