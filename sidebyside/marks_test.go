package sidebyside

import (
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/contrechamp/contrechamp/lab"
)

func TestMarksAreKept(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a", "marks.ndjson")
	if m, err := LoadMarks(path); err != nil || m != nil {
		t.Fatalf("%v, %v", m, err)
	}
	id := PairID("Plus de péage!", "Le péage reste")
	if id != PairID("LE PÉAGE RESTE", "plus de peage") || id == PairID("Plus de péage", "Le tram reste") {
		t.Error("a pair is not named by its words")
	}
	want := []Mark{
		{Pair: id, Verdict: Contradicts, By: "Ada", On: "2026-12-01"},
		{Pair: id, Verdict: Unclear, By: "Bert <b>", On: "2026-12-02", Drawn: true},
	}
	for _, m := range want {
		if err := AddMark(path, m); err != nil {
			t.Fatal(err)
		}
	}
	got, err := LoadMarks(path)
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("%+v, %v", got, err)
	}
	for _, bad := range []Mark{{}, {Pair: id, Verdict: "yes", By: "A", On: "2026-12-01"}, {Pair: id, Verdict: Unclear, By: " ", On: "2026-12-01"},
		{Pair: id, Verdict: Unclear, By: "A", On: "today"}, {Pair: "x", Verdict: Unclear, By: "A", On: "2026-12-01"}} {
		if err := AddMark(path, bad); !errors.Is(err, ErrMark) {
			t.Errorf("%+v is kept: %v", bad, err)
		}
	}
	if _, err := ReadMarks(strings.NewReader("{}\n")); !errors.Is(err, ErrMark) {
		t.Error("an empty mark is read")
	}
	if _, err := ReadMarks(strings.NewReader("not json\n")); !errors.Is(err, ErrMark) {
		t.Error("a line that is no JSON is read")
	}
}

// TestJudge: three of the order's four settled pairs contradict; of two drawn
// pairs that contradict one stands in the order.
func TestJudge(t *testing.T) {
	mark := func(pair string, v Verdict, by string, drawn bool) Mark {
		return Mark{Pair: pair, Verdict: v, By: by, On: "2026-12-01", Drawn: drawn}
	}
	got := Judge([]string{"1", "2", "3", "4", "5", "6"}, []Mark{
		mark("1", DoesNot, "Ada", false), mark("1", Contradicts, "Ada", false), // changed her mind
		mark("2", Contradicts, "Ada", true),
		mark("3", Contradicts, "Ada", false), mark("3", Contradicts, "Bert", false),
		mark("4", DoesNot, "Ada", false),
		mark("5", DoesNot, "Ada", false), mark("5", Contradicts, "bert", false), // they differ
		mark("8", Contradicts, "Ada", true), mark("9", DoesNot, "Ada", true),
		mark("7", Contradicts, "Ada", false), // neither in the order nor drawn
	})
	lo, hi := lab.Wilson(3, 4, .95)
	if got.Precision != (Part{3, 4, lo, hi}) || got.Recall.Is != 1 || got.Recall.Of != 2 || got.Unclear != 1 {
		t.Errorf("%+v", got)
	}
	if none := Judge(nil, nil); none.Precision != (Part{Hi: 1}) || none.Recall != (Part{Hi: 1}) {
		t.Errorf("nothing is known, but %+v", none)
	}
}

func TestDraw(t *testing.T) {
	q := Question{Texts: texts("fr", "L’école du port.", "L’école du port ouvre.", "Une école au port."), Apart: allApart}
	got := Draw(q, 2, lab.Rand(1))
	if len(got) != 2 || len(Draw(q, 9, lab.Rand(1))) != 3 || got[0].A.Text == got[1].A.Text && got[0].B.Text == got[1].B.Text {
		t.Errorf("%+v", got)
	}
}

func FuzzReadMarks(f *testing.F) {
	f.Add(`{"pair":"0123456789abcdef","verdict":"unclear","by":"A","on":"2026-12-01"}`)
	f.Fuzz(func(t *testing.T, s string) {
		marks, err := ReadMarks(strings.NewReader(s))
		for _, m := range marks {
			if err == nil && m.check() != nil {
				t.Fatalf("%+v is read", m)
			}
		}
	})
}
