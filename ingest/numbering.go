package ingest

import (
	"context"

	"github.com/zeebo/xxh3"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/population"
	"github.com/contrechamp/contrechamp/store"
)

// numbering gives a number to everything that many ads share.
type numbering struct {
	next, first numbers // that are free now, and were at the beginning
	boxOf       map[aimed]*box
	boxes       map[string]*box // by key
	textOf      map[textKey]int32
	advertiser  map[contrechamp.AdvertiserID]int32
	payer       map[string]int32 // by folded name
	payerOf     map[string]int32 // by name as written
	spelling    map[spelling]int64
}

// aimed is a box as a format hands it out, and where its ad ran.
type aimed struct {
	audience *audience.Expr
	country  string
}

type numbers struct{ source, ad, box, text, advertiser, payer int64 }

type box struct {
	num int32
	key string
}

type textKey = xxh3.Uint128

type spelling struct {
	of   string
	num  int32
	name string
}

func (k *numbering) load(ctx context.Context, tx *store.Tx, archive string) error {
	k.boxOf = map[aimed]*box{}
	k.boxes = map[string]*box{}
	k.textOf = map[textKey]int32{}
	k.advertiser = map[contrechamp.AdvertiserID]int32{}
	k.payer = map[string]int32{}
	k.payerOf = map[string]int32{}
	k.spelling = map[spelling]int64{}
	n := &k.next
	err := each(ctx, tx, "NextNumbers", nil, []any{&n.source, &n.ad, &n.box, &n.text, &n.advertiser, &n.payer}, func() {})
	if err != nil {
		return err
	}
	k.first = k.next
	var num int32
	var name string
	var hash textKey
	var hi, lo int64
	archives := []any{archive}
	for _, err := range []error{
		each(ctx, tx, "BoxKeys", nil, []any{&num, &name}, func() { k.boxes[name] = &box{num, name} }),
		each(ctx, tx, "TextHashes", nil, []any{&num, &hi, &lo}, func() {
			hash.Hi, hash.Lo = uint64(hi), uint64(lo)
			k.textOf[hash] = num
		}),
		each(ctx, tx, "AdvertiserIDs", archives, []any{&num, &name}, func() { k.advertiser[contrechamp.AdvertiserID(name)] = num }),
		each(ctx, tx, "PayerNames", archives, []any{&num, &name}, func() { k.payer[name] = num }),
	} {
		if err != nil {
			return err
		}
	}
	return nil
}

// box is the number of an audience. Formats hand out one pointer for one
// targeting cell, so most are known at sight. Circles around a point that name no
// place are given the ad's country, so that they can be told apart from other
// countries and counted.
func (r *run) box(e *audience.Expr, country string) (*box, error) {
	at := aimed{e, country}
	if b, ok := r.boxOf[at]; ok {
		return b, nil
	}
	read := describe(population.Located(e, country))
	b, ok := r.boxes[read.key]
	if !ok {
		b = &box{int32(r.next.box), read.key}
		r.next.box++
		r.boxes[read.key] = b
		r.result.Boxes++
		if err := r.putBox(b.num, &read); err != nil {
			return nil, err
		}
		for i := range read.facts {
			if err := r.putFact(b.num, &read.facts[i]); err != nil {
				return nil, err
			}
		}
	}
	if len(r.boxOf) > manyPointers {
		clear(r.boxOf)
	}
	r.boxOf[at] = b
	return b, nil
}

// advertiserNum is the number of an advertiser. One whose id the archive does not
// say, or a spreadsheet has lost, is known by its name alone, marked with a
// tilde: two names are never taken for one advertiser.
func (r *run) advertiserNum(id contrechamp.AdvertiserID, name string) (int32, error) {
	if id == "" {
		id = contrechamp.AdvertiserID(r.name + ":")
		if name != "" {
			id += contrechamp.AdvertiserID("~" + name)
		}
	}
	num, ok := r.advertiser[id]
	if !ok {
		num = int32(r.next.advertiser)
		r.next.advertiser++
		r.advertiser[id] = num
		if err := r.putAdvertiser(num, id, name); err != nil {
			return 0, err
		}
	}
	if name != "" {
		r.spelling[spelling{"advertiser", num, name}]++
	}
	return num, nil
}

// payerNum is 0 for a payer that is not disclosed.
func (r *run) payerNum(name string) (int32, error) {
	if name == "" {
		return 0, nil
	}
	num, ok := r.payerOf[name]
	if !ok {
		folded := fold(name)
		if num, ok = r.payer[folded]; !ok {
			num = int32(r.next.payer)
			r.next.payer++
			r.payer[folded] = num
			if err := r.putPayer(num, name, folded); err != nil {
				return 0, err
			}
		}
		r.payerOf[name] = num
	}
	r.spelling[spelling{"payer", num, name}]++
	return num, nil
}

func (r *run) textNum(t *contrechamp.Text) (int32, error) {
	key := r.hash.text(t)
	if num, ok := r.textOf[key]; ok {
		return num, nil
	}
	num := int32(r.next.text)
	r.next.text++
	r.textOf[key] = num
	r.postings.Add(num, t.Body, t.Title, t.Description)
	return num, r.putText(num, t, key)
}
