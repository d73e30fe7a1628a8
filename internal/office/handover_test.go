package office_test

import (
	"testing"
	"time"

	"dorgora/internal/fault"
	"dorgora/internal/office"
)

func TestChartTakeOver(t *testing.T) {
	now := day(time.November, 23)
	gone := rupsha()
	gone.Assignments[1].Until = midnight(time.November, 20) // Mina left the clerk's post
	followed := gone.With(office.Change{Assignments: []office.Assignment{
		{Office: "rupsha", ID: "a9", Post: "clerk", Person: "rahim", Tenure: office.Additional, From: midnight(time.November, 20)}}})
	going := rupsha()
	going.Assignments[1].Until = midnight(time.December, 1)
	rows := []struct {
		name       string
		chart      office.Chart
		assignment string
		successor  string
		kind       fault.Kind
		message    string
	}{
		{"the new holder takes over", followed, "a2", "rahim", "", ""},
		{"of a vacant post, the one to whom it falls", gone, "a2", "karim", "", ""},
		{"somebody who has nothing to do with the post does not", followed, "a2", "jalal", fault.Denied, "office.handover.stranger"},
		{"nor does the superior, once somebody holds it", followed, "a2", "karim", fault.Denied, "office.handover.stranger"},
		{"nor the one who leaves", gone, "a2", "mina", fault.Conflict, "office.handover.own"},
		{"while the holder answers there is nothing to take over", rupsha(), "a2", "karim", fault.Conflict, "office.handover.early"},
		{"before the last day the successor is not there yet", going, "a2", "karim", fault.Denied, "office.handover.stranger"},
		{"a post of another office is taken over there", gone, "a3", "rahim", fault.NotFound, "office.assignment.unknown"},
		{"an assignment that never was", gone, "a0", "karim", fault.NotFound, "office.assignment.unknown"},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			change, err := row.chart.TakeOver(office.Handover{Assignment: row.assignment, Successor: row.successor, Open: 7}, now)
			if row.message != "" {
				if list := fault.List(err); fault.KindOf(err) != row.kind || list[0].Message != row.message {
					t.Fatalf("got %v", err)
				}
				return
			}
			ok(t, err)
			if h := change.Handovers[0]; h.Office != "rupsha" || h.Open != 7 || !h.At.Equal(now) || change.Revision != row.chart.Revision {
				t.Errorf("got %+v", change)
			}
		})
	}
}

func TestChartLeaving(t *testing.T) {
	c := rupsha()
	c.Assignments = append(c.Assignments,
		office.Assignment{Office: "rupsha", ID: "old", Post: "clerk", Person: "karim", From: midnight(time.January, 1).AddDate(-3, 0, 0), Until: midnight(time.January, 1).AddDate(-2, 0, 0)},
		office.Assignment{Office: "rupsha", ID: "last", Post: "clerk", Person: "karim", From: midnight(time.February, 1), Until: midnight(time.March, 1)},
		office.Assignment{Office: "rupsha", ID: "next", Post: "clerk", Person: "karim", From: midnight(time.December, 20)},
		office.Assignment{Office: "khulna", ID: "there", Post: "programmer", Person: "karim", From: midnight(time.February, 1)})
	var got string
	for _, a := range c.Leaving("karim", day(time.November, 23)) {
		got += a.ID + " "
	}
	if got != "last a1 " {
		t.Errorf("got %q", got)
	}
}
