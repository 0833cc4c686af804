package reach

import (
	"github.com/RoaringBitmap/roaring/v2"
	"github.com/contrechamp/contrechamp/reach/internal/workload"
)

// roaringAds is the peer of Index: the same postings as compressed bitmaps of
// the roaring library, and the same order of steps.
type roaringAds struct {
	age                         [128]*roaring.Bitmap
	gender                      [3]*roaring.Bitmap
	language                    [workload.Languages]*roaring.Bitmap
	everywhere                  *roaring.Bitmap
	in, out                     [4]map[uint16]*roaring.Bitmap // by level
	group                       [3]map[uint16]*roaring.Bitmap
	noGroup                     [3]*roaring.Bitmap
	notInterest, segment, notIn map[uint16]*roaring.Bitmap // notIn: segments
	noSegment                   *roaring.Bitmap
}

func put(m map[uint16]*roaring.Bitmap, keys []uint16, id uint32) {
	for _, k := range keys {
		if m[k] == nil {
			m[k] = roaring.New()
		}
		m[k].Add(id)
	}
}

func newRoaringAds(ads []workload.Ad) *roaringAds {
	r := &roaringAds{everywhere: roaring.New(), noSegment: roaring.New(),
		notInterest: map[uint16]*roaring.Bitmap{}, segment: map[uint16]*roaring.Bitmap{}, notIn: map[uint16]*roaring.Bitmap{}}
	all := []*roaring.Bitmap{r.everywhere, r.noSegment}
	make1 := func(bs []*roaring.Bitmap) {
		for i := range bs {
			bs[i] = roaring.New()
		}
		all = append(all, bs...)
	}
	make1(r.age[:])
	make1(r.gender[:])
	make1(r.language[:])
	make1(r.noGroup[:])
	for i := range r.in {
		r.in[i], r.out[i] = map[uint16]*roaring.Bitmap{}, map[uint16]*roaring.Bitmap{}
	}
	for i := range r.group {
		r.group[i] = map[uint16]*roaring.Bitmap{}
	}
	for i := range ads {
		a, id := &ads[i], uint32(i)
		for age := a.AgeLo; age <= min(a.AgeHi, workload.MaxAge); age++ {
			r.age[age].Add(id)
		}
		for g := range r.gender {
			if a.Gender>>g&1 == 1 {
				r.gender[g].Add(id)
			}
		}
		for l := range r.language {
			if a.Language>>l&1 == 1 {
				r.language[l].Add(id)
			}
		}
		if a.In == workload.Country {
			r.everywhere.Add(id)
		}
		put(r.in[a.In], a.Places, id)
		put(r.out[a.Out], a.NotPlaces, id)
		for s := range r.group {
			if s < len(a.Interests) {
				put(r.group[s], a.Interests[s], id)
			} else {
				r.noGroup[s].Add(id)
			}
		}
		put(r.notInterest, a.NotInterests, id)
		put(r.segment, a.Segments, id)
		put(r.notIn, a.NotSegments, id)
		if len(a.Segments) == 0 {
			r.noSegment.Add(id)
		}
	}
	maps := []map[uint16]*roaring.Bitmap{r.notInterest, r.segment, r.notIn}
	for _, ms := range [][]map[uint16]*roaring.Bitmap{maps, r.in[:], r.out[:], r.group[:]} {
		for _, m := range ms {
			for _, b := range m {
				all = append(all, b)
			}
		}
	}
	for _, b := range all {
		b.RunOptimize()
	}
	return r
}

func codes(p *workload.Person) [4]uint16 {
	return [4]uint16{0, p.Commune / workload.PerRegion, p.Commune / workload.PerDistrict, p.Commune}
}

// match gives the ads of a fully known person.
func (r *roaringAds) match(p *workload.Person) *roaring.Bitmap {
	at := codes(p)
	places := []*roaring.Bitmap{r.everywhere}
	for l := workload.Region; l <= workload.Commune; l++ {
		places = having(places, r.in[l], at[l:l+1])
	}
	x := roaring.FastOr(places...)
	x.And(r.age[p.Age])
	x.And(r.gender[p.Gender])
	x.And(r.language[p.Language])
	for l := workload.Region; l <= workload.Commune; l++ {
		if b := r.out[l][at[l]]; b != nil {
			x.AndNot(b)
		}
	}
	for s := range r.group {
		x.And(roaring.FastOr(having([]*roaring.Bitmap{r.noGroup[s]}, r.group[s], p.Interests)...))
	}
	x.And(roaring.FastOr(having([]*roaring.Bitmap{r.noSegment}, r.segment, p.Segments)...))
	for _, b := range having(having(nil, r.notInterest, p.Interests), r.notIn, p.Segments) {
		x.AndNot(b)
	}
	return x
}

