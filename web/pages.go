package web

// pages are all addresses of the site. A new one is a line here, a function
// and a template of its name.
var pages = []page{
	{"ads", "/ads", "mirror", getAds},
}

// window is an entry of the navigation.
type window struct{ Name, Href string }

// windows are the entries, method first; only what exists is offered.
var windows = []window{
	{"mirror", "/ads"},
}

// state is what every page says of the store.
type state struct {
	Invented bool // some source is of an election that never happened
	Mixed    bool // and some is not
}

func (s *Site) state() state { return state{} }
