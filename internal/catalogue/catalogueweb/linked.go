package catalogueweb

import (
	"strconv"

	"dorgora/charter"
	"dorgora/workday"
)

// linkedService is the service as schema.org GovernmentService data, for search
// engines. Only what the charter or the office says is in it.
func linkedService(page ServicePage) map[string]any {
	linked := map[string]any{
		"@context":    "https://schema.org",
		"@type":       "GovernmentService",
		"name":        page.Name,
		"inLanguage":  string(page.Lang),
		"identifier":  page.Service.Key,
		"serviceType": page.Service.Name,
		"provider": map[string]any{
			"@type":     "GovernmentOrganization",
			"name":      page.Office.Name,
			"telephone": page.Phone,
		},
	}
	if page.Lead != "" {
		linked["description"] = page.Lead
	}
	if page.Service.Fee.Kind == charter.FeeFree {
		linked["isAccessibleForFree"] = true
	}
	if time := isoDuration(page.Service.Promise); time != "" {
		linked["processingTime"] = time
	}
	return linked
}

// isoDuration is a promise as an ISO 8601 duration; empty for promises in working
// days and office time, which that notation cannot say.
func isoDuration(p workday.Promise) string {
	switch p.Kind {
	case workday.InCalendarDays:
		return "P" + strconv.Itoa(p.Count) + "D"
	case workday.InMonths:
		return "P" + strconv.Itoa(p.Count) + "M"
	case workday.InClockHours:
		return "PT" + strconv.Itoa(p.Count) + "H"
	}
	return ""
}
