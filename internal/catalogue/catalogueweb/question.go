package catalogueweb

import (
	"strings"

	"dorgora/internal/catalogue"
	"dorgora/internal/site"
	"dorgora/workday"
)

// Ask draws the questions of a kind as fields of a form. One that depends on
// another answer is asked of everybody, as optional, with its condition in the
// hint: a page without scripts cannot wait for the other answer.
func Ask(page site.Page, kind catalogue.Kind, questions []catalogue.Question) []site.Field {
	return AskUnder(page, kind, questions, "")
}

// AskUnder is Ask for a page with several forms: the names of the fields begin with
// the prefix.
func AskUnder(page site.Page, kind catalogue.Kind, questions []catalogue.Question, prefix string) []site.Field {
	fields := make([]site.Field, len(questions))
	for i, question := range questions {
		key := kind.FieldKey(question.ID)
		question.ID = prefix + question.ID
		fields[i] = field(page, key, question)
	}
	return fields
}

func field(page site.Page, key string, q catalogue.Question) site.Field {
	var f site.Field
	switch q.Sort {
	case catalogue.Text:
		f = page.Area(q.ID, key)
	case catalogue.Choice:
		f = choice(page, key, q)
	case catalogue.Tick:
		f = page.Box(q.ID, key)
	case catalogue.Date:
		f = page.DateField(q.ID, key)
	case catalogue.Number:
		f = page.Input(q.ID, key).Numeric()
	case catalogue.Mobile:
		f = page.Input(q.ID, key).Tel()
	case catalogue.Identity:
		f = page.Input(q.ID, key).Code()
	default:
		f = page.Input(q.ID, key)
	}
	if !q.Required || q.When != "" {
		f = f.Optional()
	}
	return f
}

// mostRadios is up to how many choices are shown one under another.
const mostRadios = 5

func choice(page site.Page, key string, q catalogue.Question) site.Field {
	if len(q.Choices) <= mostRadios {
		return page.Radios(q.ID, key, q.Choices...)
	}
	choices := []site.Choice{{Label: page.T("catalogue.choose")}}
	for _, one := range q.Choices {
		choices = append(choices, site.Choice{Value: one, Label: page.T(key + "." + one)})
	}
	return page.Select(q.ID, key).With(choices)
}

// Answers reads the answers to questions from a form as they were typed; a date
// that does not exist is noted in the form.
func Answers(form site.Form, questions []catalogue.Question) map[string]string {
	answers := map[string]string{}
	for _, q := range questions {
		if q.Sort == catalogue.Date {
			answers[q.ID] = form.Date(q.ID).String()
			continue
		}
		answers[q.ID] = form.Get(q.ID)
	}
	return answers
}

// FieldNames are the names under which a form sends the answers to questions.
func FieldNames(questions []catalogue.Question) []string {
	var names []string
	for _, q := range questions {
		if q.Sort == catalogue.Date {
			names = append(names, q.ID+"-day", q.ID+"-month", q.ID+"-year")
			continue
		}
		names = append(names, q.ID)
	}
	return names
}

// FieldValues are the values that fill a form with answers given before.
func FieldValues(questions []catalogue.Question, answers map[string]string) map[string]string {
	values := map[string]string{}
	for _, q := range questions {
		value := answers[q.ID]
		if q.Sort != catalogue.Date {
			values[q.ID] = value
			continue
		}
		if part := strings.Split(value, "-"); len(part) == 3 {
			values[q.ID+"-year"], values[q.ID+"-month"], values[q.ID+"-day"] = part[0], part[1], part[2]
		}
	}
	return values
}

// Told lists answers with the words of their questions, for reading. Of an identity
// number it only says that there is one.
func Told(page site.Page, kind catalogue.Kind, questions []catalogue.Question, answers map[string]string) []site.Answer {
	var told []site.Answer
	for _, q := range questions {
		if answers[q.ID] != "" {
			told = append(told, site.Answer{Term: page.T(kind.FieldKey(q.ID)), Text: AnswerText(page, kind, q, answers[q.ID])})
		}
	}
	return told
}

// AnswerText is one answer in words of the reader's language.
func AnswerText(page site.Page, kind catalogue.Kind, q catalogue.Question, value string) string {
	switch q.Sort {
	case catalogue.Choice:
		return page.T(kind.FieldKey(q.ID) + "." + value)
	case catalogue.Tick:
		return page.T("catalogue.yes")
	case catalogue.Date:
		if day, err := workday.ParseDate(value); err == nil {
			return page.Date(page.Day(day))
		}
	case catalogue.Number:
		return page.Digits(value)
	case catalogue.Mobile:
		return page.Mobile(value)
	case catalogue.Identity:
		return page.T("catalogue.identity.sealed")
	}
	return value
}
