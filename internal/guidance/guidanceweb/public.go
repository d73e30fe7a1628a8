package guidanceweb

import (
	"html/template"
	"net/http"
	"net/url"
	"time"

	"dorgora/bangla"
	"dorgora/internal/fault"
	"dorgora/internal/guidance"
	"dorgora/internal/message"
	"dorgora/internal/office"
	"dorgora/internal/site"
)

// longestQuery is how many letters of a question are looked at.
const longestQuery = 500

// AnswersPage is what everybody may read: answers and cards by topic, or those
// that fit a question.
type AnswersPage struct {
	site.Page
	Query  string
	Zero   bool // something was asked and nothing found
	Found  []AnswerRow
	Topics []TopicPart
	Ask    bool // there is something to search in
	Mail   string
}

// TopicPart is the guides of one topic.
type TopicPart struct {
	Name string
	Rows []AnswerRow
}

// AnswerRow leads to one guide.
type AnswerRow struct {
	Href       template.URL
	Title, Tag string // the tag marks a card
	Card       bool
}

// Answers lists or searches answers and cards: GET /{office}/answers.
func (p Pages) Answers(w http.ResponseWriter, r *http.Request) {
	o := office.From(r.Context())
	collection, err := p.Shelf.Of(r.Context(), o.ID)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	query := []rune(bangla.Line(r.URL.Query().Get("q")))
	page := AnswersPage{Page: p.page(r, "guidance.answers.title"), Query: string(query[:min(len(query), longestQuery)]), Mail: o.Mail}
	page.Crumbs = []site.Link{{Text: page.T("nav.home"), Href: page.Href("")}, {Text: page.Title}}
	for _, v := range collection.Public(p.today()) {
		row := answerRow(page.Page, v)
		if n := len(page.Topics); n == 0 || bangla.Fold(page.Topics[n-1].Name) != bangla.Fold(v.Topic) {
			page.Topics = append(page.Topics, TopicPart{Name: v.Topic})
		}
		last := &page.Topics[len(page.Topics)-1]
		last.Rows = append(last.Rows, row)
	}
	page.Ask = len(page.Topics) > 0
	if page.Query != "" {
		for _, sort := range []guidance.Sort{guidance.Answer, guidance.Card} {
			for _, v := range collection.Suggest(guidance.Ask{Words: page.Query, Sort: sort, Public: true, Today: p.today()}) {
				page.Found = append(page.Found, answerRow(page.Page, v))
			}
		}
		page.Zero = len(page.Found) == 0
	}
	p.Site.Show(w, r, "answers", page)
}

func answerRow(page site.Page, v guidance.Version) AnswerRow {
	return AnswerRow{Href: page.Href("answers/" + v.Guide), Title: text(page, v).Title, Tag: page.T("guidance.sort.card"), Card: v.Sort == guidance.Card}
}

// Nothing stands where the list would be.
func (p AnswersPage) Nothing() site.Empty {
	return site.Empty{Icon: "message", Title: p.T("guidance.answers.none"), Text: p.T("guidance.answers.none.words"),
		Link: site.Link{Text: p.T("guidance.answers.services"), Href: p.Href("")}}
}

// AnswerPage is one answer or card for everybody.
type AnswerPage struct {
	site.Page
	ID       string
	Card     bool
	Topic    string
	Body     []string
	BodyLang message.Lang
	Source   string
	Approved string
	Expired  bool // its review is over
	Draft    bool // the English is a draft
	Hotlines []HotlineRow
	Near     []AnswerRow // others on the same topic
	Pick     bool        // the reader may say that it helped
}

// HotlineRow is a number that helps at once.
type HotlineRow struct{ Number, Name, For string }

// Answer shows one answer or card: GET /{office}/answers/{guide}.
func (p Pages) Answer(w http.ResponseWriter, r *http.Request) { p.showAnswer(w, r, "answer", "") }

// Sheet shows one answer or card as a sheet of A5 to be printed:
// GET /{office}/answers/{guide}/sheet.
func (p Pages) Sheet(w http.ResponseWriter, r *http.Request) {
	p.showAnswer(w, r, "answer_sheet", "a5")
}

