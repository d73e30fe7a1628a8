package advice_test

import (
	_ "embed"
	"testing"

	"dorgora/internal/kind/advice"
	"dorgora/internal/kind/kindtest"
)

//go:embed story.txt
var stories string

func TestKind(t *testing.T) { kindtest.Check(t, advice.Kind, stories) }
