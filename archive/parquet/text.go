package parquet

import (
	"math"
	"math/big"
	"strconv"
	"time"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"
)

// textOf is how values of a type are written, by its logical type where it has one.
func textOf(t parquet.Type) func(parquet.Value) ([]byte, bool) {
	write := plain
	var logical format.LogicalTypeValue
	if l := t.LogicalType(); l != nil {
		logical = l.Value
	}
	switch l := logical.(type) {
	case *format.DateType:
		write = func(v parquet.Value) ([]byte, bool) {
			return appendString(nil, time.Unix(int64(v.Int32())*86400, 0).UTC().Format(time.DateOnly)), true
		}
	case *format.TimestampType:
		unit := time.Nanosecond
		if l.Unit.Value != nil {
			unit = l.Unit.Value.Duration()
		}
		write = func(v parquet.Value) ([]byte, bool) { return moment(v.Int64(), unit) }
	case *format.DecimalType:
		write = func(v parquet.Value) ([]byte, bool) { return decimal(v, int(l.Scale)) }
	case *format.IntType:
		if !l.IsSigned {
			write = unsigned
		}
	}
	return func(v parquet.Value) ([]byte, bool) {
		if v.IsNull() {
			return nil, false
		}
		return write(v)
	}
}

func unsigned(v parquet.Value) ([]byte, bool) {
	if v.Kind() == parquet.Int32 {
		return strconv.AppendUint(nil, uint64(v.Uint32()), 10), true
	}
	return strconv.AppendUint(nil, v.Uint64(), 10), true
}

// moment writes a time; one at midnight, as pandas keeps days, is a day.
func moment(n int64, unit time.Duration) ([]byte, bool) {
	if unit <= 0 || unit > time.Second {
		return nil, false
	}
	per := int64(time.Second / unit)
	seconds, rest := n/per, n%per
	t := time.Unix(seconds, rest*int64(unit)).UTC()
	if t.Equal(t.Truncate(24 * time.Hour)) {
		return appendString(nil, t.Format(time.DateOnly)), true
	}
	return appendString(nil, t.Format(time.RFC3339)), true
}

// decimal writes a decimal by its digits.
func decimal(v parquet.Value, scale int) ([]byte, bool) {
	var n big.Int
	switch v.Kind() {
	case parquet.Int32:
		n.SetInt64(int64(v.Int32()))
	case parquet.Int64:
		n.SetInt64(v.Int64())
	default: // two's complement, most significant byte first
		b := v.ByteArray()
		n.SetBytes(b)
		if len(b) > 0 && b[0]&0x80 != 0 {
			n.Sub(&n, new(big.Int).Lsh(big.NewInt(1), uint(8*len(b))))
		}
	}
	if scale < 0 || scale > 100 {
		return nil, false
	}
	digits := new(big.Int).Abs(&n).String()
	for len(digits) <= scale {
		digits = "0" + digits
	}
	if scale > 0 {
		digits = digits[:len(digits)-scale] + "." + digits[len(digits)-scale:]
	}
	if n.Sign() < 0 {
		digits = "-" + digits
	}
	return []byte(digits), true
}

// plain writes a value by its physical type.
func plain(v parquet.Value) ([]byte, bool) {
	switch v.Kind() {
	case parquet.Boolean:
		return strconv.AppendBool(nil, v.Boolean()), true
	case parquet.Int32:
		return strconv.AppendInt(nil, int64(v.Int32()), 10), true
	case parquet.Int64:
		return strconv.AppendInt(nil, v.Int64(), 10), true
	case parquet.Int96:
		i := v.Int96() // nanoseconds of the day, and the Julian day, of which 2440588 is 1 January 1970
		return moment((int64(i[2])-2_440_588)*86_400_000_000_000+int64(uint64(i[1])<<32|uint64(i[0])), time.Nanosecond)
	case parquet.Float:
		return float(float64(v.Float()), 32)
	case parquet.Double:
		return float(v.Double(), 64)
	}
	return appendString(nil, string(v.ByteArray())), true
}

// float writes a number without an exponent as long as it is whole and exact.
func float(x float64, bits int) ([]byte, bool) {
	switch {
	case math.IsNaN(x) || math.IsInf(x, 0):
		return nil, false
	case x == math.Trunc(x) && math.Abs(x) < 1<<53:
		return strconv.AppendFloat(nil, x, 'f', -1, bits), true
	}
	return strconv.AppendFloat(nil, x, 'g', -1, bits), true
}
