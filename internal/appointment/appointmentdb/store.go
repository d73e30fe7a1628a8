// Package appointmentdb keeps appointments and how offices plan them.
package appointmentdb

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"dorgora/internal/appointment"
	"dorgora/internal/fault"
	"dorgora/internal/notice/noticedb"
	"dorgora/internal/sqldb"
	"dorgora/workday"
)

// Store implements the stores of package appointment.
type Store struct{ DB *sqldb.DB }

const takeDay = `
INSERT INTO appointment_days (office, bearer, day, bookings) VALUES ($1, $2, $3, 1)
ON CONFLICT (office, bearer, day) DO UPDATE SET bookings = appointment_days.bookings + 1
RETURNING bookings`

const columns = `
a.office, a.appointment, a.number, a.kind, a.post, a.bearer, a.venue, a.day, a.half, a.slot, a.begins, a.union_name,
a.place, a.state, a.booked, a.person, a.arrived, a.left_at, a.tried, a.reason, a.later, a.earlier, a.revision`

const selectTakenOn = `
SELECT ` + columns + ` FROM appointments a
WHERE a.live AND a.day = $1 AND (a.bearer IN ($2, $3) OR a.venue <> '' AND a.venue IN ($2, $3))
ORDER BY a.office, a.appointment`

const insertAppointment = `
INSERT INTO appointments (office, appointment, number, kind, post, bearer, venue, day, half, slot, begins, union_name, place,
                          state, live, booked, person, arrived, left_at, tried, reason, later, earlier, revision)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24)`

const updateAppointment = `
UPDATE appointments SET state = $3, live = $4, arrived = $5, left_at = $6, tried = $7, reason = $8, later = $9, revision = $10
WHERE office = $1 AND appointment = $2 AND revision = $10 - 1`

// Book writes a new appointment when it clashes with nothing. The head row of each
// bearer's day is taken first, so that two who book at once decide one after the
// other; the unique index stands behind that.
func (s Store) Book(ctx context.Context, change appointment.Change) error {
	return s.DB.InTx(ctx, func(ctx context.Context, tx *sqldb.Tx) error { return book(ctx, tx, change) })
}

// Move writes the struck appointment and the one in its place, or none of them.
func (s Store) Move(ctx context.Context, struck appointment.Appointment, to appointment.Change) error {
	return s.DB.InTx(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		if err := update(ctx, tx, struck); err != nil {
			return err
		}
		return book(ctx, tx, to)
	})
}

// Change writes what became of an appointment.
func (s Store) Change(ctx context.Context, change appointment.Change) error {
	return s.DB.InTx(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		if err := update(ctx, tx, change.Appointment); err != nil {
			return err
		}
		return noticedb.Enqueue(ctx, tx, change.Notices)
	})
}

func book(ctx context.Context, tx *sqldb.Tx, change appointment.Change) error {
	a := change.Appointment
	bearers := []string{a.Bearer, cmp.Or(a.Venue, a.Bearer)}
	slices.Sort(bearers)
	bearers = slices.Compact(bearers)
	for _, bearer := range bearers {
		var n int
		if err := tx.Row(ctx, takeDay, []any{homeOf(bearer), bearer, a.Slot.Day.String()}, &n); err != nil {
			return err
		}
	}
	var taken []appointment.Appointment
	err := tx.Rows(ctx, selectTakenOn, []any{a.Slot.Day.String(), a.Bearer, cmp.Or(a.Venue, a.Bearer)}, func(row sqldb.Scanner) error {
		one, err := scan(row)
		taken = append(taken, one)
		return err
	})
	if err != nil {
		return err
	}
	if err := a.Against(taken); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, insertAppointment, a.Office, a.ID, a.Number, string(a.Kind), a.Post, a.Bearer, a.Venue,
		a.Slot.Day.String(), string(a.Slot.Half), a.Slot.Number, sqldb.Instant(a.Slot.From), a.Union, a.Place, string(a.State),
		a.Live(), sqldb.Instant(a.Booked), a.By, sqldb.Instant(a.Arrived), sqldb.Instant(a.Left), a.Tried, a.Reason, a.Later,
		a.Earlier, a.Revision); err != nil {
		return firstCome(err)
	}
	return noticedb.Enqueue(ctx, tx, change.Notices)
}

// homeOf is the office that a bearer belongs to.
func homeOf(bearer string) string {
	parts := strings.SplitN(bearer, "/", 3)
	if len(parts) < 3 {
		return ""
	}
	return parts[1]
}

// firstCome says in the reader's words that somebody else was first.
func firstCome(err error) error {
	if fault.KindOf(err) == fault.Conflict {
		return fault.Wrap(fault.Conflict, "appointment.taken", err)
	}
	return err
}

func update(ctx context.Context, tx *sqldb.Tx, a appointment.Appointment) error {
	n, err := tx.Exec(ctx, updateAppointment, a.Office, a.ID, string(a.State), a.Live(), sqldb.Instant(a.Arrived), sqldb.Instant(a.Left),
		a.Tried, a.Reason, a.Later, a.Revision)
	if err == nil && n == 0 {
		return fault.New(fault.Conflict, "appointment.changed")
	}
	return err
}

