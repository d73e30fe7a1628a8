// Package crashtest kills the program, cuts its power and breaks its disk while
// people apply, and then counts: nothing that was acknowledged may be lost,
// doubled or changed. It holds tests alone; they need Linux, FUSE and strace.
package crashtest
