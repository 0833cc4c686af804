package machine_test

import (
	"strings"
	"testing"

	"github.com/contrechamp/contrechamp/machine"
)

// FuzzResume: whatever a file holds, what is kept of it is a part of it that a sweep
// can go on with; kept twice it is the same.
func FuzzResume(f *testing.F) {
	one := machine.Swept{Voters: 1000, First: 7, Party: "fleuve", Others: "mass", Learner: "ols"}
	var names []string
	for _, o := range machine.Outcomes {
		names = append(names, o.Name)
	}
	head := one.String() + "\nseed\tstrategy\th\twhere\trule\t" + strings.Join(names, "\t") + "\n"
	line := "7\tbest\tnone\tlab\tnone" + strings.Repeat("\t1", len(names)) + "\n"
	f.Add("")
	f.Add(head)
	f.Add(head[:30])
	f.Add(head + line)
	f.Add(head + strings.Repeat(line, 252))
	f.Add(head + strings.ReplaceAll(line, "\t1", "\tNaN"))
	f.Fuzz(func(t *testing.T, file string) {
		s := &machine.Sweep{Swept: one}
		s.Seeds = 2
		kept, err := s.Resume([]byte(file))
		if err != nil {
			return
		}
		if kept < 0 || kept > int64(len(file)) {
			t.Fatalf("%d of %d bytes kept", kept, len(file))
		}
		again := &machine.Sweep{Swept: s.Swept}
		if twice, err := again.Resume([]byte(file[:kept])); err != nil || twice != kept {
			t.Fatalf("%d bytes kept, of these %d (%v)", kept, twice, err)
		}
		s.Table().Pack()
	})
}
