package rollout_test

import (
	_ "embed"
	"testing"

	"dorgora/internal/kind/kindtest"
	"dorgora/internal/kind/rollout"
)

//go:embed story.txt
var stories string

func TestKind(t *testing.T) { kindtest.Check(t, rollout.Kind, stories) }
