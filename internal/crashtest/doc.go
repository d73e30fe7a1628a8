// Package crashtest kills the program, one of two programs on one database, and
// PostgreSQL under it, cuts its power and breaks its disk while people apply, and
// then counts: nothing that was acknowledged may be lost, doubled or changed. It
// holds tests alone; they need Linux, FUSE, strace and PostgreSQL.
//
// The short forms run with all other tests. The long ones, a thousand kills and
// fifty power cuts, take half an hour:
//
//	DORGORA_LONG=1 go test -count=1 -v -timeout 90m ./internal/crashtest
package crashtest
