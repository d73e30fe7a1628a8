package stage

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"math/rand/v2"

	"dorgora/charter"
	"dorgora/internal/bench/corpus"
	"dorgora/internal/casework"
	"dorgora/internal/casework/caseworkdb"
	"dorgora/internal/ledger"
)

// tell lets a case go through the engine's own decisions, and returns what is to be
// written, its ledger entries apart.
func tell(one corpus.Case, at house) (caseworkdb.History, []ledger.Entry, error) {
	change, err := decide(one, at)
	if err != nil {
		return caseworkdb.History{}, nil, fmt.Errorf("case %d: %w", one.Place, err)
	}
	entries := change.Entries
	change.Entries = nil
	random := rand.New(rand.NewPCG(one.Seed, 1))
	ready, err := caseworkdb.NewHistory(casework.Key{Value: bits(random), Content: bits(random) + bits(random)}, change)
	return ready, entries, err
}

// decide is all changes of a case as one.
func decide(one corpus.Case, at house) (casework.Change, error) {
	random := rand.New(rand.NewPCG(one.Seed, 0))
	service := at.offer.Services[one.Service%len(at.offer.Services)]
	officer := casework.Actor{Post: service.Post, Person: "bench-officer", Name: "কল্পিত কর্মকর্তা"}
	receipt := casework.Receipt{
		Office: at.id, Number: one.Number, Post: service.Post, Promise: service.Promise, Channel: charter.Web,
		Service: casework.ServiceRef{Key: service.Key, Version: service.Version, Name: service.Short},
		Application: casework.Application{
			For: casework.Self, Name: one.Name, Mobile: one.Mobile, Need: one.Need, Hear: casework.BySMS, Lang: "bn",
		},
	}
	stamp := casework.Stamp{Now: one.Received, Salt: bits(random), Book: at.book}
	if one.Counter {
		receipt.Channel, stamp.Actor = charter.InPerson, officer
	}
	whole, err := casework.Receive(receipt, stamp)
	if err != nil {
		return whole, err
	}
	for _, step := range one.Steps {
		stamp := casework.Stamp{Now: step.At, Salt: bits(random), Actor: officer, Book: at.book}
		if step.Deed == corpus.Answer || step.Deed == corpus.Withdraw {
			stamp.Actor = casework.Applicant
		}
		next, err := do(whole.Case, step, stamp)
		if err != nil {
			return whole, fmt.Errorf("%s: %w", step.Deed, err)
		}
		whole = joined(whole, next)
	}
	return wound(whole, at), nil
}

// do decides one step.
func do(c casework.Case, step corpus.Step, stamp casework.Stamp) (casework.Change, error) {
	switch step.Deed {
	case corpus.Take:
		return c.Take(stamp)
	case corpus.Reply:
		return c.Reply(step.Words, stamp)
	case corpus.Ask:
		return c.Ask([]string{step.Words}, stamp)
	case corpus.Answer:
		return c.Answer(step.Words, nil, stamp)
	case corpus.Refuse:
		return c.Close(casework.End{Outcome: casework.Refused, Sentence: step.Words}, stamp)
	case corpus.Withdraw:
		return c.Withdraw("", stamp)
	}
	return c.Close(casework.End{Outcome: casework.Delivered, Sentence: step.Words}, stamp)
}

// wound sets when the clock itself acts on the case next, as the desk does before it
// writes a change, and commits all acts to the case as it stands then.
func wound(change casework.Change, at house) casework.Change {
	change.Case = change.Case.Wind(at.book)
	return change.Seal()
}

// joined is the next change after those before: the case as it stands after it, and
// the acts and notices of all.
func joined(before, next casework.Change) casework.Change {
	next.Acts = append(before.Acts, next.Acts...)
	next.Entries = append(before.Entries, next.Entries...)
	next.Notices = append(before.Notices, next.Notices...)
	return next
}

// bits is 128 random bits in hex.
func bits(r *rand.Rand) string {
	var raw [16]byte
	binary.BigEndian.PutUint64(raw[:8], r.Uint64())
	binary.BigEndian.PutUint64(raw[8:], r.Uint64())
	return hex.EncodeToString(raw[:])
}
