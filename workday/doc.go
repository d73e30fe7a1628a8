// Package workday counts time as a government office of Bangladesh lives it:
// working days, office minutes and the promises made in them.
//
// A [Calendar] is an immutable value made of facts: the weekend, the holidays with
// the notification that made them, the days on which a closed office was declared
// open, and the office hours with their dated exceptions such as Ramadan.
// [Bangladesh] holds the gazetted facts known when the program was built; an office
// adds its own and the late ones with [Calendar.With].
//
// A [Promise] ("within seven working days") and a [Clock] (a promise, the moment of
// receipt and the pauses spent waiting for the applicant) become a [Due]: the promised
// moment and every day that was counted or skipped on the way, with its reason.
//
// Three rules carry everything. The day of receipt does not count (General Clauses Act
// 1897, section 9). When the last day is one on which the office is closed, the act is
// in time on the next open day (section 10). A day promise falls due when the office
// closes on the due day.
//
// The package does not know what time it is, whose case it counts or where calendars are
// kept: the present moment always comes in as a parameter.
package workday
