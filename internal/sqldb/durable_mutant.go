//go:build mutant_normal

package sqldb

// This build loses acknowledged rows in a power cut. It exists to prove that
// the power-cut test can fail; it is never shipped.
const (
	synchronous      = "NORMAL"
	synchronousValue = "1"
)
