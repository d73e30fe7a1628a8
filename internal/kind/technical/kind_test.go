package technical_test

import (
	_ "embed"
	"testing"

	"dorgora/internal/kind/kindtest"
	"dorgora/internal/kind/technical"
)

//go:embed story.txt
var stories string

func TestKind(t *testing.T) { kindtest.Check(t, technical.Kind, stories) }
