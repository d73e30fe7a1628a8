// Package migrations holds the schema of the database, one file a step, in one
// order for the whole house and one text for both engines. A file that has been
// released is never changed: the next step is the next file.
package migrations

import "embed"

// Files are the steps, NNNN_name.sql.
//
//go:embed *.sql
var Files embed.FS
