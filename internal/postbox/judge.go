package postbox

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"dorgora/bangla"
	"dorgora/internal/catalogue"
	"dorgora/internal/number"
)

// Known is what must be looked up to judge a mail.
type Known struct {
	Ours      bool   // the sender's address is one of our own
	Count     int    // mails of the sender within the hour before this one
	Token     string // number of the case of a valid token
	Thread    string // number of the case of a mail of ours that it answers
	Quoted    string // number of a case of the office that its subject names
	Applicant string // mail address of that case's applicant
}

// mostAnHour is how many mails an hour one sender is heard with: more is a loop, or a
// flood. They are kept all the same.
const mostAnHour = 20

// flooding is why a mail beyond them is not heard.
const flooding = "postbox.why.flood"

// Verdict is what a mail is, for which case, and where it goes.
type Verdict struct {
	Sort   Sort
	State  State // Fresh: go on by the sort
	Number string
	Why    string
}

// Judge decides what a mail is. A machine is never answered. A case is joined only by
// its token, by an answer to a mail of ours, or by the applicant's own address; whoever
// else names it waits for a person.
func Judge(m Mail, k Known) Verdict {
	joins := firstOf(k.Token, k.Thread)
	switch {
	case m.Report != nil:
		return Verdict{Returned, Filed, joins, ""}
	case k.Ours:
		return Verdict{Automatic, Filed, joins, "postbox.why.own"}
	case m.Machine != "" || bySubject(m.Subject) || byAddress(m.From):
		return Verdict{Automatic, Filed, joins, "postbox.why.machine"}
	case k.Count >= mostAnHour:
		return Verdict{Automatic, Filed, joins, flooding}
	case m.From == "":
		return Verdict{Stranger, Quarantine, joins, "postbox.why.nobody"}
	case k.Token != "", k.Thread != "" && !m.Forged:
		return Verdict{Reply, Fresh, joins, ""}
	case k.Thread != "":
		return Verdict{Stranger, Quarantine, k.Thread, "postbox.why.forged"}
	case k.Quoted != "" && strings.EqualFold(k.Applicant, m.From) && !m.Forged:
		return Verdict{Reply, Fresh, k.Quoted, ""}
	case k.Quoted != "" && m.Forged:
		return Verdict{Stranger, Quarantine, k.Quoted, "postbox.why.forged"}
	case k.Quoted != "":
		return Verdict{Stranger, Quarantine, k.Quoted, "postbox.why.stranger"}
	case m.Forged:
		return Verdict{Request, Quarantine, "", "postbox.why.forged"}
	case m.Spam:
		return Verdict{Request, Quarantine, "", "postbox.why.spam"}
	}
	return Verdict{Request, Fresh, "", ""}
}

// absences are the beginnings of subjects that only machines write, folded.
var absences = folded(
	"out of office", "out of the office", "automatic reply", "auto reply", "autoreply", "auto response", "vacation reply",
	"undeliverable", "undelivered mail", "mail delivery failed", "delivery status notification", "delivery failure", "returned mail",
	"read receipt", "স্বয়ংক্রিয় উত্তর", "স্বয়ংক্রিয় জবাব", "অফিসের বাইরে", "কার্যালয়ের বাইরে আছি", "আমি ছুটিতে আছি",
)

func folded(list ...string) []string {
	for i, one := range list {
		list[i] = bangla.Fold(one)
	}
	return list
}

func bySubject(subject string) bool {
	words := bangla.Fold(subject)
	return slices.ContainsFunc(absences, func(one string) bool { return strings.HasPrefix(words, one) })
}

// byAddress reports whether an address is one from which only machines write.
func byAddress(address string) bool {
	local, _, _ := strings.Cut(strings.ToLower(address), "@")
	switch strings.NewReplacer("-", "", "_", "", ".", "").Replace(local) {
	case "mailerdaemon", "postmaster", "noreply", "donotreply", "bounce", "bounces":
		return true
	}
	return false
}

var digitRun = regexp.MustCompile(`\d(?:[ \-]?\d){10,}`)

// Quoted are the tracking numbers that a subject names, in either digits, three at
// most.
func Quoted(subject string) []string {
	var list []string
	for _, run := range digitRun.FindAllString(bangla.ASCII(subject), -1) {
		if checked, err := number.ParseTracking(run); err == nil && len(list) < 3 && !slices.Contains(list, checked) {
			list = append(list, checked)
		}
	}
	return list
}

// KeyOf is the ID of a mail in an office: what it says counts, not how it came.
func KeyOf(office string, m Mail) string {
	sum := sha256.New()
	part := func(s string) { fmt.Fprintf(sum, "%d:%s;", len(s), s) }
	for _, one := range []string{office, m.MessageID, strings.ToLower(m.From), m.Subject, m.Text} {
		part(one)
	}
	if !m.Date.IsZero() {
		part(m.Date.UTC().Format("20060102150405"))
	}
	for _, file := range m.Files {
		content := sha256.Sum256(file.Bytes)
		part(file.Name + hex.EncodeToString(content[:]))
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// ServiceFor chooses the service of a request: by the tag of the address, by the words
// of the subject, else the office's information service. Empty: a person chooses.
func ServiceFor(offer *catalogue.Offer, tag, subject string) string {
	if service, err := offer.Service(tag); tag != "" && err == nil {
		return service.Slug
	}
	if hits := offer.Search(subject); len(hits) > 0 {
		return hits[0].Service.Slug
	}
	for _, service := range offer.Services {
		if service.Kind == "information" {
			return service.Slug
		}
	}
	return ""
}

func firstOf(list ...string) string {
	for _, one := range list {
		if one != "" {
			return one
		}
	}
	return ""
}
