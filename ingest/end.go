package ingest

// end settles what was read with what the store had, and writes the source.
func (r *run) end() error {
	if err := r.raw.flush(); err != nil {
		return err
	}
	for _, name := range tables {
		if err := r.tables[name].flush(); err != nil {
			return err
		}
	}
	if err := r.raw.to.flush(); err != nil {
		return err
	}
	if err := r.writer.stop(); err != nil {
		return err
	}
	r.progress("settling")
	if err := r.check(); err != nil {
		return err
	}
	s := &r.source
	s.From, s.To = day(r.fromDay), day(r.toDay)
	return r.writeSource()
}

func (r *run) writeSource() error {
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
