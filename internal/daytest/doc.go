// Package daytest tells a whole working day of an office through its pages: one
// officer, then her stand-in, and no register beside the program. At its end the
// monthly register must say exactly what the day did. It holds tests alone.
package daytest
