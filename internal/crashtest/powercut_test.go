package crashtest

import (
	"context"
	"math/rand/v2"
	"path/filepath"
	"testing"
)

// R2: the power is cut again and again while people apply, some with a file; every
// second time some of the unflushed writes got through. The disk holds the whole
// data folder.
func TestPowerCut(t *testing.T) {
	cuts := 10
	if long() {
		cuts = 50
	}
	ctx, binary := limit(t), built(t, dorgora)
	c, state := newCrowd(direct(8), 4), newDisk()
	c.gather(ctx, 8)
	var found installation
	for round := range cuts {
		var lucky *rand.Rand
		if round%2 == 1 {
			lucky = rand.New(rand.NewPCG(7, uint64(round)))
		}
		state = c.applyUntilCut(t, ctx, outage{binary, state, 20 + 11*(round%7), lucky})
		found = installation{binary: binary, data: salvaged(t, state)}
		if y := c.check(t, found); t.Failed() {
			t.Fatalf("cut %d: %v", round+1, y)
		}
		found.verify(t, ctx)
	}
	s, _ := found.start(t, ctx)
	c.door.open(s.address)
	c.finish(t)
	s.kill()
	y := c.check(t, found)
	cases, files := found.verify(t, ctx)
	t.Logf("%d power cuts: %v; %d attempts unanswered; verified %d cases, %d files", cuts, y, c.refused, cases, files)
}

// The same test sees the loss on a build that does not flush its commits.
func TestPowerCutMutant(t *testing.T) {
	ctx, state := limit(t), newDisk()
	folder, unmount := state.mount(t)
	sound := installation{binary: built(t, dorgora), data: filepath.Join(folder, "data")}
	s, _ := sound.start(t, ctx)
	s.stop(t)
	unmount()
	state = state.cut(nil)

	applying, leave := context.WithCancel(ctx)
	c := newCrowd(direct(8), 4)
	c.gather(applying, 8)
	state = c.applyUntilCut(t, ctx, outage{built(t, dorgoraMutant), state, 40, nil})
	leave()
	c.finish(t)
	y := c.compare(recorded(t, installation{data: salvaged(t, state)}.file()))
	if y.lost == 0 {
		t.Fatalf("a build that does not flush its commits lost nothing (%v): the test is blind", y)
	}
	t.Logf("as it must be: %v", y)
}

// outage is a power cut after so many more acknowledged applications.
type outage struct {
	binary string
	state  *disk
	after  int
	lucky  *rand.Rand
}

// applyUntilCut runs the program on the disk, lets the crowd apply, cuts the power,
// and returns the disk as it is found afterwards.
func (c *crowd) applyUntilCut(t *testing.T, ctx context.Context, o outage) *disk {
	t.Helper()
	folder, unmount := o.state.mount(t)
	s, _ := installation{binary: o.binary, data: filepath.Join(folder, "data")}.start(t, ctx)
	c.door.open(s.address)
	c.await(t, ctx, o.after)
	after := o.state.cut(o.lucky)
	s.kill()
	c.door.shut()
	unmount()
	return after
}

// salvaged copies what is left on a disk, and returns the data folder.
func salvaged(t *testing.T, state *disk) string {
	t.Helper()
	folder := t.TempDir()
	if err := state.root.copyTo(folder); err != nil {
		t.Fatal(err)
	}
	return filepath.Join(folder, "data")
}
