package caseworkdb

import (
	"dorgora/charter"
	"encoding/json"
	"fmt"
	"time"

	"dorgora/internal/casework"
	"dorgora/internal/catalogue"
	"dorgora/internal/sqldb"
	"dorgora/workday"
)

// undated stands in the due column of a case without a promised moment, so that
// such cases sort after all others.
const undated = "9999"

// record is a case as its columns hold it.
type record struct {
	office, number, service, serviceName, application        string
	channel, post, status, outcome, sentence                 string
	received, promiseKind, promiseDate, due, pauses, missing string
	firstReply, closed                                       string
	serviceVersion, promiseCount, rounds, revision           int
	name, mobile, words                                      string
	kind, topic, wake, referred, merged, incident, handling  string
	stage, took                                              int
	sealed                                                   bool
}

func (r *record) fields() []any {
	return []any{
		&r.office, &r.number, &r.service, &r.serviceVersion, &r.serviceName, &r.application, &r.channel, &r.post,
		&r.status, &r.outcome, &r.sentence, &r.received, &r.promiseKind, &r.promiseCount, &r.promiseDate, &r.due,
		&r.pauses, &r.missing, &r.rounds, &r.firstReply, &r.closed, &r.revision, &r.handling,
	}
}

func (r *record) values() []any {
	return []any{
		r.office, r.number, r.service, r.serviceVersion, r.serviceName, r.application, r.channel, r.post,
		r.status, r.outcome, r.sentence, r.received, r.promiseKind, r.promiseCount, r.promiseDate, r.due,
		r.pauses, r.missing, r.rounds, r.firstReply, r.closed, r.revision, r.handling,
		r.name, r.mobile, r.kind, r.topic, r.sealed, r.stage, r.wake, r.referred, r.merged, r.incident, r.took,
	}
}

func fromCase(c casework.Case) (*record, error) {
	r := &record{
		office: c.Office, number: c.Number, service: c.Service.Key, serviceVersion: c.Service.Version,
		serviceName: c.Service.Name, channel: string(c.Channel), post: c.Post, status: string(c.Status),
		outcome: string(c.Outcome), sentence: c.Sentence, received: sqldb.Instant(c.Received),
		promiseKind: string(c.Promise.Kind), promiseCount: c.Promise.Count, due: dueColumn(c.Due), rounds: c.Rounds,
		firstReply: sqldb.Instant(c.FirstReply), closed: sqldb.Instant(c.Closed), revision: c.Revision,
		name: c.Application.Name, mobile: c.Application.Mobile, words: wordsOf(c),
		kind: c.Kind, topic: c.Topic, sealed: c.Sealed, stage: int(c.Stage), wake: dueColumn(c.Wake),
		merged: c.Into, incident: c.Incident, took: -1,
	}
	if r.kind == "" {
		r.kind = catalogue.PlainKind
	}
	if c.Ended() {
		r.took = c.Took
	}
	if c.Referral.State == casework.ReferralSent && !c.Ended() {
		r.referred = c.Referral.Office
	}
	if !c.Promise.By.Zero() {
		r.promiseDate = c.Promise.By.String()
	}
	for column, value := range map[*string]any{&r.application: c.Application, &r.pauses: c.Pauses, &r.missing: c.Missing, &r.handling: c.Handling} {
		text, err := json.Marshal(value)
		if err != nil {
			return nil, fmt.Errorf("case %s: %w", c.Number, err)
		}
		*column = string(text)
	}
	return r, nil
}

func (r *record) toCase() (casework.Case, error) {
	c := casework.Case{
		Office: r.office, Number: r.number,
		Service: casework.ServiceRef{Key: r.service, Version: r.serviceVersion, Name: r.serviceName},
		Post:    r.post, Status: casework.Status(r.status), Outcome: casework.Outcome(r.outcome), Sentence: r.sentence,
		Promise: workday.Promise{Kind: workday.Kind(r.promiseKind), Count: r.promiseCount},
		Rounds:  r.rounds, Revision: r.revision,
	}
	c.Channel = charter.Channel(r.channel)
	var err error
	if r.promiseDate != "" {
		if c.Promise.By, err = workday.ParseDate(r.promiseDate); err != nil {
			return c, err
		}
	}
	for value, text := range map[*time.Time]string{&c.Received: r.received, &c.FirstReply: r.firstReply, &c.Closed: r.closed, &c.Due: r.due} {
		if *value, err = moment(text); err != nil {
			return c, fmt.Errorf("case %s: %w", r.number, err)
		}
	}
	for value, text := range map[any]string{&c.Application: r.application, &c.Pauses: r.pauses, &c.Missing: r.missing, &c.Handling: r.handling} {
		if err := json.Unmarshal([]byte(text), value); err != nil {
			return c, fmt.Errorf("case %s: %w", r.number, err)
		}
	}
	return c, nil
}

func dueColumn(t time.Time) string {
	if t.IsZero() {
		return undated
	}
	return sqldb.Instant(t)
}

// moment reads a column that Instant or dueColumn wrote.
func moment(text string) (time.Time, error) {
	if text == undated {
		return time.Time{}, nil
	}
	return sqldb.Moment(text)
}
