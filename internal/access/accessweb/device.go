package accessweb

import "strings"

// device says in two words what a browser calls itself, so that people know
// their sessions apart. Nothing more of the header is kept.
func device(agent string) string {
	browser := pick(agent, [][2]string{{"Edg/", "Edge"}, {"OPR/", "Opera"}, {"UCBrowser", "UC Browser"}, {"SamsungBrowser", "Samsung Internet"},
		{"Firefox/", "Firefox"}, {"Chrome/", "Chrome"}, {"Safari/", "Safari"}, {"curl/", "curl"}})
	system := pick(agent, [][2]string{{"Android", "Android"}, {"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Windows", "Windows"}, {"Mac OS", "macOS"}, {"Linux", "Linux"}})
	switch {
	case browser != "" && system != "":
		return browser + ", " + system
	case browser != "" || system != "":
		return browser + system
	}
	return ""
}

func pick(agent string, marks [][2]string) string {
	for _, mark := range marks {
		if strings.Contains(agent, mark[0]) {
			return mark[1]
		}
	}
	return ""
}
