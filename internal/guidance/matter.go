package guidance

import (
	"strings"

	"dorgora/internal/fault"
)

// Matter is a case as far as a reply from a guide needs it.
type Matter struct {
	Number  string
	Need    string  // what was asked, in the applicant's words
	Service string  // key
	Sort    Sort    // offered first for the kind of the service
	Lang    string  // in which the applicant is answered
	Filling Filling // in that language
	Seen    int     // revision of the case
	May     bool    // the reader may reply
}

// Text is a version in the language of the matter: the Bangla, unless the applicant
// reads English and the translation has been checked.
func (m Matter) Text(v Version) Text {
	if m.Lang == "en" && v.En.Title != "" && v.EnChecked {
		return v.En
	}
	return v.Bn
}

// Words is a version as the beginning of a reply: a template filled, anything else
// as it stands. open names the placeholders that nobody filled.
func (m Matter) Words(v Version) (words string, open []string) {
	body := m.Text(v).Body
	if v.Sort != Template {
		return body, nil
	}
	return m.Filling.Fill(body)
}

// Reply is words for an applicant that were taken from a guide.
type Reply struct {
	Number  string
	Guide   string
	Version int
	Words   string
	Seen    int    // revision of the case as the officer saw it
	Once    string // the same form sent again has the same; empty: unknown
}

// Check refuses a reply in which a placeholder of the version is still to be filled.
func (r Reply) Check(v Version) error {
	if v.Sort != Template {
		return nil
	}
	for _, name := range Placeholders() {
		if strings.Contains(r.Words, "{"+name+"}") {
			return fault.InField("words", "guidance.reply.open", "words", "{"+name+"}")
		}
	}
	return nil
}
