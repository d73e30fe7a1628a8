package sqldb

import (
	"database/sql/driver"

	"modernc.org/sqlite"
)

// CloseLatch pretends that the disk failed with cause.
func (db *DB) CloseLatch(cause error) { db.latch.cause.Store(unconfirmed(cause)) }

// GroupActs is the largest number of acts in one commit.
const GroupActs = groupActs

// NewLiteConnector opens connections the way the pools do.
var NewLiteConnector = newLiteConnector

// InMemory opens databases that vanish, which the house must refuse.
func InMemory(t interface{ Fatal(...any) }) driver.Connector {
	connector, err := sqlite.NewConnector("file::memory:?_pragma=journal_mode(WAL)")
	if err != nil {
		t.Fatal(err)
	}
	return connector
}
