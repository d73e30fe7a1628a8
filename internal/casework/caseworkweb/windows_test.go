package caseworkweb_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"dorgora/internal/casework"
)

// elsewhere is a store of drafts in which another window of the same applicant
// saves something a moment earlier, so many times.
type elsewhere struct {
	casework.Drafts
	times int
	write func(*casework.Draft)
}

func (s *elsewhere) SaveDraft(ctx context.Context, d casework.Draft) error {
	if s.times--; s.times >= 0 {
		other, err := s.Drafts.Draft(ctx, d.Office, d.ID)
		if err != nil {
			return err
		}
		s.write(&other)
		other.Revision++
		if err := s.Drafts.SaveDraft(ctx, other); err != nil {
			return err
		}
	}
	return s.Drafts.SaveDraft(ctx, d)
}

func TestApplyInTwoWindows(t *testing.T) {
	w := newTown(t)
	b := w.visitor("192.0.2.1")
	draft := b.begun()
	b.post(draft+"/for", "for", "self").leads(t, draft+"/person")
	b.post(draft+"/person", self...).leads(t, draft+"/need")
	drafts := &elsewhere{Drafts: w.cases, write: func(d *casework.Draft) { d.Application.Name = "আমিনা খাতুন" }}
	w.pages.Drafts = drafts
	w.door = w.pages.Site.Wrap(w.routes())
	b = w.visitor("192.0.2.1")
	t.Run("what the other window saved is kept beside what this one sends", func(t *testing.T) {
		drafts.times = 2
		b.post(draft+"/need", "need", "যন্ত্র চলে না", "hear", "sms").leads(t, draft+"/papers")
		drafts.times = 1
		b.postFiles(draft+"/papers", []upload{{"paper-1", "ছবি.jpg", photo(t)}}, "later-0", "yes").leads(t, draft+"/check")
		page := b.get(draft + "/check")
		page.shows(t, http.StatusOK, "আমিনা খাতুন", "যন্ত্র চলে না", "ছবি.jpg")
		if n := strings.Count(page.text, "ছবি.jpg"); n != 1 {
			t.Errorf("the file stands there %d times", n)
		}
	})
	t.Run("a window that never comes to rest is a clear page", func(t *testing.T) {
		drafts.times = 100
		b.post(draft+"/need", "need", "অন্য কিছু", "hear", "sms").shows(t, http.StatusConflict)
		drafts.times = 0
		b.get(draft+"/check").hides(t, "অন্য কিছু")
	})
	t.Run("once submitted no answers stay behind, whatever another window saved last", func(t *testing.T) {
		drafts.times = 1
		b.post(draft+"/submission").leads(t, "/rupsha/receipts/[0-9a-f]{32}")
		left, err := w.cases.Draft(t.Context(), "rupsha", strings.TrimPrefix(draft, "/rupsha/drafts/"))
		if err != nil || left.Application.Name != "" || left.Number == "" || len(left.Evidence) != 0 {
			t.Errorf("left %+v, %v", left, err)
		}
	})
}

func TestApplyChangedMind(t *testing.T) {
	w := newTown(t)
	b := w.visitor("192.0.2.1")
	draft := b.begun()
	b.post(draft+"/for", "for", "self").leads(t, draft+"/person")
	b.post(draft+"/person", "name", "আমিনা বেগম", "mobile", "০১৭১২-৩৪৫৬৭৮", "mail", "amina@example.com").leads(t, draft+"/need")
	b.post(draft+"/need", "need", "যন্ত্র চলে না", "hear", "mail").leads(t, draft+"/papers")
	b.postFiles(draft+"/papers", nil, "later-0", "yes").leads(t, draft+"/check")
	t.Run("who takes the mail address away is asked again how to hear", func(t *testing.T) {
		b.post(draft+"/person", "name", "আমিনা বেগম", "mobile", "০১৭১২-৩৪৫৬৭৮", "mail", "").leads(t, draft+"/need")
		b.post(draft+"/submission").leads(t, draft+"/need")
	})
}

func TestApplyKeepsNoBooks(t *testing.T) {
	w := newTown(t)
	b := w.visitor("192.0.2.1")
	draft := b.begun()
	b.post(draft+"/for", "for", "self").leads(t, draft+"/person")
	b.post(draft+"/person", "name", strings.Repeat("ক", 20_000), "mobile", "০১৭১২-৩৪৫৬৭৮").shows(t, http.StatusUnprocessableEntity)
	left, err := w.cases.Draft(t.Context(), "rupsha", strings.TrimPrefix(draft, "/rupsha/drafts/"))
	if n := len([]rune(left.Typed["name"])); err != nil || n != 4*casework.NeedLimit {
		t.Errorf("a draft keeps %d letters of a name, %v", n, err)
	}
}

func TestTrackHandsInWithinBounds(t *testing.T) {
	w := newTown(t)
	b := w.visitor("192.0.2.1")
	tracking, code := b.numbered(b.applied())
	own := "/rupsha/track/" + tracking
	b.reopened(own, code)
	var five []upload
	for i := range 5 {
		five = append(five, upload{"paper-extra", fmt.Sprint(i, ".txt"), "লেখা"})
	}
	for range 12 {
		b.postFiles(own+"/papers", five).leads(t, own)
	}
	b.postFiles(own+"/papers", five).shows(t, http.StatusUnprocessableEntity, "সর্বোচ্চ ৬০টি ফাইল")
	if all, err := w.cases.Evidence(t.Context(), "rupsha", tracking); err != nil || len(all) != 60 {
		t.Errorf("%d files, %v", len(all), err)
	}
}
