package deskweb

import (
	"slices"
	"strconv"
	"strings"

	"dorgora/charter"
	"dorgora/internal/casework"
	"dorgora/internal/catalogue"
	"dorgora/internal/catalogue/catalogueweb"
	"dorgora/internal/document"
	"dorgora/internal/site"
)

// Fold is a form of a case's page, folded away until it is wanted.
type Fold struct {
	ID     string // what ?do= names
	Title  string
	Tag    site.Tag
	Icon   string
	Note   string
	Path   string
	Fields []site.Field
	Button string
	Open   bool
	Main   bool // the form that is used most
	Files  bool
	More   site.Link // where its words may come from
}

// FoldGroup is the forms of one sort of work.
type FoldGroup struct {
	Title string
	Folds []Fold
}

// formMaker collects the forms that the reader may use on a case as it stands.
type formMaker struct {
	file
	page   CasePage
	open   string
	groups []FoldGroup
}

// group begins a stretch of forms.
func (m *formMaker) group(key string) {
	m.groups = append(m.groups, FoldGroup{Title: m.page.T("desk.forms." + key)})
}

// fold adds a form to the stretch: its words are the texts desk.<key> and
// desk.<key>.act.
func (m *formMaker) fold(key, icon, path string, fields ...site.Field) *Fold {
	group := &m.groups[len(m.groups)-1]
	group.Folds = append(group.Folds, Fold{
		ID: key, Title: m.page.T("desk." + key), Icon: icon, Path: m.page.Base + "/" + path, Fields: fields,
		Button: m.page.T("desk." + key + ".act"), Open: m.open == key,
	})
	return &group.Folds[len(group.Folds)-1]
}

// named gives a form of which there are several a name of its own.
func (f *Fold) named(id, title, open string) *Fold {
	f.ID, f.Title, f.Open = id, title, id == open
	return f
}

// forms are the forms that the reader may use now, in their stretches.
func (f file) forms(page CasePage, open string) []FoldGroup {
	m := &formMaker{file: f, page: page, open: open}
	if m.open == "" && page.Acts && f.c.Status == casework.InProgress {
		m.open = "reply"
	}
	switch {
	case page.Acts && !f.c.Ended():
		m.answering()
		m.timing()
		m.working()
		m.ending()
	case page.Acts:
		m.afterwards()
	}
	m.overseeing()
	return slices.DeleteFunc(m.groups, func(g FoldGroup) bool { return len(g.Folds) == 0 })
}

// shown reports whether the page has a form of that name.
func (p CasePage) shown(name string) bool {
	return slices.ContainsFunc(p.Groups, func(g FoldGroup) bool {
		return slices.ContainsFunc(g.Folds, func(f Fold) bool { return f.ID == name })
	})
}

// jumps lead to the forms that are used most.
func (p CasePage) jumps() []site.Link {
	var list []site.Link
	for _, group := range p.Groups {
		for _, fold := range group.Folds {
			if fold.Main {
				list = append(list, site.Link{Text: fold.Title, Icon: fold.Icon, Href: p.Href(p.Base + "?do=" + fold.ID + "#f-" + fold.ID)})
			}
		}
	}
	return list
}

// answering is the answers and the papers.
func (m *formMaker) answering() {
	p := m.page.Page
	m.group("answer")
	for i, order := range m.c.Orders {
		if order.Answered.IsZero() {
			name := "answer-" + strconv.Itoa(i+1)
			words := p.Area(name+"-answer", "desk.answer.words").Max(casework.NeedLimit).Lines(3).Hinted("“" + order.Text + "”")
			fold := m.fold("answer", "helper", "instructions/"+order.ID+"/answer", words)
			fold.named(name, p.T("desk.answer")+" · "+m.by(p, order.By), m.open).Tag = site.Tag{Text: p.T("desk.order.open"), Tone: "warn"}
		}
	}
	reply := m.fold("reply", "send", "replies", p.Area("reply", "desk.reply.words").Max(casework.NeedLimit))
	reply.Main, reply.More = true, site.Link{Text: p.T("desk.reply.guides"), Href: p.Href(m.page.Base + "/guides")}
	if m.c.Status == casework.Waiting {
		m.fold("resume", "clock", "resumption", p.Area("resume", "desk.resume.words").Max(casework.NeedLimit).Lines(2))
	} else {
		fold := m.fold("ask", "paper", "requests")
		if owed := m.owed(); len(owed) > 0 {
			fold.Fields = append(fold.Fields, p.Boxes("paper", "desk.ask.papers").With(owed))
		}
		fold.Fields = append(fold.Fields, p.Area("missing", "desk.ask.words").Max(casework.NeedLimit))
		if m.c.Rounds > 0 {
			fold.Tag = site.Tag{Text: p.T("desk.ask.again"), Tone: "warn", Icon: "refresh"}
		}
	}
	m.judging()
	m.sheets()
	attach := m.fold("attach", "file", "attachments", p.Upload("attach-files", "desk.attach.files").Takes(takes).Many(),
		p.Input("attach-words", "desk.attach.words").Max(casework.LineLimit).Optional(), p.Box("attach-public", "desk.attach.public"))
	attach.Files = true
}

