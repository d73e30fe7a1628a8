package upkeep

import (
	"context"
	"encoding/json"
	"fmt"

	"dorgora/internal/casework"
	"dorgora/internal/catalogue"
	"dorgora/internal/fault"
)

// services finds the services of an office by the version of its charter.
type services struct {
	versions catalogue.Versions
	office   string
	kept     map[int][]catalogue.Service
}

func (s *services) find(ctx context.Context, ref casework.ServiceRef) (catalogue.Service, bool, error) {
	list, known := s.kept[ref.Version]
	if !known {
		var err error
		if list, err = s.versions.Services(ctx, s.office, ref.Version); err != nil {
			return catalogue.Service{}, false, err
		}
		if s.kept == nil {
			s.kept = map[int][]catalogue.Service{}
		}
		s.kept[ref.Version] = list
	}
	for _, one := range list {
		if one.Key == ref.Key {
			return one, true, nil
		}
	}
	return catalogue.Service{}, false, nil
}

const selectCharterHead = `SELECT last FROM charter_heads WHERE office = $1`

// charters holds every published version against its numbering, its file, and the
// live services that were made of it.
func (v *verifier) charters(ctx context.Context, id string) error {
	history, err := v.Editions.History(ctx, id)
	if err != nil {
		return err
	}
	last := 0
	err = v.DB.Row(ctx, selectCharterHead, []any{id}, &last)
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return err
	}
	if last != len(history) {
		v.problem(id, "charter", "upkeep.charter.gap", "have", len(history), "want", last)
	}
	for _, edge := range history {
		v.count.Versions++
		if err := v.version(ctx, id, edge); err != nil {
			return err
		}
	}
	return nil
}

func (v *verifier) version(ctx context.Context, id string, edge catalogue.Edge) error {
	subject := fmt.Sprintf("charter/%d", edge.Number)
	if err := v.Blobs.Check(edge.Source.Hash); err != nil {
		v.problem(id, subject, "upkeep.file.broken", "name", edge.Source.Hash, "cause", err.Error())
	}
	version, err := v.Editions.Version(ctx, id, edge.Number)
	if err != nil {
		v.problem(id, subject, "upkeep.charter.unreadable", "cause", err.Error())
		return nil
	}
	live, err := v.Editions.Services(ctx, id, edge.Number)
	if err != nil {
		return err
	}
	rows, err := catalogue.Rows(version.Charter, version.Completions)
	if err != nil {
		v.problem(id, subject, "upkeep.charter.unreadable", "cause", err.Error())
		return nil
	}
	if len(rows) != len(live) || len(rows) != edge.Services || len(rows) != len(version.Keys) {
		v.problem(id, subject, "upkeep.charter.rows", "have", len(live), "want", len(rows))
		return nil
	}
	for i, row := range rows {
		if !follows(live[i], row, version.Keys[i]) {
			v.problem(id, subject, "upkeep.charter.changed", "service", live[i].Key)
		}
	}
	return nil
}

// follows reports whether a live service is what its row of the charter says.
func follows(s catalogue.Service, row catalogue.Row, key string) bool {
	return s.Key == key && s.Name == row.Printed.Name && s.Promise == catalogue.PromiseOf(row.Time) &&
		alike(s.Row, row.Printed) && alike(s.Fee, row.Fee) && alike(s.Papers, row.Papers) &&
		alike(s.Channels, row.Channels) && alike(s.Officer, row.Officer)
}

// alike compares two values as they are stored.
func alike(a, b any) bool {
	one, err := json.Marshal(a)
	other, wrong := json.Marshal(b)
	return err == nil && wrong == nil && string(one) == string(other)
}
