package ledger

import (
	_ "embed"

	"dorgora/internal/message"
)

//go:embed bn.txt
var bn string

//go:embed en.txt
var en string

// Texts is what is wrong with a checkpoint, a proof or a ledger.
var Texts = message.Set{Name: "ledger", Bn: bn, En: en}