// sheets are the numbered papers that the kind gives out.
func (m *formMaker) sheets() {
	p := m.page.Page
	for _, sheet := range m.kind.Sheets {
		name := "sheet-" + sheet.ID
		fold := m.fold("sheet", "print", "sheets", p.Area(name+"-text", "desk.sheet.text").Max(casework.NeedLimit).Lines(2).Optional())
		fold.named(name, p.T("kind."+m.kind.ID+".sheet."+sheet.ID), m.open).Path += "?sheet=" + sheet.ID
	}
}

// takes names the kinds of files that are taken, as for applicants.
const takes = "image/jpeg,image/png,application/pdf,.docx,.xlsx"

// timing is time and responsibility.
func (m *formMaker) timing() {
	p := m.page.Page
	m.group("time")
	if !m.c.Due.IsZero() && m.c.Extension.Days == 0 {
		m.fold("extend", "calendar", "extension",
			p.Input("extend-days", "desk.extend.days").Numeric().Hinted(p.T("desk.extend.days.most", "most", m.rules.Extend)),
			p.Area("extend-reason", "desk.extend.reason").Max(casework.NeedLimit).Lines(2))
	}
	m.fold("assign", "person", "assignment", p.Select("post", "desk.assign.post").With(append([]site.Choice{{Label: p.T("desk.assign.choose")}}, m.posting(p, m.c.Post)...)),
		p.Input("reason", "desk.assign.reason").Max(casework.NeedLimit))
	if m.c.Referral.State == casework.ReferralSent {
		accepted := m.fold("accepted", "check", "referrals/acceptance", p.Input("accepted-number", "desk.accepted.number").Max(casework.LineLimit).Optional(),
			p.Area("accepted-sentence", "desk.close.sentence").Max(casework.NeedLimit).Lines(2))
		accepted.Note = p.T("desk.refer.open", "office", m.c.Referral.Name)
		m.fold("declined", "back", "referrals/refusal", p.Area("declined-reason", "desk.declined.reason").Max(casework.NeedLimit).Lines(2))
	} else {
		refer := m.fold("refer", "out", "referrals")
		if offices := m.elsewhere(p); len(offices) > 1 {
			refer.Fields = append(refer.Fields, p.Select("refer-within", "desk.refer.within").With(offices))
		}
		refer.Fields = append(refer.Fields, p.Input("refer-office", "desk.refer.office").Max(casework.NameLimit),
			p.Input("refer-memo", "desk.refer.memo").Max(casework.LineLimit).Optional(),
			p.Area("refer-reason", "desk.refer.reason").Max(casework.NeedLimit).Lines(2))
	}
	m.fold("call", "tools", "third-parties", p.Input("call-third", "desk.call.third").Max(casework.NameLimit),
		p.Input("call-ref", "desk.call.ref").Max(casework.LineLimit).Optional(), p.DateField("call-by", "desk.call.by").Optional())
	for i, third := range m.c.Outside {
		if third.Came.IsZero() {
			name := "came-" + strconv.Itoa(i+1)
			m.fold("came", "check", "third-parties/"+third.ID+"/arrival", p.Input(name+"-came", "desk.came.words").Max(casework.NeedLimit)).
				named(name, p.T("desk.came.of", "name", third.Name), m.open)
		}
	}
}

