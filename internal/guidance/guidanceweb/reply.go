package guidanceweb

import (
	"context"
	"html/template"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"dorgora/bangla"
	"dorgora/internal/fault"
	"dorgora/internal/guidance"
	"dorgora/internal/office"
	"dorgora/internal/site"
)

// Desk is the cases to whose applicants guides are given. Who acts is in the context.
type Desk interface {
	// Matter gives a case of the office; NotFound for one that the reader may not see.
	Matter(ctx context.Context, in office.Office, number string) (guidance.Matter, error)
	// Reply sends the words and records the guide, in one transaction; Denied for
	// whoever does not answer for the case, Conflict when the case moved on or the
	// version is over.
	Reply(ctx context.Context, in office.Office, reply guidance.Reply) error
}

// ReplyPage offers guides for the reply to a case.
type ReplyPage struct {
	site.Page
	Number string
	Need   []string
	Query  string
	Sort   guidance.Sort
	Sorts  []site.Link
	Found  []OfferRow
	May    bool
	Chosen Offer
}

// OfferRow is a guide that fits.
type OfferRow struct {
	Href    template.URL
	Title   string
	Topic   string
	Current bool
}

// Offer is the guide that was chosen, filled.
type Offer struct {
	Guide, Version, Seen string
	Title                string
	Words                string
	Open                 []string // placeholders to be written by hand
	Source               string
}

// Replies shows the guides that fit a case, and one of them as a reply:
// GET /{office}/desk/cases/{number}/guides.
func (p Pages) Replies(w http.ResponseWriter, r *http.Request) {
	p.showReplies(w, r, site.Form{}, nil)
}

func (p Pages) showReplies(w http.ResponseWriter, r *http.Request, form site.Form, wrong error) {
	o := office.From(r.Context())
	matter, err := p.Desk.Matter(r.Context(), o, bangla.ASCII(r.PathValue("number")))
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	query := r.URL.Query()
	page := ReplyPage{Page: p.page(r, "guidance.reply.title"), Number: matter.Number, Need: site.Paragraphs(matter.Need), May: matter.May,
		Query: bangla.Line(query.Get("q")), Sort: sortOf(query.Get("sort"))}
	page.Private = true
	if wrong != nil {
		page.Page = page.Refilled(form, wrong)
	}
	page.Crumbs = []site.Link{{Text: page.Tracking(matter.Number), Href: page.Href("desk/cases/" + matter.Number)}, {Text: page.Title}}
	if page.Sort == "" {
		page.Sort = matter.Sort
	}
	chosen := query.Get("guide")
	if chosen == "" {
		chosen = form.Get("guide")
	}
	if err := p.fillOffers(r, &page, matter, chosen); err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	p.Site.Show(w, r, "guide_reply", page)
}

// fillOffers finds what fits the words looked for, or else the applicant's words.
func (p Pages) fillOffers(r *http.Request, page *ReplyPage, matter guidance.Matter, chosen string) error {
	collection, err := p.Shelf.Of(r.Context(), office.From(r.Context()).ID)
	if err != nil {
		return err
	}
	v, found := collection.Find(chosen)
	if found && v.Offered(p.today()) {
		page.Sort = v.Sort
		page.Chosen = p.offer(page.Page, matter, v)
	}
	words := page.Query
	if words == "" && page.Sort != guidance.Template {
		words = matter.Need
	}
	ask := guidance.Ask{Words: words, Sort: page.Sort, Service: matter.Service, Today: p.today()}
	if page.Sort == guidance.Template && words == "" {
		ask.Service = "" // templates serve every service: all of them are offered
		ask.Any = true
	}
	for _, one := range collection.Suggest(ask) {
		page.Found = append(page.Found, OfferRow{Href: page.Href(replyPath(matter.Number, one.Sort, page.Query, one.Guide) + "#reply"),
			Title: matter.Text(one).Title, Topic: one.Topic, Current: one.Guide == page.Chosen.Guide})
	}
	for _, sort := range guidance.Sorts() {
		page.Sorts = append(page.Sorts, site.Link{Text: page.T("guidance.sort." + string(sort)), Href: page.Href(replyPath(matter.Number, sort, page.Query, "")), Current: sort == page.Sort})
	}
	return nil
}

func (p Pages) offer(page site.Page, matter guidance.Matter, v guidance.Version) Offer {
	words, open := matter.Words(v)
	return Offer{Guide: v.Guide, Version: strconv.Itoa(v.Number), Seen: strconv.Itoa(matter.Seen), Title: matter.Text(v).Title,
		Words: words, Open: open, Source: sourceText(page, v.Source)}
}

func replyPath(number string, sort guidance.Sort, query, guide string) string {
	values := url.Values{"sort": {string(sort)}}
	if query != "" {
		values.Set("q", query)
	}
	if guide != "" {
		values.Set("guide", guide)
	}
	return "desk/cases/" + number + "/guides?" + values.Encode()
}

// Reply sends a reply that was taken from a guide:
// POST /{office}/desk/cases/{number}/guides.
func (p Pages) Reply(w http.ResponseWriter, r *http.Request) {
	form, err := site.ReadForm(r, formLimit)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	o := office.From(r.Context())
	reply := guidance.Reply{Number: bangla.ASCII(r.PathValue("number")), Guide: form.Get("guide"), Words: strings.TrimSpace(form.Get("words")), Once: form.Once()}
	reply.Version, _ = strconv.Atoi(form.Get("version")) // what is no number is no version
	reply.Seen, _ = strconv.Atoi(form.Get("seen"))
	err = p.checkReply(r, reply)
	if err == nil {
		err = p.Desk.Reply(r.Context(), o, reply)
	}
	switch {
	case err == nil:
		p.to(w, r, "desk/cases/"+url.PathEscape(reply.Number))
	case shown(err):
		p.showReplies(w, r, form, err)
	default:
		p.Site.Refuse(w, r, err)
	}
}

func (p Pages) checkReply(r *http.Request, reply guidance.Reply) error {
	collection, err := p.Shelf.Of(r.Context(), office.From(r.Context()).ID)
	if err != nil {
		return err
	}
	v, found := collection.Find(reply.Guide)
	if !found || v.Number != reply.Version {
		return fault.New(fault.Conflict, "guidance.over")
	}
	if reply.Words == "" {
		return fault.InField("words", "guidance.reply.missing")
	}
	return reply.Check(v)
}

// Nothing stands where the suggestions would be.
func (p ReplyPage) Nothing() site.Empty {
	return site.Empty{Icon: "search", Title: p.T("guidance.reply.none"), Text: p.T("guidance.reply.none.words")}
}
