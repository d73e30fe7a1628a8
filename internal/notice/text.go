package notice

import (
	"time"

	"dorgora/bangla"
	"dorgora/internal/message"
	"dorgora/workday"
)

// Speaker knows the texts of the program; message.Catalogue does.
type Speaker interface {
	Text(lang message.Lang, key string, args ...any) string
}

// Text is the notice in words, in its own language: numbers in the language's
// digits, promised moments (RFC 3339) as the day of the month in Dhaka, with the
// year when it is not the year of the notice. What has left already is said as it
// left.
func (n Notice) Text(say Speaker) string {
	if n.Words != "" {
		return n.Words
	}
	lang := message.Lang(n.Lang)
	args := make([]any, 0, len(n.Args))
	for i := 0; i+1 < len(n.Args); i += 2 {
		args = append(args, n.Args[i], n.value(lang, n.Args[i], n.Args[i+1]))
	}
	return say.Text(lang, n.Key, args...)
}

func (n Notice) value(lang message.Lang, name, value string) string {
	switch name {
	case "number", "percent":
		return message.Digits(lang, value)
	case "due", "before":
		if at, err := time.Parse(time.RFC3339, value); err == nil {
			return n.day(lang, at.In(workday.Dhaka))
		}
	}
	return value
}

func (n Notice) day(lang message.Lang, at time.Time) string {
	sameYear := at.Year() == n.At.In(workday.Dhaka).Year()
	switch {
	case lang == message.En && sameYear:
		return at.Format("2 January")
	case lang == message.En:
		return at.Format("2 January 2006")
	case sameYear:
		return bangla.ShortDate(at)
	}
	return bangla.Date(at)
}