// working is tasks, attempts and what else happens with a case.
func (m *formMaker) working() {
	p := m.page.Page
	m.group("work")
	for i, task := range m.c.Tasks {
		if task.Finished() {
			continue
		}
		name := "do-" + strconv.Itoa(i+1)
		step, _ := m.kind.Step(task.ID)
		fields := append(m.questions(p, name+"-", step.Record, task.Record), p.Area(name+"-words", "desk.do.words").Max(casework.NeedLimit).Lines(2).Optional())
		m.fold("do", "check", "tasks/"+task.ID+"/completion", fields...).named(name, p.T("desk.do")+": "+m.page.Tasks[i].Text, m.open)
	}
	m.fold("task", "plus", "tasks", p.Input("task-task", "desk.task.words").Max(casework.LineLimit),
		p.Select("task-post", "desk.task.owner").With(m.posting(p, "")).Start(m.c.Post), p.DateField("task-due", "desk.task.due").Optional())
	if open := m.openTasks(p); len(open) > 0 {
		m.fold("hand", "person", "tasks/handover", p.Select("hand-task", "desk.hand.task").With(open),
			p.Select("hand-post", "desk.task.owner").With(m.posting(p, "")), p.DateField("hand-due", "desk.task.due").Optional())
	}
	try := m.fold("try", "phone", "attempts", p.Radios("try-channel", "desk.try.channel", "phone", "sms", "mail", "visit").Pair().Start("phone"),
		p.Input("try-try", "desk.try.words").Max(casework.LineLimit).Optional())
	if n := len(m.c.Tries); n > 0 {
		try.Tag = site.Tag{Text: p.T("desk.try.made", "made", n, "tries", m.rules.Tries)}
	}
	if m.kind.Declares && !slices.Contains(m.c.Declared, m.who.Person) {
		m.fold("declare", "flag", "interest").Note = p.T("desk.declare.text")
		m.fold("recuse", "flag", "recusal", p.Input("recuse-reason", "desk.recuse.reason").Max(casework.LineLimit))
	}
	for _, alarm := range m.kind.Alarms {
		name := "alarm-" + alarm.ID
		fields := append([]site.Field{p.Area(name+"-alarm", "desk.alarm.words").Max(casework.NeedLimit).Lines(2)}, m.questions(p, name+"-", alarm.Needs, m.c.Record)...)
		m.fold("alarm", "warning", "alarms", fields...).named(name, p.T("kind."+m.kind.ID+".alarm."+alarm.ID), m.open).Path += "?alarm=" + alarm.ID
	}
	m.fold("group", "people", "incident", p.Select("group-incident", "desk.group.which").With(m.groupings(p)),
		p.Input("group-title", "desk.group.title").Max(casework.LineLimit).Optional())
}

// openTasks are the tasks that are to be done.
func (m *formMaker) openTasks(p site.Page) []site.Choice {
	var list []site.Choice
	for i, task := range m.c.Tasks {
		if !task.Finished() {
			list = append(list, site.Choice{Value: task.ID, Label: m.page.Tasks[i].Text + " · " + m.title(p, task.Post)})
		}
	}
	return list
}

// ending is closing, and joining a duplicate to its first.
func (m *formMaker) ending() {
	p := m.page.Page
	m.group("end")
	outcomes := p.Radios("outcome", "desk.close.outcome", m.outcomes()...).Pair()
	fields := []site.Field{outcomes, p.Area("sentence", "desk.close.sentence").Max(casework.NeedLimit).Lines(3)}
	if len(m.kind.Refusals) > 0 {
		fields = append(fields, p.Select("refusal", "desk.close.refusal").With(m.refusals(p)).Optional())
	}
	fields = append(fields, m.questions(p, "record-", m.kind.Record, m.c.Record)...)
	fold := m.fold("close", "check", "closure", fields...)
	fold.Main = true
	if m.page.Above != "" {
		fold.Note = p.T("desk.close.appeal", "office", m.page.Above)
	}
	m.fold("merge", "next", "merger", p.Input("merge-into", "desk.merge.into").Numeric().Hinted(m.alike(p)))
}

// outcomes are the ends that the case may have now.
func (m *formMaker) outcomes() []string {
	var list []string
	for _, one := range []casework.Outcome{casework.Delivered, casework.Advised, casework.Refused, casework.Unreached} {
		if m.kind.Ends(string(one)) && (one != casework.Unreached || len(m.c.Tries) >= m.rules.Tries) {
			list = append(list, string(one))
		}
	}
	return list
}

func (m *formMaker) refusals(p site.Page) []site.Choice {
	list := []site.Choice{{Label: p.T("desk.close.refusal.own")}}
	for _, one := range m.kind.Refusals {
		list = append(list, site.Choice{Value: one, Label: p.T("kind." + m.kind.ID + ".refusal." + one)})
	}
	return list
}

