package web

import (
	"html/template"
	"maps"

	"github.com/contrechamp/contrechamp/say"
)

// funcsByIdea are the maps that funcs joins.
var funcsByIdea = []func(say.Lang) template.FuncMap{wordFuncs, numberFuncs, boxFuncs, pictureFuncs, listFuncs, speechFuncs}

// funcs are what templates may call, in one language. A name
// stands in one of the maps only.
func funcs(l say.Lang) template.FuncMap {
	all := template.FuncMap{}
	for _, some := range funcsByIdea {
		maps.Copy(all, some(l))
	}
	return all
}
