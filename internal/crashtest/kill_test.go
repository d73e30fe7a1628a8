package crashtest

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"dorgora/internal/sqldb/sqldbtest"
)

// R1: the program is killed again and again while sixteen people apply, some of
// the times before it answers at all; it goes on with the same data.
func TestKill(t *testing.T) {
	kills := map[string]int{"sqlite": 100, "postgres": 20}
	if long() {
		kills = map[string]int{"sqlite": 1000, "postgres": 200}
	}
	binary := built(t, dorgora)
	t.Run("with the embedded database", func(t *testing.T) {
		killOften(t, installation{binary: binary, data: t.TempDir()}, kills["sqlite"])
	})
	t.Run("with PostgreSQL", func(t *testing.T) {
		killOften(t, installation{binary, t.TempDir(), sqldbtest.Schema(t)}, kills["postgres"])
	})
}

func killOften(t *testing.T, i installation, kills int) {
	ctx, random := limit(t), rand.New(rand.NewPCG(1, uint64(kills)))
	c := newCrowd(direct(16), 10)
	c.gather(ctx, 16)
	var restarts []time.Duration
	for n := range kills {
		if n%8 == 7 {
			s := i.launch(t, ctx)
			time.Sleep(time.Duration(random.IntN(150)) * time.Millisecond)
			s.kill()
			s.calm(t)
			continue
		}
		s, took := i.start(t, ctx)
		restarts = append(restarts, took)
		c.door.open(s.address)
		c.await(t, ctx, 1+random.IntN(40))
		s.kill()
		c.door.shut()
		s.calm(t)
	}
	s, took := i.start(t, ctx)
	c.door.open(s.address)
	c.finish(t)
	c.rereadSlips(ctx, 1000)
	c.finish(t)
	s.kill()
	y := c.check(t, i)
	cases, files := i.verify(t, ctx)
	restarts = append(restarts, took)
	slices.Sort(restarts)
	t.Logf("%d kills: %v; %d attempts unanswered, %d sent again; verified %d cases, %d files; restart p50 %v, p99 %v",
		kills, y, c.refused, c.again, cases, files, restarts[len(restarts)/2], restarts[len(restarts)*99/100])
}
