package reach

import "github.com/contrechamp/contrechamp/audience"

// dictionary gives facts their keys. Most are a kind and a label and nothing
// else; those are found by the label, which is far quicker than by all fields.
type dictionary struct {
	labels [64]map[string]uint32 // by kind
	others map[audience.Fact]uint32
}

// labelled reports whether a fact is a kind and a label and nothing else.
func labelled(f *audience.Fact) bool { return *f == audience.Fact{Kind: f.Kind, Label: f.Label} }

func (d *dictionary) key(f *audience.Fact) (key uint32, ok bool) {
	if labelled(f) {
		key, ok = d.labels[f.Kind%64][f.Label]
	} else {
		key, ok = d.others[*f]
	}
	return key, ok
}

func (d *dictionary) put(f *audience.Fact, key uint32) {
	if !labelled(f) {
		if d.others == nil {
			d.others = map[audience.Fact]uint32{}
		}
		d.others[*f] = key
		return
	}
	m := &d.labels[f.Kind%64]
	if *m == nil {
		*m = map[string]uint32{}
	}
	(*m)[f.Label] = key
}
