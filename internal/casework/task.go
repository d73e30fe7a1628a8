package casework

import (
	"slices"
	"time"

	"dorgora/internal/catalogue"
	"dorgora/internal/fault"
	"dorgora/workday"
)

// Task is a piece of work within a case, with an owner. The steps of a kind are
// laid out as tasks when a case comes in.
type Task struct {
	ID     string            `json:"id"`
	Step   bool              `json:"step"` // of the kind: its words are the kind's text
	Text   string            `json:"text"` // in words, or the key of the step's text
	Post   string            `json:"post"` // who owns it
	Due    workday.Date      `json:"due"`  // zero: no date
	Needed bool              `json:"needed"`
	Record map[string]string `json:"record"` // what was recorded when it was done
	Words  string            `json:"words"`
	Done   time.Time         `json:"done"` // zero: open
	By     string            `json:"by"`   // post that did it
}

// Finished reports whether the task is done.
func (t Task) Finished() bool { return !t.Done.IsZero() }

// layOut makes tasks of the steps of a kind.
func layOut(kind catalogue.Kind, post string, calendar workday.Calendar, received time.Time) []Task {
	var tasks []Task
	for _, step := range kind.Steps {
		task := Task{ID: step.ID, Step: true, Text: "kind." + kind.ID + ".step." + step.ID, Post: post, Needed: step.Needed}
		if step.Days > 0 {
			task.Due = calendar.Add(calendar.DateOf(received), step.Days)
		}
		tasks = append(tasks, task)
	}
	return tasks
}

// LayOut adds a task with an owner and a date.
func (c Case) LayOut(words, post string, due workday.Date, stamp Stamp) (Change, error) {
	words, err := c.words(words, "task")
	if err != nil {
		return Change{}, err
	}
	task := Task{ID: stamp.Salt, Text: words, Post: post, Due: due}
	c.Tasks = append(slices.Clone(c.Tasks), task)
	return c.act(DeedTask, stamp, false, words), nil
}

// Hand gives a task another owner or another date.
func (c Case) Hand(id, post string, due workday.Date, stamp Stamp) (Change, error) {
	i, err := c.openTask(id)
	if err != nil {
		return Change{}, err
	}
	c.Tasks = slices.Clone(c.Tasks)
	c.Tasks[i].Post, c.Tasks[i].Due = post, due
	return c.act(DeedTask, stamp, false, c.Tasks[i].Text), nil
}

// Doing is what was done of a task.
type Doing struct {
	Task   string
	Words  string
	Record map[string]string // fields of the step, as typed
	Kind   catalogue.Kind
}

// Do finishes a task; of a step, with what its kind asks to be recorded.
func (c Case) Do(doing Doing, stamp Stamp) (Change, error) {
	i, err := c.openTask(doing.Task)
	if err != nil {
		return Change{}, err
	}
	var wrong fault.Fields
	wrong = append(wrong, text("words", &doing.Words, NeedLimit, "")...)
	step, _ := doing.Kind.Step(doing.Task)
	record, err := catalogue.CheckAnswers(step.Record, doing.Record)
	wrong = append(wrong, fault.List(err)...)
	if err := wrong.Err(); err != nil {
		return Change{}, err
	}
	c.begin(stamp.Now)
	c.Tasks = slices.Clone(c.Tasks)
	task := &c.Tasks[i]
	task.Done, task.By, task.Words, task.Record = stamp.Now, stamp.Actor.Post, doing.Words, record
	c.record(record)
	change := c.act(DeedDone, stamp, true, doing.Words)
	if task.Step {
		change.Acts[0].Key = task.Text
	}
	return change.Seal(), nil
}

func (c Case) openTask(id string) (int, error) {
	if c.Ended() {
		return 0, fault.New(fault.Conflict, "casework.closed.already")
	}
	i := slices.IndexFunc(c.Tasks, func(t Task) bool { return t.ID == id })
	switch {
	case i < 0:
		return 0, fault.New(fault.NotFound, "casework.task.unknown")
	case c.Tasks[i].Finished():
		return 0, fault.New(fault.Conflict, "casework.task.done")
	}
	return i, nil
}

