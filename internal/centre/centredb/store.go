// Package centredb keeps the registry of digital centres and what they hand in.
package centredb

import (
	"context"
	"encoding/json"
	"time"

	"dorgora/internal/centre"
	"dorgora/internal/fault"
	"dorgora/internal/sqldb"
	"dorgora/workday"
)

// Store implements the stores of package centre.
type Store struct{ DB *sqldb.DB }

const columns = `office, code, union_name, names, phone, daily, closed, revision`

const selectCentres = `SELECT ` + columns + ` FROM centres WHERE office = $1 ORDER BY code`

// Centres lists those of an office by code.
func (s Store) Centres(ctx context.Context, office string) ([]centre.Centre, error) {
	return s.centres(ctx, selectCentres, office)
}

const selectCentre = `SELECT ` + columns + ` FROM centres WHERE office = $1 AND code = $2`

// Centre returns one centre of an office.
func (s Store) Centre(ctx context.Context, office, code string) (centre.Centre, error) {
	list, err := s.centres(ctx, selectCentre, office, code)
	if err == nil && len(list) == 0 {
		err = fault.New(fault.NotFound, "record.missing")
	}
	if err != nil {
		return centre.Centre{}, err
	}
	return list[0], nil
}

func (s Store) centres(ctx context.Context, query string, args ...any) ([]centre.Centre, error) {
	var list []centre.Centre
	err := s.DB.Rows(ctx, query, args, func(row sqldb.Scanner) error {
		var c centre.Centre
		var names, closed string
		err := row.Scan(&c.Office, &c.Code, &c.Union, &names, &c.Phone, &c.Daily, &closed, &c.Revision)
		if err == nil && closed != "" {
			c.Closed, err = workday.ParseDate(closed)
		}
		if err == nil {
			err = json.Unmarshal([]byte(names), &c.Names)
		}
		list = append(list, c)
		return err
	})
	return list, err
}

const insertCentre = `
INSERT INTO centres (` + columns + `) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (office, code) DO NOTHING`

const updateCentre = `
UPDATE centres SET union_name = $3, names = $4, phone = $5, daily = $6, closed = $7, revision = $8
WHERE office = $1 AND code = $2 AND revision = $8 - 1`

// Save writes a new centre, or a changed one. A code that the office uses already is
// a fault of the field code.
func (s Store) Save(ctx context.Context, c centre.Centre) error {
	names, err := json.Marshal(c.Names)
	if err != nil {
		return err
	}
	query, taken := updateCentre, fault.New(fault.Conflict, "centre.changed")
	if c.Revision == 1 {
		query, taken = insertCentre, fault.InField("code", "centre.code.taken")
	}
	return s.DB.InTx(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		n, err := tx.Exec(ctx, query, c.Office, c.Code, c.Union, string(names), c.Phone, c.Daily, c.Closed.String(), c.Revision)
		if err == nil && n == 0 {
			return taken
		}
		return err
	})
}

const memberColumns = `office, code, person, name, mobile, starts, ends`

const selectMembers = `
SELECT ` + memberColumns + ` FROM centre_people WHERE office = $1 AND code = $2 ORDER BY ends DESC, starts DESC, person`

// Members lists who works or worked at a centre, those who are there first.
func (s Store) Members(ctx context.Context, office, code string) ([]centre.Member, error) {
	return s.members(ctx, selectMembers, office, code)
}

const selectSeats = `
SELECT ` + memberColumns + ` FROM centre_people WHERE person = $1 AND ends > $2 AND starts <= $2 ORDER BY office, code`

// Seats returns where a person works at an instant.
func (s Store) Seats(ctx context.Context, person string, at time.Time) ([]centre.Member, error) {
	return s.members(ctx, selectSeats, person, sqldb.Instant(at))
}

// running stands for the end of what has none, so that it sorts last.
const running = "9999"

func (s Store) members(ctx context.Context, query string, args ...any) ([]centre.Member, error) {
	var list []centre.Member
	err := s.DB.Rows(ctx, query, args, func(row sqldb.Scanner) error {
		var m centre.Member
		var starts, ends string
		err := row.Scan(&m.Office, &m.Code, &m.Person, &m.Name, &m.Mobile, &starts, &ends)
		if err == nil {
			m.From, err = sqldb.Moment(starts)
		}
		if err == nil && ends != running {
			m.Until, err = sqldb.Moment(ends)
		}
		list = append(list, m)
		return err
	})
	return list, err
}

const putMember = `
INSERT INTO centre_people (` + memberColumns + `) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (office, code, person, starts) DO UPDATE SET name = excluded.name, mobile = excluded.mobile, ends = excluded.ends`

// Place writes a member.
func (s Store) Place(ctx context.Context, m centre.Member) error {
	ends := running
	if !m.Until.IsZero() {
		ends = sqldb.Instant(m.Until)
	}
	return s.DB.InTx(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, putMember, m.Office, m.Code, m.Person, m.Name, m.Mobile, sqldb.Instant(m.From), ends)
		return err
	})
}
