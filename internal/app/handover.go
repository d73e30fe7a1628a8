package app

import (
	"context"
	"strings"

	"dorgora/internal/access"
	"dorgora/internal/casework"
	"dorgora/internal/office"
	"dorgora/internal/office/officeweb"
	"dorgora/workday"
)

// mostRemains bounds each part of a handover list; the whole part is one link away.
const mostRemains = 200

// remains tells what is open in a post: applications by promised time, tasks,
// appointments, and
// for the head of the office, who publishes, the drafts of its charter. None of it
// names an applicant. A sealed case is listed only for those who sit in the post.
func (p *Program) remains(ctx context.Context, officeID, postID string) ([]officeweb.Remainder, error) {
	parts := []officeweb.Remainder{}
	for _, part := range []func(context.Context, string, string) (officeweb.Remainder, error){
		p.remainingCases, p.remainingTasks, p.remainingVisits, p.remainingDrafts,
	} {
		one, err := part(ctx, officeID, postID)
		if err != nil {
			return nil, err
		}
		parts = append(parts, one)
	}
	return parts, nil
}

func (p *Program) remainingCases(ctx context.Context, officeID, postID string) (officeweb.Remainder, error) {
	part := officeweb.Remainder{Title: "office.handover.cases", Path: "desk"}
	calendar, err := p.Offices.Calendar(ctx, officeID)
	if err != nil {
		return part, err
	}
	marks := casework.MarksAt(calendar, p.World.Now(), []string{postID})
	if access.From(ctx).Holds(officeID, postID) {
		marks.Sealed = marks.Posts
	}
	page, err := p.Cases.Page(ctx, casework.Query{Office: officeID, View: casework.All, Marks: marks, Limit: mostRemains})
	if err != nil {
		return part, err
	}
	tally, err := p.Cases.Tally(ctx, officeID, marks)
	if err != nil {
		return part, err
	}
	part.Count = tally.Open
	for _, row := range page.Rows {
		part.Items = append(part.Items, officeweb.RemainderItem{
			Number: row.Number, Text: row.Service, Path: "desk/cases/" + row.Number, Due: row.Due,
		})
	}
	return part, nil
}

func (p *Program) remainingTasks(ctx context.Context, officeID, postID string) (officeweb.Remainder, error) {
	part := officeweb.Remainder{Title: "office.handover.tasks"}
	tasks, err := p.Cases.Tasks(ctx, officeID, postID, mostRemains)
	part.Count = len(tasks)
	for _, task := range tasks {
		item := officeweb.RemainderItem{Number: task.Number, Text: task.Text, Keyed: strings.HasPrefix(task.Text, "kind."), Path: "desk/cases/" + task.Number}
		if !task.Due.Zero() {
			item.Due = task.Due.Time(0, 0, workday.Dhaka)
		}
		part.Items = append(part.Items, item)
	}
	return part, err
}

// visitsAhead is how many days of appointments a handover looks at.
const visitsAhead = 90

func (p *Program) remainingVisits(ctx context.Context, officeID, postID string) (officeweb.Remainder, error) {
	part := officeweb.Remainder{Title: "office.handover.visits", Path: "desk/appointments"}
	today := workday.DateOf(p.World.Now().In(workday.Dhaka))
	lines, err := p.Diary.Between(ctx, officeID, today, today.AddDays(visitsAhead))
	for _, line := range lines {
		if line.Post != postID || line.Over() {
			continue
		}
		part.Count++
		part.Items = append(part.Items, officeweb.RemainderItem{
			Number: line.Number, Text: line.Place, Path: "desk/appointments/" + line.ID, Due: line.Slot.From,
		})
	}
	return part, err
}

func (p *Program) remainingDrafts(ctx context.Context, officeID, postID string) (officeweb.Remainder, error) {
	part := officeweb.Remainder{Title: "office.handover.drafts", Path: "desk/charter"}
	chart, err := p.Offices.Chart(ctx, officeID)
	if err != nil {
		return part, err
	}
	if post, ok := chart.Post(officeID, postID); !ok || post.Role != office.Head {
		return part, nil
	}
	drafts, err := p.Editions.Open(ctx, officeID)
	part.Count = len(drafts)
	for _, draft := range drafts {
		part.Items = append(part.Items, officeweb.RemainderItem{Text: draft.Source.Name, Path: "desk/charter/drafts/" + draft.ID})
	}
	return part, err
}
