package rows

import "testing"

func TestAnswerWithoutAds(t *testing.T) {
	const none = "is an answer without ads: ask the source again with other words or dates"
	failed := func(message string) string { return "is an answer with an error, and no ads: " + message }
	for in, want := range map[string]string{
		`{"data":[],"paging":{"next":"x"}}`: none, `[]`: none, `{}`: none, `null`: none, "{\"data\":[]}\n{\"data\":[]}\n": none,
		`{"elements":[],"paging":{"start":0}}`: none, `{"data":{"ads":[],"has_more":false},"error":{"code":"ok","message":""}}`: none,
		`{"political_ads":[],"request_status":"SUCCESS"}`: none, `[{"data":[]},{"data":[]}]`: none, `{"results":[],"score":NaN}`: none,
		`{"error":{"message":"(#10) Not allowed","code":10}}`: failed("(#10) Not allowed"), `{"error":{"code":"scope_not_authorized","message":"No scope"},"data":{}}`: failed("No scope"),
		`{"request_status":"ERROR","debug_message":"","display_message":"Oops"}`: failed("Oops"), `{"errors":[{"message":"Bad thing"}]}`: failed("Bad thing"), `{"errors":["Bad"]}`: failed("Bad"),
		`{"error":"invalid_request","error_description":"Too many"}`: failed("Too many"), `{"error":"quota"}`: failed("quota"), `{"status":401,"message":"Unauthorized"}`: failed("Unauthorized"),
		`{"detail":"Log in first."}`: failed("Log in first."), `{"code":"40001","message":"Bad","data":{}}`: failed("Bad"), `[{"error":{"message":"X1"}}]`: failed("X1"),
		`{"data":[],"error":{"message":"Reduce the amount","code":1}}`: failed("Reduce the amount"), `{"data":[]}` + "\n" + `{"error":{"message":"limit"}}`: failed("limit"),
		"<!DOCTYPE html><html>": "is a web page, not data: the source may ask you to log in, or refuse; fetch it again",
		`{"data":[{"id":"1"}]}`: "", `{"name":"x","message":"y"}`: "", `{"id":"1","tags":[]`: "", "a,b\n1,2\n": "", `[1,2]`: "", `{"features":[{"type":"x"}],"empty":[]}`: "", ``: "",
	} {
		if got := AnswerWithoutAds([]byte(in)).String(); got != want {
			t.Errorf("%s: %q, want %q", in, got, want)
		}
	}
}
