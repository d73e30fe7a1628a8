package labsupport_test

import (
	_ "embed"
	"testing"

	"dorgora/internal/kind/kindtest"
	"dorgora/internal/kind/labsupport"
)

//go:embed story.txt
var stories string

func TestKind(t *testing.T) { kindtest.Check(t, labsupport.Kind, stories) }
