package find

import "context"

// How many characters of a text are kept: fewer in large stores, as all of them
// are sent to every reader.
const (
	textLength  = 220
	textShorter = 110
	manyCards   = 30_000
)

// myTexts reads the beginnings of what the ads on the cards say.
func (f *Finder) myTexts(ctx context.Context, c *columns, m *MyBox, positions []int32) error {
	length := textLength
	if len(positions) > manyCards {
		length = textShorter
	}
	wanted, untitled := map[int32][]int{}, map[int32]int{}
	for i, p := range positions {
		if t := c.text[p]; t >= 0 {
			wanted[t] = append(wanted[t], i)
		} else {
			untitled[c.num[p]] = i
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
	ids := make(map[int32]int, len(positions))
	for i, p := range positions {
		ids[c.num[p]] = i
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
