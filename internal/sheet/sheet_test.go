package sheet

import (
	"bytes"
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"dorgora/charter"
	"dorgora/internal/casework"
	"dorgora/internal/catalogue"
	"dorgora/internal/catalogue/catalogueweb"
	"dorgora/internal/message"
	"dorgora/internal/office"
	"dorgora/internal/register"
	"dorgora/internal/register/registerweb"
	"dorgora/internal/site"
	"dorgora/internal/site/sitetest"
	"dorgora/workday"
)

var (
	rupsha = office.Office{ID: "rupsha", Slug: "rupsha", Name: "রূপসা আইসিটি কার্যালয়", NameEn: "Rupsha ICT Office", Place: "উপজেলা কার্যালয়, রূপসা, খুলনা"}
	above  = office.Office{ID: "khulna", Slug: "khulna", Name: "খুলনা জেলা আইসিটি কার্যালয়"}
	today  = time.Date(2026, 11, 25, 6, 0, 0, 0, time.UTC)
)

// hall is an office with as many services as are asked for, and turns of one of them.
type hall struct {
	services int
	name     string
	turns    []register.Turn
}

func (h hall) Chart(context.Context, string) (office.Chart, error) {
	return office.Chart{Offices: []office.Office{rupsha, above}}, nil
}

func (h hall) Calendar(context.Context, string) (workday.Calendar, error) {
	return workday.Calendar{}, nil
}

func (h hall) Turns(context.Context, string, register.Month) ([]register.Turn, error) {
	return h.turns, nil
}

func (h hall) At(context.Context, string, time.Time) (*catalogue.Offer, error) {
	if h.services == 0 {
		return nil, catalogue.Unpublished()
	}
	var services []catalogue.Service
	groups := []charter.Group{charter.Citizen, charter.Institutional, charter.Internal}
	for i := range h.services {
		services = append(services, catalogue.Service{
			Office: "rupsha", Key: "s" + strconv.Itoa(i), Slug: "s" + strconv.Itoa(i), Group: groups[i%3], Serial: strconv.Itoa(i/3 + 1), Short: h.name,
			Promise: workday.Promise{Kind: workday.InWorkingDays, Count: i%9 + 1}, Fee: charter.Fee{Kind: charter.FeeFree},
			Papers: []charter.Paper{{Text: "আবেদনপত্র", Need: charter.Required}},
		})
	}
	version := catalogue.Version{Office: "rupsha", Number: 4, Effective: today, Published: today}
	return catalogue.NewOffer(version, services), nil
}

func (h hall) pages(t *testing.T) Pages {
	t.Helper()
	say, err := message.New(site.Texts, catalogue.Texts, Texts, registerweb.Texts, catalogueweb.Texts)
	if err != nil {
		t.Fatal(err)
	}
	templates, err := site.Parse(Files)
	if err != nil {
		t.Fatal(err)
	}
	now := func() time.Time { return today }
	pages, err := site.New(site.Config{Catalogue: say, Templates: []site.Templates{templates}, Now: now, Logger: slog.New(slog.DiscardHandler),
		Furnish: func(r *http.Request, page *site.Page) {
			page.Office, page.Phone = site.Office{Name: rupsha.Name, Place: rupsha.Place, Slug: "rupsha"}, "+880255039757"
		}})
	if err != nil {
		t.Fatal(err)
	}
	return Pages{Site: pages, Offices: h, Offers: h, Turns: h, Address: "https://seba.example.gov.bd", Now: now}
}

// get asks a handler as a visitor does.
func get(serve http.HandlerFunc) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, "/rupsha/charter/poster", nil)
	w := httptest.NewRecorder()
	serve(w, r.WithContext(office.With(r.Context(), rupsha)))
	return w
}

// read gives the words of a PDF in one line, and how many pages it has.
func read(t *testing.T, w *httptest.ResponseRecorder) (words string, pages int) {
	t.Helper()
	if w.Code != http.StatusOK || w.Header().Get("Content-Type") != "application/pdf" {
		t.Fatalf("%d %s", w.Code, w.Body.String()[:min(300, w.Body.Len())])
	}
	run := exec.Command("pdftotext", "-enc", "UTF-8", "-", "-")
	run.Stdin = bytes.NewReader(w.Body.Bytes())
	out, err := run.Output()
	if err != nil {
		t.Fatalf("pdftotext (poppler-utils): %v", err)
	}
	return strings.Join(strings.Fields(string(out)), " "), bytes.Count(out, []byte{'\f'})
}

// served is a turn that ended in this month.
func served(late bool) register.Turn {
	return register.Turn{
		Office: "rupsha", Service: "s0", Received: today.AddDate(0, 0, -5), Began: today.AddDate(0, 0, -5), Due: today.AddDate(0, 0, -1),
		Ended: today.AddDate(0, 0, -2), Outcome: casework.Delivered, Late: late, Dated: true, Took: 2,
	}
}

const usualName = "কম্পিউটার ও ভাষা ল্যাবের সহায়তা"

func TestPoster(t *testing.T) {
	t.Run("22 services stand on one sheet", func(t *testing.T) {
		w := get(hall{services: 22, name: usualName}.pages(t).PosterFile)
		words, pages := read(t, w)
		if pages != 1 || strings.Count(words, "কম্পিউটার") != 22 {
			t.Errorf("%d pages\n%s", pages, words)
		}
		if w.Body.Len() > 60<<10 {
			t.Errorf("%d bytes", w.Body.Len())
		}
	})
	t.Run("a month without figures says so", func(t *testing.T) {
		if words, _ := read(t, get(hall{services: 3, name: usualName}.pages(t).PosterFile)); !strings.Contains(words, "এ মাসে এখনো হিসাব নেই") {
			t.Error(words)
		}
	})
	t.Run("the score counts kept and broken promises of the month", func(t *testing.T) {
		h := hall{services: 3, name: usualName, turns: []register.Turn{served(false), served(false), served(false), served(false), served(true)}}
		if words, _ := read(t, get(h.pages(t).PosterFile)); !strings.Contains(words, "৫টির ৪টি সময়মতো") || !strings.Contains(words, "১টি দেরিতে") {
			t.Error(words)
		}
	})
	t.Run("a hundred services with long names go on over several sheets", func(t *testing.T) {
		if _, pages := read(t, get(hall{services: 100, name: strings.Repeat(usualName+" ", 6)}.pages(t).PosterFile)); pages < 2 {
			t.Error(pages)
		}
	})
	t.Run("an office without a charter has no poster", func(t *testing.T) {
		if w := get(hall{}.pages(t).PosterFile); w.Code != http.StatusNotFound {
			t.Error(w.Code)
		}
	})
	t.Run("the page shows the same, with a code for each service", func(t *testing.T) {
		w := get(hall{services: 22, name: usualName}.pages(t).Poster)
		if got := strings.Count(w.Body.String(), `class="qr"`); w.Code != http.StatusOK || got != 23 {
			t.Error(w.Code, got)
		}
	})
}

func TestBoard(t *testing.T) {
	t.Run("22 services stand on one page", func(t *testing.T) {
		words, pages := read(t, get(hall{services: 22, name: usualName}.pages(t).Board))
		if pages != 1 || !strings.Contains(words, "নভেম্বর ২০২৬") {
			t.Errorf("%d pages\n%s", pages, words)
		}
	})
}

func TestTemplates(t *testing.T) {
	templates, err := site.Parse(Files)
	if err != nil {
		t.Fatal(err)
	}
	if err := sitetest.Check(templates, map[string]site.Shown{"poster": PosterPage{}}); err != nil {
		t.Fatal(err)
	}
}
