package ingest

import "github.com/contrechamp/contrechamp"

// This file has the rows of the tables: value by value in the order of the
// columns in the schema. A batch refuses a row of another shape.

// adNumbers are the numbers of what an ad shares with others.
type adNumbers struct {
	ad, advertiser, payer int32 // payer 0: not disclosed
	box                   *box
	texts                 []int32
}

func (r *run) putAd(stage string, a *contrechamp.Ad, n adNumbers, hash int64) error {
	t := r.tables["ad"+stage]
	t.Int(int64(n.ad))
	t.Text(string(a.ID))
	t.Text(r.name)
	t.Int(int64(n.advertiser))
	t.ref(n.payer)
	t.Stated(a.Country)
	t.day(a.Start)
	t.day(a.End)
	t.Stated(a.Start.String())
	t.Stated(a.End.String())
	t.Stated(a.Created.String())
	t.money(a.Money)
	t.Bool(a.Money.Presumed)
	t.bounds(a.Impressions)
	t.open(a.Impressions)
	t.bounds(a.Clicks)
	t.bounds(a.Estimate)
	t.open(a.Estimate)
	t.bounds(a.Reached)
	t.Int(int64(n.box.num))
	t.Stated(r.hash.expr(a.Context))
	t.Int(int64(len(n.texts)))
	if len(n.texts) == 0 {
		t.Null()
	} else {
		t.Int(int64(n.texts[0]))
	}
	t.Stated(a.Creative)
	t.Stated(a.Kind)
	t.Stated(a.Platforms)
	t.List(a.Links)
	t.List(a.Marks)
	t.Int(r.source.ID)
	t.spot(&a.Row)
	t.Int(hash)
	return t.full()
}

func (r *run) putAdText(stage string, ad int32, place int, text int32) error {
	t := r.tables["ad_text"+stage]
	t.Int(int64(ad))
	t.Int(int64(place))
	t.Int(int64(text))
	return t.full()
}

func (r *run) putDelivered(stage string, ad int32, d *contrechamp.Band) error {
	t := r.tables["delivered"+stage]
	t.Int(int64(ad))
	t.Stated(d.Country)
	t.Stated(d.Region)
	t.Stated(d.Age)
	t.Stated(d.Gender)
	if d.Share != 0 {
		t.Real(d.Share)
		t.Null()
	} else {
		t.Null()
		t.Int(d.People)
	}
	return t.full()
}

// putSighting says that this copy has the ad.
func (r *run) putSighting(ad int32, row *contrechamp.Row, hash int64) error {
	t := r.tables["sighting"]
	t.Int(int64(ad))
	t.Int(r.source.ID)
	t.spot(row)
	t.Int(hash)
	return t.full()
}

func (r *run) putRemark(ad int32, m *contrechamp.Remark) error {
	t := r.tables["remark"]
	t.Int(int64(ad))
	t.Int(r.source.ID)
	t.Text(m.Kind)
	t.sentence(m.Detail)
	return t.full()
}

func (r *run) putRepair(ad int32, m *contrechamp.Repair) error {
	t := r.tables["repair"]
	t.Int(int64(ad))
	t.Int(r.source.ID)
	t.Stated(m.Field)
	t.Stated(m.Raw)
	t.Stated(m.Read)
	t.Text(m.Rule)
	return t.full()
}

func (r *run) putTally(x *contrechamp.Tally, advertiser int32) error {
	t := r.tables["tally"]
	t.Int(r.source.ID)
	t.Text(x.Kind)
	t.Text(r.name)
	t.ref(advertiser)
	t.Stated(x.Payer)
	t.Stated(x.Country)
	t.Stated(x.Region)
	t.Stated(x.Election)
	t.Stated(x.Keyword)
	t.day(x.From)
	t.day(x.To)
	t.money(x.Money)
	t.bounds(x.Ads)
	t.criterion(x)
	t.spot(&x.Row)
	return t.full()
}

// criterion sets two columns: what a tally is of, and the share of money.
func (t *table) criterion(x *contrechamp.Tally) {
	if x.Criterion == nil {
		t.Null()
		t.Null()
		return
	}
	t.Text(x.Criterion.String())
	if x.Share < 0 {
		t.Null()
		return
	}
	t.Real(x.Share)
}

func (r *run) putReject(at spot, id, reason string, detail contrechamp.Sentence, raw []byte) error {
	t := r.tables["reject"]
	t.Int(r.source.ID)
	t.Text(at.file)
	t.Int(int64(at.line))
	t.Stated(valid(id))
	t.Text(reason)
	t.sentence(detail)
	if raw == nil {
		t.Null()
	} else {
		t.Text(valid(string(raw)))
	}
	return t.full()
}

