package caseworkdb

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"dorgora/internal/casework"
	"dorgora/internal/fault"
	"dorgora/internal/sqldb"
	"dorgora/workday"
)

// beforeColumn is a case as it was before an act that may be taken back.
func beforeColumn(before *casework.Case) (string, error) {
	if before == nil {
		return "", nil
	}
	text, err := json.Marshal(before)
	return string(text), err
}

const selectBefore = `SELECT before FROM cases WHERE office = $1 AND number = $2`

// Before returns the case as it was before its last act, while that act may be
// taken back; else Conflict.
func (s Store) Before(ctx context.Context, office, number string) (c casework.Case, err error) {
	var text string
	if err := s.DB.Row(ctx, selectBefore, []any{office, number}, &text); err != nil {
		return c, err
	}
	if text == "" {
		return c, fault.New(fault.Conflict, "casework.undo.over")
	}
	return c, json.Unmarshal([]byte(text), &c)
}

const selectEarlier = `
SELECT number FROM cases WHERE office = $1 AND topic = $2 AND topic <> '' AND received >= $3
ORDER BY received DESC, number DESC LIMIT 1`

// Earlier returns the number of the latest case with the topic received since a
// moment, empty when there is none.
func (s Store) Earlier(ctx context.Context, office, topic string, since time.Time) (number string, err error) {
	err = s.DB.Row(ctx, selectEarlier, []any{office, topic, sqldb.Instant(since)}, &number)
	if fault.KindOf(err) == fault.NotFound {
		return "", nil
	}
	return number, err
}

const selectAwake = `
SELECT office, number FROM cases WHERE status <> 'closed' AND wake <= $1 ORDER BY wake, office, number LIMIT $2`

// Awake returns open cases of all offices whose clock acts by now, the earliest
// first.
func (s Store) Awake(ctx context.Context, now time.Time, limit int) ([]casework.Target, error) {
	var list []casework.Target
	err := s.DB.Rows(ctx, selectAwake, []any{sqldb.Instant(now), limit}, func(row sqldb.Scanner) error {
		var at casework.Target
		err := row.Scan(&at.Office, &at.Number)
		list = append(list, at)
		return err
	})
	return list, err
}

const (
	dropTasks  = `DELETE FROM case_tasks WHERE office = $1 AND number = $2`
	insertTask = `INSERT INTO case_tasks (office, number, task, post, due, words) VALUES ($1, $2, $3, $4, $5, $6)`
)

// writeTasks keeps the list of open tasks in step with the case.
func writeTasks(ctx context.Context, tx *sqldb.Tx, c casework.Case) error {
	if len(c.Tasks) == 0 {
		return nil
	}
	if _, err := tx.Exec(ctx, dropTasks, c.Office, c.Number); err != nil {
		return err
	}
	for _, task := range c.Tasks {
		if task.Finished() || c.Ended() {
			continue
		}
		due := task.Due.String()
		if due == "" {
			due = undated
		}
		if _, err := tx.Exec(ctx, insertTask, c.Office, c.Number, task.ID, task.Post, due, task.Text); err != nil {
			return err
		}
	}
	return nil
}

const selectTasks = `
SELECT number, task, post, due, words FROM case_tasks
WHERE office = $1 AND post = $2 ORDER BY due, number, task LIMIT $3`

// Tasks returns the open tasks of a post, the earliest date first, those without a
// date last.
func (s Store) Tasks(ctx context.Context, office, post string, limit int) ([]casework.OpenTask, error) {
	var list []casework.OpenTask
	err := s.DB.Rows(ctx, selectTasks, []any{office, post, limit}, func(row sqldb.Scanner) error {
		var t casework.OpenTask
		var due string
		if err := row.Scan(&t.Number, &t.ID, &t.Post, &due, &t.Text); err != nil {
			return err
		}
		var err error
		if due != undated {
			t.Due, err = workday.ParseDate(due)
		}
		list = append(list, t)
		return err
	})
	return list, err
}

const linked = `SELECT number FROM cases WHERE office = $1 AND merged = $2 AND merged <> '' ORDER BY received, number`

// Merged returns the numbers of the cases merged into one.
func (s Store) Merged(ctx context.Context, office, number string) ([]string, error) {
	return s.numbersOf(ctx, linked, office, number)
}

const grouped = `SELECT number FROM cases WHERE office = $1 AND incident = $2 AND incident <> '' ORDER BY received, number`

// Grouped returns the numbers of the cases of an incident.
func (s Store) Grouped(ctx context.Context, office, incident string) ([]string, error) {
	return s.numbersOf(ctx, grouped, office, incident)
}

const sameTopic = `SELECT number FROM cases WHERE office = $1 AND topic = $2 AND topic <> '' ORDER BY received DESC, number LIMIT 50`

// SameTopic returns the numbers of the latest cases about the same thing.
func (s Store) SameTopic(ctx context.Context, office, topic string) ([]string, error) {
	return s.numbersOf(ctx, sameTopic, office, topic)
}

const referredTo = `SELECT office, number FROM cases WHERE referred = $1 AND referred <> '' ORDER BY received, number LIMIT 200`

// ReferredTo returns the cases of other offices that wait for this one's answer.
func (s Store) ReferredTo(ctx context.Context, office string) ([]casework.Target, error) {
	var list []casework.Target
	err := s.DB.Rows(ctx, referredTo, []any{office}, func(row sqldb.Scanner) error {
		var at casework.Target
		err := row.Scan(&at.Office, &at.Number)
		list = append(list, at)
		return err
	})
	return list, err
}

