package bench

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"

	"dorgora/internal/bench/crowd"
	"dorgora/internal/bench/limit"
	"dorgora/internal/bench/stage"
)

// slowFlush is the command under which every flush to disk takes ten milliseconds
// longer: the kernel still does it, strace holds the answer back.
var slowFlush = []string{
	"strace", "-f", "-D", "--seccomp-bpf", "-o", "/dev/null", "-e", "trace=fsync,fdatasync",
	"-e", "inject=fsync,fdatasync:delay_exit=10000",
}

// flush is bar 3: on a disk whose flush takes ten milliseconds, how many
// applications a second share the flushes that single commits need one by one.
func (b *bench) flush(ctx context.Context) ([]Row, error) {
	row, bound := Row{Bar: "3", Name: "flush of 10 ms: applications, 32 clients / single commits", Unit: "/s"}, atLeast(20)
	if _, err := exec.LookPath(slowFlush[0]); err != nil {
		return []Row{unmeasured(row, bound, "strace is not installed")}, nil
	}
	at, err := b.largeStage(ctx)
	if err != nil {
		return nil, err
	}
	program, err := at.Start(ctx, b.Binary, slowFlush...)
	if err != nil {
		return nil, err
	}
	rates, err := b.flushRates(ctx, at, program)
	if ended := program.Kill(); err == nil {
		err = ended
	}
	return []Row{compared(row, rates, bound)}, err
}

func (b *bench) flushRates(ctx context.Context, at *stage.Stage, program *stage.Program) (pair, error) {
	people, err := newApplicants(ctx, at, program.Address)
	if err != nil {
		return pair{}, err
	}
	return b.byTurns(ctx, b.rate(people.acts(clients, program.Address)), b.slowSingle)
}

// slowSingle runs single commits (W1) under the same slow flush, in a process of
// their own.
func (b *bench) slowSingle(ctx context.Context) (rate float64, err error) {
	folder, err := os.MkdirTemp(b.Folder, "raw-")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(folder)
	line := append(slowFlush[:len(slowFlush):len(slowFlush)], b.Binary, "bench-limit", "commits",
		"--folder", folder, "--span", b.Span.String())
	text, err := exec.CommandContext(ctx, line[0], line[1:]...).Output()
	if err != nil {
		return 0, fmt.Errorf("single commits on a slow disk: %w", err)
	}
	var said Commits
	err = json.Unmarshal(text, &said)
	return said.Rate, err
}

// Commits is how many single commits a second a process made.
type Commits struct {
	Rate float64 `json:"rate"`
}

// SingleCommits measures limit W1 in this process, on a file in the folder.
func SingleCommits(ctx context.Context, plan Plan) (Commits, error) {
	b := &bench{Plan: plan}
	var said Commits
	err := b.raw(ctx, func(lite *limit.Lite) error {
		rate, err := b.rate([]crowd.Act{lite.Single()})(ctx)
		said.Rate = rate
		return err
	})
	return said, err
}
