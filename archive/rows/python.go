package rows

// PythonToJSON rewrites lists and dictionaries as Python prints them, with
// single quotes and True, False, None, as JSON. What is neither comes out as
// something that is no valid JSON.
func PythonToJSON(s []byte) []byte {
	out := make([]byte, 0, len(s)+16)
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c != '\'' && c != '"' {
			word := false
			for _, w := range [...][2]string{{"True", "true"}, {"False", "false"}, {"None", "null"}, {"nan", "null"}} {
				if len(s)-i >= len(w[0]) && string(s[i:i+len(w[0])]) == w[0] {
					out = append(out, w[1]...)
					i += len(w[0]) - 1
					word = true
					break
				}
			}
			if !word {
				out = append(out, c)
			}
			continue
		}
		out = append(out, '"')
		for i++; i < len(s) && s[i] != c; i++ {
			switch {
			case s[i] == '"':
				out = append(out, '\\', '"')
			case s[i] == '\\' && i+1 < len(s):
				i++
				out = appendEscape(out, s, &i)
			case s[i] < ' ':
				const hex = "0123456789abcdef"
				out = append(out, '\\', 'u', '0', '0', hex[s[i]>>4], hex[s[i]&15])
			default:
				out = append(out, s[i])
			}
		}
		out = append(out, '"')
	}
	return out
}

// appendEscape writes the escape whose letter stands at i.
func appendEscape(out, s []byte, i *int) []byte {
	switch c := s[*i]; c {
	case '\'':
		return append(out, '\'')
	case 'x': // \xa0 is the character of that number
		if *i+2 < len(s) {
			out = append(out, '\\', 'u', '0', '0', s[*i+1], s[*i+2])
			*i += 2
			return out
		}
		return append(out, '\\', 'x')
	default:
		return append(out, '\\', c)
	}
}
