package e2e

import (
	"context"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// kilobyte is how sizes are counted.
const kilobyte = 1024

// freight is what came over the line for one page.
type freight struct {
	requests     int
	bytes, fonts int // with the heads of the answers, as compressed
}

// TestWeight holds the pages against what a slow line can carry.
func TestWeight(t *testing.T) {
	service := "/rupsha/services/citizen-3-lab-support"
	t.Run("a service page for who saves data is at most 15 KB in 3 requests", func(t *testing.T) {
		got := carried(arrive(t, visit{width: phone}), service, true)
		if got.bytes > 15*kilobyte || got.requests > 3 || got.fonts > 0 {
			t.Errorf("%d bytes, of them %d in fonts, in %d requests", got.bytes, got.fonts, got.requests)
		}
		t.Logf("%d bytes in %d requests", got.bytes, got.requests)
	})
	t.Run("a service page with fonts is at most 100 KB, without them 15 KB", func(t *testing.T) {
		got := carried(arrive(t, visit{width: phone}), service, false)
		if got.bytes > 100*kilobyte || got.bytes-got.fonts > 15*kilobyte {
			t.Errorf("%d bytes, of them %d in fonts, in %d requests", got.bytes, got.fonts, got.requests)
		}
		t.Logf("%d bytes, of them %d in fonts, in %d requests", got.bytes, got.fonts, got.requests)
	})
	t.Run("the officer's list is at most 150 KB", func(t *testing.T) {
		setStage(t)
		got := carried(signIn(t, visit{}), "/rupsha/desk", false)
		if got.bytes > 150*kilobyte {
			t.Errorf("%d bytes in %d requests", got.bytes, got.requests)
		}
		t.Logf("%d bytes in %d requests", got.bytes, got.requests)
	})
}

// carried opens a page with nothing kept from before and counts what comes.
func carried(v *visitor, path string, saving bool) freight {
	v.t.Helper()
	var (
		lock  sync.Mutex
		got   freight
		fonts = map[network.RequestID]bool{}
	)
	err := chromedp.Listen(v.ctx, func(event any) {
		lock.Lock()
		defer lock.Unlock()
		switch one := event.(type) {
		case *network.EventRequestWillBeSent:
			got.requests++
		case *network.EventResponseReceived:
			fonts[one.RequestID] = one.Type == network.ResourceTypeFont
		case *network.EventLoadingFinished:
			got.bytes += int(one.EncodedDataLength)
			if fonts[one.RequestID] {
				got.fonts += int(one.EncodedDataLength)
			}
		}
	})
	if err != nil {
		v.fatalf("%v", err)
	}
	v.do(freshLine(saving))
	v.open(path)
	ask[bool](v, "document.fonts.ready.then(() => true)")
	lock.Lock()
	defer lock.Unlock()
	return got
}

// freshLine forgets what was loaded before, and says whether data is to be saved.
func freshLine(saving bool) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		if saving {
			head := network.SetExtraHTTPHeadersParams{Headers: network.Headers{"Save-Data": "on"}}
			if _, err := cdp.Call(ctx, target, network.SetExtraHTTPHeaders, head); err != nil {
				return err
			}
		}
		_, err := cdp.Call(ctx, target, network.SetCacheDisabled, network.SetCacheDisabledParams{CacheDisabled: true})
		return err
	})
}
