package upkeep

import (
	"context"
	"syscall"
	"time"

	"dorgora/internal/app"
	"dorgora/internal/message"
	"dorgora/internal/office"
	"dorgora/workday"
)

// Grade says how bad a symptom is.
type Grade string

// The grades.
const (
	Fine  Grade = "fine"
	Watch Grade = "watch"
	Mend  Grade = "mend"
)

// Symptom is one thing that the doctor looked at.
type Symptom struct {
	Grade   Grade  `json:"grade"`
	Message string `json:"message"` // text key
	Args    []any  `json:"args"`
}

// Words says a symptom in a language.
func (s Symptom) Words(texts message.Catalogue, lang message.Lang) string {
	return texts.Text(lang, s.Message, s.Args...)
}

// leastDisk is the free space in bytes under which the disk is soon full.
const leastDisk = 1 << 30

// Examine looks over disk, settings, storage, clock, calendar and people.
func Examine(ctx context.Context, p *app.Program) ([]Symptom, error) {
	d := doctor{Program: p}
	d.disk()
	d.storage(ctx)
	d.tools()
	offices, err := p.Offices.Offices(ctx)
	if err != nil {
		return nil, err
	}
	for _, o := range offices {
		if err := d.office(ctx, o); err != nil {
			return nil, err
		}
	}
	return d.found, nil
}

type doctor struct {
	*app.Program
	found []Symptom
}

func (d *doctor) note(grade Grade, message string, args ...any) {
	d.found = append(d.found, Symptom{grade, message, args})
}

func (d *doctor) disk() {
	var about syscall.Statfs_t
	if err := syscall.Statfs(d.Config.Data, &about); err != nil {
		d.note(Mend, "upkeep.disk.unknown", "cause", err.Error())
		return
	}
	free := int64(about.Bavail) * about.Bsize
	grade := Fine
	if free < leastDisk {
		grade = Mend
	}
	d.note(grade, "upkeep.disk.free", "megabytes", int(free>>20))
}

func (d *doctor) storage(ctx context.Context) {
	if err := d.DB.CheckPragmas(ctx); err != nil {
		d.note(Mend, "upkeep.storage.settings", "cause", err.Error())
	} else {
		d.note(Fine, "upkeep.storage.safe", "engine", d.DB.Engine())
	}
	if err := d.DB.Ping(ctx); err != nil {
		d.note(Mend, "upkeep.storage.refuses", "cause", err.Error())
	}
	latest, err := d.Cases.Latest(ctx)
	if err == nil && latest.After(d.World.Now().Add(time.Minute)) {
		d.note(Mend, "upkeep.clock.behind", "latest", text(latest), "now", text(d.World.Now()))
	}
}

func (d *doctor) tools() {
	if app.PDFText() == nil {
		d.note(Watch, "upkeep.pdf.missing")
	}
}

// office looks at the calendar a year ahead and at who answers.
func (d *doctor) office(ctx context.Context, o office.Office) error {
	calendar, err := d.Offices.Calendar(ctx, o.ID)
	if err != nil {
		return err
	}
	today := workday.DateOf(d.World.Now().In(workday.Dhaka))
	if ahead := today.AddDays(365); calendar.KnownUntil().Before(ahead) {
		d.note(Watch, "upkeep.calendar.short", "office", o.Name, "date", calendar.KnownUntil().String())
	}
	chart, err := d.Offices.Chart(ctx, o.ID)
	if err != nil {
		return err
	}
	for _, post := range chart.PostsOf(o.ID) {
		if post.Role != office.Steward && len(chart.Holders(o.ID, post.ID, d.World.Now())) == 0 {
			d.note(Watch, "upkeep.post.vacant", "office", o.Name, "post", post.Title)
		}
	}
	return nil
}
