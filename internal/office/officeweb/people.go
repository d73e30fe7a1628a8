package officeweb

import (
	"net/http"
	"time"

	"dorgora/internal/office"
	"dorgora/internal/site"
)

// PeoplePage lists the posts of an office with who holds them now, and the
// people who hold none.
type PeoplePage struct {
	site.Page
	May   bool // change things
	Posts []PostRow
	Free  []PersonRow
}

// PostRow is one post and who holds it now.
type PostRow struct {
	ID       string
	Title    string
	Superior string // empty: the head of the office, or the office above
	Head     bool
	Vacant   bool
	Holders  []HolderRow
	Answers  string // who answers when it is not the first holder
	Where    string // that one's post and office
}

// HolderRow is one holder of a post.
type HolderRow struct {
	Assignment string
	Person     string
	Name       string
	Tenure     string // text key
	Since      time.Time
	Last       time.Time // last day, zero when open
	Home       bool      // belongs to this office and has a page here
	Leave      LeaveRow  // running now
}

// LeaveRow is a leave with its stand-in.
type LeaveRow struct {
	ID      string
	Absent  string
	StandIn string
	First   time.Time
	Last    time.Time // last day of the leave
	Reason  string
	Running bool
	Over    bool
}

// PersonRow is one person.
type PersonRow struct {
	ID, Name string
}

// People shows posts and people: GET /{office}/people.
func (p Pages) People(w http.ResponseWriter, r *http.Request) {
	chart, err := p.chart(r)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	page := PeoplePage{Page: p.page(r, "office.people.title"), May: mayLead(r, chart)}
	in, now := chart.Office().ID, p.Now()
	for _, post := range chart.PostsOf(in) {
		row, err := postRow(page.Page, chart, post, now)
		if err != nil {
			p.Site.Refuse(w, r, err)
			return
		}
		page.Posts = append(page.Posts, row)
	}
	for _, person := range chart.PeopleOf(in) {
		if len(chart.Held(person.ID, now)) == 0 {
			page.Free = append(page.Free, PersonRow{ID: person.ID, Name: page.Pick(person.Name, person.NameEn)})
		}
	}
	p.Site.Show(w, r, "people", page)
}

func postRow(page site.Page, chart office.Chart, post office.Post, now time.Time) (PostRow, error) {
	row := PostRow{ID: post.ID, Title: page.Pick(post.Title, post.TitleEn), Head: post.Role == office.Head}
	if superior, ok := chart.Post(post.Office, post.Superior); ok {
		row.Superior = page.Pick(superior.Title, superior.TitleEn)
	}
	for _, a := range chart.Holders(post.Office, post.ID, now) {
		row.Holders = append(row.Holders, holderRow(page, chart, a, now))
	}
	row.Vacant = len(row.Holders) == 0
	answers, err := chart.Answerable(post.Office, post.ID, now)
	if err != nil {
		return row, err
	}
	if row.Vacant || row.Holders[0].Person != answers.Person.ID {
		row.Answers = page.Pick(answers.Person.Name, answers.Person.NameEn)
		if in, _ := chart.OfficeOf(answers.Office); answers.Post.ID != post.ID && row.Answers != "" {
			row.Where = page.Pick(answers.Post.Title, answers.Post.TitleEn) + ", " + page.Pick(in.Name, in.NameEn)
		}
	}
	return row, nil
}

func holderRow(page site.Page, chart office.Chart, a office.Assignment, now time.Time) HolderRow {
	person, _ := chart.Person(a.Person)
	row := HolderRow{Assignment: a.ID, Person: a.Person, Name: page.Pick(person.Name, person.NameEn), Tenure: "office.tenure." + string(a.Tenure),
		Since: a.From, Last: lastDay(a.Until), Home: person.Office == a.Office}
	if s, away := chart.StandIn(a, now); away {
		row.Leave = leaveRow(page, chart, s, now)
	}
	return row
}

func leaveRow(page site.Page, chart office.Chart, s office.Substitution, now time.Time) LeaveRow {
	standIn, _ := chart.Person(s.Person)
	absent, _ := chart.Person(s.Absent)
	return LeaveRow{ID: s.ID, Absent: page.Pick(absent.Name, absent.NameEn), StandIn: page.Pick(standIn.Name, standIn.NameEn),
		First: s.From, Last: lastDay(s.Until), Reason: s.Reason, Running: s.Runs(now), Over: !now.Before(s.Until)}
}

// lastDay is an instant of the last day before an end: people speak of last
// days, the program of the first instant after.
func lastDay(until time.Time) time.Time {
	if until.IsZero() {
		return until
	}
	return until.Add(-time.Second)
}

// VacantTag marks an empty post.
func (p PeoplePage) VacantTag() site.Tag { return vacantTag(p.Page) }

// HeadTag marks the post that leads the office.
func (p PeoplePage) HeadTag() site.Tag {
	return site.Tag{Text: p.T("office.head"), Tone: "info", Icon: "flag"}
}

// LeaveTag marks a holder on leave.
func (p PeoplePage) LeaveTag() site.Tag { return leaveTag(p.Page) }

func vacantTag(page site.Page) site.Tag {
	return site.Tag{Text: page.T("office.vacant"), Tone: "warn", Icon: "warning"}
}

func leaveTag(page site.Page) site.Tag {
	return site.Tag{Text: page.T("office.on.leave"), Tone: "warn", Icon: "pause"}
}

// NobodyYet stands where the list of posts would be.
func (p PeoplePage) NobodyYet() site.Empty {
	empty := site.Empty{Icon: "people", Title: p.T("office.posts.none"), Text: p.T("office.posts.none.words")}
	if p.May {
		empty.Link = site.Link{Text: p.T("office.post.add"), Href: p.Href("posts/new")}
	}
	return empty
}
