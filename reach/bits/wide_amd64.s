//go:build amd64 && !purego

#include "textflag.h"

// Bitmaps are walked 256 bytes at a time, then 64; BX is the byte offset, CX
// the end.

#define MANY(OP) \
	MOVQ dst_base+0(FP), DI; \
	MOVQ dst_len+8(FP), CX; \
	SHLQ $3, CX; \
	MOVQ srcs_base+24(FP), SI; \
	MOVQ srcs_len+32(FP), R8; \
	XORQ BX, BX; \
four: \
	LEAQ 256(BX), AX; \
	CMPQ AX, CX; \
	JA   one; \
	MOVQ (SI), R9; \
	VMOVDQU64 (R9)(BX*1), Z0; \
	VMOVDQU64 64(R9)(BX*1), Z1; \
	VMOVDQU64 128(R9)(BX*1), Z2; \
	VMOVDQU64 192(R9)(BX*1), Z3; \
	MOVQ $1, R10; \
	JMP  fourcheck; \
fourinner: \
	MOVQ (SI)(R10*8), R9; \
	OP   (R9)(BX*1), Z0, Z0; \
	OP   64(R9)(BX*1), Z1, Z1; \
	OP   128(R9)(BX*1), Z2, Z2; \
	OP   192(R9)(BX*1), Z3, Z3; \
	INCQ R10; \
fourcheck: \
	CMPQ R10, R8; \
	JLT  fourinner; \
	VMOVDQU64 Z0, (DI)(BX*1); \
	VMOVDQU64 Z1, 64(DI)(BX*1); \
	VMOVDQU64 Z2, 128(DI)(BX*1); \
	VMOVDQU64 Z3, 192(DI)(BX*1); \
	MOVQ AX, BX; \
	JMP  four; \
one: \
	CMPQ BX, CX; \
	JAE  done; \
	MOVQ (SI), R9; \
	VMOVDQU64 (R9)(BX*1), Z0; \
	MOVQ $1, R10; \
	JMP  onecheck; \
oneinner: \
	MOVQ (SI)(R10*8), R9; \
	OP   (R9)(BX*1), Z0, Z0; \
	INCQ R10; \
onecheck: \
	CMPQ R10, R8; \
	JLT  oneinner; \
	VMOVDQU64 Z0, (DI)(BX*1); \
	ADDQ $64, BX; \
	JMP  one; \
done: \
	VZEROUPPER; \
	RET

// func or512(dst []uint64, srcs []*uint64)
TEXT ·or512(SB), NOSPLIT, $0-48
	MANY(VPORQ)

// func and512(dst []uint64, srcs []*uint64)
TEXT ·and512(SB), NOSPLIT, $0-48
	MANY(VPANDQ)

// func keep512(dst, src []uint64)
TEXT ·keep512(SB), NOSPLIT, $0-48
	MOVQ dst_base+0(FP), DI
	MOVQ dst_len+8(FP), CX
	SHLQ $3, CX
	MOVQ src_base+24(FP), SI
	XORQ BX, BX
loop:
	VMOVDQU64 (DI)(BX*1), Z0
	VPANDQ    (SI)(BX*1), Z0, Z0
	VMOVDQU64 Z0, (DI)(BX*1)
	ADDQ $64, BX
	CMPQ BX, CX
	JB   loop
	VZEROUPPER
	RET

// func drop512(dst, src []uint64)
TEXT ·drop512(SB), NOSPLIT, $0-48
	MOVQ dst_base+0(FP), DI
	MOVQ dst_len+8(FP), CX
	SHLQ $3, CX
	MOVQ src_base+24(FP), SI
	XORQ BX, BX
loop:
	VMOVDQU64 (SI)(BX*1), Z0
	VPANDNQ   (DI)(BX*1), Z0, Z0
	VMOVDQU64 Z0, (DI)(BX*1)
	ADDQ $64, BX
	CMPQ BX, CX
	JB   loop
	VZEROUPPER
	RET

// func differ512(dst, a, b []uint64)
TEXT ·differ512(SB), NOSPLIT, $0-72
	MOVQ dst_base+0(FP), DI
	MOVQ dst_len+8(FP), CX
	SHLQ $3, CX
	MOVQ a_base+24(FP), SI
	MOVQ b_base+48(FP), DX
	XORQ BX, BX
