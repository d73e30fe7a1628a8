package sqldb

import (
	"context"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// stamps counts the commits that touched each table, so that what was read once can
// be kept in memory for as long as nobody has written there.
type stamps struct {
	tables sync.Map      // name of a table: *atomic.Uint64
	other  atomic.Uint64 // commits that may have touched any table
}

func (s *stamps) of(table string) *atomic.Uint64 {
	if known, ok := s.tables.Load(table); ok {
		return known.(*atomic.Uint64)
	}
	fresh, _ := s.tables.LoadOrStore(table, new(atomic.Uint64))
	return fresh.(*atomic.Uint64)
}

// bump counts a commit that wrote to the tables.
func (s *stamps) bump(tables []string) {
	for _, table := range tables {
		if table == anyTable {
			s.other.Add(1)
		} else {
			s.of(table).Add(1)
		}
	}
}

// Stamp changes whenever rows of the tables may have changed. What is read after a
// stamp was taken may be kept, and used while the stamp stays the same: a commit
// through this DB counts before its writer is answered, one of another process
// within a millisecond. sure is false where nobody can tell, as on PostgreSQL; then
// nothing may be kept.
func (db *DB) Stamp(tables ...string) (stamp uint64, sure bool) {
	if db.writer == nil || !db.writer.lookAbroad() {
		return 0, false
	}
	stamp = db.stamps.other.Load()
	for _, table := range tables {
		stamp += db.stamps.of(table).Load() // counters only grow: the same sum means the same counters
	}
	return stamp, true
}

// lookEvery is how long a commit of another process may go unseen.
const lookEvery = time.Millisecond

// lookAbroad finds out whether another process has committed, when nobody has
// looked for a while. While a group runs it holds the lock on the file, so nobody
// else can commit, and its beginning has looked.
func (w *writer) lookAbroad() bool {
	if time.Now().UnixNano()-w.looked.Load() < int64(lookEvery) || !w.using.TryLock() {
		return true
	}
	defer w.using.Unlock()
	return w.conn != nil && w.look() == nil
}

const readVersion = "PRAGMA data_version"

// look counts a commit of another process. SQLite's number differs from the last
// one only by those, and is the connection's own.
func (w *writer) look() error {
	var version int64
	if err := w.on.one(context.Background(), readVersion, nil, []any{&version}); err != nil {
		return err
	}
	if version != w.version {
		w.version = version
		w.stamps.other.Add(1)
	}
	w.looked.Store(time.Now().UnixNano())
	return nil
}

// anyTable stands for a statement that may write anywhere.
const anyTable = "*"

var (
	writesTo  = regexp.MustCompile(`(?i)^\s*(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM)\s+(\w+)`)
	onlyReads = regexp.MustCompile(`(?i)^\s*(?:SELECT|PRAGMA)\b`)
	targets   sync.Map // text of a statement: the table that it writes to
)

// target is the table that a statement writes to, empty when it only reads.
func target(query string) string {
	if known, ok := targets.Load(query); ok {
		return known.(string)
	}
	table := anyTable
	if found := writesTo.FindStringSubmatch(query); found != nil {
		table = strings.ToLower(found[1])
	} else if onlyReads.MatchString(query) {
		table = ""
	}
	targets.Store(query, table)
	return table
}

// Memory keeps what was read from some tables, by key, for as long as nobody writes
// there. It is safe for use by many goroutines.
type Memory[K comparable, V any] struct {
	db     *DB
	tables []string
	most   int

	mu   sync.RWMutex
	kept map[K]remembered[V]
}

type remembered[V any] struct {
	stamp uint64
	value V
}

// NewMemory keeps at most so many values read from the tables; when it is full it
// is emptied and fills again.
func NewMemory[K comparable, V any](db *DB, most int, tables ...string) *Memory[K, V] {
	return &Memory[K, V]{db: db, tables: tables, most: most, kept: map[K]remembered[V]{}}
}

// Get returns what is kept under key, or reads it. An error is not kept. The value
// belongs to all who get it: nobody may change it.
func (m *Memory[K, V]) Get(key K, read func() (V, error)) (V, error) {
	stamp, sure := m.db.Stamp(m.tables...)
	if !sure {
		return read()
	}
	m.mu.RLock()
	found, ok := m.kept[key]
	m.mu.RUnlock()
	if ok && found.stamp == stamp {
		return found.value, nil
	}
	value, err := read()
	if err != nil {
		return value, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.kept) >= m.most {
		clear(m.kept)
	}
	m.kept[key] = remembered[V]{stamp, value}
	return value, nil
}
