package outbox_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"dorgora/internal/notice"
	"dorgora/internal/outbox"
	"dorgora/internal/sms"
)

func TestEngineSends(t *testing.T) {
	engines(t, func(p *postOffice) {
		p.say("a", "101")
		p.say("later", "102", func(n *notice.Notice) { n.Leaves = p.clock().Add(time.Minute) })
		p.say("elsewhere", "103", func(n *notice.Notice) { n.Office = "island" }) // no gateway above it
		p.turns(2)
		p.took("a")
		if got := p.got[0]; got.To != "+8801711000101" || got.Text != "আবেদন ১০১ পেয়েছি।" {
			p.Errorf("%+v", got)
		}
		p.stands("a sent, later waiting")
		p.pass(time.Minute)
		p.turns(1)
		p.took("a", "later")
		p.report("a", sms.Delivered)
		p.stands("a delivered, later sent")
		p.ok(p.engine.Reported(p.Context(), p.ways[0], sms.Report{ID: "never sent", State: sms.Delivered}))
		p.ok(p.engine.Reported(p.Context(), p.ways[0], sms.Report{Ref: "ref-later", State: sms.Failed, Detail: "UNDELIV"}))
		elsewhere := p.ways[0]
		elsewhere.Office = "jashore"
		p.ok(p.engine.Reported(p.Context(), elsewhere, sms.Report{ID: "a", State: sms.Failed})) // of a gateway that never had it
		p.stands("a delivered, later failed")
		tries, err := p.store.Deliveries(p.Context(), "rupsha", "later")
		p.ok(err)
		if len(tries) != 1 || tries[0].Fate != notice.Failed || tries[0].Detail != "UNDELIV" || tries[0].Cost != 50 || tries[0].Ref != "ref-later" {
			p.Errorf("%+v", tries)
		}
		if p.counted["sent"] != 2 || p.counted["delivered"] != 1 || p.counted["failed"] != 1 {
			p.Errorf("counted %v", p.counted)
		}
	})
}

func TestEngineFailures(t *testing.T) {
	engines(t, func(p *postOffice) {
		p.failing(away)
		p.say("a", "101")
		p.turns(1)
		p.stands("a waiting")
		p.answer = nil
		p.turns(3)
		p.took() // half a minute has not passed
		p.pass(30 * time.Second)
		p.turns(1)
		p.took("a")
		p.stands("a sent")

		p.failing(refused)
		p.say("b", "102")
		p.turns(1)
		p.stands("b failed")
		p.failing(errSilent)
		p.say("c", "103")
		p.turns(1)
		p.stands("c uncertain")
		p.answer = nil
		p.pass(2 * time.Hour)
		p.turns(3)
		p.took("a") // nothing that may have arrived leaves unasked
		p.report("c", sms.Accepted)
		p.stands("b failed, c sent")

		p.ok(p.store.Rule(p.Context(), notice.Ruling{Office: "rupsha", ID: "r1", Notice: "b", What: notice.Again, Person: "p", Name: "প্রধান", At: p.clock()}))
		p.ok(p.store.Rule(p.Context(), notice.Ruling{Office: "rupsha", ID: "r1", Notice: "b", What: notice.Again, Person: "p", Name: "প্রধান", At: p.clock()}))
		p.turns(2)
		p.took("a", "b.1")
		p.report("b.1", sms.Delivered)
		p.stands("b delivered")
	})
}

func TestEngineOfTwoNodes(t *testing.T) {
	engines(t, func(p *postOffice) {
		other := newPostOffice(p.T, p.store.DB)
		p.answer = func(outbox.Parcel) error { // while one node speaks to the gateway the other one looks
			p.mu.Unlock()
			defer p.mu.Lock()
			other.turn(notice.SMS)
			return nil
		}
		p.say("a", "101")
		p.turns(1)
		p.took("a")
		other.took()
		p.stands("a sent")
	})
}

// dies begins an attempt and never ends it, as a process that is killed.
func (p *postOffice) dies(id string) {
	p.Helper()
	n, err := p.store.Notice(p.Context(), "rupsha", id)
	p.ok(err)
	began, err := p.store.Begin(p.Context(), n, notice.Delivery{
		Office: n.Office, Notice: n.ID, Try: 1, Keeper: "khulna", Gateway: "kannel", Address: n.Address, Words: "x", Began: p.clock(),
	}, p.clock().Add(3*time.Minute))
	p.ok(err)
	if !began {
		p.Fatal("the attempt was not begun")
	}
}

func TestEngineAfterADeath(t *testing.T) {
	t.Run("a gateway that forgets is not spoken to again", func(t *testing.T) {
		engines(t, func(p *postOffice) {
			p.say("a", "101")
			p.say("b", "101")
			p.dies("a")
			p.turns(1)
			p.took()
			p.pass(3 * time.Minute)
			p.turns(2)
			p.took("b")
			p.stands("a uncertain, b sent")
		})
	})
	t.Run("a gateway that knows the mark is", func(t *testing.T) {
		engines(t, func(p *postOffice) {
			p.ways[0].Kind, p.ways[0].Settings["repeats"] = "http", "yes"
			p.say("a", "101")
			p.dies("a")
			p.pass(3 * time.Minute)
			p.turns(1)
			p.took("a")
			p.stands("a sent")
		})
	})
}

