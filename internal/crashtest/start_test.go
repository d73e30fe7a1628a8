package crashtest

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// A first start that a failing disk or a kill at a certain call cuts short is
// carried on by the next one.
func TestFirstStartDiskErrors(t *testing.T) {
	binary := built(t, dorgora)
	for _, fails := range []injection{
		{calls: "fsync,fdatasync", times: []int{1, 2, 3, 5, 8}},
		{calls: "pwrite64", times: []int{2, 8, 34}},
		{calls: "write", file: "secret.key.new", times: []int{1}},
	} {
		for _, n := range fails.times {
			for _, fate := range []string{"signal=SIGKILL", "error=EIO"} {
				t.Run(fmt.Sprintf("%s of %q, call %d, %s", fails.calls, fails.file, n, fate), func(t *testing.T) {
					t.Parallel()
					i := installation{binary: binary, data: filepath.Join(t.TempDir(), "data")}
					cutShort(t, i, fails.flags(i.data, n, fate))
				})
			}
		}
	}
}

func cutShort(t *testing.T, i installation, flags []string) {
	ctx := limit(t)
	log := filepath.Join(t.TempDir(), "strace")
	// With -D it is the program that is the child, and not strace.
	s := i.launch(t, ctx, append([]string{"strace", "-D", "-o", log}, flags...)...)
	ended := s.await(ctx)
	s.kill()
	if ended == nil && injected(t, log) == "" {
		t.Error("nothing was cut short")
	}
	checkStart(t, ctx, i)
}

// R1 for the first start: killed at any stage, told by the length of the log, it is
// carried on by the next one.
func TestFirstStartKill(t *testing.T) {
	const stages = 20
	ctx, binary := limit(t), built(t, dorgora)
	whole := installation{binary: binary, data: t.TempDir()}
	s, _ := whole.start(t, ctx)
	full := logLength(whole)
	s.kill()
	for stage := range stages {
		t.Run(fmt.Sprintf("after %d of %d parts", stage, stages), func(t *testing.T) {
			t.Parallel()
			ctx := limit(t)
			i := installation{binary: binary, data: t.TempDir()}
			s := i.launch(t, ctx)
			for logLength(i) <= full*int64(stage)/stages && ctx.Err() == nil {
				time.Sleep(100 * time.Microsecond)
			}
			s.kill()
			checkStart(t, ctx, i)
		})
	}
}

// logLength is the length of the log of the embedded database, 0 when it has none.
func logLength(i installation) int64 {
	about, err := os.Stat(i.file() + "-wal")
	if err != nil {
		return 0
	}
	return about.Size()
}

// checkStart starts a program whose first start was cut short: nothing may be
// missing or there twice.
func checkStart(t *testing.T, ctx context.Context, i installation) {
	t.Helper()
	s, _ := i.start(t, ctx)
	s.kill()
	s.calm(t)
	if cases, _ := i.verify(t, ctx); cases != 0 {
		t.Errorf("%d cases that nobody sent", cases)
	}
	for table, want := range map[string]int{"offices": 3, "charter_versions": 1, "charter_drafts": 0, "services": 22} {
		if got := count(t, i, table); got != want {
			t.Errorf("%d rows in %s, not %d", got, table, want)
		}
	}
}
