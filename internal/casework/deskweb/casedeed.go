package deskweb

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"dorgora/internal/casework"
	"dorgora/internal/fault"
	"dorgora/internal/number"
	"dorgora/internal/office"
	"dorgora/workday"
)

// Take notes that work has begun: POST /{office}/desk/cases/{number}/start.
func (s Staff) Take(w http.ResponseWriter, r *http.Request) {
	s.act(w, r, deed{
		kind: casework.DeedTaken, name: "take", plain: true,
		decide: func(c casework.Case, a attempt) (casework.Change, error) { return c.Take(a.stamp) },
	})
}

// Reply sends words to the applicant: POST …/replies.
func (s Staff) Reply(w http.ResponseWriter, r *http.Request) {
	s.act(w, r, deed{
		kind: casework.DeedReplied, name: "reply", plain: true, field: "reply",
		decide: func(c casework.Case, a attempt) (casework.Change, error) { return c.Reply(a.words, a.stamp) },
	})
}

// Ask asks for everything that is missing, and stops the clock: POST …/requests.
func (s Staff) Ask(w http.ResponseWriter, r *http.Request) {
	s.act(w, r, deed{
		kind: casework.DeedAsked, name: "ask", plain: true,
		read: func(a attempt) string { return asked(a.service.Papers, a.form) },
		decide: func(c casework.Case, a attempt) (casework.Change, error) {
			return c.Ask(strings.Split(a.words, "\n"), a.stamp)
		},
	})
}

// Resume starts the clock again because what was missing came another way: POST
// …/resumption.
func (s Staff) Resume(w http.ResponseWriter, r *http.Request) {
	s.act(w, r, deed{
		kind: casework.DeedResumed, name: "resume", plain: true, field: "resume",
		decide: func(c casework.Case, a attempt) (casework.Change, error) { return c.Resume(a.words, a.stamp) },
	})
}

// Note writes what only the office sees: POST …/notes.
func (s Staff) Note(w http.ResponseWriter, r *http.Request) {
	s.act(w, r, deed{
		kind: casework.DeedNoted, name: "note", plain: true, by: looker, field: "note",
		decide: func(c casework.Case, a attempt) (casework.Change, error) { return c.Note(a.words, a.stamp) },
	})
}

// Assign gives the case to another post of the office: POST …/assignment.
func (s Staff) Assign(w http.ResponseWriter, r *http.Request) {
	s.act(w, r, deed{
		kind: casework.DeedAssigned, name: "assign", plain: true, field: "reason",
		decide: func(c casework.Case, a attempt) (casework.Change, error) {
			post, err := a.post()
			if err != nil {
				return casework.Change{}, err
			}
			return c.Assign(post, a.words, a.stamp)
		},
	})
}

// Close ends the case: POST …/closure. A usual reason of a refusal that was chosen
// stands before the words typed.
func (s Staff) Close(w http.ResponseWriter, r *http.Request) {
	s.act(w, r, deed{
		kind: casework.DeedClosed, name: "close", plain: true,
		read: func(a attempt) string {
			chosen := a.get("refusal")
			if a.get("outcome") != string(casework.Refused) || !slices.Contains(a.kind.Refusals, chosen) {
				return a.get("sentence")
			}
			reason := s.Say.Text(langOf(a.c), "kind."+a.kind.ID+".refusal."+chosen)
			return strings.TrimSpace(reason + " " + a.get("sentence"))
		},
		carry: func(at casework.Target, a attempt) error {
			_, err := s.Desk.Close(r.Context(), at, casework.End{
				Outcome: casework.Outcome(a.get("outcome")), Sentence: a.words, Record: a.answers("record-", a.kind.Record),
			}, s.Ties)
			return err
		},
	})
}

// Reopen opens an ended case again: POST …/reopening.
func (s Staff) Reopen(w http.ResponseWriter, r *http.Request) {
	s.act(w, r, deed{
		kind: casework.DeedReopened, name: "reopen", field: "reason",
		decide: func(c casework.Case, a attempt) (casework.Change, error) { return c.Reopen(a.words, a.stamp) },
	})
}

// Extend lengthens the promise once: POST …/extension.
func (s Staff) Extend(w http.ResponseWriter, r *http.Request) {
	s.act(w, r, deed{
		kind: casework.DeedExtended, name: "extend", field: "reason",
		decide: func(c casework.Case, a attempt) (casework.Change, error) {
			return c.Extend(a.form.Whole(a.prefix+"days", 0, 10_000), a.words, a.stamp)
		},
	})
}

