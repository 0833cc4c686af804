package say

import (
	"encoding/json"
	"slices"
)

// IDs lists the messages of a pair of files, messages/NAME.fr.json and
// NAME.en.json, in order.
func IDs(name string) []string {
	var out []string
	data, err := messageFiles.ReadFile("messages/" + name + "." + string(EN) + ".json")
	if err != nil {
		return nil // a test reads every file
	}
	var all map[string]json.RawMessage
	if json.Unmarshal(data, &all) == nil {
		for id := range all {
			out = append(out, id)
		}
	}
	slices.Sort(out)
	return out
}

// Raw is a message for a program that fills its blanks by itself: they stand in
// it as {name}. Blanks are those that the message names.
func (l Lang) Raw(id string) string {
	pairs := make([]any, 0, 2*len(rawBlanks))
	for _, name := range rawBlanks {
		pairs = append(pairs, name, "{"+name+"}")
	}
	return l.T(id, pairs...)
}

// rawBlanks are the blanks that messages for programs may have.
var rawBlanks = []string{"n", "x", "y", "a", "b", "age", "place", "list"}
