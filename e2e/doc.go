// Package e2e holds the browser tests of Dorgora: a real program on an empty data
// folder, a real browser, people who search, apply, work and read. It knows the
// program only from outside: its command line and its pages.
package e2e