loop:
	VMOVDQU64 (SI)(BX*1), Z0
	VPXORQ    (DX)(BX*1), Z0, Z0
	VPANDNQ   (DI)(BX*1), Z0, Z0
	VMOVDQU64 Z0, (DI)(BX*1)
	ADDQ $64, BX
	CMPQ BX, CX
	JB   loop
	VZEROUPPER
	RET

// func halfAdd512(sum, carry []uint64) (some uint64)
TEXT ·halfAdd512(SB), NOSPLIT, $0-56
	MOVQ sum_base+0(FP), DI
	MOVQ sum_len+8(FP), CX
	SHLQ $3, CX
	MOVQ carry_base+24(FP), SI
	XORQ BX, BX
	VPXORQ Z4, Z4, Z4
loop:
	VMOVDQU64 (DI)(BX*1), Z0
	VMOVDQU64 (SI)(BX*1), Z1
	VPXORQ    Z1, Z0, Z2
	VPANDQ    Z1, Z0, Z3
	VPORQ     Z3, Z4, Z4
	VMOVDQU64 Z2, (DI)(BX*1)
	VMOVDQU64 Z3, (SI)(BX*1)
	ADDQ $64, BX
	CMPQ BX, CX
	JB   loop
	VPTESTMQ Z4, Z4, K1
	KMOVW K1, AX
	MOVQ AX, some+48(FP)
	VZEROUPPER
	RET

// func fullAdd512(sum, a, b []uint64)
TEXT ·fullAdd512(SB), NOSPLIT, $0-72
	MOVQ sum_base+0(FP), DI
	MOVQ sum_len+8(FP), CX
	SHLQ $3, CX
	MOVQ a_base+24(FP), SI
	MOVQ b_base+48(FP), DX
	XORQ BX, BX
loop:
	VMOVDQU64 (DI)(BX*1), Z0
	VMOVDQU64 (SI)(BX*1), Z1
	VMOVDQU64 (DX)(BX*1), Z2
	VMOVDQA64 Z0, Z3
	VPTERNLOGQ $0x96, Z2, Z1, Z3 // the odd ones of three
	VPTERNLOGQ $0xE8, Z2, Z1, Z0 // the majority of three
	VMOVDQU64 Z3, (DI)(BX*1)
	VMOVDQU64 Z0, (DX)(BX*1)
	ADDQ $64, BX
	CMPQ BX, CX
	JB   loop
	VZEROUPPER
	RET

// SUM adds the eight lanes of Z up in AX; Y and X are its lower parts.
#define SUM(Z, Y, X) \
	VEXTRACTI64X4 $1, Z, Y15; \
	VPADDQ Y15, Y, Y; \
	VEXTRACTI128 $1, Y, X15; \
	VPADDQ X15, X, X; \
	VPSRLDQ $8, X, X15; \
	VPADDQ X15, X, X; \
	VMOVQ X, AX

// func count512(a []uint64) int
TEXT ·count512(SB), NOSPLIT, $0-32
	MOVQ a_base+0(FP), SI
	MOVQ a_len+8(FP), CX
	SHLQ $3, CX
	XORQ BX, BX
	VPXORQ Z0, Z0, Z0
loop:
	VPOPCNTQ (SI)(BX*1), Z1
	VPADDQ Z1, Z0, Z0
	ADDQ $64, BX
	CMPQ BX, CX
	JB   loop
	SUM(Z0, Y0, X0)
	MOVQ AX, ret+24(FP)
	VZEROUPPER
	RET

// func split512(yes, maybe []uint64) (surely, possibly int)
TEXT ·split512(SB), NOSPLIT, $0-64
	MOVQ yes_base+0(FP), SI
	MOVQ yes_len+8(FP), CX
	SHLQ $3, CX
	MOVQ maybe_base+24(FP), DI
	XORQ BX, BX
	VPXORQ Z0, Z0, Z0
	VPXORQ Z1, Z1, Z1
