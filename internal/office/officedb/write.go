package officedb

import (
	"context"
	"fmt"

	"dorgora/internal/fault"
	"dorgora/internal/office"
	"dorgora/internal/sqldb"
)

// Apply implements office.Charts.
func (s *Store) Apply(ctx context.Context, change office.Change) error {
	return s.db.InTx(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		if err := Write(ctx, tx, change); err != nil || s.Within == nil {
			return err
		}
		return s.Within(ctx, tx, change)
	})
}

const raiseRevision = `
UPDATE offices SET revision = revision + 1 WHERE office = $1 AND revision = $2`

// Write writes a change inside a transaction of somebody else. A chart that was
// changed since it was read is Conflict; a slug that is taken is Invalid in the
// field slug.
func Write(ctx context.Context, tx *sqldb.Tx, change office.Change) error {
	if err := ownRows(change); err != nil {
		return err
	}
	if change.Revision > 0 {
		raised, err := tx.Exec(ctx, raiseRevision, change.Office, change.Revision)
		if err != nil {
			return err
		}
		if raised == 0 {
			return fault.New(fault.Conflict, "office.changed.meanwhile")
		}
	}
	for _, o := range change.Offices {
		if err := writeOffice(ctx, tx, o, change.Revision == 0); err != nil {
			return err
		}
	}
	for _, step := range []func(context.Context, *sqldb.Tx, office.Change) error{
		writePosts, writePeople, writeAssignments, writeSubstitutions, writeAnnouncements, writeHandovers,
	} {
		if err := step(ctx, tx, change); err != nil {
			return err
		}
	}
	return nil
}

// ownRows refuses a change that reaches into another office: its revision would
// not guard those rows.
func ownRows(c office.Change) error {
	var offices []string
	for _, o := range c.Offices {
		offices = append(offices, o.ID)
	}
	for _, p := range c.Posts {
		offices = append(offices, p.Office)
	}
	for _, p := range c.People {
		offices = append(offices, p.Office)
	}
	for _, a := range c.Assignments {
		offices = append(offices, a.Office)
	}
	for _, s := range c.Substitutions {
		offices = append(offices, s.Office)
	}
	for _, a := range c.Announcements {
		offices = append(offices, a.Office)
	}
	for _, h := range c.Handovers {
		offices = append(offices, h.Office)
	}
	for _, id := range offices {
		if id != c.Office {
			return fmt.Errorf("a change of office %s holds a row of office %s", c.Office, id)
		}
	}
	return nil
}

const insertOffice = `
INSERT INTO offices (office, slug, kind, parent, name, name_en, place, place_en, address, phone, mail, region, created, revision)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 1)
ON CONFLICT (slug) DO NOTHING`

const updateOffice = `
UPDATE offices SET name = $2, name_en = $3, place = $4, place_en = $5, address = $6, phone = $7, mail = $8, region = $9
WHERE office = $1`

func writeOffice(ctx context.Context, tx *sqldb.Tx, o office.Office, fresh bool) error {
	if !fresh {
		_, err := tx.Exec(ctx, updateOffice, o.ID, o.Name, o.NameEn, o.Place, o.PlaceEn, o.Address, o.Phone, o.Mail, o.Region)
		return err
	}
	written, err := tx.Exec(ctx, insertOffice, o.ID, o.Slug, string(o.Kind), o.Parent, o.Name, o.NameEn, o.Place, o.PlaceEn,
		o.Address, o.Phone, o.Mail, o.Region, sqldb.Instant(o.CreatedAt))
	if err == nil && written == 0 {
		return fault.InField("slug", "office.slug.taken")
	}
	return err
}

const putPost = `
INSERT INTO posts (office, post, title, title_en, superior, role) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (office, post) DO UPDATE
SET title = excluded.title, title_en = excluded.title_en, superior = excluded.superior, role = excluded.role`

func writePosts(ctx context.Context, tx *sqldb.Tx, c office.Change) error {
	for _, p := range c.Posts {
		if _, err := tx.Exec(ctx, putPost, p.Office, p.ID, p.Title, p.TitleEn, p.Superior, string(p.Role)); err != nil {
			return err
		}
	}
	return nil
}

const putPerson = `
INSERT INTO people (office, person, name, name_en, mobile, mail) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (office, person) DO UPDATE
SET name = excluded.name, name_en = excluded.name_en, mobile = excluded.mobile, mail = excluded.mail`

func writePeople(ctx context.Context, tx *sqldb.Tx, c office.Change) error {
	for _, p := range c.People {
		if _, err := tx.Exec(ctx, putPerson, p.Office, p.ID, p.Name, p.NameEn, p.Mobile, p.Mail); err != nil {
			return err
		}
	}
	return nil
}

const putAssignment = `
INSERT INTO assignments (office, assignment, post, person, tenure, starts, ends) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (office, assignment) DO UPDATE SET starts = excluded.starts, ends = excluded.ends`

func writeAssignments(ctx context.Context, tx *sqldb.Tx, c office.Change) error {
	for _, a := range c.Assignments {
		_, err := tx.Exec(ctx, putAssignment, a.Office, a.ID, a.Post, a.Person, string(a.Tenure), sqldb.Instant(a.From), sqldb.Instant(a.Until))
		if err != nil {
			return err
		}
	}
	return nil
}

const putSubstitution = `
INSERT INTO substitutions (office, substitution, post, absent, person, starts, ends, reason)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (office, substitution) DO UPDATE SET starts = excluded.starts, ends = excluded.ends`

func writeSubstitutions(ctx context.Context, tx *sqldb.Tx, c office.Change) error {
	for _, s := range c.Substitutions {
		_, err := tx.Exec(ctx, putSubstitution, s.Office, s.ID, s.Post, s.Absent, s.Person, sqldb.Instant(s.From), sqldb.Instant(s.Until), s.Reason)
		if err != nil {
			return err
		}
	}
	return nil
}

const putAnnouncement = `
INSERT INTO announcements (office, announcement, day, kind, name, name_en, source, notified, person, announced, withdrawn, withdrew)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
ON CONFLICT (office, announcement) DO UPDATE SET withdrawn = excluded.withdrawn, withdrew = excluded.withdrew`

func writeAnnouncements(ctx context.Context, tx *sqldb.Tx, c office.Change) error {
	for _, a := range c.Announcements {
		_, err := tx.Exec(ctx, putAnnouncement, a.Office, a.ID, a.Day.Date.String(), string(a.Day.Kind), a.Day.Name, a.Day.NameEn,
			a.Day.Source, a.Day.Notified.String(), a.By, sqldb.Instant(a.At), sqldb.Instant(a.Withdrawn), a.Withdrew)
		if err != nil {
			return err
		}
	}
	return nil
}

const addHandover = `
INSERT INTO handovers (office, assignment, successor, left_open, taken) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (office, assignment) DO NOTHING`

func writeHandovers(ctx context.Context, tx *sqldb.Tx, c office.Change) error {
	for _, h := range c.Handovers {
		added, err := tx.Exec(ctx, addHandover, h.Office, h.Assignment, h.Successor, h.Open, sqldb.Instant(h.At))
		if err == nil && added == 0 {
			err = fault.New(fault.Conflict, "office.handover.done")
		}
		if err != nil {
			return err
		}
	}
	return nil
}
