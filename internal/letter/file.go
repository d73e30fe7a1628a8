package letter

import (
	"context"
	"fmt"

	"dorgora/bangla"
	"dorgora/internal/casework"
	"dorgora/internal/fault"
	"dorgora/workday"
)

// File is a file (নথি) in which letters lie.
type File struct {
	Office   string       `json:"office"`
	ID       string       `json:"id"`
	Class    string       `json:"class"` // code of the subject, two digits
	Title    string       `json:"title"`
	Year     int          `json:"year"`
	Serial   int          `json:"serial"` // 1, 2, 3 … without gaps within office and year
	Number   string       `json:"number"` // 56.04.4775.000.06.001.26, ASCII; it never changes
	Opened   workday.Date `json:"opened"`
	Closed   workday.Date `json:"closed"`
	Codes    Codes        `json:"codes"` // in force when it was opened
	Revision int          `json:"revision"`
}

func (f File) ledgerName() string { return "file/" + f.ID }

// Running reports whether letters may still be issued from the file.
func (f File) Running() bool { return f.Closed.Zero() }

// Opening is a file that somebody wants to open.
type Opening struct {
	Office string
	ID     string // 32 hexadecimal digits from the form: sent twice, opened once
	Class  string
	Title  string
}

// titleLimit is the length of subjects, in letters.
const titleLimit = 300

// open is the file without its serial.
func (o Opening) open(codes Codes, stamp Stamp) (File, error) {
	f := File{Office: o.Office, ID: o.ID, Class: bangla.ASCII(bangla.Line(o.Class)), Title: bangla.Line(o.Title),
		Year: stamp.Today.Year, Opened: stamp.Today, Codes: codes, Revision: 1}
	var wrong fault.Fields
	if !digits(f.Class) || len(f.Class) > 2 {
		wrong = append(wrong, fault.InField("class", "letter.file.class"))
	} else {
		f.Class = fmt.Sprintf("%02s", f.Class)
	}
	wrong = append(wrong, line("title", f.Title, titleLimit, "letter.file.title")...)
	return f, wrong.Err()
}

// numbered gives the file its serial and the number that follows from it.
func (f File) numbered(serial int) (File, error) {
	f.Serial = serial
	var err error
	f.Number, err = f.Codes.number(f.Class, serial, f.Year)
	return f, err
}

// Close ends the file; letters in it stay.
func (f File) Close(stamp Stamp) (File, error) {
	if !f.Running() {
		return f, fault.New(fault.Conflict, "letter.file.closed")
	}
	f.Closed = stamp.Today
	f.Revision++
	return f, nil
}

// line checks a line of text: present when missing names a message, and not too long.
func line(field, text string, most int, missing string) fault.Fields {
	switch n := len([]rune(text)); {
	case n == 0 && missing != "":
		return fault.Fields{fault.InField(field, missing)}
	case n > most:
		return fault.Fields{fault.InField(field, "letter.long", "most", most)}
	}
	return nil
}

// OpenFile opens a file, once per ID.
func (d Desk) OpenFile(ctx context.Context, o Opening, usual Settings, actor casework.Actor) (File, error) {
	stamp := d.stamp(actor)
	all, err := d.Store.Settings(ctx, o.Office)
	if err != nil {
		return File{}, err
	}
	f, err := o.open(InForce(all, usual, stamp.Today).Codes, stamp)
	if err != nil {
		return f, err
	}
	done, err := d.Store.Apply(ctx, Change{Files: []File{f}, Begun: true}.act(f.ledgerName(), 1, DeedOpened, stamp))
	if err != nil {
		return f, err
	}
	return done.Files[0], nil
}

// CloseFile ends a file.
func (d Desk) CloseFile(ctx context.Context, at Target) (File, error) {
	f, err := d.Store.File(ctx, at.Office, at.ID)
	if err != nil {
		return f, err
	}
	stamp := d.stamp(at.Actor)
	if f, err = f.Close(stamp); err != nil {
		return f, err
	}
	_, err = d.Store.Apply(ctx, Change{Files: []File{f}}.act(f.ledgerName(), f.Revision, DeedClosed, stamp))
	return f, err
}
