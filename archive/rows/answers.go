package rows

import (
	"bytes"
	"encoding/json"
	"strings"

	"github.com/contrechamp/contrechamp"
)

// AnswerWithoutAds says what a text is that holds no ad: an answer that found
// none, an error in the source's own words, or a web page. It is empty for
// anything else.
func AnswerWithoutAds(head []byte) contrechamp.Sentence {
	start := bytes.TrimSpace(head)
	if lower := bytes.ToLower(start[:min(len(start), 20)]); bytes.HasPrefix(lower, []byte("<!doctype html")) || bytes.HasPrefix(lower, []byte("<html")) {
		return contrechamp.Say("is a web page, not data: the source may ask you to log in, or refuse; fetch it again")
	}
	if len(start) == 0 || start[0] != '{' && start[0] != '[' && string(start) != "null" {
		return contrechamp.Sentence{}
	}
	answers := 0
	for d := json.NewDecoder(bytes.NewReader(WithoutBareWords(head))); ; answers++ {
		var answer any
		if err := d.Decode(&answer); err != nil {
			if answers == 0 || d.More() {
				return contrechamp.Sentence{} // cut off, or no JSON
			}
			return contrechamp.Say("is an answer without ads: ask the source again with other words or dates")
		}
		list, ok := answer.([]any)
		if !ok {
			list = []any{answer}
		}
		for _, one := range list {
			object, ok := one.(map[string]any)
			if !ok && one != nil {
				return contrechamp.Sentence{}
			}
			if message := errorIn(object); message != "" {
				return contrechamp.Say("is an answer with an error, and no ads: {message}", "message", message)
			}
			if !holdsNothing(object, mostLevels) {
				return contrechamp.Sentence{}
			}
		}
	}
}

// holdsNothing says whether an answer is empty: it has an empty list or is empty
// itself, and none of its lists holds an object.
func holdsNothing(answer map[string]any, levels int) bool {
	empty := len(answer) == 0
	for _, v := range answer {
		switch x := v.(type) {
		case []any:
			if len(x) == 0 {
				empty = true
				continue
			}
			for _, e := range x {
				if _, ok := e.(map[string]any); ok {
					return false
				}
			}
		case map[string]any:
			if len(x) > 0 && levels > 0 && holdsNothing(x, levels-1) {
				empty = true
			}
		}
	}
	return empty
}

// AnswerError is the message of an answer that is an error, "" for anything else.
func AnswerError(answer []byte) string {
	var object map[string]any
	if json.Unmarshal(WithoutBareWords(answer), &object) != nil {
		return ""
	}
	return errorIn(object)
}

// errorIn finds the message of an error in an answer as Meta, Snap, TikTok,
// LinkedIn, X and web servers in general write them.
func errorIn(answer map[string]any) string {
	text := func(object map[string]any, names ...string) string {
		for _, n := range names {
			if s, ok := object[n].(string); ok && strings.TrimSpace(s) != "" {
				return strings.TrimSpace(s)
			}
		}
		return ""
	}
	words := []string{"message", "error_user_msg", "display_message", "debug_message", "error_description", "detail", "title", "error_code", "code"}
	switch e := answer["error"].(type) {
	case string:
		if s := text(answer, "error_description", "message"); s != "" {
			return s
		}
		return strings.TrimSpace(e)
	case map[string]any:
		if code, _ := e["code"].(string); code != "ok" && code != "OK" {
			if s := text(e, words...); s != "" {
				return s
			}
		}
	}
	if list, ok := answer["errors"].([]any); ok && len(list) > 0 {
		switch e := list[0].(type) {
		case string:
			return e
		case map[string]any:
			if s := text(e, words...); s != "" {
				return s
			}
		}
	}
	if strings.EqualFold(text(answer, "request_status"), "ERROR") {
		if s := text(answer, words...); s != "" {
			return s
		}
		return "ERROR"
	}
	// An answer that is nothing but a message and its marks.
	for key, v := range answer {
		switch key {
		case "message", "detail", "title", "status", "code", "type", "serviceErrorCode", "documentation_url", "request_id", "error_code", "timestamp", "path", "instance":
		default:
			if object, ok := v.(map[string]any); v != nil && (!ok || len(object) > 0) {
				return ""
			}
		}
	}
	return text(answer, "message", "detail", "title")
}
