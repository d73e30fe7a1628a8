package app

import (
	"bytes"
	"context"
	_ "embed"
	"fmt"
	"sync"

	"dorgora/charter"
	"dorgora/internal/catalogue"
	"dorgora/internal/office"
	"dorgora/internal/office/officedb"
	"dorgora/internal/sqldb"
)

// templateCharter is the charter under which a new upazila office opens: the rows
// of the Rupsha office as printed, without what is Rupsha's alone. The officer cell
// names the post only, and the papers come from the district office, whichever it
// is: nobody is sent to Khulna or given Rupsha's phone. No other name is put in
// their place, for no other office has printed one; it imports its own charter, or
// completes this one.
//
//go:embed template/charter.txt
var templateCharter []byte

// templateName is the name under which offices see the template among the sources
// of their versions.
const templateName = "template-charter.txt"

// templateDraft is the ID of the draft that the template passes through.
const templateDraft = "template"

// Establishment is what was added to an installation.
type Establishment struct {
	Offices  int
	Charters int
}

// foundedAtOnce is how many offices are written in one transaction; publishers is
// how many charters are published side by side, so that their commits are shared.
const (
	foundedAtOnce = 64
	publishers    = 8
)

// Establish founds the tree of the ICT department below its topmost office and
// puts the template charter in force in every new upazila office. What is there
// already is kept; a run that was cut short is carried on by the next. begin is
// told how many steps there are, step after each.
func (p *Program) Establish(ctx context.Context, top office.Office, begin func(steps int), step func()) (Establishment, error) {
	known, err := p.Offices.Offices(ctx)
	if err != nil {
		return Establishment{}, err
	}
	changes, err := office.DepartmentTree(top, known, p.World.Now())
	if err != nil {
		return Establishment{}, err
	}
	bare, err := p.withoutCharter(ctx, top, known, changes)
	if err != nil {
		return Establishment{}, err
	}
	if len(changes)+len(bare) == 0 {
		return Establishment{}, nil
	}
	begin(len(changes) + len(bare))
	for done := 0; done < len(changes); done += foundedAtOnce {
		part := changes[done:min(done+foundedAtOnce, len(changes))]
		if err := p.foundAll(ctx, part); err != nil {
			return Establishment{}, err
		}
		for range part {
			step()
		}
	}
	return Establishment{Offices: len(changes), Charters: len(bare)}, p.openAll(ctx, bare, step)
}

// withoutCharter lists the upazila offices of the tree in which no charter is in
// force or waiting, new and old.
func (p *Program) withoutCharter(ctx context.Context, top office.Office, known []office.Office, changes []office.Change) ([]string, error) {
	published, err := p.Editions.Offices(ctx, p.World.Now())
	if err != nil {
		return nil, err
	}
	served := map[string]bool{}
	for _, id := range published {
		served[id] = true
	}
	there := map[string]bool{}
	for _, o := range known {
		there[o.ID] = true
	}
	for _, c := range changes {
		there[c.Office] = true
	}
	var bare []string
	for _, place := range office.Upazilas() {
		if id := place.OfficeID(top); there[id] && !served[id] {
			bare = append(bare, id)
		}
	}
	return bare, nil
}

func (p *Program) foundAll(ctx context.Context, changes []office.Change) error {
	return p.DB.InTx(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		for _, change := range changes {
			if err := officedb.Write(ctx, tx, change); err != nil {
				return fmt.Errorf("office %s: %w", change.Office, err)
			}
		}
		return nil
	})
}

// openAll publishes the template in the offices, several side by side.
func (p *Program) openAll(ctx context.Context, offices []string, step func()) error {
	read, err := charter.Read(charter.Source{Name: templateName, Bytes: templateCharter})
	if err != nil {
		return fmt.Errorf("template charter: %w", err)
	}
	hash, _, err := p.Blobs.Put(ctx, bytes.NewReader(templateCharter), catalogue.LargestFile)
	if err != nil {
		return err
	}
	draft := catalogue.Draft{Charter: read, Source: catalogue.Source{Name: templateName, Hash: hash}, Revision: 1}
	var (
		work  = make(chan string)
		wait  sync.WaitGroup
		guard sync.Mutex
		first error // of all that went wrong
	)
	for range publishers {
		wait.Go(func() {
			for id := range work {
				err := p.openOffice(ctx, draft, id)
				guard.Lock()
				if err != nil && first == nil {
					first = fmt.Errorf("charter of %s: %w", id, err)
				}
				step()
				guard.Unlock()
			}
		})
	}
	for _, id := range offices {
		work <- id
	}
	close(work)
	wait.Wait()
	return first
}

// openOffice publishes the template in one office, unless a charter is to take
// effect there. A draft that a run left behind when it was cut short is published
// by the next.
func (p *Program) openOffice(ctx context.Context, draft catalogue.Draft, officeID string) error {
	published, err := p.Editions.History(ctx, officeID)
	if err != nil || len(published) > 0 {
		return err
	}
	seen, err := p.Editions.Seen(ctx, officeID, draft.Source.Hash)
	if err != nil {
		return err
	}
	if draft.Office, draft.ID = officeID, seen.Draft; draft.ID == "" {
		draft.ID, draft.Created = templateDraft, p.World.Now().UTC()
		if err := p.Editions.Add(ctx, draft); err != nil {
			return err
		}
	}
	_, err = p.Press.Publish(ctx, catalogue.Order{Office: officeID, Draft: draft.ID})
	return err
}
