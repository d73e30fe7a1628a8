package speaker_test

import (
	_ "embed"
	"testing"

	"dorgora/internal/kind/kindtest"
	"dorgora/internal/kind/speaker"
)

//go:embed story.txt
var stories string

func TestKind(t *testing.T) { kindtest.Check(t, speaker.Kind, stories) }
