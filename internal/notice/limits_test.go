package notice_test

import (
	"testing"
	"time"

	"dorgora/internal/money"
	"dorgora/internal/notice"
	"dorgora/workday"
)

func at(day, hour, minute int) time.Time {
	return time.Date(2026, 11, day, hour, minute, 0, 0, workday.Dhaka)
}

func TestLimitsJudge(t *testing.T) {
	limits := notice.Limits{
		QuietFrom: 21 * time.Hour, QuietTo: 8 * time.Hour, PerNumber: 20, Price: 50, Budget: money.Taka(100), Alarm: 80,
	}
	citizen := notice.Notice{To: notice.Applicant, Channel: notice.SMS, Key: "casework.notice.recounted"}
	officer := notice.Notice{To: notice.Officer, Channel: notice.SMS, Key: "casework.notice.warned"}
	worded := func(key string) notice.Notice { n := citizen; n.Key = key; return n }
	go1 := notice.Verdict{Status: notice.Sending}
	until := func(at time.Time) notice.Verdict { return notice.Verdict{Status: notice.Waiting, Until: at} }
	for _, one := range []struct {
		name string
		n    notice.Notice
		said time.Time
		use  notice.Use
		now  time.Time
		want notice.Verdict
	}{
		{"by day it leaves", citizen, at(23, 10, 0), notice.Use{}, at(23, 10, 1), go1},
		{"at night it waits for the morning", citizen, at(23, 21, 0), notice.Use{}, at(23, 21, 0), until(at(24, 8, 0))},
		{"after midnight it waits for the same morning", citizen, at(23, 21, 0), notice.Use{}, at(24, 7, 59), until(at(24, 8, 0))},
		{"at eight it leaves", citizen, at(23, 21, 0), notice.Use{}, at(24, 8, 0), go1},
		{"an officer hears at night", officer, at(23, 22, 0), notice.Use{}, at(23, 22, 0), go1},
		{"an answer to whoever just wrote leaves at night", worded("dialogue.say.status"), at(23, 22, 0), notice.Use{}, at(23, 22, 0), go1},
		{"the twenty-first message to a number waits for the next morning", citizen, at(23, 10, 0), notice.Use{To: 20}, at(23, 10, 0), until(at(24, 8, 0))},
		{"what the budget does not pay waits for the next morning", citizen, at(23, 10, 0), notice.Use{Spent: 9999}, at(23, 10, 0), until(at(24, 8, 0))},
		{"what must be known leaves beyond the budget", worded("casework.notice.asked"), at(23, 10, 0), notice.Use{Spent: 9999}, at(23, 10, 0), go1},
		{"whoever wants no messages gets none", citizen, at(23, 10, 0), notice.Use{Muted: true}, at(23, 10, 0), notice.Verdict{Status: notice.Muted}},
		{"but an answer to what they wrote", worded("dialogue.say.help"), at(23, 10, 0), notice.Use{Muted: true}, at(23, 10, 0), go1},
		{"after five days it is too late", citizen, at(18, 10, 0), notice.Use{}, at(23, 10, 1), notice.Verdict{Status: notice.Expired}},
		{"a code is too late after ten minutes", worded("code.notice.sign"), at(23, 10, 0), notice.Use{}, at(23, 10, 11), notice.Verdict{Status: notice.Expired}},
	} {
		t.Run(one.name, func(t *testing.T) {
			one.n.At = one.said
			got := limits.Judge(one.n, 1, one.use, one.now)
			if got.Status != one.want.Status || !got.Until.Equal(one.want.Until) {
				t.Errorf("%+v, want %+v", got, one.want)
			}
		})
	}
	t.Run("without limits everything leaves at once", func(t *testing.T) {
		citizen.At = at(23, 3, 0)
		if got := (notice.Limits{}).Judge(citizen, 9, notice.Use{To: 900, Spent: 1 << 40}, at(23, 3, 0)); got != go1 {
			t.Errorf("%+v", got)
		}
	})
	t.Run("quiet hours at noon end the same day", func(t *testing.T) {
		noon := notice.Limits{QuietFrom: 12 * time.Hour, QuietTo: 14 * time.Hour}
		citizen.At = at(23, 12, 30)
		if got := noon.Judge(citizen, 1, notice.Use{}, at(23, 12, 30)); !got.Until.Equal(at(23, 14, 0)) {
			t.Errorf("%+v", got)
		}
	})
}

func TestLimitsAlarming(t *testing.T) {
	limits := notice.Limits{Price: 50, Budget: money.Taka(100), Alarm: 80}
	for _, one := range []struct {
		name  string
		spent money.Paisa
		want  bool
	}{
		{"one part before the share is quiet", 7900, false},
		{"the part that reaches it rings", 7950, true},
		{"the next one does not ring again", 8000, false},
	} {
		t.Run(one.name, func(t *testing.T) {
			if got := limits.Alarming(one.spent, limits.Cost(1)); got != one.want {
				t.Errorf("%v", got)
			}
		})
	}
}
