package caseworkweb_test

import (
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"dorgora/bangla"
	"dorgora/internal/casework"
	"dorgora/internal/casework/caseworkweb"
	"dorgora/internal/message"
	"dorgora/internal/notice"
	"dorgora/internal/site"
	"dorgora/internal/site/sitetest"
	"dorgora/workday"
)

func TestTemplatesFitTheirPages(t *testing.T) {
	templates, err := site.Parse(caseworkweb.Files)
	if err != nil {
		t.Fatal(err)
	}
	err = sitetest.Check(templates, map[string]site.Shown{
		"apply_start": caseworkweb.ApplyStartPage{}, "apply_for": caseworkweb.ApplyStepPage{}, "apply_person": caseworkweb.ApplyStepPage{},
		"apply_need": caseworkweb.ApplyStepPage{}, "apply_papers": caseworkweb.ApplyStepPage{}, "apply_check": caseworkweb.ApplyCheckPage{},
		"apply_saved": caseworkweb.ApplySavedPage{}, "apply_form": caseworkweb.ApplyFormPage{}, "receipt": caseworkweb.ReceiptPage{},
		"slip": caseworkweb.SlipPage{}, "track": caseworkweb.TrackPage{}, "track_status": caseworkweb.TrackStatusPage{},
		"track_case": caseworkweb.TrackCasePage{}, "apply_before": caseworkweb.ApplyBeforePage{}, "track_paper": caseworkweb.TrackPaperPage{}, "track_withdrawal": caseworkweb.TrackWithdrawalPage{},
	})
	if err != nil {
		t.Error(err)
	}
}

// keys finds the whole text keys that a folder's code and templates name.
func keys(t *testing.T, dir fs.FS) []string {
	t.Helper()
	pattern := regexp.MustCompile(`"((?:casework|document)\.[a-z_.]*[a-z_])"`)
	var all []string
	err := fs.WalkDir(dir, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || strings.HasSuffix(name, "_test.go") {
			return err
		}
		if !strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, ".html") {
			return nil
		}
		content, err := fs.ReadFile(dir, name)
		for _, found := range pattern.FindAllStringSubmatch(string(content), -1) {
			all = append(all, found[1])
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestTextsAreThere(t *testing.T) {
	all := texts(t)
	named := keys(t, os.DirFS(".."))
	for _, one := range named {
		if !all.Has(one) {
			t.Errorf("there is no text %s", one)
		}
	}
	if len(named) < 100 {
		t.Errorf("only %d keys were found", len(named))
	}
}

// TestNoticesFitOneMessage takes the notices without an officer's words, with the longest number
// and the longest dates.
func TestNoticesFitOneMessage(t *testing.T) {
	all := texts(t)
	autumn := time.Date(2027, 9, 30, 17, 0, 0, 0, workday.Dhaka).UTC().Format(time.RFC3339)
	said := notice.Notice{Lang: "bn", At: time.Date(2027, 1, 3, 4, 0, 0, 0, time.UTC), Args: []string{"number", "48210935716", "due", autumn, "before", autumn, "words", ""}}
	for _, key := range []string{"received", "received.undated", "resumed", "withdrawn", "recounted"} {
		said.Key = "casework.notice." + key
		for _, lang := range []string{"bn", "en"} {
			said.Lang = lang
			text := said.Text(all)
			if size := bangla.Segments(text); size.Parts != 1 {
				t.Errorf("%s takes %d parts, %d units: %s", said.Key, size.Parts, size.Units, text)
			}
		}
	}
}

func TestNoticeText(t *testing.T) {
	due := time.Date(2026, 12, 2, 17, 0, 0, 0, workday.Dhaka)
	said := notice.Notice{
		Lang: "bn", Key: "casework.notice.received", At: monday,
		Args: []string{"number", "48210935716", "due", due.UTC().Format(time.RFC3339)},
	}
	for _, one := range []struct {
		name, lang string
		at         time.Time
		want       string
	}{
		{"Bangla digits and the day in Dhaka", "bn", monday, "আবেদন ৪৮২১০৯৩৫৭১৬ পেয়েছি। সেবার শেষ তারিখ ২ ডিসেম্বর।"},
		{"English", "en", monday, "Application 48210935716 received. You will have the service by 2 December."},
		{"the year when it is another one", "en", monday.AddDate(-1, 0, 0), "Application 48210935716 received. You will have the service by 2 December 2026."},
	} {
		t.Run(one.name, func(t *testing.T) {
			said.Lang, said.At = one.lang, one.at
			if got := said.Text(texts(t)); got != bangla.Normal(one.want) {
				t.Errorf("got  %s\nwant %s", got, one.want)
			}
		})
	}
}

func TestDeedsAndStepsHaveWords(t *testing.T) {
	all := texts(t)
	deeds := []casework.Deed{
		casework.DeedReceived, casework.DeedTaken, casework.DeedReplied, casework.DeedAsked, casework.DeedAnswered, casework.DeedHandedIn,
		casework.DeedResumed, casework.DeedAssigned, casework.DeedNoted, casework.DeedRecounted, casework.DeedClosed, casework.DeedWithdrawn,
	}
	var wanted []string
	for _, deed := range deeds {
		wanted = append(wanted, "casework.deed."+string(deed))
	}
	for _, step := range casework.Steps {
		wanted = append(wanted, "casework.step."+step, "casework.step."+step+".about", "casework.step."+step+".title")
	}
	for _, outcome := range []casework.Outcome{casework.Delivered, casework.Advised, casework.Refused} {
		wanted = append(wanted, "casework.heading."+string(outcome), "casework.notice.closed."+string(outcome))
	}
	known := all.Keys()
	for _, one := range wanted {
		if !slices.Contains(known, one) {
			t.Errorf("there is no text %s", one)
		}
		for _, lang := range []message.Lang{message.Bn, message.En} {
			if all.Text(lang, one) == "" {
				t.Errorf("%s is empty in %s", one, lang)
			}
		}
	}
}
