package e2e

import (
	"context"
	"errors"
	"fmt"
	"os"
	"testing"

	"github.com/chromedp/chromedp"
)

// world is what all tests share: one program and one browser.
type world struct {
	*server
	dir     string
	browser context.Context
}

// the is the world of this run, made by TestMain.
var the world

func TestMain(m *testing.M) {
	code, err := run(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, "e2e:", err)
		code = 1
	}
	os.Exit(code)
}

func run(m *testing.M) (code int, err error) {
	if the.dir, err = os.MkdirTemp("", "dorgora-e2e-"); err != nil {
		return 1, err
	}
	defer os.RemoveAll(the.dir)
	if the.server, err = startServer(the.dir); err != nil {
		return 1, err
	}
	defer func() { err = errors.Join(err, the.stop()) }()
	stopBrowser, err := startBrowser()
	if err != nil {
		return 1, err
	}
	defer stopBrowser()
	return m.Run(), nil
}

// startBrowser starts Debian's Chromium with a profile of its own; it calls
// nothing but the program.
func startBrowser() (stop func(), err error) {
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("hide-scrollbars", true),
		chromedp.Flag("lang", "en-GB"),
	)
	allocator, stopAllocator := chromedp.NewExecAllocator(context.Background(), options...)
	browser, stopTab := chromedp.NewContext(allocator)
	stop = func() { stopTab(); stopAllocator() }
	if err := chromedp.Do(browser); err != nil {
		stop()
		return nil, fmt.Errorf("start the browser: %w", err)
	}
	the.browser = browser
	return stop, nil
}
