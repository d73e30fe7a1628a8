package cyber_test

import (
	_ "embed"
	"testing"

	"dorgora/internal/kind/cyber"
	"dorgora/internal/kind/kindtest"
)

//go:embed story.txt
var stories string

func TestKind(t *testing.T) { kindtest.Check(t, cyber.Kind, stories) }
