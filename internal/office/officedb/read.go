package officedb

import (
	"context"
	"time"

	"dorgora/internal/office"
	"dorgora/internal/sqldb"
	"dorgora/workday"
)

// list reads all rows of a query.
func list[T any](ctx context.Context, q sqldb.Querier, query string, args []any, scan func(sqldb.Scanner) (T, error)) ([]T, error) {
	var all []T
	err := q.Rows(ctx, query, args, func(row sqldb.Scanner) error {
		one, err := scan(row)
		all = append(all, one)
		return err
	})
	return all, err
}

const officeColumns = ` o.office, o.slug, o.kind, o.parent, o.name, o.name_en, o.place, o.place_en,
       o.address, o.phone, o.mail, o.region, o.created `

func scanOffice(row sqldb.Scanner) (o office.Office, err error) {
	var created string
	err = row.Scan(&o.ID, &o.Slug, &o.Kind, &o.Parent, &o.Name, &o.NameEn, &o.Place, &o.PlaceEn,
		&o.Address, &o.Phone, &o.Mail, &o.Region, &created)
	o.CreatedAt = moment(created)
	return o, err
}

const chainOffices = up + `
SELECT` + officeColumns + `
FROM up JOIN offices o ON o.office = up.office ORDER BY up.depth`

const chainPosts = up + `
SELECT p.office, p.post, p.title, p.title_en, p.superior, p.role
FROM posts p WHERE p.office IN (SELECT office FROM up) ORDER BY p.office, p.post`

func scanPost(row sqldb.Scanner) (p office.Post, err error) {
	err = row.Scan(&p.Office, &p.ID, &p.Title, &p.TitleEn, &p.Superior, &p.Role)
	return p, err
}

const chainPeople = up + `
SELECT p.office, p.person, p.name, p.name_en, p.mobile, p.mail
FROM people p
WHERE p.office IN (SELECT office FROM up)
   OR p.person IN (SELECT a.person FROM assignments a WHERE a.office IN (SELECT office FROM up))
   OR p.person IN (SELECT s.person FROM substitutions s WHERE s.office IN (SELECT office FROM up))
ORDER BY p.office, p.person`

func scanPerson(row sqldb.Scanner) (p office.Person, err error) {
	err = row.Scan(&p.Office, &p.ID, &p.Name, &p.NameEn, &p.Mobile, &p.Mail)
	return p, err
}

const chainAssignments = up + `
SELECT a.office, a.assignment, a.post, a.person, a.tenure, a.starts, a.ends
FROM assignments a WHERE a.office IN (SELECT office FROM up) ORDER BY a.office, a.starts, a.assignment`

func scanAssignment(row sqldb.Scanner) (a office.Assignment, err error) {
	var starts, ends string
	err = row.Scan(&a.Office, &a.ID, &a.Post, &a.Person, &a.Tenure, &starts, &ends)
	a.From, a.Until = moment(starts), moment(ends)
	return a, err
}

const chainSubstitutions = up + `
SELECT s.office, s.substitution, s.post, s.absent, s.person, s.starts, s.ends, s.reason
FROM substitutions s WHERE s.office IN (SELECT office FROM up) ORDER BY s.office, s.starts, s.substitution`

func scanSubstitution(row sqldb.Scanner) (s office.Substitution, err error) {
	var starts, ends string
	err = row.Scan(&s.Office, &s.ID, &s.Post, &s.Absent, &s.Person, &starts, &ends, &s.Reason)
	s.From, s.Until = moment(starts), moment(ends)
	return s, err
}

func readChart(ctx context.Context, q sqldb.Querier, id string) (c office.Chart, err error) {
	args := []any{id}
	if c.Offices, err = list(ctx, q, chainOffices, args, scanOffice); err != nil {
		return c, err
	}
	if c.Posts, err = list(ctx, q, chainPosts, args, scanPost); err != nil {
		return c, err
	}
	if c.People, err = list(ctx, q, chainPeople, args, scanPerson); err != nil {
		return c, err
	}
	if c.Assignments, err = list(ctx, q, chainAssignments, args, scanAssignment); err != nil {
		return c, err
	}
	c.Substitutions, err = list(ctx, q, chainSubstitutions, args, scanSubstitution)
	return c, err
}

const chainAnnouncements = up + `
SELECT a.office, a.announcement, a.day, a.kind, a.name, a.name_en, a.source, a.notified,
       a.person, a.announced, a.withdrawn, a.withdrew
FROM announcements a WHERE a.office IN (SELECT office FROM up) ORDER BY a.day, a.announced, a.announcement`

func scanAnnouncement(row sqldb.Scanner) (a office.Announcement, err error) {
	var day, notified, announced, withdrawn string
	err = row.Scan(&a.Office, &a.ID, &day, &a.Day.Kind, &a.Day.Name, &a.Day.NameEn, &a.Day.Source, &notified,
		&a.By, &announced, &withdrawn, &a.Withdrew)
	if err != nil {
		return a, err
	}
	a.At, a.Withdrawn, a.Day.Confidence = moment(announced), moment(withdrawn), workday.High
	if a.Day.Date, err = workday.ParseDate(day); err != nil {
		return a, err
	}
	a.Day.Notified, err = workday.ParseDate(notified)
	return a, err
}

func readAnnouncements(ctx context.Context, q sqldb.Querier, id string) ([]office.Announcement, error) {
	return list(ctx, q, chainAnnouncements, []any{id}, scanAnnouncement)
}

const allOffices = `
SELECT` + officeColumns + `FROM offices o ORDER BY o.created, o.office`

// Offices implements office.Directory: the tree, parents before children, each
// office followed by those below it.
func (s *Store) Offices(ctx context.Context) ([]office.Office, error) {
	all, err := list(ctx, s.db, allOffices, nil, scanOffice)
	if err != nil {
		return nil, err
	}
	return office.Tree(all), nil
}

