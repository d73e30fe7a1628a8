package catalogueweb

import (
	"slices"
	"strings"

	"dorgora/charter"
	"dorgora/internal/catalogue"
	"dorgora/internal/site"
)

func channelText(page site.Page, channels []charter.Channel) string {
	var words []string
	for _, one := range channels {
		words = append(words, catalogue.ChannelText(page, one))
	}
	return strings.Join(words, ", ")
}

func papersText(page site.Page, papers []charter.Paper) string {
	var words []string
	for _, one := range papers {
		word := one.Text
		if one.Need != charter.Required && one.Need != "" {
			word += " (" + page.T("catalogue.need."+string(one.Need)) + ")"
		}
		words = append(words, word)
	}
	return strings.Join(words, "; ")
}

func fromText(papers []charter.Paper) string {
	var places []string
	for _, one := range papers {
		if one.From != "" && !slices.Contains(places, one.From) {
			places = append(places, one.From)
		}
	}
	return strings.Join(places, "; ")
}

func orUnsaid(page site.Page, text string) string {
	if text == "" {
		return page.T("catalogue.superior.unnamed")
	}
	return text
}

func joined(page site.Page, o charter.Officer) string {
	said := append([]string{o.Post, o.Name, o.Room}, o.Phones...)
	for i := range said {
		said[i] = page.Digits(said[i])
	}
	var parts []string
	for _, part := range append(said, o.Mails...) {
		if part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, ", ")
}
