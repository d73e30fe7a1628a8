package sqldb

import (
	"fmt"
	"time"
)

// Instant is how a time is stored: RFC 3339 in UTC to the second, so that the
// order of the texts is the order of the times; the zero time is the empty text.
func Instant(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// Moment reads a stored time; the empty text is the zero time.
func Moment(text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return time.Time{}, fmt.Errorf("stored time: %w", err)
	}
	return t, nil
}
