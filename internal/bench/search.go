package bench

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"time"

	"dorgora/internal/app"
	"dorgora/internal/bench/corpus"
	"dorgora/internal/bench/crowd"
	"dorgora/internal/bench/stage"
	"dorgora/internal/casework"
)

// class is one sort of search, and what is typed.
type class struct {
	name  string
	typed []string
}

// classes are the five sorts of quality.md; the words are those of the corpus.
func classes() []class {
	words := corpus.Words()
	five := []class{
		{name: "common word", typed: words[:8]}, {name: "rare word", typed: words[len(words)-16:]},
		{name: "two words"}, {name: "beginning of a word"}, {name: "no hit", typed: []string{"ঢঙঙঢ", "ঙঢঢঙ", "ঔঐঔঐ"}},
	}
	for i := range 8 {
		five[2].typed = append(five[2].typed, words[i]+" "+words[40+3*i])
		letters := []rune(words[20+i])
		five[3].typed = append(five[3].typed, string(letters[:min(4, len(letters))]))
	}
	return five
}

// opened runs work on the program's own parts, opened on a stage in this process.
func opened(ctx context.Context, at *stage.Stage, work func(*app.Program) error) error {
	program, err := app.Open(ctx, app.Config{Data: at.Folder, Database: at.Database, Listen: "127.0.0.1:0"}, app.World{
		Now: func() time.Time { return corpus.End }, Random: rand.Reader, Logger: slog.New(slog.NewTextHandler(io.Discard, nil)),
	})
	if err != nil {
		return err
	}
	return errors.Join(work(program), program.Close())
}

// search is bar 7: the search of the officer's list, without the page around it, in
// the large installation and in one of a thousand cases.
func (b *bench) search(ctx context.Context) ([]Row, error) {
	large, err := b.largeStage(ctx)
	if err != nil {
		return nil, err
	}
	small, err := b.smallStage(ctx)
	if err != nil {
		return nil, err
	}
	var rows []Row
	err = opened(ctx, large, func(full *app.Program) error {
		return opened(ctx, small, func(empty *app.Program) error {
			for _, one := range classes() {
				waits, err := b.byTurns(ctx, b.median(searching(full, one.typed)), b.median(searching(empty, one.typed)))
				if err != nil {
					return err
				}
				row := Row{Bar: "7", Name: fmt.Sprintf("search, %s, p50 / at %d cases", one.name, smallCases), Unit: "ms"}
				row = compared(row, waits, atMost(2))
				row.Met = row.Met && waits.value <= 5
				row.Must = "≤ 5 ms and ≤ 2"
				rows = append(rows, row)
			}
			return nil
		})
	})
	return rows, err
}

// searching looks for what is typed, one after another, among the cases of the
// first office, as a list of 25.
func searching(program *app.Program, typed []string) crowd.Act {
	turn := 0
	return func(ctx context.Context) error {
		turn++
		_, err := program.Cases.Page(ctx, searched(typed[turn%len(typed)], listRows))
		return err
	}
}

func searched(typed string, limit int) casework.Query {
	return casework.Query{Office: app.FirstOffice, View: casework.Every, Search: typed, Limit: limit, Marks: casework.Marks{Now: corpus.End}}
}
