package corpus

import (
	"math/rand/v2"
	"time"
)

// begun are the steps of a case that has not ended.
func begun(received time.Time, r *rand.Rand) []Step {
	story := teller{at: received, r: r}
	switch dice := r.IntN(20); {
	case dice < 10: // nobody has looked yet
	case dice < 15:
		story.tell(Take, "")
	case dice < 18:
		story.tell(Reply, sentence(r, 8))
	default:
		story.tell(Ask, sentence(r, 3))
	}
	return story.steps
}

// finished are the steps of a case that has ended.
func finished(received time.Time, r *rand.Rand) []Step {
	story := teller{at: received, r: r}
	dice := r.IntN(100)
	switch {
	case dice < 35: // at once
	case dice < 65:
		story.tell(Take, "")
	case dice < 85:
		story.tell(Take, "")
		story.tell(Reply, sentence(r, 8))
	case dice < 95:
		story.tell(Ask, sentence(r, 3))
		story.tell(Answer, sentence(r, 6))
	}
	switch {
	case dice < 95:
		story.tell(Deliver, sentence(r, 7))
	case dice < 98:
		story.tell(Refuse, sentence(r, 9))
	default:
		story.tell(Withdraw, "")
	}
	return story.steps
}

// teller adds steps, each some time after the one before and all before End.
type teller struct {
	at    time.Time
	r     *rand.Rand
	steps []Step
}

// tell lets an hour to about nine days go by, mostly few; less when the span ends.
func (t *teller) tell(deed Deed, words string) {
	share := t.r.Float64()
	wait := time.Hour + time.Duration(share*share*share*float64(9*24*time.Hour))
	left := End.Sub(t.at)
	if wait > left/2 {
		wait = left / 2
	}
	t.at = t.at.Add(wait).Truncate(time.Second)
	t.steps = append(t.steps, Step{deed, t.at, words})
}

// Ended reports whether the last step ends the case.
func (c Case) Ended() bool {
	if len(c.Steps) == 0 {
		return false
	}
	switch c.Steps[len(c.Steps)-1].Deed {
	case Deliver, Refuse, Withdraw:
		return true
	}
	return false
}
