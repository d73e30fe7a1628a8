package dialoguedb_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"dorgora/internal/casework"
	"dorgora/internal/dialogue"
	"dorgora/internal/dialogue/dialoguedb"
	"dorgora/internal/notice"
)

// cut is a store whose process ends before a message is finished.
type cut struct {
	dialoguedb.Store
	cuts int
}

var errCut = errors.New("the process ended")

func (c *cut) Finish(ctx context.Context, m dialogue.Message, plan dialogue.Plan, say []notice.Notice) error {
	if c.cuts > 0 {
		c.cuts--
		return errCut
	}
	return c.Store.Finish(ctx, m, plan, say)
}

// take keeps a message without dealing with it.
func (w *world) take(key, phone, text string) {
	w.Helper()
	_, err := w.store.Take(w.Context(), dialogue.Message{Office: "rupsha", Gateway: "g1", Key: key, Phone: phone, Text: text, Came: w.now}, morning.Add(-10*time.Hour), dialoguedb.UsualLimits)
	w.ok(err)
}

func TestMessageActsOnce(t *testing.T) {
	engines(t, func(w *world) {
		number := w.apply(farmer, "Abdul Karim")
		t.Run("what was begun before the process ended is finished, not begun anew", func(*testing.T) {
			w.ask(number, "সিরিয়াল")
			w.take("cut-1", farmer, "uttor 5CG1234")
			broken := w.exchange
			broken.Store = &cut{w.store, 2}
			for range 2 {
				if err := broken.Handle(w.Context(), "rupsha", farmer); !errors.Is(err, errCut) {
					w.Fatal(err)
				}
			}
			w.ok(broken.Handle(w.Context(), "rupsha", farmer))
			acts, err := w.cases.Timeline(w.Context(), "rupsha", number)
			w.ok(err)
			answers := 0
			for _, act := range acts {
				if act.Deed == casework.DeedAnswered {
					answers++
				}
			}
			if answers != 1 {
				w.Errorf("%d answers", answers)
			}
		})
		t.Run("a message told again changes nothing", func(*testing.T) {
			if w.deliver("rupsha", "same", farmer, "status") == "" {
				w.Error("no answer")
			}
			for range 3 {
				if got := w.deliver("rupsha", "same", farmer, "status"); got != "" {
					w.Errorf("it says again %s", got)
				}
			}
		})
		t.Run("without a key the same words within a minute are one message", func(*testing.T) {
			before := len(w.notices("rupsha"))
			w.now = w.now.Truncate(time.Minute).Add(time.Minute)
			for range 3 {
				w.take("", farmer, "status")
			}
			w.ok(w.exchange.Handle(w.Context(), "rupsha", farmer))
			if got := len(w.notices("rupsha")) - before; got != 1 {
				w.Errorf("%d answers", got)
			}
		})
	})
}

func TestManyNodesAtOnce(t *testing.T) {
	engines(t, func(w *world) {
		const phones = 8
		w.now = w.now.Add(time.Minute)
		for i := range phones {
			w.take(fmt.Sprintf("p%d", i), fmt.Sprintf("+88017123456%02d", i), "seba")
		}
		var nodes sync.WaitGroup
		for range 3 {
			nodes.Go(func() {
				for i := range phones {
					// Another node may be faster with a message: then this one is refused, and its
					// job finds nothing more to do.
					_ = w.exchange.Handle(w.Context(), "rupsha", fmt.Sprintf("+88017123456%02d", i))
				}
			})
		}
		nodes.Wait()
		if got := len(w.notices("rupsha")); got != phones {
			t.Errorf("%d answers to %d messages", got, phones)
		}
	})
}

func TestCommonNumberOfADistrict(t *testing.T) {
	engines(t, func(w *world) {
		w.hears(w.deliver("khulna", "d1", farmer, "ki ki seba ache"), "কোন উপজেলা")
		w.hears(w.deliver("khulna", "d2", farmer, "rupsa"), "আইসিটি অধিদপ্তরের তথ্য")
		w.hears(w.deliver("khulna", "d3", farmer, "status"), "কোনো আবেদন নেই")
		w.hears(w.deliver("khulna", "d4", neighbour, "রূপসা অফিসের সেবার তালিকা"), "আইসিটি অধিদপ্তরের তথ্য")
		list, _, err := w.store.Lines(t.Context(), "rupsha", false, "", 10)
		w.ok(err)
		if len(list) != 3 {
			t.Errorf("Rupsha sees %d messages", len(list))
		}
	})
}
