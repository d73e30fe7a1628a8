package workday_test

import (
	"cmp"
	"fmt"

	"dorgora/workday"
)

// A request of Tuesday, 15 December 2026, promised within two working days.
func ExampleCalendar_Due() {
	office := workday.Bangladesh("khulna")
	promise := workday.Promise{Kind: workday.InWorkingDays, Count: 2}
	due, err := office.Due(at("2026-12-15 11:20"), promise)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, day := range due.Days {
		fmt.Println(day.Date, day.Number, cmp.Or(day.NameEn, string(day.Reason)))
	}
	fmt.Println(due.Moment.Format("2 January 2006, 15:04"))
	// Output:
	// 2026-12-16 0 Victory Day
	// 2026-12-17 1 working
	// 2026-12-18 0 weekend
	// 2026-12-19 0 weekend
	// 2026-12-20 2 working
	// 20 December 2026, 17:00
}
