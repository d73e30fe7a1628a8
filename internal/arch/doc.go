// Package arch holds the tests that keep the shape of the house: which package
// may import which, what a pure package may touch, how long a file may grow, what
// SQL may say, and that every text and every term is there. It has no code of its
// own.
package arch