// Refer puts the matter before another office: POST …/referrals.
func (s Staff) Refer(w http.ResponseWriter, r *http.Request) {
	s.act(w, r, deed{
		kind: casework.DeedReferred, name: "refer", field: "reason",
		decide: func(c casework.Case, a attempt) (casework.Change, error) {
			to := casework.Referral{Name: a.get("office"), Memo: a.get("memo")}
			if within := a.get("within"); within != "" {
				i := slices.IndexFunc(a.around, func(o office.Office) bool { return o.ID == within })
				if i < 0 {
					return casework.Change{}, fault.InField("office", "casework.referral.office")
				}
				to.Office, to.Name = a.around[i].ID, a.around[i].Name
			}
			return c.Refer(to, a.words, a.stamp)
		},
	})
}

// Accepted ends a case that another office, outside the installation, took over:
// POST …/referrals/acceptance.
func (s Staff) Accepted(w http.ResponseWriter, r *http.Request) {
	s.act(w, r, deed{
		kind: casework.DeedClosed, name: "accepted", field: "sentence",
		decide: func(c casework.Case, a attempt) (casework.Change, error) {
			return c.Accepted(a.get("number"), a.words, a.stamp)
		},
	})
}

// Declined notes that the other office does not take the matter: POST
// …/referrals/refusal.
func (s Staff) Declined(w http.ResponseWriter, r *http.Request) {
	s.act(w, r, deed{
		kind: casework.DeedDeclined, name: "declined", field: "reason",
		decide: func(c casework.Case, a attempt) (casework.Change, error) { return c.Declined(a.words, a.stamp) },
	})
}

// Call notes that a third party was asked: POST …/third-parties.
func (s Staff) Call(w http.ResponseWriter, r *http.Request) {
	s.act(w, r, deed{
		kind: casework.DeedCalled, name: "call", field: "third",
		decide: func(c casework.Case, a attempt) (casework.Change, error) {
			by, err := a.day("by")
			if err != nil {
				return casework.Change{}, err
			}
			return c.Call(casework.Outside{Name: a.words, Ref: a.get("ref"), By: by}, a.stamp)
		},
	})
}

// place1 is the place of something in a list, from 1, as forms name it.
func place1(i int) string { return strconv.Itoa(i + 1) }

// Came notes that a third party did its part: POST …/third-parties/{third}/arrival.
func (s Staff) Came(w http.ResponseWriter, r *http.Request) {
	id := r.PathValue("third")
	s.act(w, r, deed{
		kind: casework.DeedCame, name: "came", field: "came",
		which: func(f file) string {
			return place1(slices.IndexFunc(f.c.Outside, func(o casework.Outside) bool { return o.ID == id }))
		},
		decide: func(c casework.Case, a attempt) (casework.Change, error) { return c.Came(id, a.words, a.stamp) },
	})
}

// LayOut adds a task with an owner: POST …/tasks.
func (s Staff) LayOut(w http.ResponseWriter, r *http.Request) {
	s.act(w, r, deed{
		kind: casework.DeedTask, name: "task", field: "task",
		decide: func(c casework.Case, a attempt) (casework.Change, error) {
			post, err := a.post()
			var due workday.Date
			if err == nil {
				due, err = a.day("due")
			}
			if err != nil {
				return casework.Change{}, err
			}
			return c.LayOut(a.words, post, due, a.stamp)
		},
	})
}

// Hand gives a task another owner or another date: POST …/tasks/handover.
func (s Staff) Hand(w http.ResponseWriter, r *http.Request) {
	s.act(w, r, deed{
		kind: casework.DeedTask, name: "hand",
		read: func(a attempt) string {
			i := slices.IndexFunc(a.c.Tasks, func(t casework.Task) bool { return t.ID == a.get("task") })
			if i < 0 {
				return ""
			}
			return a.c.Tasks[i].Text
		},
		decide: func(c casework.Case, a attempt) (casework.Change, error) {
			post, err := a.post()
			var due workday.Date
			if err == nil {
				due, err = a.day("due")
			}
			if err != nil {
				return casework.Change{}, err
			}
			return c.Hand(a.get("task"), post, due, a.stamp)
		},
	})
}

