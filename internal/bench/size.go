package bench

import (
	"context"
	"debug/elf"
	"os"
)

// size is bar 11: the binary itself, when it is static and stripped.
func (b *bench) size(context.Context) ([]Row, error) {
	row, bound := Row{Bar: "11", Name: "the static, stripped binary", Unit: "MB"}, atMost(25)
	about, err := os.Stat(b.Binary)
	if err != nil {
		return nil, err
	}
	binary, err := elf.Open(b.Binary)
	if err != nil {
		return nil, err
	}
	defer binary.Close()
	for _, part := range binary.Progs {
		if part.Type == elf.PT_INTERP {
			return []Row{unmeasured(row, bound, "this binary is not static; build it with make build")}, nil
		}
	}
	if binary.Section(".symtab") != nil {
		return []Row{unmeasured(row, bound, "this binary is not stripped; build it with make build")}, nil
	}
	return []Row{absolute(row, float64(about.Size())/megabyte, bound)}, nil
}
