package outbox_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"dorgora/internal/notice"
	"dorgora/internal/notice/noticedb"
	"dorgora/internal/sqldb"
)

func TestEngineLimits(t *testing.T) {
	engines(t, func(p *postOffice) {
		p.ways[0].Settings["budget"] = "1" // two parts a day
		p.ways[0].Settings["alarm"] = "50"
		less := func(n *notice.Notice) { n.Key = "casework.notice.recounted" }
		p.say("a", "101", less)
		p.say("b", "102", less)
		p.say("c", "103", less)
		p.turns(1)
		p.took("a", "b")
		told, err := p.store.Notice(p.Context(), "khulna", "budget-kannel-2026-11-23")
		p.ok(err)
		if told.Address != "+8801711999999" || !strings.Contains(told.Text(p.engine.Say), "৫০%") {
			p.Errorf("the head is told %+v", told)
		}
		p.say("needed", "104")
		p.turns(1)
		p.took("a", "b", "budget-kannel-2026-11-23", "needed")
		p.pass(21 * time.Hour) // to seven in the morning, in the quiet hours
		p.turns(1)
		p.stands("c waiting")
		p.pass(time.Hour)
		p.turns(1)
		p.stands("c sent")

		p.ok(p.store.DB.InTx(p.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
			return noticedb.Mute(ctx, tx, "khulna", "+8801711000105", p.clock())
		}))
		p.say("muted", "105")
		p.turns(1)
		p.stands("muted muted")
		p.ok(p.store.DB.InTx(p.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
			return noticedb.Unmute(ctx, tx, "khulna", "+8801711000105")
		}))
		p.say("heard", "105")
		p.turns(1)
		p.stands("muted muted, heard sent")

		p.failing(away)
		p.say("old", "106")
		for range 24 * 5 {
			p.turn(notice.SMS)
			p.pass(time.Hour)
		}
		p.stands("old expired")
	})
}

func TestEngineCountsOnlyWhatAGatewayTook(t *testing.T) {
	engines(t, func(p *postOffice) {
		p.ways[0].Settings["budget"], p.ways[0].Settings["per_number"] = "1", "2" // two parts a day
		less := func(n *notice.Notice) { n.Key = "casework.notice.recounted" }
		p.failing(refused)
		p.say("b", "102", less)
		p.turns(1)
		p.failing(away)
		p.say("a", "101", less)
		for range 4 {
			p.turns(1)
			p.pass(10 * time.Minute)
		}
		p.answer = nil
		p.pass(20 * time.Minute)
		p.say("c", "101", less)
		p.turns(2)
		p.took("a", "c")
	})
}