// Do finishes a task: POST …/tasks/{task}/completion.
func (s Staff) Do(w http.ResponseWriter, r *http.Request) {
	id := r.PathValue("task")
	s.act(w, r, deed{
		kind: casework.DeedDone, name: "do", field: "words",
		which: func(f file) string {
			return place1(slices.IndexFunc(f.c.Tasks, func(t casework.Task) bool { return t.ID == id }))
		},
		decide: func(c casework.Case, a attempt) (casework.Change, error) {
			step, _ := a.kind.Step(id)
			return c.Do(casework.Doing{Task: id, Words: a.words, Record: a.answers(a.prefix, step.Record), Kind: a.kind}, a.stamp)
		},
	})
}

// Reach notes an attempt to reach the applicant: POST …/attempts.
func (s Staff) Reach(w http.ResponseWriter, r *http.Request) {
	s.act(w, r, deed{
		kind: casework.DeedTried, name: "try", field: "try",
		decide: func(c casework.Case, a attempt) (casework.Change, error) {
			return c.Reach(a.get("channel"), a.words, a.stamp)
		},
	})
}

// Merge makes the case a duplicate of another one: POST …/merger.
func (s Staff) Merge(w http.ResponseWriter, r *http.Request) {
	s.act(w, r, deed{
		kind: casework.DeedMerged, name: "merge", field: "into",
		decide: func(c casework.Case, a attempt) (casework.Change, error) {
			found, err := number.ParseTracking(a.words)
			if err != nil {
				return casework.Change{}, fault.InField("into", "casework.merge.wrong")
			}
			into, err := s.Desk.Store.Case(r.Context(), c.Office, found)
			if err != nil && fault.KindOf(err) == fault.NotFound || into.Sealed != c.Sealed {
				return casework.Change{}, fault.InField("into", "casework.merge.wrong")
			}
			if err != nil {
				return casework.Change{}, err
			}
			return c.Merge(into, a.stamp)
		},
	})
}

// Declare notes that the reader has no interest in the matter: POST …/interest.
func (s Staff) Declare(w http.ResponseWriter, r *http.Request) {
	s.act(w, r, deed{
		kind: casework.DeedDeclared, name: "declare",
		decide: func(c casework.Case, a attempt) (casework.Change, error) { return c.Declare(a.stamp) },
	})
}

// Recuse bars the reader from the matter: POST …/recusal.
func (s Staff) Recuse(w http.ResponseWriter, r *http.Request) {
	s.act(w, r, deed{
		kind: casework.DeedRecused, name: "recuse", field: "reason",
		decide: func(c casework.Case, a attempt) (casework.Change, error) { return c.Recuse(a.words, a.stamp) },
	})
}

// Alarm tells the superior of a serious matter: POST …/alarms?alarm=….
func (s Staff) Alarm(w http.ResponseWriter, r *http.Request) {
	id := r.URL.Query().Get("alarm")
	s.act(w, r, deed{
		kind: casework.DeedAlarmed, name: "alarm", field: "alarm", which: func(file) string { return id },
		decide: func(c casework.Case, a attempt) (casework.Change, error) {
			alarm := casework.Alarm{Kind: a.kind, ID: id, Words: a.words}
			for _, one := range a.kind.Alarms {
				if one.ID == id {
					alarm.Record = a.answers(a.prefix, one.Needs)
				}
			}
			return c.Report(alarm, a.stamp)
		},
	})
}

// Instruct gives an instruction without taking the case over: POST …/instructions.
func (s Staff) Instruct(w http.ResponseWriter, r *http.Request) {
	s.act(w, r, deed{
		kind: casework.DeedOrdered, name: "order", by: superior, field: "order",
		decide: func(c casework.Case, a attempt) (casework.Change, error) {
			due, err := a.day("due")
			if err != nil {
				return casework.Change{}, err
			}
			return c.Instruct(a.words, due, a.stamp)
		},
	})
}

// Obey answers an instruction: POST …/instructions/{order}/answer.
func (s Staff) Obey(w http.ResponseWriter, r *http.Request) {
	id := r.PathValue("order")
	s.act(w, r, deed{
		kind: casework.DeedObeyed, name: "answer", field: "answer",
		which: func(f file) string {
			return place1(slices.IndexFunc(f.c.Orders, func(o casework.Order) bool { return o.ID == id }))
		},
		decide: func(c casework.Case, a attempt) (casework.Change, error) {
			var giver casework.Contact
			for _, order := range c.Orders {
				if order.ID == id {
					person, _ := a.Chart.Person(order.By.Person)
					giver = casework.Contact{Person: person.ID, Name: person.Name, Office: person.Office, Mobile: person.Mobile, Mail: person.Mail}
				}
			}
			return c.Obey(id, a.words, giver, a.stamp)
		},
	})
}