func having(bs []*roaring.Bitmap, m map[uint16]*roaring.Bitmap, keys []uint16) []*roaring.Bitmap {
	for _, k := range keys {
		if b := m[k]; b != nil {
			bs = append(bs, b)
		}
	}
	return bs
}

// roaringPeople is the peer of People, used the same way: persons by commune,
// ages as range-encoded bitmaps.
type roaringPeople struct {
	atLeast           [workload.MaxAge + 2]*roaring.Bitmap
	gender            [3]*roaring.Bitmap
	language          [workload.Languages]*roaring.Bitmap
	interest, segment map[uint16]*roaring.Bitmap
	first             [workload.Communes + 1]uint32
}

func newRoaringPeople(people []workload.Person) *roaringPeople {
	r := &roaringPeople{interest: map[uint16]*roaring.Bitmap{}, segment: map[uint16]*roaring.Bitmap{}}
	for _, bs := range [][]*roaring.Bitmap{r.atLeast[:], r.gender[:], r.language[:]} {
		for i := range bs {
			bs[i] = roaring.New()
		}
	}
	for i := range people {
		p, id := &people[i], uint32(i)
		for a := range int(p.Age) + 1 {
			r.atLeast[a].Add(id)
		}
		r.gender[p.Gender].Add(id)
		r.language[p.Language].Add(id)
		put(r.interest, p.Interests, id)
		put(r.segment, p.Segments, id)
		r.first[p.Commune+1] = id + 1
	}
	for c := 1; c < len(r.first); c++ {
		r.first[c] = max(r.first[c], r.first[c-1])
	}
	for _, bs := range [][]*roaring.Bitmap{r.atLeast[:], r.gender[:], r.language[:]} {
		for _, b := range bs {
			b.RunOptimize()
		}
	}
	for _, m := range []map[uint16]*roaring.Bitmap{r.interest, r.segment} {
		for _, b := range m {
			b.RunOptimize()
		}
	}
	return r
}

// spans are the persons of places, as one bitmap.
func (r *roaringPeople) at(l workload.Level, codes []uint16) *roaring.Bitmap {
	size := [4]int{0, workload.PerRegion, workload.PerDistrict, 1}[l]
	x := roaring.New()
	for _, c := range codes {
		x.AddRange(uint64(r.first[int(c)*size]), uint64(r.first[(int(c)+1)*size]))
	}
	return x
}

func (r *roaringPeople) count(a *workload.Ad) int {
	x := r.atLeast[a.AgeLo].Clone()
	if a.In != workload.Country {
		x = r.at(a.In, a.Places)
		x.And(r.atLeast[a.AgeLo])
	}
	if int(a.AgeHi)+1 < len(r.atLeast) {
		x.AndNot(r.atLeast[a.AgeHi+1])
	}
	some := func(bs []*roaring.Bitmap, mask uint32) {
		var held []*roaring.Bitmap
		for i, b := range bs {
			if mask>>i&1 == 1 {
				held = append(held, b)
			}
		}
		if len(held) < len(bs) {
			x.And(roaring.FastOr(held...))
		}
	}
	some(r.gender[:], uint32(a.Gender))
	some(r.language[:], a.Language)
	if len(a.NotPlaces) > 0 {
		x.AndNot(r.at(a.Out, a.NotPlaces))
	}
	for _, g := range a.Interests {
		x.And(roaring.FastOr(having(nil, r.interest, g)...))
	}
	if len(a.Segments) > 0 {
		x.And(roaring.FastOr(having(nil, r.segment, a.Segments)...))
	}
	for _, b := range having(having(nil, r.interest, a.NotInterests), r.segment, a.NotSegments) {
		x.AndNot(b)
	}
	return int(x.GetCardinality())
}
