package rows

import (
	"encoding/json"
	"strings"
)

// Word is a JSON string that may come as a number, or as true or false; null is
// blank. A list or an object is an error.
type Word string

// UnmarshalJSON reads it.
func (w *Word) UnmarshalJSON(b []byte) error {
	switch {
	case len(b) == 0 || string(b) == "null":
		*w = ""
	case b[0] == '"':
		var s string
		if err := json.Unmarshal(b, &s); err != nil {
			return err
		}
		*w = Word(strings.TrimSpace(s))
	case b[0] == '{' || b[0] == '[':
		return Bad("bad-json", "a list or an object stands where a word or number should")
	default:
		*w = Word(b)
	}
	return nil
}

// Words is a list of words; one word holds them with commas between.
type Words []string

// UnmarshalJSON reads it.
func (w *Words) UnmarshalJSON(b []byte) error {
	var list []Word
	if len(b) > 0 && b[0] == '[' {
		if err := json.Unmarshal(b, &list); err != nil {
			return err
		}
	} else {
		var one Word
		if err := one.UnmarshalJSON(b); err != nil {
			return err
		}
		for part := range strings.SplitSeq(string(one), ",") {
			list = append(list, Word(strings.TrimSpace(part)))
		}
	}
	for _, x := range list {
		if x != "" {
			*w = append(*w, string(x))
		}
	}
	return nil
}
