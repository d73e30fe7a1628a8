package information_test

import (
	_ "embed"
	"testing"

	"dorgora/internal/kind/information"
	"dorgora/internal/kind/kindtest"
)

//go:embed story.txt
var stories string

func TestKind(t *testing.T) { kindtest.Check(t, information.Kind, stories) }
