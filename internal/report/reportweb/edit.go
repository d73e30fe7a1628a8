package reportweb

import (
	"iter"
	"net/http"
	"strconv"
	"strings"

	"dorgora/bangla"
	"dorgora/internal/report"
	"dorgora/internal/site"
)

// Edit is the form of the questions of a demand or of a return.
type Edit struct {
	Lines   []EditLine
	Periods []site.Choice
	Picker  []site.Choice // figures to be added
	More    site.Field    // further questions, one a line
}

// EditLine is the form of one question.
type EditLine struct {
	Place  string
	Fields []site.Field
	Hand   []site.Field // a figure by hand
	Filled bool         // there is one
}

// edit is the form of a demand.
func (p Pages) edit(r *http.Request, m room, page site.Page, d report.Demand) (Edit, error) {
	services, err := p.serviceChoices(r, m, page)
	if err != nil {
		return Edit{}, err
	}
	form := Edit{Periods: periods(page, m, d.Period), Picker: p.picker(page), More: page.Area("more", "report.edit.more").Optional()}
	for i, line := range d.Lines {
		form.Lines = append(form.Lines, editLine(page, i+1, line, editing{figures: p.Desk.Sources.Offered(), services: services, answers: true}))
	}
	return form, nil
}

// editing is what the form of a question can choose from.
type editing struct {
	figures  []report.Figure
	services []site.Choice
	answers  bool // questions are answered here, not only asked
}

func editLine(page site.Page, place int, line report.Line, e editing) EditLine {
	name := func(field string) string { return report.FieldAt(field, place) }
	one := EditLine{Place: page.Num(place), Filled: line.Manual != nil}
	choices := []site.Choice{{Value: "", Label: page.T("report.edit.hand"), Chosen: line.Figure == ""}}
	for _, figure := range e.figures {
		choices = append(choices, site.Choice{Value: figure.Key, Label: page.Pick(figure.Name, figure.NameEn), Chosen: figure.Key == line.Figure})
	}
	splits := []site.Choice{{Value: "", Label: page.T("report.split.whole"), Chosen: line.By == report.Whole}}
	for _, by := range []report.Split{report.ByService, report.ByChannel, report.ByUnion} {
		splits = append(splits, site.Choice{Value: string(by), Label: page.T("report.split." + string(by)), Chosen: by == line.By})
	}
	services := append([]site.Choice(nil), e.services...)
	for i := range services {
		services[i].Chosen = services[i].Value == line.Service
	}
	one.Fields = []site.Field{
		page.Input(name("question"), "report.edit.question").Start(line.Question).Max(report.SubjectLimit),
		page.Select(name("figure"), "report.edit.figure").With(choices),
	}
	if line.Figure != "" {
		one.Fields = append(one.Fields, page.Select(name("by"), "report.edit.by").With(splits), page.Select(name("service"), "report.edit.service").With(services))
	} else if e.answers {
		one.Fields = append(one.Fields, page.Area(name("words"), "report.edit.words").Start(line.Words).Max(report.WordsLimit).Optional())
		number, evidence := "", ""
		if line.Manual != nil {
			number, evidence = page.Digits(strconv.Itoa(line.Manual.Number)), line.Manual.Evidence
		}
		one.Hand = []site.Field{
			page.Input(name("number"), "report.edit.number").Start(number).Numeric().Optional(),
			page.Input(name("evidence"), "report.edit.evidence").Start(evidence).Max(report.LineLimit).Optional(),
		}
	}
	one.Fields = append(one.Fields, page.Box(name("drop"), "report.edit.drop"))
	return one
}

// picker offers the figures of the catalogue to be added.
func (p Pages) picker(page site.Page) []site.Choice {
	var all []site.Choice
	for _, figure := range p.Desk.Sources.Offered() {
		all = append(all, site.Choice{Value: figure.Key, Label: page.Pick(figure.Name, figure.NameEn)})
	}
	return all
}

func (p Pages) serviceChoices(r *http.Request, m room, page site.Page) ([]site.Choice, error) {
	services, err := p.services(r.Context(), m)
	all := []site.Choice{{Value: "", Label: page.T("report.service.all")}}
	for _, s := range services {
		all = append(all, site.Choice{Value: s.Key, Label: s.Title(page)})
	}
	return all, err
}

// readLines reads the questions of a form: those that stood there, then the picked
// figures, then the further ones.
func readLines(form site.Form) []report.Line {
	var all []report.Line
	for place := 1; place <= min(form.Whole("count", 0, report.MostLines), report.MostLines); place++ {
		if line, kept := readLine(form, place); kept {
			all = append(all, line)
		}
	}
	for _, key := range form.All("pick") {
		if figure, found := report.FigureOf(key); found {
			all = append(all, report.Line{Question: figure.Name, Figure: key})
		}
	}
	for question := range lines(form.Get("more")) {
		all = append(all, report.Line{Question: question})
	}
	return all
}

func readLine(form site.Form, place int) (line report.Line, kept bool) {
	get := func(field string) string { return form.Get(report.FieldAt(field, place)) }
	if get("drop") == "yes" {
		return line, false
	}
	line = report.Line{Question: bangla.Line(get("question")), Figure: get("figure"), By: report.Split(get("by")), Service: get("service"), Words: get("words")}
	if get("number") != "" {
		line.Manual = &report.Manual{Number: form.Whole(report.FieldAt("number", place), 0, 1_000_000_000), Evidence: bangla.Line(get("evidence"))}
	}
	return line, true
}

// lines are the lines of a text that say something.
func lines(text string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for line := range strings.Lines(text) {
			if line = bangla.Line(line); line != "" && !yield(line) {
				return
			}
		}
	}
}
