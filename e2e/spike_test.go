package e2e

import (
	"context"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

type credentials struct{ login, password string }

func TestSpike(t *testing.T) {
	ctx, cancel := chromedp.NewContext(the.browser, chromedp.WithNewBrowserContext())
	defer cancel()
	if err := chromedp.Do(ctx); err != nil {
		t.Fatal(err)
	}
	off := chromedp.Func(func(ctx context.Context, tt *chromedp.Target) error {
		_, err := cdp.Call(ctx, tt, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
		return err
	})
	if err := chromedp.Do(ctx, off, chromedp.Navigate(the.address+"/rupsha")); err != nil {
		t.Fatal(err)
	}
	n, err := chromedp.Run(ctx, chromedp.Evaluate[int]("document.links.length"))
	t.Log(n, err)
	x, err := chromedp.Run(ctx, chromedp.Text(chromedp.CSS("h1")))
	t.Log(x, err)
	start := time.Now()
	ins := chromedp.Func(func(ctx context.Context, tt *chromedp.Target) error {
		_, err := cdp.Call(ctx, tt, input.InsertText, input.InsertTextParams{Text: "ফেসবুক"})
		return err
	})
	r, err := chromedp.RunResponse(ctx, chromedp.Click(chromedp.CSS("#q")), ins, chromedp.Click(chromedp.CSS(".find button")))
	t.Log(r.Status, r.URL, err, time.Since(start))
}
