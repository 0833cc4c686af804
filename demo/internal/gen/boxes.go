package main

// Short words for the boxes of the tables of campaigns.

// aged is a box of people of some ages, 65 being open, in some places.
func aged(from, to int, in ...spot) box { return box{from: from, to: to, gender: "All", in: in} }

func (b box) women() box { b.gender = "Women"; return b }
func (b box) men() box   { b.gender = "Men"; return b }

// without shuts places out.
func (b box) without(out ...spot) box { b.out = out; return b }

// all is the whole country.
func all() spot { return spot{name: "Valombre", kind: "countries"} }

// in are regions by name.
func in(names ...string) (out []spot) {
	for _, n := range names {
		out = append(out, spot{name: n, kind: "regions"})
	}
	return out
}

// town is a town of a region.
func town(name, region string) spot { return spot{name: name + ", " + region, kind: "CITY"} }

// zips are postcodes.
func zips(codes ...string) (out []spot) {
	for _, c := range codes {
		out = append(out, spot{name: c, kind: "zips"})
	}
	return out
}

// pins are places within a region that the library counts and does not name.
func pins(region string, n int) spot { return spot{name: region, kind: "regions", hidden: n} }

// cluster is a list of postcodes too long for the library to print.
func cluster(n string) spot {
	return spot{name: "Valombre: " + n + " postcodes", kind: "location_cluster_ids"}
}

// each is one box for every region named.
func each(b func(region string) box, names ...string) (out []box) {
	for _, n := range names {
		out = append(out, b(n))
	}
	return out
}

// country are the names of all regions.
func country() (out []string) {
	for _, r := range regions {
		out = append(out, r.name)
	}
	return out
}
