package find

import (
	"context"

	"github.com/contrechamp/contrechamp/engine"
)

// How many characters of a text are kept: fewer in large stores, as all of them
// are sent to every reader.
const (
	textLength  = 220
	textShorter = 110
	manyCards   = 30_000
)

// myTexts reads the beginnings of what the ads on the cards say.
func (f *Finder) myTexts(ctx context.Context, m *MyBox, cards []engine.Card) error {
	length := textLength
	if len(cards) > manyCards {
		length = textShorter
	}
	wanted, untitled := map[int32][]int{}, map[int32]int{}
	for i, x := range cards {
		if x.Text >= 0 {
			wanted[x.Text] = append(wanted[x.Text], i)
		} else {
			untitled[int32(x.Newest)] = i
		}
	}
	texts := numbers[MyText]{}
	put := func(i int, t MyText) {
		n, isNew := texts.of(t)
		if isNew {
			m.Texts = append(m.Texts, t)
		}
		m.Cards[i].Text = n
	}
	err := f.store.Each(ctx, "MyTexts", func(scan func(...any) error) error {
		var id int32
		var t MyText
		if err := scan(&id, &t.Text, &t.Lang); err != nil {
			return err
		}
		for _, i := range wanted[id] {
			put(i, t)
		}
		return nil
	}, length)
	if err != nil {
		return err
	}
	err = f.store.Each(ctx, "MyTitles", func(scan func(...any) error) error {
		var num int32
		var t MyText
		if err := scan(&num, &t.Text, &t.Lang); err != nil {
			return err
		}
		if i, ok := untitled[num]; ok && t.Text != "" {
			put(i, t)
		}
		return nil
	}, length)
	if err != nil {
		return err
	}
	ids := make(map[int32]int, len(cards))
	for i, x := range cards {
		ids[int32(x.Newest)] = i
	}
	return f.store.Each(ctx, "NumsAndIDs", func(scan func(...any) error) error {
		var num int32
		var id string
		if err := scan(&num, &id); err != nil {
			return err
		}
		if i, ok := ids[num]; ok {
			m.Cards[i].ID = id
		}
		return nil
	})
}