loop:
	VMOVDQU64 (SI)(BX*1), Z2
	VPANDNQ   (DI)(BX*1), Z2, Z3
	VMOVDQU64 Z3, (DI)(BX*1)
	VPOPCNTQ Z2, Z2
	VPOPCNTQ Z3, Z3
	VPADDQ Z2, Z0, Z0
	VPADDQ Z3, Z1, Z1
	ADDQ $64, BX
	CMPQ BX, CX
	JB   loop
	SUM(Z0, Y0, X0)
	MOVQ AX, surely+48(FP)
	SUM(Z1, Y1, X1)
	MOVQ AX, possibly+56(FP)
	VZEROUPPER
	RET

// FOLD leaves in Z0..Z3 the bits at offset BX of 256 bytes that are in all of
// SI (R8 pointers) and in none of DX (R11 pointers).
#define FOLD4(NEXTIN, CHECKIN, NEXTOUT, CHECKOUT) \
	MOVQ (SI), R9; \
	VMOVDQU64 (R9)(BX*1), Z0; \
	VMOVDQU64 64(R9)(BX*1), Z1; \
	VMOVDQU64 128(R9)(BX*1), Z2; \
	VMOVDQU64 192(R9)(BX*1), Z3; \
	MOVQ $1, R10; \
	JMP  CHECKIN; \
NEXTIN: \
	MOVQ (SI)(R10*8), R9; \
	VPANDQ (R9)(BX*1), Z0, Z0; \
	VPANDQ 64(R9)(BX*1), Z1, Z1; \
	VPANDQ 128(R9)(BX*1), Z2, Z2; \
	VPANDQ 192(R9)(BX*1), Z3, Z3; \
	INCQ R10; \
CHECKIN: \
	CMPQ R10, R8; \
	JLT  NEXTIN; \
	XORQ R10, R10; \
	JMP  CHECKOUT; \
NEXTOUT: \
	MOVQ (DX)(R10*8), R9; \
	VMOVDQU64 (R9)(BX*1), Z4; \
	VPANDNQ Z0, Z4, Z0; \
	VMOVDQU64 64(R9)(BX*1), Z5; \
	VPANDNQ Z1, Z5, Z1; \
	VMOVDQU64 128(R9)(BX*1), Z6; \
	VPANDNQ Z2, Z6, Z2; \
	VMOVDQU64 192(R9)(BX*1), Z7; \
	VPANDNQ Z3, Z7, Z3; \
	INCQ R10; \
CHECKOUT: \
	CMPQ R10, R11; \
	JLT  NEXTOUT

#define FOLD1(NEXTIN, CHECKIN, NEXTOUT, CHECKOUT) \
	MOVQ (SI), R9; \
	VMOVDQU64 (R9)(BX*1), Z0; \
	MOVQ $1, R10; \
	JMP  CHECKIN; \
NEXTIN: \
	MOVQ (SI)(R10*8), R9; \
	VPANDQ (R9)(BX*1), Z0, Z0; \
	INCQ R10; \
CHECKIN: \
	CMPQ R10, R8; \
	JLT  NEXTIN; \
	XORQ R10, R10; \
	JMP  CHECKOUT; \
NEXTOUT: \
	MOVQ (DX)(R10*8), R9; \
	VMOVDQU64 (R9)(BX*1), Z4; \
	VPANDNQ Z0, Z4, Z0; \
	INCQ R10; \
CHECKOUT: \
	CMPQ R10, R11; \
	JLT  NEXTOUT

#define TALLY(Z) \
	VPOPCNTQ Z, Z; \
	VPADDQ Z, Z8, Z8

// func fold512(n int, in, out []*uint64) int
TEXT ·fold512(SB), NOSPLIT, $0-64
	MOVQ n+0(FP), CX
	SHLQ $3, CX
	MOVQ in_base+8(FP), SI
	MOVQ in_len+16(FP), R8
	MOVQ out_base+32(FP), DX
	MOVQ out_len+40(FP), R11
	XORQ BX, BX
	VPXORQ Z8, Z8, Z8
four:
	LEAQ 256(BX), AX
	CMPQ AX, CX
	JA   one
	FOLD4(a1, a2, a3, a4)
	TALLY(Z0)
	TALLY(Z1)
	TALLY(Z2)
	TALLY(Z3)
	MOVQ AX, BX
	JMP  four
