package catalogueweb_test

import (
	"net/url"
	"strings"
	"testing"
	"time"
)

func TestPublishTodayWhileTheClockRuns(t *testing.T) {
	r := newRig(t)
	r.published(t)
	second := r.post("/rupsha/desk/charter/drafts", url.Values{"text": {strings.Replace(string(rupshaText(t)), "নীতিমালা অনুযায়ী", "৫০ টাকা", 1)}})
	path, _, _ := strings.Cut(second.Location, "?")
	clock := now.Add(time.Hour)
	r.pages.Now = func() time.Time { clock = clock.Add(time.Second); return clock }
	r.pages.Press.Now = r.pages.Now
	r.Handler = r.pages.Site.Wrap(r.routes())
	got := r.post(path+"/publication", url.Values{"revision": {"1"}, "effective-day": {"23"}, "effective-month": {"11"}, "effective-year": {"2026"}})
	if got.Location != "/rupsha/desk/charter?done=published" {
		t.Errorf("a version from today on was refused because a second went by: %d to %s", got.Code, got.Location)
	}
}
