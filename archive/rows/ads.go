package rows

import (
	"context"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/archive/format"
)

// EachObject opens a file of JSON whose rows are the objects that isRow knows by
// their keys, alone or in lists under one of the names, and hands over the ad
// that read makes of each. What the objects hold besides the fields of the type of
// known is told at the end. read may return an id with an error.
func EachObject(ctx context.Context, file format.File, sink format.Sink, isRow func(keys []string) bool, lists []string, known any, read func(object []byte) (*contrechamp.Ad, contrechamp.AdID, *Error)) error {
	r, err := file.Open()
	if err != nil {
		return err
	}
	defer r.Close()
	docs := NewDocuments(ctx, r, file.Name, lists...).Find(isRow)
	keys := KnownKeys(known)
	err = Each(docs, sink, func() (contrechamp.AdID, error) {
		keys.See(docs.Raw)
		ad, id, bad := read(docs.Raw)
		if bad != nil {
			return id, bad
		}
		ad.Row = docs.At()
		return ad.ID, sink.Ad(ad)
	})
	if err != nil {
		return err
	}
	return TellUnread(sink, keys.Unread(file.Name))
}

// HasKey makes a test of keys of names of which one must be there.
func HasKey(names ...string) func(keys []string) bool {
	return func(keys []string) bool {
		for _, k := range keys {
			for _, n := range names {
				if k == n {
					return true
				}
			}
		}
		return false
	}
}
