package site

import (
	"context"
	"errors"
	"io"
	"net/http"

	"dorgora/internal/fault"
	"dorgora/internal/message"
)

// refusal is the page of something that cannot be done: what happened, what the
// reader can do about it, whom to call.
type refusal struct {
	Page
	Kind    fault.Kind
	Lines   []string // the faults in the reader's words
	Visit   string   // the number under which the office finds it in its log
	Retried bool     // the same request may be sent again
}

// answers is the one table that turns kinds of failure into HTTP statuses.
var answers = map[fault.Kind]int{
	fault.Invalid:     http.StatusUnprocessableEntity,
	fault.Denied:      http.StatusForbidden,
	fault.NotFound:    http.StatusNotFound,
	fault.Conflict:    http.StatusConflict,
	fault.TooLarge:    http.StatusRequestEntityTooLarge,
	fault.TooMany:     http.StatusTooManyRequests,
	fault.Unavailable: http.StatusServiceUnavailable,
	fault.Internal:    http.StatusInternalServerError,
}

// StatusOf returns the HTTP status that answers err.
func StatusOf(err error) int { return answers[fault.KindOf(err)] }

// waits is what Retry-After says, in seconds.
var waits = map[fault.Kind]string{fault.TooMany: "60", fault.Unavailable: "10"}

// Refuse answers r with the reason why it was not done, in the reader's language,
// with the cure and the office's phone. A reader who has left gets nothing.
func (s *Site) Refuse(w http.ResponseWriter, r *http.Request, err error) {
	if errors.Is(err, context.Canceled) && r.Context().Err() != nil {
		return
	}
	kind := fault.KindOf(err)
	s.logRefusal(r, kind, err)
	page := refusal{
		Page:    s.Page(r, "refuse."+string(kind)+".title"),
		Kind:    kind,
		Visit:   visitOf(r.Context()).id,
		Retried: kind == fault.Unavailable || kind == fault.TooMany,
	}
	page.Status = answers[kind]
	page.Private = true
	for _, one := range fault.List(err) {
		if text := page.T(one.Message, one.Args...); page.has(one.Message) && text != page.Title {
			page.Lines = append(page.Lines, text)
		}
	}
	if wait, ok := waits[kind]; ok {
		w.Header().Set("Retry-After", wait)
	}
	made, renderErr := s.render("refusal", page, quick)
	if renderErr != nil {
		s.plain(w, r, renderErr)
		return
	}
	s.send(w, r, made, page.Page)
}

// Cure returns the key of what the reader can do about it.
func (p refusal) Cure() string { return "refuse." + string(p.Kind) + ".cure" }

func (s *Site) logRefusal(r *http.Request, kind fault.Kind, err error) {
	if kind != fault.Internal && kind != fault.Unavailable {
		return
	}
	s.config.Logger.Error("request failed", "visit", visitOf(r.Context()).id,
		"kind", string(kind), "route", r.Pattern, "error", err.Error())
}

// broken answers when a page could not be made.
func (s *Site) broken(w http.ResponseWriter, r *http.Request, err error) {
	s.Refuse(w, r, fault.Wrap(fault.Internal, "refuse.internal.title", err))
}

// plain answers when not even the page of an error can be made.
func (s *Site) plain(w http.ResponseWriter, r *http.Request, err error) {
	s.config.Logger.Error("the page of an error failed", "visit", visitOf(r.Context()).id, "error", err.Error())
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(http.StatusInternalServerError)
	text := s.config.Catalogue.Text(message.Bn, "refuse.plain") + "\n" +
		s.config.Catalogue.Text(message.En, "refuse.plain") + "\n"
	_, _ = io.WriteString(w, text)
}
