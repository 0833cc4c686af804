//go:build !amd64 || purego

package bits

const wide = false

// Plain does nothing: the kernels are plain Go.
func Plain(bool) {}

func or512([]uint64, []*uint64)                    {}
func and512([]uint64, []*uint64)                   {}
func keep512(_, _ []uint64)                        {}
func drop512(_, _ []uint64)                        {}
func differ512(_, _, _ []uint64)                   {}
func halfAdd512(_, _ []uint64) uint64              { return 0 }
func fullAdd512(_, _, _ []uint64)                  {}
func count512([]uint64) int                        { return 0 }
func split512(_, _ []uint64) (int, int)            { return 0, 0 }
func fold512(int, []*uint64, []*uint64) int        { return 0 }
func foldTo512([]uint64, []*uint64, []*uint64) int { return 0 }

func ids512([]uint32, int, []uint64, []uint32, []uint16) (int, int) { return 0, 0 }
