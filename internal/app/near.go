package app

import (
	"context"

	"dorgora/internal/office"
)

// around returns the offices to which an office may refer a matter without a
// letter: the one above, those beside it and those below it.
func (p *Program) around(ctx context.Context, of office.Office) ([]office.Office, error) {
	all, err := p.Offices.Offices(ctx)
	if err != nil {
		return nil, err
	}
	var near []office.Office
	for _, o := range all {
		beside := of.Parent != "" && o.Parent == of.Parent
		if o.ID != of.ID && (o.ID == of.Parent || o.Parent == of.ID || beside) {
			near = append(near, o)
		}
	}
	return near, nil
}

// below returns the offices below one, at any depth.
func (p *Program) below(ctx context.Context, officeID string) ([]office.Office, error) {
	all, err := p.Offices.Offices(ctx)
	if err != nil {
		return nil, err
	}
	within := map[string]bool{officeID: true}
	var list []office.Office
	for _, o := range all { // parents come before children
		if within[o.Parent] {
			within[o.ID] = true
			list = append(list, o)
		}
	}
	return list, nil
}