func (s Store) numbersOf(ctx context.Context, query, office, value string) ([]string, error) {
	var list []string
	err := s.DB.Rows(ctx, query, []any{office, value}, func(row sqldb.Scanner) error {
		var number string
		err := row.Scan(&number)
		list = append(list, number)
		return err
	})
	return list, err
}

const (
	putIncident = `
INSERT INTO incidents (office, incident, title, service, began, ended, person) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (office, incident) DO UPDATE SET title = excluded.title, began = excluded.began, ended = excluded.ended`
	incidentColumns = `SELECT office, incident, title, service, began, ended, person FROM incidents WHERE office = $1`
)

// SaveIncident keeps a new incident, or what changed of one.
func (s Store) SaveIncident(ctx context.Context, i casework.Incident) error {
	return s.DB.InTx(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, putIncident, i.Office, i.ID, i.Title, i.Service, sqldb.Instant(i.Began), sqldb.Instant(i.Ended), i.Person)
		return err
	})
}

// Incident returns one incident of an office.
func (s Store) Incident(ctx context.Context, office, id string) (casework.Incident, error) {
	list, err := s.incidents(ctx, incidentColumns+` AND incident = $2 ORDER BY incident`, office, id)
	if err == nil && len(list) == 0 {
		return casework.Incident{}, fault.New(fault.NotFound, "record.missing")
	}
	if err != nil {
		return casework.Incident{}, err
	}
	return list[0], nil
}

// Incidents returns the latest incidents of an office.
func (s Store) Incidents(ctx context.Context, office string, limit int) ([]casework.Incident, error) {
	return s.incidents(ctx, incidentColumns+` ORDER BY began DESC, incident LIMIT $2`, office, limit)
}

func (s Store) incidents(ctx context.Context, query string, args ...any) ([]casework.Incident, error) {
	var list []casework.Incident
	err := s.DB.Rows(ctx, query, args, func(row sqldb.Scanner) error {
		var i casework.Incident
		var began, ended string
		if err := row.Scan(&i.Office, &i.ID, &i.Title, &i.Service, &began, &ended, &i.Person); err != nil {
			return err
		}
		var err error
		if i.Began, err = moment(began); err != nil {
			return err
		}
		i.Ended, err = moment(ended)
		list = append(list, i)
		return err
	})
	return list, err
}

const putLook = `
INSERT INTO looks (office, number, person, day, what, post, name, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (office, number, person, day, what) DO NOTHING`

// Looked records looks at personal data, one for each person, case and day.
func (s Store) Looked(ctx context.Context, looks ...casework.Look) error {
	return s.DB.InTx(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		for _, l := range looks {
			if _, err := tx.Exec(ctx, putLook, l.Office, l.Number, l.Actor.Person, workday.DateOf(l.At.In(workday.Dhaka)).String(),
				string(l.What), l.Actor.Post, l.Actor.Name, sqldb.Instant(l.At)); err != nil {
				return err
			}
		}
		return nil
	})
}

const selectLooks = `SELECT person, what, post, name, at FROM looks WHERE office = $1 AND number = $2 ORDER BY at, person, what`

// Looks returns who looked at the personal data of a case, the first look first.
func (s Store) Looks(ctx context.Context, office, number string) ([]casework.Look, error) {
	var list []casework.Look
	err := s.DB.Rows(ctx, selectLooks, []any{office, number}, func(row sqldb.Scanner) error {
		l, at := casework.Look{Office: office, Number: number}, ""
		if err := row.Scan(&l.Actor.Person, &l.What, &l.Actor.Post, &l.Actor.Name, &at); err != nil {
			return err
		}
		var err error
		l.At, err = moment(at)
		list = append(list, l)
		return err
	})
	return list, err
}

const selectRules = `SELECT office, service, name, effective, value, source, person FROM rules WHERE office = $1 ORDER BY service, effective, name`

// RulesOf returns the figures that one office set for itself.
func (s Store) RulesOf(ctx context.Context, office string) ([]casework.RuleLine, error) {
	var list []casework.RuleLine
	err := s.DB.Rows(ctx, selectRules, []any{office}, func(row sqldb.Scanner) error {
		var l casework.RuleLine
		var effective string
		if err := row.Scan(&l.Office, &l.Service, &l.Name, &effective, &l.Value, &l.Source, &l.Person); err != nil {
			return err
		}
		var err error
		l.Effective, err = workday.ParseDate(effective)
		list = append(list, l)
		return err
	})
	return list, err
}

const putRule = `
INSERT INTO rules (office, service, name, effective, value, source, person) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (office, service, name, effective) DO UPDATE SET value = excluded.value, source = excluded.source, person = excluded.person`

// SetRule keeps a figure of an office.
func (s Store) SetRule(ctx context.Context, l casework.RuleLine) error {
	return s.DB.InTx(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, putRule, l.Office, l.Service, l.Name, l.Effective.String(), l.Value, l.Source, l.Person)
		return err
	})
}

// RuleLinesOf joins the figures of offices, the topmost first, in the order in
// which casework.RulesFor overlays them. chain is an office and those above it,
// nearest first.
func (s Store) RuleLinesOf(ctx context.Context, chain []string) ([]casework.RuleLine, error) {
	var all []casework.RuleLine
	for _, office := range slices.Backward(chain) {
		lines, err := s.RulesOf(ctx, office)
		if err != nil {
			return nil, err
		}
		all = append(all, lines...)
	}
	return all, nil
}
