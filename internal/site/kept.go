package site

import (
	"net/http"
	"sync"
)

// keptLimit bounds how many public pages stay in memory: about 10 MB when full.
const keptLimit = 500

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
// as stamp does not change (the charter's version and the day). page is called
// only when the page is not in memory. A page that turns out to be private, to
// name who is signed in, to be no success or to have a query is shown and not kept;
// readers who are signed in are for Show.
func (s *Site) ShowKept(w http.ResponseWriter, r *http.Request, stamp string, page func() (name string, page Shown, err error)) {
	key := string(LangOf(r)) + r.Header.Get("Save-Data") + " " + r.URL.Path
	if kept, ok := s.kept.find(key, stamp); ok && r.URL.RawQuery == "" {
		s.send(w, r, kept.made, kept.shell)
		return
	}
	name, shown, err := page()
	if err != nil {
		s.Refuse(w, r, err)
		return
	}
	made, err := s.render(name, shown, thorough)
	if err != nil {
		s.broken(w, r, err)
		return
	}
	shell := shown.shell()
	if r.URL.RawQuery == "" && !shell.Private && shell.SignedIn == "" && statusOf(shell) == http.StatusOK {
		s.kept.keep(key, keptPage{stamp: stamp, made: made, shell: Page{Lang: shell.Lang}})
	}
	s.send(w, r, made, shell)
}
