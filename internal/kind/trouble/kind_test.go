package trouble_test

import (
	_ "embed"
	"testing"

	"dorgora/internal/kind/kindtest"
	"dorgora/internal/kind/trouble"
)

//go:embed story.txt
var stories string

func TestKind(t *testing.T) { kindtest.Check(t, trouble.Kind, stories) }
