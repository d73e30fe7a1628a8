// Package fault classifies errors so that every door (web, API, command line)
// answers a failure in the same way. It holds no sentences: a fault carries the
// key of a text, and the reader's language decides the words.
package fault

import "errors"

// Kind is the class of a failure. It decides the HTTP status and the exit code.
type Kind string

// The kinds of failure.
const (
	Internal    Kind = "internal"    // nobody foresaw it
	Invalid     Kind = "invalid"     // the input is wrong; Field names where
	Denied      Kind = "denied"      // the person may not do this
	NotFound    Kind = "not_found"   // there is no such thing, or it is not for this person
	Conflict    Kind = "conflict"    // somebody or something else was first
	TooLarge    Kind = "too_large"   // a limit on size was passed
	TooMany     Kind = "too_many"    // a limit on attempts was passed
	Unavailable Kind = "unavailable" // storage cannot confirm; the same request may be sent again
)

// Fault is a failure that a person may read.
type Fault struct {
	Kind    Kind
	Field   string // form field at fault, empty when none
	Message string // key in the message catalogue
	Args    []any  // name, value pairs for the text's {placeholders}
	Cause   error
}

// Error describes the fault for logs, not for people.
func (f *Fault) Error() string {
	text := string(f.Kind) + ": " + f.Message
	if f.Field != "" {
		text += " (" + f.Field + ")"
	}
	if f.Cause != nil {
		text += ": " + f.Cause.Error()
	}
	return text
}

// Unwrap gives errors.Is and errors.As the cause.
func (f *Fault) Unwrap() error { return f.Cause }

// New returns a fault of the given kind; args are name, value pairs for the text.
func New(kind Kind, message string, args ...any) *Fault {
	return &Fault{Kind: kind, Message: message, Args: args}
}

// InField returns an Invalid fault about one form field.
func InField(field, message string, args ...any) *Fault {
	return &Fault{Kind: Invalid, Field: field, Message: message, Args: args}
}

// Wrap returns a fault of the given kind around its cause.
func Wrap(kind Kind, message string, cause error) *Fault {
	return &Fault{Kind: kind, Message: message, Cause: cause}
}

// Fields is the list of everything wrong with one form, in the form's order.
type Fields []*Fault

// Error joins the descriptions for logs.
func (f Fields) Error() string {
	text := ""
	for i, one := range f {
		if i > 0 {
			text += "; "
		}
		text += one.Error()
	}
	return text
}

// Err returns the list as an error, nil when it is empty.
func (f Fields) Err() error {
	if len(f) == 0 {
		return nil
	}
	return f
}

// KindOf returns the kind of err, Internal when nobody classified it.
func KindOf(err error) Kind {
	var many Fields
	if errors.As(err, &many) {
		return Invalid
	}
	var one *Fault
	if errors.As(err, &one) {
		return one.Kind
	}
	return Internal
}

// List returns the faults that err carries: one, many or none.
func List(err error) []*Fault {
	var many Fields
	if errors.As(err, &many) {
		return many
	}
	var one *Fault
	if errors.As(err, &one) {
		return []*Fault{one}
	}
	return nil
}
