// Command dorgora makes a Citizen's Charter run: every printed promise becomes a
// live service with a page, a clock, an answerable officer and a public record.
package main

import (
	"context"
	"crypto/rand"
	"os"
	"os/signal"
	"syscall"
	"time"

	"dorgora/internal/cli"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := cli.Run(ctx, cli.Terminal{
		Args: os.Args[1:], Environ: os.Environ(), In: os.Stdin, Out: os.Stdout, Err: os.Stderr,
		Now: time.Now, Random: rand.Reader,
	})
	stop()
	os.Exit(code)
}
