package report_test

import (
	_ "embed"
	"testing"

	"dorgora/internal/kind/kindtest"
	"dorgora/internal/kind/report"
)

//go:embed story.txt
var stories string

func TestKind(t *testing.T) { kindtest.Check(t, report.Kind, stories) }