// scan reads the columns of an appointment, and more behind them.
func scan(row sqldb.Scanner, more ...any) (appointment.Appointment, error) {
	var a appointment.Appointment
	var day, begins, booked, arrived, left string
	fields := append([]any{
		&a.Office, &a.ID, &a.Number, &a.Kind, &a.Post, &a.Bearer, &a.Venue, &day, &a.Slot.Half, &a.Slot.Number, &begins, &a.Union,
		&a.Place, &a.State, &booked, &a.By, &arrived, &left, &a.Tried, &a.Reason, &a.Later, &a.Earlier, &a.Revision,
	}, more...)
	if err := row.Scan(fields...); err != nil {
		return a, err
	}
	var err error
	if a.Slot.Day, err = workday.ParseDate(day); err != nil {
		return a, err
	}
	for value, text := range map[*time.Time]string{&a.Slot.From: begins, &a.Booked: booked, &a.Arrived: arrived, &a.Left: left} {
		if *value, err = sqldb.Moment(text); err != nil {
			return a, fmt.Errorf("appointment %s: %w", a.ID, err)
		}
	}
	a.Slot.From = inDhaka(a.Slot.From)
	return a, nil
}

// inDhaka shows a moment at the office, as it was planned.
func inDhaka(t time.Time) time.Time {
	if t.IsZero() {
		return t
	}
	return t.In(workday.Dhaka)
}

const lineColumns = columns + `,
coalesce(c.name, ''), coalesce(c.mobile, ''), coalesce(c.service, ''), coalesce(c.service_name, ''),
coalesce(c.application, '{}'), coalesce(c.sealed, FALSE)`

const selectOne = `
SELECT ` + lineColumns + ` FROM appointments a LEFT JOIN cases c ON c.office = a.office AND c.number = a.number
WHERE a.office = $1 AND a.appointment = $2`

const selectBetween = `
SELECT ` + lineColumns + ` FROM appointments a LEFT JOIN cases c ON c.office = a.office AND c.number = a.number
WHERE a.office = $1 AND a.day >= $2 AND a.day <= $3 ORDER BY a.day, a.half, a.slot, a.booked, a.appointment`

// scanLine reads an appointment with what a list says of its case.
func scanLine(row sqldb.Scanner) (appointment.Line, error) {
	var l appointment.Line
	var application string
	a, err := scan(row, &l.Name, &l.Mobile, &l.Service, &l.Title, &application, &l.Sealed)
	if err != nil {
		return l, err
	}
	l.Appointment = a
	var asked struct {
		Need string `json:"need"`
	}
	err = json.Unmarshal([]byte(application), &asked)
	l.Need = asked.Need
	return l, err
}

// Appointment returns one appointment of an office.
func (s Store) Appointment(ctx context.Context, officeID, id string) (appointment.Line, error) {
	var found appointment.Line
	missing := true
	err := s.DB.Rows(ctx, selectOne, []any{officeID, id}, func(row sqldb.Scanner) (err error) {
		missing = false
		found, err = scanLine(row)
		return err
	})
	if err == nil && missing {
		return found, fault.New(fault.NotFound, "record.missing")
	}
	return found, err
}

// Between lists the appointments of an office from one day to another.
func (s Store) Between(ctx context.Context, officeID string, from, to workday.Date) ([]appointment.Line, error) {
	var list []appointment.Line
	err := s.DB.Rows(ctx, selectBetween, []any{officeID, from.String(), to.String()}, func(row sqldb.Scanner) error {
		one, err := scanLine(row)
		list = append(list, one)
		return err
	})
	return list, err
}

const selectOfCase = `
SELECT ` + columns + ` FROM appointments a WHERE a.office = $1 AND a.number = $2 ORDER BY a.booked, a.appointment`

// OfCase lists the appointments of a case, in order of booking.
func (s Store) OfCase(ctx context.Context, officeID, number string) ([]appointment.Appointment, error) {
	return s.list(ctx, selectOfCase, officeID, number)
}

const selectTaken = `
SELECT ` + columns + ` FROM appointments a
WHERE a.live AND a.day >= $1 AND (a.bearer IN (%[1]s) OR a.venue <> '' AND a.venue IN (%[1]s))
ORDER BY a.day, a.half, a.slot, a.office, a.appointment`

// Taken lists what takes any of the bearers up from a day on, in all offices.
func (s Store) Taken(ctx context.Context, from workday.Date, bearers []string) ([]appointment.Appointment, error) {
	if len(bearers) == 0 {
		return nil, nil
	}
	args, places := []any{from.String()}, make([]string, len(bearers))
	for i, bearer := range bearers {
		args = append(args, bearer)
		places[i] = fmt.Sprintf("$%d", i+2)
	}
	return s.list(ctx, fmt.Sprintf(selectTaken, strings.Join(places, ", ")), args...)
}

func (s Store) list(ctx context.Context, query string, args ...any) ([]appointment.Appointment, error) {
	var list []appointment.Appointment
	err := s.DB.Rows(ctx, query, args, func(row sqldb.Scanner) error {
		one, err := scan(row)
		list = append(list, one)
		return err
	})
	return list, err
}

const selectSettings = `SELECT settings FROM appointment_settings WHERE office = $1`

const putSettings = `
INSERT INTO appointment_settings (office, settings) VALUES ($1, $2)
ON CONFLICT (office) DO UPDATE SET settings = excluded.settings`

// Settings returns an office's settings, the usual ones when it has made none.
func (s Store) Settings(ctx context.Context, officeID string) (appointment.Settings, error) {
	var text string
	err := s.DB.Row(ctx, selectSettings, []any{officeID}, &text)
	if fault.KindOf(err) == fault.NotFound && err != nil {
		return appointment.Usual(), nil
	}
	if err != nil {
		return appointment.Settings{}, err
	}
	var settings appointment.Settings
	return settings, json.Unmarshal([]byte(text), &settings)
}

// SetSettings keeps an office's settings.
func (s Store) SetSettings(ctx context.Context, officeID string, settings appointment.Settings) error {
	text, err := json.Marshal(settings)
	if err != nil {
		return err
	}
	return s.DB.InTx(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, putSettings, officeID, string(text))
		return err
	})
}
