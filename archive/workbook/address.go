package workbook

import "strings"

// columnOf is the column of a cell's address, from 0; -1 if it has none.
func columnOf[T string | []byte](address T) int {
	n := 0
	for i := 0; i < len(address); i++ {
		c := address[i]
		switch {
		case c >= 'A' && c <= 'Z':
			n = n*26 + int(c-'A') + 1
		case c >= 'a' && c <= 'z':
			n = n*26 + int(c-'a') + 1
		default:
			return n - 1
		}
		if n > maxColumns {
			return n
		}
	}
	return n - 1
}

// lastColumn is how many columns a range such as A1:AN20 reaches over.
func lastColumn(ref string) int {
	_, to, ok := strings.Cut(ref, ":")
	if !ok {
		return 0
	}
	return min(columnOf(to)+1, maxColumns)
}

// letters name a column: 0 is A, 26 is AA.
func letters(column int) string {
	name := ""
	for n := column + 1; n > 0; n = (n - 1) / 26 {
		name = string(rune('A'+(n-1)%26)) + name
	}
	return name
}