// Order is an instruction of a superior. It comes back answered.
type Order struct {
	ID       string       `json:"id"`
	Text     string       `json:"text"`
	By       Actor        `json:"by"`
	At       time.Time    `json:"at"`
	Due      workday.Date `json:"due"` // zero: no date
	Answer   string       `json:"answer"`
	Answered time.Time    `json:"answered"` // zero: open
}

// Instruct gives an instruction without taking the case over.
func (c Case) Instruct(words string, due workday.Date, stamp Stamp) (Change, error) {
	words, err := c.words(words, "order")
	if err != nil {
		return Change{}, err
	}
	c.Orders = append(slices.Clone(c.Orders), Order{ID: stamp.Salt, Text: words, By: stamp.Actor, At: stamp.Now, Due: due})
	change := c.act(DeedOrdered, stamp, false, words)
	if officer, known := stamp.Book.rung(0); known {
		change = change.tellOfficer(stamp, officer, "casework.notice.ordered", "words", words)
	}
	return change, nil
}

// Obey answers an instruction; whoever gave it is told.
func (c Case) Obey(id, words string, giver Contact, stamp Stamp) (Change, error) {
	words, err := wordsIn("answer", words)
	if err != nil {
		return Change{}, err
	}
	i := slices.IndexFunc(c.Orders, func(o Order) bool { return o.ID == id })
	switch {
	case i < 0:
		return Change{}, fault.New(fault.NotFound, "casework.order.unknown")
	case !c.Orders[i].Answered.IsZero():
		return Change{}, fault.New(fault.Conflict, "casework.order.answered")
	}
	c.Orders = slices.Clone(c.Orders)
	c.Orders[i].Answer, c.Orders[i].Answered = words, stamp.Now
	return c.act(DeedObeyed, stamp, false, words).tellOfficer(stamp, giver, "casework.notice.obeyed", "words", words), nil
}

// Issue is a numbered paper that came out of a case. Of two of the same sheet the
// later one supersedes the earlier.
type Issue struct {
	Sheet  string    `json:"sheet"`
	Number string    `json:"number"` // tracking number, dash, running number within the case
	Title  string    `json:"title"`
	Text   string    `json:"text"` // as filled in and issued
	At     time.Time `json:"at"`
	By     Actor     `json:"by"`
}

// Superseded reports whether a later paper of the same sheet was issued.
func (c Case) Superseded(number string) bool {
	i := slices.IndexFunc(c.Issued, func(one Issue) bool { return one.Number == number })
	return i >= 0 && slices.ContainsFunc(c.Issued[i+1:], func(one Issue) bool { return one.Sheet == c.Issued[i].Sheet })
}

// Paper is a sheet of a kind, filled in.
type Paper struct {
	Sheet catalogue.Sheet
	Kind  catalogue.Kind
	Title string
	Text  string
}

// Issue gives a paper out. Fields that the sheet needs must have been recorded.
func (c Case) Issue(paper Paper, stamp Stamp) (Change, error) {
	if err := c.declared(paper.Kind, stamp.Actor); err != nil {
		return Change{}, err
	}
	for _, field := range paper.Sheet.Needs {
		if c.Record[field] == "" && c.Application.Facts[field] == "" {
			return Change{}, fault.InField(field, "casework.sheet.needs")
		}
	}
	number := c.Number + "-" + serial(len(c.Issued)+1)
	c.begin(stamp.Now)
	c.Issued = append(slices.Clone(c.Issued), Issue{
		Sheet: paper.Sheet.ID, Number: number, Title: paper.Title, Text: paper.Text, At: stamp.Now, By: stamp.Actor,
	})
	return c.act(DeedIssued, stamp, true, paper.Title+" "+number), nil
}