const headsNow = `
SELECT p.office, p.post, a.assignment, a.tenure, a.starts, n.office, n.person, n.name, n.name_en, n.mobile, n.mail
FROM posts p
JOIN assignments a ON a.office = p.office AND a.post = p.post
JOIN people n ON n.person = a.person
WHERE p.role = 'head' AND a.starts <= $1 AND (a.ends = '' OR a.ends > $1)
ORDER BY p.office, p.post, a.assignment`

// Heads implements office.Directory.
func (s *Store) Heads(ctx context.Context, at time.Time) (map[string]office.Person, error) {
	charts := map[string]office.Chart{}
	err := s.db.Rows(ctx, headsNow, []any{sqldb.Instant(at)}, func(row sqldb.Scanner) error {
		var a office.Assignment
		var n office.Person
		var starts string
		err := row.Scan(&a.Office, &a.Post, &a.ID, &a.Tenure, &starts, &n.Office, &n.ID, &n.Name, &n.NameEn, &n.Mobile, &n.Mail)
		a.From, a.Person = moment(starts), n.ID
		c := charts[a.Office]
		c.Assignments, c.People = append(c.Assignments, a), append(c.People, n)
		charts[a.Office] = c
		return err
	})
	heads := map[string]office.Person{}
	for id, c := range charts {
		first := c.Holders(id, c.Assignments[0].Post, at)[0]
		heads[id], _ = c.Person(first.Person)
	}
	return heads, err
}

const handoversOf = `
SELECT office, assignment, successor, left_open, taken FROM handovers WHERE office = $1 ORDER BY assignment`

// Handovers implements office.Directory.
func (s *Store) Handovers(ctx context.Context, officeID string) (map[string]office.Handover, error) {
	taken := map[string]office.Handover{}
	err := s.db.Rows(ctx, handoversOf, []any{officeID}, func(row sqldb.Scanner) error {
		var h office.Handover
		var at string
		err := row.Scan(&h.Office, &h.Assignment, &h.Successor, &h.Open, &at)
		h.At = moment(at)
		taken[h.Assignment] = h
		return err
	})
	return taken, err
}

const officeBySlug = `
SELECT` + officeColumns + `FROM offices o WHERE o.slug = $1`

// BySlug implements office.Directory.
func (s *Store) BySlug(ctx context.Context, slug string) (office.Office, error) {
	return s.slugs.Get(slug, func() (office.Office, error) { return s.readBySlug(ctx, slug) })
}

func (s *Store) readBySlug(ctx context.Context, slug string) (o office.Office, err error) {
	var created string
	err = s.db.Row(ctx, officeBySlug, []any{slug}, &o.ID, &o.Slug, &o.Kind, &o.Parent, &o.Name, &o.NameEn,
		&o.Place, &o.PlaceEn, &o.Address, &o.Phone, &o.Mail, &o.Region, &created)
	o.CreatedAt = moment(created)
	return o, err
}

const personByID = `
SELECT office, person, name, name_en, mobile, mail FROM people WHERE person = $1`

const seatsOf = `
SELECT a.office, a.assignment, a.post, a.person, a.tenure, a.starts, a.ends,
       p.title, p.title_en, p.superior, p.role
FROM assignments a JOIN posts p ON p.office = a.office AND p.post = a.post
WHERE a.person = $1 AND a.starts <= $2 AND (a.ends = '' OR a.ends > $2)
ORDER BY a.office, a.assignment`

const standsInFor = `
SELECT s.office, s.substitution, s.post, s.absent, s.person, s.starts, s.ends, s.reason
FROM substitutions s WHERE s.person = $1 AND s.starts <= $2 AND s.ends > $2
ORDER BY s.office, s.substitution`

// Sits returns a person and the posts that the person may act for at the
// instant: those held and those stood in for, also at the end of a chain of
// stand-ins. An unknown person is NotFound.
func (s *Store) Sits(ctx context.Context, person string, at time.Time) (office.Person, []office.Post, error) {
	var p office.Person
	err := s.db.Row(ctx, personByID, []any{person}, &p.Office, &p.ID, &p.Name, &p.NameEn, &p.Mobile, &p.Mail)
	if err != nil {
		return p, nil, err
	}
	var c office.Chart
	seen := map[string]bool{person: true}
	for queue := []string{person}; len(queue) > 0; queue = queue[1:] {
		args := []any{queue[0], sqldb.Instant(at)}
		if err := readSeats(ctx, s.db, args, &c); err != nil {
			return p, nil, err
		}
		standIns, err := list(ctx, s.db, standsInFor, args, scanSubstitution)
		if err != nil {
			return p, nil, err
		}
		c.Substitutions = append(c.Substitutions, standIns...)
		for _, one := range standIns {
			if !seen[one.Absent] {
				seen[one.Absent] = true
				queue = append(queue, one.Absent)
			}
		}
	}
	return p, c.Sits(person, at), nil
}

func readSeats(ctx context.Context, q sqldb.Querier, args []any, c *office.Chart) error {
	return q.Rows(ctx, seatsOf, args, func(row sqldb.Scanner) error {
		var a office.Assignment
		var p office.Post
		var starts, ends string
		err := row.Scan(&a.Office, &a.ID, &a.Post, &a.Person, &a.Tenure, &starts, &ends,
			&p.Title, &p.TitleEn, &p.Superior, &p.Role)
		a.From, a.Until = moment(starts), moment(ends)
		p.Office, p.ID = a.Office, a.Post
		c.Assignments, c.Posts = append(c.Assignments, a), append(c.Posts, p)
		return err
	})
}
