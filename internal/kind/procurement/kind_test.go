package procurement_test

import (
	_ "embed"
	"testing"

	"dorgora/internal/kind/kindtest"
	"dorgora/internal/kind/procurement"
)

//go:embed story.txt
var stories string

func TestKind(t *testing.T) { kindtest.Check(t, procurement.Kind, stories) }
