package notice_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"dorgora/internal/notice"
)

func TestStatusAfter(t *testing.T) {
	for _, one := range []struct {
		name            string
		was, news, want notice.Status
	}{
		{"a gateway takes it", notice.Sending, notice.Sent, notice.Sent},
		{"the telephone has it", notice.Sent, notice.Delivered, notice.Delivered},
		{"the report is faster than the gateway's own answer", notice.Delivered, notice.Sent, notice.Delivered},
		{"a report in the wrong order takes nothing back", notice.Delivered, notice.Failed, notice.Delivered},
		{"a gateway that was silent had it after all", notice.Uncertain, notice.Sent, notice.Sent},
		{"a report settles what was uncertain", notice.Uncertain, notice.Delivered, notice.Delivered},
		{"the network gives it up", notice.Sent, notice.Failed, notice.Failed},
		{"what was thought lost arrived", notice.Waiting, notice.Delivered, notice.Delivered},
		{"what is to leave anew is not failed by old news", notice.Waiting, notice.Failed, notice.Waiting},
		{"what was taken back stays taken back", notice.Unsaid, notice.Delivered, notice.Unsaid},
	} {
		t.Run(one.name, func(t *testing.T) {
			if got := one.was.After(one.news); got != one.want {
				t.Errorf("%s, want %s", got, one.want)
			}
		})
	}
}

// News may come in any order and twice: what was delivered stays so, and no news makes
// a notice leave again.
func TestStatusAfterProperty(t *testing.T) {
	news := []notice.Status{notice.Sent, notice.Delivered, notice.Failed, notice.Uncertain}
	rapid.Check(t, func(t *rapid.T) {
		status, delivered := notice.Sending, false
		for _, one := range rapid.SliceOf(rapid.SampledFrom(news)).Draw(t, "news") {
			status = status.After(one)
			delivered = delivered || one == notice.Delivered
			if delivered && status != notice.Delivered {
				t.Fatalf("delivered, then %s makes %s", one, status)
			}
			if status == notice.Waiting {
				t.Fatalf("%s lets it leave again", one)
			}
		}
	})
}

func TestPauseGrowsToAnHour(t *testing.T) {
	for tries, want := range map[int]time.Duration{1: 30 * time.Second, 2: time.Minute, 5: 8 * time.Minute, 8: time.Hour, 60: time.Hour} {
		if got := notice.Pause(tries); got != want {
			t.Errorf("after %d tries %v, want %v", tries, got, want)
		}
	}
}

func TestNoticeRuled(t *testing.T) {
	now := at(23, 10, 0)
	base := notice.Notice{ID: "n", Channel: notice.SMS, Address: "+8801711000001", Status: notice.Failed, Words: "x"}
	t.Run("sent again it has another mark, for gateways that know repeated messages", func(t *testing.T) {
		n, fits := base.Ruled(notice.Ruling{What: notice.Again, At: now})
		if !fits || n.Status != notice.Waiting || n.Mark() != "n.1" || notice.Marked(n.Mark()) != "n" || n.Words != "" || !n.Next.Equal(now) {
			t.Errorf("%v %+v", fits, n)
		}
	})
	t.Run("sent another way it has that way's address", func(t *testing.T) {
		n, fits := base.Ruled(notice.Ruling{What: notice.Another, Channel: notice.Post, Address: "নৈহাটি", At: now})
		if !fits || n.Channel != notice.Post || n.Address != "নৈহাটি" || n.Status != notice.Waiting {
			t.Errorf("%v %+v", fits, n)
		}
	})
	t.Run("what cannot be reached another way is refused", func(t *testing.T) {
		if _, fits := base.Ruled(notice.Ruling{What: notice.Another, Channel: notice.Post, At: now}); fits {
			t.Error("it was taken")
		}
	})
	t.Run("what has arrived is not sent again", func(t *testing.T) {
		for _, status := range []notice.Status{notice.Delivered, notice.Sent, notice.Sending, notice.Waiting, notice.Unsaid} {
			n := base
			n.Status = status
			for _, what := range []string{notice.Again, notice.Another, notice.LeftAs} {
				if _, fits := n.Ruled(notice.Ruling{What: what, Channel: notice.Call, Address: "x", At: now}); fits {
					t.Errorf("%s of a notice that is %s was taken", what, status)
				}
			}
		}
	})
}
