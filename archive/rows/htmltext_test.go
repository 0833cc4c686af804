package rows

import (
	"slices"
	"testing"
)

func TestHTMLText(t *testing.T) {
	for in, want := range map[string]string{
		"<p>One<br>two</p><p> <b>three</b>  four</p>":        "One\ntwo\nthree four",
		"a<script>alert('x')</script>b<style>c</style>":      "ab",
		"&lt;script&gt; &amp; <i":                            "<script> &",
		"<span>#</span><span>resist</span> is <a>now</a>.":   "#resist is now.",
		"plain > text < unclosed <img src=x onerror=y> tail": "plain > text < unclosed tail",
	} {
		if got := HTMLText(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
	if _, links, _ := HTMLRead(`<a href="javascript:x">a</a><a href="https://a.example/">b</a>`); !slices.Equal(links, []string{"https://a.example/"}) {
		t.Errorf("links %q", links)
	}
}
