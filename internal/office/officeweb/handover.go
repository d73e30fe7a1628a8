package officeweb

import (
	"context"
	"net/http"
	"slices"
	"time"

	"dorgora/internal/access"
	"dorgora/internal/fault"
	"dorgora/internal/office"
	"dorgora/internal/site"
)

// Remainder is what is open in a post, of one sort.
type Remainder struct {
	Title string // text key
	Count int
	Path  string // where all of it stands, a path for Href
	Items []RemainderItem
}

// RemainderItem is one open thing.
type RemainderItem struct {
	Number string // tracking number of the case, empty when it is none
	Text   string
	Keyed  bool      // Text is a text key
	Path   string    // a path for Href
	Due    time.Time // zero: no date was promised
}

// HandoverPage lists what somebody leaves behind in the posts of an office, to be
// printed and to be taken over.
type HandoverPage struct {
	site.Page
	Name  string
	Path  string // of the page itself, for Href
	Posts []HandoverPost
}

// HandoverPost is one post that the person leaves or left.
type HandoverPost struct {
	Assignment string
	Title      string
	Tenure     string // text key
	Since      time.Time
	Last       time.Time // last day, zero while no end is set
	Answers    string    // who answers for the post now
	Parts      []Remainder
	Open       int
	Taken      string // who took over, empty: nobody yet
	TakenAt    time.Time
	TakenOpen  int
	May        bool // the reader may take over
}

// Handover lists what a person leaves behind: GET /{office}/people/{person}/handover.
// Somebody of another office who held a post here has such a list too.
func (p Pages) Handover(w http.ResponseWriter, r *http.Request) {
	page, err := p.handover(r)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	p.Site.Show(w, r, "handover", page)
}

func (p Pages) handover(r *http.Request) (HandoverPage, error) {
	chart, err := p.chart(r)
	if err != nil {
		return HandoverPage{}, err
	}
	person, known := chart.Person(r.PathValue("person"))
	left := chart.Leaving(person.ID, p.Now())
	if !known || len(left) == 0 && person.Office != chart.Office().ID {
		return HandoverPage{}, fault.New(fault.NotFound, "office.person.unknown")
	}
	taken, err := p.Store.Handovers(r.Context(), chart.Office().ID)
	if err != nil {
		return HandoverPage{}, err
	}
	page := HandoverPage{Page: p.below(r, "office.handover.title"), Path: "people/" + person.ID + "/handover"}
	page.Name = page.Pick(person.Name, person.NameEn)
	for _, a := range left {
		one, err := p.handoverPost(r, page.Page, chart, a)
		if err != nil {
			return HandoverPage{}, err
		}
		if h, done := taken[a.ID]; done {
			successor, _ := chart.Person(h.Successor)
			one.Taken, one.TakenAt, one.TakenOpen, one.May = page.Pick(successor.Name, successor.NameEn), h.At, h.Open, false
		}
		page.Posts = append(page.Posts, one)
	}
	return page, nil
}

func (p Pages) handoverPost(r *http.Request, page site.Page, chart office.Chart, a office.Assignment) (HandoverPost, error) {
	post, _ := chart.Post(a.Office, a.Post)
	one := HandoverPost{Assignment: a.ID, Title: page.Pick(post.Title, post.TitleEn), Tenure: "office.tenure." + string(a.Tenure), Since: a.From, Last: lastDay(a.Until)}
	answers, err := chart.Answerable(a.Office, a.Post, p.Now())
	if err != nil {
		return one, err
	}
	one.Answers = page.Pick(answers.Person.Name, answers.Person.NameEn)
	_, wrong := chart.TakeOver(office.Handover{Assignment: a.ID, Successor: access.From(r.Context()).Person}, p.Now())
	one.May = wrong == nil
	if p.Remains == nil {
		return one, nil
	}
	if one.Parts, err = p.Remains(r.Context(), a.Office, a.Post); err != nil {
		return one, err
	}
	for _, part := range one.Parts {
		one.Open += part.Count
	}
	one.Parts = slices.DeleteFunc(one.Parts, func(part Remainder) bool { return part.Count == 0 })
	return one, nil
}

// TakeOver records that the reader took over: POST /{office}/people/{person}/handover.
func (p Pages) TakeOver(w http.ResponseWriter, r *http.Request) {
	page, err := p.handover(r)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	_, err = p.act(r, func(c office.Chart, form site.Form) (office.Change, error) {
		i := slices.IndexFunc(page.Posts, func(one HandoverPost) bool { return one.Assignment == form.Get("assignment") })
		if i < 0 {
			return office.Change{}, fault.New(fault.NotFound, "office.assignment.unknown")
		}
		return c.TakeOver(office.Handover{Assignment: page.Posts[i].Assignment, Successor: access.From(r.Context()).Person, Open: page.Posts[i].Open}, p.Now())
	})
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	p.to(w, r, page.Path, "taken")
}

// Remains are the open things of a post, as the other slices tell them.
type Remains func(ctx context.Context, officeID, postID string) ([]Remainder, error)
