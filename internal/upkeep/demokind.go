package upkeep

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"dorgora/internal/casework"
	"dorgora/internal/catalogue"
	"dorgora/workday"
)

// kindOf is the kind of a service.
func (y *Practice) kindOf(id string) catalogue.Kind {
	return y.Program.Desk.KindOf(casework.Case{Handling: casework.Handling{Kind: id}})
}

// answers invents an answer to every question that is asked.
func (y *Practice) answers(questions []catalogue.Question) map[string]string {
	given := map[string]string{}
	for _, q := range questions {
		switch q.Sort {
		case catalogue.Choice:
			given[q.ID] = q.Choices[y.random.IntN(len(q.Choices))]
		case catalogue.Tick:
			given[q.ID] = "yes"
		case catalogue.Date:
			given[q.ID] = workday.DateOf(y.Clock.at.In(workday.Dhaka)).AddDays(7 + y.random.IntN(21)).String()
		case catalogue.Number:
			given[q.ID] = strconv.Itoa(1 + y.random.IntN(5))
		case catalogue.Mobile:
			given[q.ID] = fmt.Sprintf("0170%07d", y.random.IntN(10_000_000))
		case catalogue.Identity:
			given[q.ID] = fmt.Sprintf("99%08d", y.random.IntN(100_000_000))
		default:
			given[q.ID] = y.pick("fact")
			if letters := []rune(given[q.ID]); q.Limit > 0 && len(letters) > q.Limit {
				given[q.ID] = strings.TrimSpace(string(letters[:q.Limit]))
			}
		}
	}
	return given
}

// next is what stands in the way of the end of a case: a declaration, then each
// step that is needed; nil when nothing does.
func (y *Practice) next(c casework.Case, kind catalogue.Kind) deed {
	if kind.Declares && len(c.Declared) == 0 {
		return func(c casework.Case, s casework.Stamp) (casework.Change, error) { return c.Declare(s) }
	}
	for _, task := range c.Tasks {
		if task.Finished() || !task.Needed {
			continue
		}
		step, _ := kind.Step(task.ID)
		doing := casework.Doing{Task: task.ID, Words: y.pick("reply"), Record: y.answers(step.Record), Kind: kind}
		return func(c casework.Case, s casework.Stamp) (casework.Change, error) { return c.Do(doing, s) }
	}
	return nil
}

// deliver ends a case as its kind asks.
func (y *Practice) deliver(kind catalogue.Kind) deed {
	outcome := casework.Delivered
	if !kind.Ends(string(outcome)) {
		outcome = casework.Advised
	}
	end := casework.End{Outcome: outcome, Sentence: y.pick("delivered"), Record: y.answers(kind.Record), Kind: kind}
	return func(c casework.Case, s casework.Stamp) (casework.Change, error) { return c.Close(end, s) }
}

// rare is one of the acts that happen now and then, nil when the case allows none.
func (y *Practice) rare(c casework.Case) deed {
	switch dice := y.random.IntN(4); {
	case dice == 0 && !c.Due.IsZero() && c.Extension.Days == 0:
		return func(c casework.Case, s casework.Stamp) (casework.Change, error) {
			return c.Extend(2, y.pick("reply"), s)
		}
	case dice == 1:
		return func(c casework.Case, s casework.Stamp) (casework.Change, error) {
			return c.Reach("phone", y.pick("reply"), s)
		}
	case dice == 2 && len(c.Outside) == 0:
		return func(c casework.Case, s casework.Stamp) (casework.Change, error) {
			return c.Call(casework.Outside{Name: y.pick("vendor"), Ref: "T-1"}, s)
		}
	case dice == 3 && c.Referral.State == "":
		return func(c casework.Case, s casework.Stamp) (casework.Change, error) {
			return c.Refer(casework.Referral{Name: y.pick("vendor")}, y.pick("reply"), s)
		}
	}
	return nil
}

// rate lets some applicants say whether it was solved.
func (y *Practice) rate(ctx context.Context, at casework.Target) error {
	at.Actor = casework.Applicant
	solved := []casework.Solved{casework.SolvedYes, casework.SolvedYes, casework.SolvedPartly, casework.SolvedNo}[y.random.IntN(4)]
	_, err := y.Program.Desk.Act(ctx, at, func(c casework.Case, s casework.Stamp) (casework.Change, error) {
		return c.Rate(solved, "", s)
	})
	return err
}

// leave ends the year as an office is found on any morning: some cases new, some
// begun, one waiting for its applicant.
func (y *Practice) leave(ctx context.Context, officeID string) (received int, err error) {
	const fresh = 8
	for range fresh {
		y.Clock.at = y.Clock.at.Add(time.Minute)
		if err := y.apply(ctx, officeID); err != nil {
			return received, err
		}
		received++
	}
	take := func(c casework.Case, s casework.Stamp) (casework.Change, error) { return c.Take(s) }
	missing := []string{y.pick("paper")}
	ask := func(c casework.Case, s casework.Stamp) (casework.Change, error) { return c.Ask(missing, s) }
	numbers, err := y.Program.Cases.OpenNumbers(ctx, officeID)
	if err != nil {
		return received, err
	}
	todo := []deed{take, ask, take}
	for _, number := range numbers {
		c, err := y.Program.Cases.Case(ctx, officeID, number)
		if err != nil {
			return received, err
		}
		if c.Status != casework.Received || len(todo) == 0 {
			continue
		}
		y.Clock.at = y.Clock.at.Add(time.Minute)
		at := casework.Target{Office: officeID, Number: number, Actor: y.officer}
		if _, err := y.Program.Desk.Act(ctx, at, todo[0]); err != nil {
			return received, err
		}
		todo = todo[1:]
	}
	return received, nil
}