// putBox leaves the size, which is computed at the end.
func (r *run) putBox(num int32, d *description) error {
	t := r.tables["box"]
	t.Int(int64(num))
	t.Text(d.key)
	t.Text(d.expr)
	t.Int(int64(d.criteria))
	t.Int(int64(d.exclusions))
	t.Bool(d.hidden)
	t.Null()
	t.Null()
	t.Null()
	return t.full()
}

func (r *run) putFact(box int32, f *boxFact) error {
	t := r.tables["fact"]
	t.Int(int64(box))
	t.Bool(f.excluded)
	t.Text(f.kind)
	t.Text(f.label)
	t.Text(f.folded)
	t.Text(f.written)
	return t.full()
}

func (r *run) putAdvertiser(num int32, id contrechamp.AdvertiserID, name string) error {
	t := r.tables["advertiser"]
	t.Int(int64(num))
	t.Text(string(id))
	t.Text(name)
	t.Text(r.name)
	return t.full()
}

func (r *run) putPayer(num int32, name, folded string) error {
	t := r.tables["payer"]
	t.Int(int64(num))
	t.Text(r.name)
	t.Text(name)
	t.Text(folded)
	return t.full()
}

func (r *run) putText(num int32, x *contrechamp.Text, key textKey) error {
	t := r.tables["text"]
	t.Int(int64(num))
	t.Stated(x.Body)
	t.Stated(x.Title)
	t.Stated(x.Description)
	t.Stated(x.Caption)
	t.Stated(x.Lang)
	t.Stated(fold(x.Body))
	t.Int(int64(key.Hi))
	t.Int(int64(key.Lo))
	return t.full()
}

// putSource writes the copy itself, when all of it is counted.
func (r *run) putSource() error {
	b, err := r.tx.Batch(r.ctx, "source")
	if err != nil {
		return err
	}
	s := &r.source
	t := &table{Batch: b}
	t.Int(s.ID)
	t.Text(s.Archive)
	t.Text(s.Series)
	t.Text(s.Name)
	t.Text(s.SHA256)
	t.Int(s.Bytes)
	t.day(s.From)
	t.day(s.To)
	t.Moment(s.ReadAt)
	t.Bool(s.Invented)
	for _, n := range [...]int64{s.Rows, s.Ads, s.Tallies, s.Repeated, s.Rejected, s.Remarked, s.Repaired} {
		t.Int(n)
	}
	return r.tx.Append(r.ctx, b)
}

// sentence sets two columns: its English, and the sentence to be told in any language.
func (t *table) sentence(s contrechamp.Sentence) {
	t.Stated(valid(s.String()))
	t.Stated(valid(contrechamp.EncodeSentence(s)))
}

// ref sets the number of a row of another table, or null for 0.
func (t *table) ref(num int32) {
	if num == 0 {
		t.Null()
		return
	}
	t.Int(int64(num))
}

// spot sets the two columns that say where a row stands.
func (t *table) spot(row *contrechamp.Row) {
	t.Text(row.File)
	t.Int(int64(row.Line))
}

func (t *table) day(d contrechamp.Date) {
	if !d.Known() {
		t.Null()
		return
	}
	t.Day(d.Time)
}

// money sets four columns: both bounds, whether the upper one is open, and the currency.
func (t *table) money(m contrechamp.Money) {
	t.bounds(m.Range)
	t.open(m.Range)
	t.Stated(m.Currency)
}

// bounds sets two columns.
func (t *table) bounds(x contrechamp.Range) {
	if !x.Stated {
		t.Null()
		t.Null()
		return
	}
	t.Int(x.Lo)
	t.Int(x.Hi)
}

func (t *table) open(x contrechamp.Range) {
	if !x.Stated {
		t.Null()
		return
	}
	t.Bool(x.Open)
}

// putUnread writes what the copy holds and nobody reads.
func (r *run) putUnread() error {
	b, err := r.tx.Batch(r.ctx, "unread")
	if err != nil {
		return err
	}
	t := &table{Batch: b}
	for _, u := range r.unread {
		t.Int(r.source.ID)
		t.Text(valid(u.File))
		t.Text(valid(u.Field))
		t.Int(u.Filled)
	}
	r.result.Unread = r.unread
	return r.tx.Append(r.ctx, b)
}
