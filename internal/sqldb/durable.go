//go:build !mutant_normal

package sqldb

// Every commit is flushed to disk before it is answered.
const (
	synchronous      = "FULL"
	synchronousValue = "2"
)
