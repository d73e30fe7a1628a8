package sqldb

import "context"

// Row reads one committed row into dest. No row is fault.NotFound
// "record.missing".
func (db *DB) Row(ctx context.Context, query string, args []any, dest ...any) error {
	return db.answer(db.reads.one(ctx, query, args, dest))
}

// Rows calls scan for every committed row that query finds. scan may not
// query; an error of scan ends the reading and is returned as it is.
func (db *DB) Rows(ctx context.Context, query string, args []any, scan func(Scanner) error) error {
	refused, err := db.reads.each(ctx, query, args, scan)
	if refused != nil {
		return refused
	}
	return db.answer(err)
}

// answer classifies an error of a read, and latches when the disk is bad.
func (db *DB) answer(err error) error {
	if err != nil {
		db.latch.watch(err, false)
	}
	return classify(err)
}
