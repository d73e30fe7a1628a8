package centre_test

import (
	_ "embed"
	"testing"

	"dorgora/internal/kind/centre"
	"dorgora/internal/kind/kindtest"
)

//go:embed story.txt
var stories string

func TestKind(t *testing.T) { kindtest.Check(t, centre.Kind, stories) }
