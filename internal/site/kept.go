package site

import (
	"net/http"
	"sync"
)

// keptLimit bounds how many public pages stay in memory; at 20 KB each, two
// thousand are 40 MB at the very worst and a few for an ordinary office.
const keptLimit = 2000

// keptPages is public pages as they last left.
type keptPages struct {
	mu    sync.RWMutex
	pages map[string]keptPage
}

type keptPage struct {
	stamp string
	made  answer
	shell Page
}

func (k *keptPages) find(key, stamp string) (keptPage, bool) {
	k.mu.RLock()
	defer k.mu.RUnlock()
	found, ok := k.pages[key]
	return found, ok && found.stamp == stamp
}

func (k *keptPages) keep(key string, page keptPage) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.pages == nil || len(k.pages) >= keptLimit {
		k.pages = map[string]keptPage{}
	}
	k.pages[key] = page
}

// ShowKept is Show for a public page that looks the same to everybody for as long
// as stamp does not change (the charter's version and the day). make is called
// only when the page is not in memory. A page that turns out to be private, to
// name who is signed in or to be no success is shown and not kept; readers who
// are signed in are for Show.
func (s *Site) ShowKept(w http.ResponseWriter, r *http.Request, stamp string, make func() (name string, page Shown, err error)) {
	key := string(LangOf(r)) + r.Header.Get("Save-Data") + " " + r.URL.RequestURI()
	if kept, ok := s.kept.find(key, stamp); ok {
		s.send(w, r, kept.made, kept.shell)
		return
	}
	name, page, err := make()
	if err != nil {
		s.Refuse(w, r, err)
		return
	}
	made, err := s.render(name, page)
	if err != nil {
		s.broken(w, r, err)
		return
	}
	shell := page.shell()
	if !shell.Private && shell.SignedIn == "" && statusOf(shell) == http.StatusOK {
		s.kept.keep(key, keptPage{stamp: stamp, made: made, shell: Page{Lang: shell.Lang}})
	}
	s.send(w, r, made, shell)
}
