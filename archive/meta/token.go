package meta

import "bytes"

// withoutToken blots out the access token that addresses of answers carry: it
// is the key of whoever asked, not a fact about the ad.
func withoutToken(raw []byte) []byte {
	const key = "access_token="
	i := bytes.Index(raw, []byte(key))
	if i < 0 {
		return raw
	}
	var out []byte
	for i >= 0 {
		i += len(key)
		out = append(out, raw[:i]...)
		raw = raw[i:]
		n := bytes.IndexFunc(raw, func(c rune) bool {
			return !(c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c == '-' || c == '|' || c == '%' || c == '.')
		})
		if n < 0 {
			n = len(raw)
		}
		if n > 0 {
			out = append(out, "REDACTED"...)
		}
		raw = raw[n:]
		i = bytes.Index(raw, []byte(key))
	}
	return append(out, raw...)
}
