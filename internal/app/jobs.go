package app

import (
	"context"
	"fmt"
	"maps"
	"os"
	"time"

	"dorgora/internal/access"
	"dorgora/internal/casework"
	"dorgora/internal/doors"
	"dorgora/internal/fault"
	"dorgora/internal/jobs"
	"dorgora/internal/office"
	"dorgora/internal/sqldb"
)

// jobKinds lists what is done by jobs, each with its handler. A handler may be
// called twice for one job.
func (p *Program) jobKinds() []jobs.Kind {
	return []jobs.Kind{
		{Name: recountKind, Do: p.recount},
	}
}

// schedules lists what is done from time to time, on one node at a time. Office
// time differs by office, so what watches promises runs each minute: a case wakes
// when its own office's calendar says so.
func (p *Program) schedules() []jobs.Schedule {
	return []jobs.Schedule{
		{Name: "drafts", Next: jobs.Every(time.Hour), Do: p.dropDrafts},
		{Name: "promises", Next: jobs.Every(time.Minute), Do: p.watchPromises},
		{Name: "retention", Next: jobs.Every(24 * time.Hour), Do: p.keepOnly},
	}
}

// jobNames are the text keys of what jobs and schedules are called.
var jobNames = namesOf(map[string]string{
	recountKind: "app.job.recount", "drafts": "app.job.drafts", "promises": "app.job.promises",
	"retention": "app.job.retention",
})

func namesOf(own map[string]string) map[string]string {
	maps.Copy(own, doors.JobNames())
	return own
}

// newJobs builds the runner of this process.
func (p *Program) newJobs() *jobs.Runner {
	host, err := os.Hostname()
	if err != nil {
		host = "node"
	}
	return &jobs.Runner{
		Queue: jobs.Queue{DB: p.DB, Now: p.World.Now, Random: p.World.Random},
		Node:  fmt.Sprintf("%s/%d", host, os.Getpid()),
		Kinds: p.jobKinds(), Schedules: p.schedules(), Logger: p.World.Logger, Observe: p.Metrics.Job,
	}
}

// RunJobs does jobs and keeps the doors open until the context ends, and returns
// when what ran then has ended.
func (p *Program) RunJobs(ctx context.Context) {
	listening := make(chan struct{})
	go func() {
		defer close(listening)
		p.outer.Run(ctx)
	}()
	p.Jobs.Run(ctx)
	<-listening
}

// dropDrafts deletes what citizens began and did not submit in time.
func (p *Program) dropDrafts(ctx context.Context) error {
	return p.Cases.DropDrafts(ctx, p.World.Now().Add(-casework.DraftLife))
}

// watchPromises lets the clocks of open cases do what is due: go on, remind, tell
// of a breach, escalate.
func (p *Program) watchPromises(ctx context.Context) error {
	_, err := p.Desk.Watch(ctx, p.Cases)
	return err
}

// recountKind counts the promised moments of one office anew after its calendar
// changed.
const recountKind = "recount"

// recounting says who changed the calendar, and whether the offices below follow.
type recounting struct {
	Person string `json:"person"`
	Below  bool   `json:"below"`
}

// followCalendar asks for the recount in the transaction that changes a calendar,
// so that none is forgotten.
func (p *Program) followCalendar(ctx context.Context, tx *sqldb.Tx, change office.Change) error {
	moved := change.Revision > 0 && len(change.Offices) > 0 // perhaps to another district
	if len(change.Announcements) == 0 && !moved {
		return nil
	}
	return jobs.Enqueue(ctx, tx, jobs.Job{
		Office: change.Office, Kind: recountKind, Key: "calendar", Asked: p.World.Now(),
		Args: recounting{Person: access.From(ctx).Person, Below: true},
	})
}

// recount moves the promised moments of an office's open cases to where its
// calendar puts them now, and asks for the same in every office below it. A case
// that stands right already stays.
func (p *Program) recount(ctx context.Context, w jobs.Work) error {
	var of recounting
	if err := w.Read(&of); err != nil {
		return err
	}
	numbers, err := p.Cases.OpenNumbers(ctx, w.Office)
	if err != nil {
		return err
	}
	who, _, err := p.Offices.Sits(ctx, of.Person, p.World.Now())
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return err
	}
	actor := casework.Actor{Person: of.Person, Name: who.Name, Post: "calendar"}
	reason := p.texts.Text("bn", "app.recount.reason")
	if _, err := p.Desk.Recount(ctx, casework.Recounting{Office: w.Office, Numbers: numbers, Reason: reason, Actor: actor}); err != nil || !of.Below {
		return err
	}
	return p.recountBelow(ctx, w.Office, of.Person)
}

func (p *Program) recountBelow(ctx context.Context, officeID, person string) error {
	all, err := p.Offices.Offices(ctx)
	if err != nil {
		return err
	}
	var below []string
	touched := map[string]bool{officeID: true}
	for _, o := range all { // parents come before children
		if touched[o.Parent] {
			touched[o.ID] = true
			below = append(below, o.ID)
		}
	}
	return p.DB.InTx(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		for _, id := range below {
			err := jobs.Enqueue(ctx, tx, jobs.Job{
				Office: id, Kind: recountKind, Key: "calendar", Asked: p.World.Now(), Args: recounting{Person: person},
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// Recount does at once the recounts that changes of calendars asked for, in one
// office or, when officeID is empty, in all. What fails, and what another node is
// doing already, is done by a job.
func (p *Program) Recount(ctx context.Context, officeID string) error {
	_, err := p.Jobs.Drain(ctx, recountKind, officeID)
	return err
}

// announced lets whoever changed a calendar see the moved dates on the next page;
// the offices below follow by themselves.
func (p *Program) announced(ctx context.Context, officeID string) error {
	if err := p.Recount(ctx, officeID); err != nil {
		p.World.Logger.Warn("a recount is left to its job", "office", officeID, "error", err)
	}
	p.Jobs.Wake()
	return nil
}
