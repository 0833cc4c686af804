//go:build amd64 && !purego

package bits

import "golang.org/x/sys/cpu"

// wide says that the processor can run the kernels of this file.
var wide = able

var able = cpu.X86.HasAVX512F && cpu.X86.HasAVX512BW && cpu.X86.HasAVX512VBMI2 && cpu.X86.HasAVX512VPOPCNTDQ && cpu.X86.HasPOPCNT

// Plain makes the kernels run in their plain Go form, or no longer, so that
// both can be measured in one run. It is not safe while kernels run.
func Plain(on bool) { wide = able && !on }

// In all of them lengths are multiples of 8 words.

//go:noescape
func or512(dst []uint64, srcs []*uint64)

//go:noescape
func and512(dst []uint64, srcs []*uint64)

//go:noescape
func keep512(dst, src []uint64)

//go:noescape
func drop512(dst, src []uint64)

//go:noescape
func differ512(dst, a, b []uint64)

//go:noescape
func halfAdd512(sum, carry []uint64) (some uint64)

//go:noescape
func fullAdd512(sum, a, b []uint64)

//go:noescape
func count512(a []uint64) int

//go:noescape
func split512(yes, maybe []uint64) (surely, possibly int)

//go:noescape
func fold512(n int, in, out []*uint64) int

//go:noescape
func foldTo512(dst []uint64, in, out []*uint64) int

// ids512 writes ids from dst[at] on until a word with a wide base; it gives
// the new end and the number of words done.
//
//go:noescape
func ids512(dst []uint32, at int, set []uint64, base []uint32, low []uint16) (end, done int)
