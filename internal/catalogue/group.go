package catalogue

import "dorgora/charter"

// Groups lists the groups in the order of the official form. A charter without
// group titles has all of its rows under the empty group, which stands last.
func Groups() []charter.Group {
	return []charter.Group{charter.Citizen, charter.Institutional, charter.Internal, ""}
}

// GroupName is the word for a group in keys and addresses.
func GroupName(group charter.Group) string {
	if group == "" {
		return "service"
	}
	return string(group)
}

// GroupNamed is the reverse of GroupName; ok is false for any other word.
func GroupNamed(name string) (group charter.Group, ok bool) {
	for _, one := range Groups() {
		if GroupName(one) == name {
			return one, true
		}
	}
	return "", false
}
