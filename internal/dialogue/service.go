package dialogue

import (
	"slices"
	"strings"
	"unicode/utf8"

	"dorgora/bangla"
	"dorgora/internal/catalogue"
	"dorgora/internal/fault"
)

// services are those of the office, those for citizens first, as they are printed.
func (t *turn) services() []catalogue.Service {
	if t.w.Offer == nil {
		return nil
	}
	return t.w.Offer.Services
}

// find returns the services that words may name, the likeliest first.
func (t *turn) find(words string) []catalogue.Service { return Find(t.w.Offer, words) }

// Find returns the services of an offer that words may name, the likeliest first:
// one, when it fits much better than the others.
func Find(offer *catalogue.Offer, words string) []catalogue.Service {
	if offer == nil || strings.TrimSpace(words) == "" {
		return nil
	}
	hits := offer.Search(words)
	if len(hits) == 0 {
		return nil
	}
	var list []catalogue.Service
	for _, hit := range hits {
		if hit.Score*clearly >= hits[0].Score {
			list = append(list, hit.Service)
		}
	}
	return list[:min(len(list), choices)]
}

const (
	clearly = 1.35 // how much better the best of several must fit to be the one meant
	choices = 5
)

// service is one of the office's by its slug.
func (t *turn) service(slug string) (catalogue.Service, error) {
	if t.w.Offer == nil || slug == "" {
		return catalogue.Service{}, fault.New(fault.NotFound, "record.missing")
	}
	return t.w.Offer.Service(slug)
}

// list shows the next services of the office.
func (t *turn) list() {
	services := t.services()
	if len(services) == 0 {
		t.say("dialogue.say.none", "office", t.office(), "phone", t.phone())
		return
	}
	c := t.c()
	from := 0
	if t.r.Command == More && c.Step == Choose {
		from = c.From
	}
	purpose := Papers
	if c.Step == Choose && c.Purpose != None {
		purpose = c.Purpose
	}
	var slugs []string
	for _, s := range services {
		slugs = append(slugs, s.Slug)
	}
	t.offer(purpose, slugs, from)
}

// offer shows as many of the services as fit, with their numbers.
func (t *turn) offer(purpose Command, slugs []string, from int) {
	if from >= len(slugs) {
		from = 0
	}
	shown, until := "", from
	for i := from; i < len(slugs); i++ {
		line := t.count(i+1) + " " + t.title(slugs[i]) + "\n"
		r := Reply{Key: "dialogue.say.services.more", Args: []string{"list", shown + line}}
		if i > from && bangla.Segments(r.text(t.c().Lang, t.w)).Parts > MostParts {
			break
		}
		shown, until = shown+line, i+1
	}
	key := "dialogue.say.services"
	if until < len(slugs) {
		key = "dialogue.say.services.more"
	}
	t.rest()
	t.c().Purpose, t.c().Offered, t.c().From = purpose, slugs, until
	t.ask(Choose, key, "list", shown)
}

// title is the plain name of a service.
func (t *turn) title(slug string) string {
	s, err := t.service(slug)
	if err != nil {
		return slug
	}
	return s.Title(t.voice())
}

// seek goes on with the service that words name, or shows those that may be meant.
func (t *turn) seek(purpose Command, words string) {
	services := t.services()
	if t.r.Whole && t.r.Figure >= 1 && t.r.Figure <= len(services) { // by its number in the list
		t.begin(purpose, services[t.r.Figure-1])
		return
	}
	switch found := t.find(words); len(found) {
	case 0:
		t.list()
		if t.c().Step == Choose {
			t.c().Purpose = purpose
		}
	case 1:
		t.c().Pending = ""
		t.begin(purpose, found[0])
	default:
		var slugs []string
		for _, s := range found {
			slugs = append(slugs, s.Slug)
		}
		t.offer(purpose, slugs, 0)
	}
}

// begin shows a service, or begins an application for it.
func (t *turn) begin(purpose Command, s catalogue.Service) {
	if purpose == Apply {
		t.draft(Draft{Service: s.Slug})
		return
	}
	t.rest()
	t.c().Draft.Service = s.Slug
	var papers []string
	for _, p := range s.Papers {
		papers = append(papers, p.Text)
	}
	list := strings.Join(papers, "; ")
	if list == "" {
		list = t.text("dialogue.say.papers.none")
	}
	t.ask(Want, "dialogue.say.papers", "service", s.Title(t.voice()), "papers", list,
		"fee", catalogue.FeeText(t.voice(), s.Fee), "promise", catalogue.PromiseText(t.voice(), s.Promise))
}

// centre begins the application of a digital centre: the one service whose kind asks
// for the code of a centre.
func (t *turn) centre() {
	for _, s := range t.services() {
		form := t.w.Kind(s.Kind).Form
		if slices.ContainsFunc(form, func(q catalogue.Question) bool { return q.ID == "udc_code" }) {
			need := t.r.Rest
			if utf8.RuneCountInString(need) < shortestNeed {
				need = ""
			}
			t.draft(Draft{Service: s.Slug, Code: t.r.Code, Need: need})
			return
		}
	}
	t.seek(Apply, t.m.Text)
}