func TestEngineKeepsTheOrderOfACase(t *testing.T) {
	engines(t, func(p *postOffice) {
		for i, id := range []string{"z", "y", "x", "w"} {
			p.say(id, "101", func(n *notice.Notice) { n.At = n.At.Add(time.Duration(i) * time.Second) })
		}
		p.pass(10 * time.Second)
		p.answer = func(outbox.Parcel) error { // every second attempt fails
			if p.asked%2 == 1 {
				return away
			}
			return nil
		}
		p.turns(60)
		p.took("z", "y", "x", "w")
	})
}

// A gateway is down for a day: nothing is lost, nobody is told twice, and what piled
// up leaves slowly.
func TestEngineAfterADayOfSilence(t *testing.T) {
	engines(t, func(p *postOffice) {
		p.ways[0].Settings["quiet_from"], p.ways[0].Settings["quiet_to"] = "00:00", "00:00"
		p.ways[0].Settings["budget"] = "0"
		p.failing(away)
		for n := range 60 {
			p.say("n"+numbered(n), numbered(n))
		}
		for range 24 * 4 {
			p.turn(notice.SMS)
			p.pass(15 * time.Minute)
		}
		if p.asked > 1000 {
			p.Errorf("a silent gateway was spoken to %d times in a day", p.asked)
		}
		p.took()
		p.answer, p.asked = nil, 0
		p.turns(1)
		if len(p.got) > 25 {
			p.Errorf("%d messages left within one turn", len(p.got))
		}
		for range 40 {
			p.turn(notice.SMS)
			p.pass(2 * time.Minute)
		}
		if len(p.got) != 60 {
			p.Errorf("%d of 60 messages left", len(p.got))
		}
	})
}

func TestEngineThroughJumpsOfTheClock(t *testing.T) {
	engines(t, func(p *postOffice) {
		p.say("a", "101")
		p.turns(1)
		p.answer = func(outbox.Parcel) error { // the clock jumps while the gateway is spoken to, another node looks
			p.now = p.now.Add(6 * time.Hour)
			p.mu.Unlock()
			other := newPostOffice(p.T, p.store.DB)
			other.now = p.clock()
			other.turn(notice.SMS)
			p.mu.Lock()
			return nil
		}
		p.say("b", "102")
		p.turns(1)
		p.answer = nil
		p.stands("a sent, b sent") // it was uncertain, until its own end was told
		p.pass(-30 * time.Hour)
		p.turns(3)
		p.pass(60 * time.Hour)
		p.turns(3)
		p.took("a", "b")
	})
}

func TestEngineMail(t *testing.T) {
	engines(t, func(p *postOffice) {
		p.engine.ReplyAddress = func(_ context.Context, office, subject, address string) (string, error) {
			return "seba+" + office + "." + strings.TrimPrefix(subject, "case/") + "@example.gov.bd", nil
		}
		p.engine.LastMail = func(context.Context, string, string, string) (string, error) { return "<first@example.com>", nil }
		byMail := func(n *notice.Notice) { n.Channel, n.Address, n.Lang = notice.Mail, "rahima@example.com", "en" }
		p.say("a", "48210935716", byMail)
		p.turn(notice.Mail)
		p.took("a")
		got := p.got[0]
		want := "Request 48210935716 came.\n\nWhere the request stands: https://seba.example.gov.bd/rupsha/track/48210935716\n\nrupsha office\n\n" +
			"To tell us anything, just answer this mail; it will join this request."
		if got.Text != want || got.Subject != "Request 4821 0935 716 · rupsha office" || got.ReplyTo != "seba+rupsha.48210935716@example.gov.bd" ||
			got.InReplyTo != "<first@example.com>" || len(got.References) != 1 {
			p.Errorf("%+v", got)
		}
	})
}

func TestEngineSaysItInTheOfficesWords(t *testing.T) {
	engines(t, func(p *postOffice) {
		p.ok(p.store.SetWording(p.Context(), notice.Wording{
			Office: "khulna", Key: "casework.notice.received", From: p.clock(), Bn: "খুলনা বলছে, {number} এসেছে।", En: "Khulna has {number}.", Set: p.clock(),
		}))
		p.say("a", "101")
		p.turns(1)
		if len(p.got) != 1 || p.got[0].Text != "খুলনা বলছে, ১০১ এসেছে।" {
			p.Errorf("%+v", p.got)
		}
		said, err := p.store.Notice(p.Context(), "rupsha", "a")
		p.ok(err)
		if said.Text(p.engine.Say) != p.got[0].Text {
			p.Errorf("the record says %q", said.Text(p.engine.Say))
		}
	})
}
