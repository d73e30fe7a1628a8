package office

import "time"

// Ladder lists who stands above a matter of a post at an instant, rung by rung:
// first who answers for it, then who answers for the posts above, through the
// parent offices up to the topmost one. Each person stands on it once, the barred
// never. Escalation climbs it.
func (c Chart) Ladder(officeID, postID string, at time.Time, barred ...string) []Answerable {
	first, err := c.Answerable(officeID, postID, at, barred...)
	if err != nil || first.Person.ID == "" {
		return nil
	}
	ladder, met := []Answerable{first}, map[string]bool{first.Person.ID: true}
	asked, _ := c.Post(officeID, postID)
	for _, post := range c.wayUp(asked) {
		if post.Role == Steward { // stewards look after the program, not after matters
			continue
		}
		next, err := c.Answerable(post.Office, post.ID, at, barred...)
		if err == nil && next.Person.ID != "" && !met[next.Person.ID] {
			met[next.Person.ID] = true
			ladder = append(ladder, next)
		}
	}
	return ladder
}
