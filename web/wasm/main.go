//go:build js && wasm

// Command wasm is the program of the page "My box": package mybox for a
// browser. It offers a few functions to assets/me.js, all of which take and
// give numbers, texts and bytes. It asks nothing of the network and keeps
// nothing.
package main

import (
	"syscall/js"

	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/reach/mybox"
)

var (
	box     *mybox.Box
	answers *mybox.Answers
	profile mybox.Profile
	reasons mybox.Reasons
	tries   []audience.Flip
)

// functions are what the page may call; each gives JSON or an object {error}.
var functions = map[string]func(args []js.Value) (string, error){
	"load":     load,
	"ask":      ask,
	"list":     listed,
	"changes":  changes,
	"effect":   effect,
	"flips":    flips,
	"reasons":  reason,
	"sides":    sides,
	"contrast": contrast,
	"box":      boxOf,
}

func main() {
	api := js.Global().Get("Object").New()
	for name, f := range functions {
		api.Set(name, js.FuncOf(func(_ js.Value, args []js.Value) any {
			s, err := f(args)
			if err != nil {
				return mybox.ErrorJSON(err)
			}
			return s
		}))
	}
	js.Global().Set("contrechampMyBox", api)
	if ready := js.Global().Get("contrechampReady"); ready.Type() == js.TypeFunction {
		ready.Invoke(api)
	}
	select {}
}

// load(file): reads the file of boxes.
func load(args []js.Value) (string, error) {
	file := make([]byte, args[0].Length())
	js.CopyBytesToGo(file, args[0])
	d, err := mybox.Decode(file)
	if err != nil {
		return "", err
	}
	box = mybox.New(d)
	return "{}", nil
}

// ask(facts, lo, hi, complete, shown): the three answers, in short.
func ask(args []js.Value) (string, error) {
	p, err := mybox.ReadProfile(args[0].String(), args[1].Int(), args[2].Int(), args[3].Bool())
	if err != nil {
		return "", err
	}
	s := box.Summarise(p, args[4].Int())
	profile, answers, reasons, tries = p, s.Answers, mybox.Reasons{}, nil
	return string(s.JSON()), nil
}

// list(answer, skip, n): more of a list.
func listed(args []js.Value) (string, error) {
	want, err := mybox.ParseAnswer(args[0].String())
	if err != nil {
		return "", err
	}
	return string(mybox.ItemsJSON(box.List(answers, want, args[1].Int(), args[2].Int()))), nil
}

// changes(): the single changes worth trying.
func changes([]js.Value) (string, error) {
	tries = box.Changes(&profile)
	return string(mybox.FlipsJSON(tries)), nil
}

// effect(i): what the i-th of them wins and loses.
func effect(args []js.Value) (string, error) {
	i := args[0].Int()
	if i < 0 || i >= len(tries) {
		return "null", nil
	}
	return string(mybox.EffectJSON(box.Try(answers, tries[i]))), nil
}

// flips(card): the single changes that would turn its answer.
func flips(args []js.Value) (string, error) {
	return string(mybox.FlipsJSON(box.Flips(answers, uint32(args[0].Int())))), nil
}

// reasons(n): counts reasons of n more unknown cards.
func reason(args []js.Value) (string, error) {
	box.Reason(answers, &reasons, args[0].Int())
	return string(reasons.JSON()), nil
}

// sides(advertiser, n): cards of what is said to the reader and to others.
func sides(args []js.Value) (string, error) {
	you, others := box.Sides(answers, uint32(args[0].Int()), args[1].Int())
	return string(mybox.SidesJSON(you, others)), nil
}

// contrast(texts, texts): two that speak of the same and do not say the same.
func contrast(args []js.Value) (string, error) {
	c, ok := box.Contrasting(texts(args[0]), texts(args[1]))
	if !ok {
		return "null", nil
	}
	return string(c.JSON()), nil
}

func texts(v js.Value) []string {
	out := make([]string, v.Length())
	for i := range out {
		out[i] = v.Index(i).String()
	}
	return out
}

// box(card): the box of a card.
func boxOf(args []js.Value) (string, error) {
	return string(mybox.WhyJSON(box.Whole(uint32(args[0].Int())))), nil
}