one:
	CMPQ BX, CX
	JAE  done
	FOLD1(b1, b2, b3, b4)
	TALLY(Z0)
	ADDQ $64, BX
	JMP  one
done:
	SUM(Z8, Y8, X8)
	MOVQ AX, ret+56(FP)
	VZEROUPPER
	RET

// func foldTo512(dst []uint64, in, out []*uint64) int
TEXT ·foldTo512(SB), NOSPLIT, $0-80
	MOVQ dst_base+0(FP), DI
	MOVQ dst_len+8(FP), CX
	SHLQ $3, CX
	MOVQ in_base+24(FP), SI
	MOVQ in_len+32(FP), R8
	MOVQ out_base+48(FP), DX
	MOVQ out_len+56(FP), R11
	XORQ BX, BX
	VPXORQ Z8, Z8, Z8
four:
	LEAQ 256(BX), AX
	CMPQ AX, CX
	JA   one
	FOLD4(a1, a2, a3, a4)
	VMOVDQU64 Z0, (DI)(BX*1)
	VMOVDQU64 Z1, 64(DI)(BX*1)
	VMOVDQU64 Z2, 128(DI)(BX*1)
	VMOVDQU64 Z3, 192(DI)(BX*1)
	TALLY(Z0)
	TALLY(Z1)
	TALLY(Z2)
	TALLY(Z3)
	MOVQ AX, BX
	JMP  four
one:
	CMPQ BX, CX
	JAE  done
	FOLD1(b1, b2, b3, b4)
	VMOVDQU64 Z0, (DI)(BX*1)
	TALLY(Z0)
	ADDQ $64, BX
	JMP  one
done:
	SUM(Z8, Y8, X8)
	MOVQ AX, ret+72(FP)
	VZEROUPPER
	RET

// HALF writes the ids of the bits of AX (at most 32) that stand OFF bytes from
// DX; Z0 holds the base 16 times. The ids are packed while they are 16-bit
// offsets, 32 at a time: the shuffles are what this takes its time for.
#define HALF(OFF, MORE, BACK) \
	KMOVD AX, K1; \
	VMOVDQU16 OFF(DX), Z1; \
	VPCOMPRESSW Z1, K1, Z1; \
	VPMOVZXWD Y1, Z2; \
	VPADDD Z0, Z2, Z2; \
	VMOVDQU32 Z2, (DI); \
	POPCNTL AX, R9; \
	CMPL R9, $16; \
	JHI  MORE; \
BACK: \
	LEAQ (DI)(R9*4), DI

#define SECOND(MORE, BACK) \
MORE: \
	VEXTRACTI64X4 $1, Z1, Y2; \
	VPMOVZXWD Y2, Z2; \
	VPADDD Z0, Z2, Z2; \
	VMOVDQU32 Z2, 64(DI); \
	JMP BACK

// func ids512(dst []uint32, at int, set []uint64, base []uint32, low []uint16) (end, done int)
TEXT ·ids512(SB), NOSPLIT, $0-120
	MOVQ dst_base+0(FP), R12
	MOVQ at+24(FP), DI
	LEAQ (R12)(DI*4), DI
	MOVQ set_base+32(FP), SI
	MOVQ set_len+40(FP), CX
	MOVQ base_base+56(FP), R8
	MOVQ low_base+80(FP), DX
	XORQ BX, BX
loop:
	CMPQ BX, CX
	JGE  done
	MOVL (R8)(BX*4), R10
	CMPL R10, $-1
	JEQ  done
	PREFETCHT0 8192(DX)
	PREFETCHT0 8256(DX)
	MOVQ (SI)(BX*8), R11
	TESTQ R11, R11
	JZ   next
	VPBROADCASTD (R8)(BX*4), Z0
	MOVL R11, AX
	HALF(0, more1, back1)
	MOVQ R11, AX
	SHRQ $32, AX
	HALF(64, more2, back2)
next:
	ADDQ $128, DX
	INCQ BX
	JMP  loop
SECOND(more1, back1)
SECOND(more2, back2)
done:
	SUBQ R12, DI
	SHRQ $2, DI
	MOVQ DI, end+104(FP)
	MOVQ BX, done+112(FP)
	VZEROUPPER
	RET
