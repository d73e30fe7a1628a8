package catalogue

import (
	"context"
	"sync"
	"time"

	"dorgora/charter"
	"dorgora/internal/fault"
)

// Offer is what an office offers under one version, ready to be looked up and
// searched. It does not change and may be used by many at once.
type Offer struct {
	Version  Version
	Services []Service
	index    func() *Index // built by the first search: most visits are to one page
}

// NewOffer prepares a version for look-up and search.
func NewOffer(version Version, services []Service) *Offer {
	return &Offer{Version: version, Services: services, index: sync.OnceValue(func() *Index { return NewIndex(services) })}
}

// Service finds a service by the last step of its address: by its slug, or else by
// the key that the slug begins with. Compare the Slug of what comes back to tell
// an old address. fault.NotFound when there is none.
func (o *Offer) Service(slug string) (Service, error) {
	key := KeyOf(slug)
	for _, one := range o.Services {
		if one.Slug == slug || one.Key == key {
			return one, nil
		}
	}
	return Service{}, fault.New(fault.NotFound, "catalogue.service.missing")
}

// Group lists the services of a group in printed order.
func (o *Offer) Group(group charter.Group) []Service {
	var list []Service
	for _, one := range o.Services {
		if one.Group == group {
			list = append(list, one)
		}
	}
	return list
}

// Search finds services; see Index.Search.
func (o *Offer) Search(query string) []Hit { return o.index().Search(query) }

// Shelf gives the offers of offices and keeps those used last in memory. It may be
// used by many at once.
type Shelf struct {
	versions Versions
	most     int

	mu    sync.Mutex
	kept  map[place]*Offer
	order []place // the one used last stands last
}

type place struct {
	office string
	number int
}

// NewShelf keeps at most so many offers in memory.
func NewShelf(versions Versions, most int) *Shelf {
	return &Shelf{versions: versions, most: max(most, 1), kept: map[place]*Offer{}}
}

// At gives what binds an office for what is received at the instant;
// fault.NotFound "catalogue.unpublished" when it has published nothing by then.
func (s *Shelf) At(ctx context.Context, office string, at time.Time) (*Offer, error) {
	number, err := s.inForce(ctx, office, at)
	if err != nil {
		return nil, err
	}
	return s.Version(ctx, office, number)
}

func (s *Shelf) inForce(ctx context.Context, office string, at time.Time) (int, error) {
	number, err := s.versions.InForce(ctx, office, at)
	if fault.KindOf(err) == fault.NotFound && err != nil {
		return 0, Unpublished()
	}
	return number, err
}

// Unpublished is the fault of an office without a charter in force.
func Unpublished() *fault.Fault { return fault.New(fault.NotFound, "catalogue.unpublished") }

// Version gives one version of an office, in force or not.
func (s *Shelf) Version(ctx context.Context, office string, number int) (*Offer, error) {
	at := place{office, number}
	if offer := s.take(at); offer != nil {
		return offer, nil
	}
	version, err := s.versions.Version(ctx, office, number)
	if err != nil {
		return nil, err
	}
	services, err := s.versions.Services(ctx, office, number)
	if err != nil {
		return nil, err
	}
	offer := NewOffer(version, services)
	s.put(at, offer)
	return offer, nil
}

// ServiceAt finds the service of an office that is in force at an instant. Where the
// store can read one service by itself, the offer of an office that nobody looks at
// is not read for its sake.
func (s *Shelf) ServiceAt(ctx context.Context, office, slug string, at time.Time) (Service, error) {
	number, err := s.inForce(ctx, office, at)
	if err != nil {
		return Service{}, err
	}
	single, able := s.versions.(interface {
		Service(ctx context.Context, office string, number int, slug string) (Service, error)
	})
	if offer := s.take(place{office, number}); offer == nil && able {
		return single.Service(ctx, office, number, slug)
	}
	return s.ServiceIn(ctx, office, slug, number)
}

// ServiceIn finds the service as it stood in a version, by key or slug.
func (s *Shelf) ServiceIn(ctx context.Context, office, slug string, number int) (Service, error) {
	offer, err := s.Version(ctx, office, number)
	if err != nil {
		return Service{}, err
	}
	return offer.Service(slug)
}

func (s *Shelf) take(at place) *Offer {
	s.mu.Lock()
	defer s.mu.Unlock()
	offer := s.kept[at]
	if offer != nil {
		s.touch(at)
	}
	return offer
}

func (s *Shelf) put(at place, offer *Offer) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.kept[at] = offer
	s.touch(at)
	for len(s.order) > s.most {
		delete(s.kept, s.order[0])
		s.order = s.order[1:]
	}
}

// touch moves at to the end of the order.
func (s *Shelf) touch(at place) {
	for i, one := range s.order {
		if one == at {
			s.order = append(s.order[:i], s.order[i+1:]...)
			break
		}
	}
	s.order = append(s.order, at)
}