// afterwards is what may still be done when a case has ended.
func (m *formMaker) afterwards() {
	p := m.page.Page
	m.group("answer")
	m.sheets()
	m.group("end")
	if m.c.Reopenable(casework.Handbook{Calendar: m.Calendar, Rules: m.rules}, m.Now) {
		m.fold("reopen", "refresh", "reopening", p.Area("reopen-reason", "desk.reopen.reason").Max(casework.NeedLimit).Lines(2))
	}
}

// overseeing is the note that everybody may write, and the superior's instruction.
func (m *formMaker) overseeing() {
	p := m.page.Page
	m.group("inside")
	if _, above := m.overseer(); above && !m.c.Ended() {
		order := m.fold("order", "gear", "instructions", p.Area("order-order", "desk.order.words").Max(casework.NeedLimit).Lines(3),
			p.DateField("order-due", "desk.order.due").Optional())
		order.Main = true
	}
	m.fold("note", "lock", "notes", p.Area("note", "desk.note.words").Max(casework.NeedLimit).Lines(2)).Tag = site.Tag{Text: p.T("desk.note.tag"), Tone: "warn"}
}

// questions are the fields for questions of the kind; what was recorded before
// stands in them.
func (m *formMaker) questions(p site.Page, prefix string, list []catalogue.Question, before map[string]string) []site.Field {
	fields := catalogueweb.AskUnder(p, m.kind, list, prefix)
	for i, q := range list {
		switch {
		case before[q.ID] == "" || q.Sort == catalogue.Identity:
		case q.Sort == catalogue.Date:
			fields[i] = fields[i].StartDay(before[q.ID])
		default:
			fields[i] = fields[i].Start(before[q.ID])
		}
	}
	return fields
}

// owed are the papers of the charter that have not come, to be asked for with one
// tick each. Their values are their places.
func (f file) owed() []site.Choice {
	var list []site.Choice
	for i, one := range f.service.Papers {
		if slices.ContainsFunc(f.evidence, func(e document.Evidence) bool {
			return e.Paper == one.Text && f.c.Papers[e.ID].State != document.Returned
		}) {
			continue
		}
		list = append(list, site.Choice{Value: strconv.Itoa(i + 1), Label: one.Text})
	}
	return list
}

// asked is what an officer ticked and wrote, one thing a line.
func asked(papers []charter.Paper, form site.Form) string {
	var text string
	for i, one := range papers {
		if form.Has("paper", strconv.Itoa(i+1)) {
			text += one.Text + "\n"
		}
	}
	return text + form.Get("missing")
}

// posting are the posts of the office but one, each with who answers there.
func (m room) posting(page site.Page, except string) []site.Choice {
	var list []site.Choice
	for _, post := range m.Chart.PostsOf(m.Office.ID) {
		if post.ID != except {
			list = append(list, site.Choice{Value: post.ID, Label: page.Pick(post.Title, post.TitleEn) + " · " + m.answers(page, post.ID)})
		}
	}
	return list
}

// elsewhere are the offices to which the matter may be referred.
func (f file) elsewhere(page site.Page) []site.Choice {
	list := []site.Choice{{Label: page.T("desk.refer.outside")}}
	for _, o := range f.around {
		list = append(list, site.Choice{Value: o.ID, Label: page.Pick(o.Name, o.NameEn)})
	}
	return list
}

// groupings are the incidents into which the case may be put.
func (f file) groupings(page site.Page) []site.Choice {
	list := []site.Choice{{Value: "new", Label: page.T("desk.group.new")}}
	for _, one := range f.causes {
		if one.Ended.IsZero() && one.ID != f.c.Incident {
			list = append(list, site.Choice{Value: one.ID, Label: one.Title})
		}
	}
	if f.c.Incident != "" {
		list = append(list, site.Choice{Value: "none", Label: page.T("desk.group.none")})
	}
	return list
}

// alike names the cases that may be the same.
func (f file) alike(page site.Page) string {
	var numbers []string
	for _, row := range f.similar {
		if row.Number != f.c.Number && row.Into == "" {
			numbers = append(numbers, page.Tracking(row.Number))
		}
	}
	if len(numbers) == 0 {
		return page.T("desk.merge.alike.none")
	}
	return page.T("desk.merge.alike", "numbers", strings.Join(numbers, ", "))
}

// Drawn is one form with the page that it belongs to.
type Drawn struct {
	CasePage
	Fold Fold
}

// Drawn joins a form with the page.
func (p CasePage) Drawn(fold Fold) Drawn { return Drawn{p, fold} }
