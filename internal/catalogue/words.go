package catalogue

import (
	_ "embed"

	"dorgora/charter"
	"dorgora/internal/message"
	"dorgora/internal/money"
	"dorgora/workday"
)

//go:embed bn.txt
var bn string

//go:embed en.txt
var en string

// Texts is what the catalogue says: words for promises, prices, groups and
// channels, and its faults.
var Texts = message.Set{Name: "catalogue", Bn: bn, En: en}

// Speaker says things in a reader's language; pages do.
type Speaker interface {
	T(key string, args ...any) string
	Money(amount money.Paisa) string
	Digits(s string) string
	Pick(bn, en string) string
}

// PromiseText says a promise: "৭ কার্যদিবস", or that none is set yet.
func PromiseText(say Speaker, p workday.Promise) string {
	switch p.Kind {
	case workday.ByDate:
		return say.T("catalogue.promise.by_date", "date", say.Digits(p.By.String()))
	case workday.Immediate:
		return say.T("catalogue.promise.immediate")
	case workday.InMinutes, workday.InHours, workday.InClockHours,
		workday.InWorkingDays, workday.InCalendarDays, workday.InMonths:
		return say.T("catalogue.promise."+string(p.Kind), "count", p.Count)
	}
	return say.T("catalogue.promise.unmeasurable")
}

// FeeText says a price. What is neither free nor one amount is said as printed.
func FeeText(say Speaker, fee charter.Fee) string {
	switch {
	case fee.Kind == charter.FeeFree:
		return say.T("catalogue.fee.free")
	case fee.Kind == charter.FeeAmount:
		return say.Money(money.Paisa(fee.Amount))
	case fee.Kind == charter.FeeEmpty || fee.Text == "":
		return say.T("catalogue.fee.empty")
	}
	return say.Digits(fee.Text)
}

// GroupText says for whom the services of a group are: "নাগরিক সেবা".
func GroupText(say Speaker, group charter.Group) string {
	return say.T("catalogue.group." + GroupName(group))
}

// ChannelText says a way to ask.
func ChannelText(say Speaker, channel charter.Channel) string {
	return say.T("catalogue.channel." + string(channel))
}

// Title is the service's plain name in the reader's language.
func (s Service) Title(say Speaker) string { return say.Pick(s.Short, s.NameEn) }

// Lead is the service in one sentence in the reader's language, empty when nobody
// has written it.
func (s Service) Lead(say Speaker) string { return say.Pick(s.Summary, s.SummaryEn) }

// Groups lists the groups in the order of the official form. A charter without
// group titles has all of its rows under the empty group, which stands last.
func Groups() []charter.Group {
	return []charter.Group{charter.Citizen, charter.Institutional, charter.Internal, ""}
}

// GroupName is the word for a group in keys and addresses.
func GroupName(group charter.Group) string {
	if group == "" {
		return "service"
	}
	return string(group)
}

// GroupNamed is the reverse of GroupName; ok is false for any other word.
func GroupNamed(name string) (group charter.Group, ok bool) {
	for _, one := range Groups() {
		if GroupName(one) == name {
			return one, true
		}
	}
	return "", false
}