func (p Pages) showAnswer(w http.ResponseWriter, r *http.Request, name, sheet string) {
	collection, v, err := p.public(r)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	page := AnswerPage{Page: p.page(r, "guidance.answers.title"), ID: v.Guide, Card: v.Sort == guidance.Card, Topic: v.Topic}
	said := text(page.Page, v)
	page.Crumbs = []site.Link{{Text: page.T("nav.home"), Href: page.Href("")}, {Text: page.Title, Href: page.Href("answers")}, {Text: said.Title}}
	page.Title, page.Body, page.Updated, page.Sheet = said.Title, site.Paragraphs(said.Body), v.Approver.At, sheet
	page.BodyLang = message.Bn
	if said == v.En {
		page.BodyLang, page.Draft = message.En, !v.EnChecked
	}
	page.Source, page.Approved = sourceText(page.Page, v.Source), page.Date(v.Approver.At)
	page.Expired = v.Expired(p.today())
	page.Pick = page.Notice == ""
	if page.Card {
		page.Hotlines = hotlines(page.Page)
	}
	for _, other := range collection.Public(p.today()) {
		if other.Guide != v.Guide && bangla.Fold(other.Topic) == bangla.Fold(v.Topic) && len(page.Near) < guidance.MostSuggestions {
			page.Near = append(page.Near, answerRow(page.Page, other))
		}
	}
	p.Site.Show(w, r, name, page)
}

// public is the guide of the address, when everybody may read it.
func (p Pages) public(r *http.Request) (*guidance.Collection, guidance.Version, error) {
	collection, err := p.Shelf.Of(r.Context(), office.From(r.Context()).ID)
	if err != nil {
		return nil, guidance.Version{}, err
	}
	v, found := collection.Find(r.PathValue("guide"))
	if !found || !v.Shown() {
		return nil, guidance.Version{}, fault.New(fault.NotFound, "guidance.missing")
	}
	return collection, v, nil
}

func hotlines(page site.Page) []HotlineRow {
	var all []HotlineRow
	for _, one := range guidance.Hotlines() {
		all = append(all, HotlineRow{one.Number, page.Pick(one.Name, one.NameEn), page.Pick(one.For, one.ForEn)})
	}
	return all
}

// Pick counts that a visitor found the answer here, once a day from one address:
// POST /{office}/answers/{guide}/pick.
func (p Pages) Pick(w http.ResponseWriter, r *http.Request) {
	_, v, err := p.public(r)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	if p.Picked.First(r.RemoteAddr, v.Office+"/"+v.Guide, p.today()) {
		if err := p.Counter.Pick(r.Context(), v.Office, v.Guide); err != nil {
			p.Site.Refuse(w, r, err)
			return
		}
	}
	p.to(w, r, "answers/"+url.PathEscape(v.Guide)+"?said=picked")
}

// mostMonths is how many months can be chosen.
const mostMonths = 12

// AskedPage is the ten topics that were asked for most in a month.
type AskedPage struct {
	site.Page
	Month  string
	Months []site.Link
	Rows   []AskedRow
}

// AskedRow is one topic with its count in words.
type AskedRow struct{ Place, Topic, Count string }

// Asked shows what was asked most: GET /{office}/answers/asked.
func (p Pages) Asked(w http.ResponseWriter, r *http.Request) {
	in := office.From(r.Context()).ID
	page := AskedPage{Page: p.page(r, "guidance.asked.title"), Month: guidance.MonthOf(p.Now())}
	page.Crumbs = []site.Link{{Text: page.T("nav.home"), Href: page.Href("")}, {Text: page.T("guidance.answers.title"), Href: page.Href("answers")}, {Text: page.Title}}
	months, err := p.Counter.Months(r.Context(), in, mostMonths)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	if len(months) > 0 {
		page.Month = months[0]
	}
	wanted := bangla.ASCII(r.URL.Query().Get("month"))
	for _, month := range months {
		if month == wanted {
			page.Month = month
		}
	}
	for _, month := range months {
		page.Months = append(page.Months, site.Link{Text: monthName(page.Page, month), Href: page.Href("answers/asked?month=" + month), Current: month == page.Month})
	}
	asked, err := p.Counter.Asked(r.Context(), in, page.Month)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	for i, one := range guidance.Top(asked) {
		row := AskedRow{Place: page.Num(i + 1), Topic: one.Topic, Count: page.Num(one.Count)}
		if one.Few() {
			row.Place, row.Count = "–", page.T("guidance.asked.few", "count", guidance.SmallCount)
		}
		page.Rows = append(page.Rows, row)
	}
	page.Month = monthName(page.Page, page.Month)
	p.Site.Show(w, r, "asked", page)
}

// monthName writes YYYY-MM in words.
func monthName(page site.Page, month string) string {
	at, err := time.Parse("2006-01", month)
	if err != nil {
		return month
	}
	if page.Lang == message.En {
		return at.Format("January 2006")
	}
	return bangla.MonthName(at.Month()) + " " + page.Digits(at.Format("2006"))
}

// Nothing stands where the list would be.
func (p AskedPage) Nothing() site.Empty {
	return site.Empty{Icon: "chart", Title: p.T("guidance.asked.none"), Text: p.T("guidance.asked.none.words")}
}
