package mybox

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/reach"
)

// The file of a Data. It begins with magic; then come its sections, each as its
// length and its bytes. Numbers are unsigned varints, texts their length and
// their bytes.
const magic = "contrechamp my box 1\n"

const (
	ofBoxes   = iota // as reach.Encode writes them
	ofAds            // of each card how many ads
	ofNames          // of each card the advertiser
	ofMessage        // of each card 0 for the next new message, else how far back it is
	ofSilent         // of each card whether the archive is silent, as runs of no and yes by turns
	ofMute           // likewise whether no text was published
	ofGround         // of each place its columns
	ofChoices        // facts in written form, and ads
	sections
)

// Encode writes data as a compact file.
func Encode(w io.Writer, d *Data) error {
	var out [sections][]byte
	var boxes bytes.Buffer
	if err := reach.Encode(&boxes, d.Boxes); err != nil {
		return err
	}
	out[ofBoxes] = boxes.Bytes()
	put := func(section int, v uint32) { out[section] = binary.AppendUvarint(out[section], uint64(v)) }
	text := func(section int, s string) {
		put(section, uint32(len(s)))
		out[section] = append(out[section], s...)
	}
	next := uint32(0)
	runs := [2]struct {
		n  uint32
		is bool
	}{}
	for _, c := range d.Cards {
		put(ofAds, c.Ads)
		put(ofNames, c.Advertiser)
		if c.Message > next {
			return fmt.Errorf("writing the file of boxes: message %d comes before %d: number messages in the order of the cards", c.Message, next)
		}
		put(ofMessage, next-c.Message)
		if c.Message == next {
			next++
		}
		for i, is := range [2]bool{c.Silent, c.Mute} {
			r := &runs[i]
			if is != r.is {
				put(ofSilent+i, r.n)
				r.n, r.is = 0, is
			}
			r.n++
		}
	}
	put(ofSilent, runs[0].n)
	put(ofMute, runs[1].n)
	if d.Ground != nil {
		for _, r := range d.Ground.Rows() {
			for _, s := range []string{r.Path, r.Up, r.Kind, r.From, r.NUTS, r.Type, r.Name} {
				text(ofGround, s)
			}
		}
	}
	for _, c := range d.Choices {
		text(ofChoices, c.Fact.String())
		put(ofChoices, c.Ads)
	}
	buf := []byte(magic)
	for _, s := range out {
		buf = binary.AppendUvarint(buf, uint64(len(s)))
		buf = append(buf, s...)
	}
	if _, err := w.Write(buf); err != nil {
		return fmt.Errorf("writing the file of boxes: %w", err)
	}
	return nil
}

// Decode reads a file that Encode wrote. The file may come from anywhere:
// whatever its bytes, the result is data or an error, in memory proportional to
// the file.
func Decode(file []byte) (*Data, error) {
	d, err := decode(file)
	if err != nil {
		return nil, fmt.Errorf("reading the file of boxes: %w; fetch it again", err)
	}
	return d, nil
}

var errShort = errors.New("it ends too early")

func decode(file []byte) (*Data, error) {
	rest, ok := bytes.CutPrefix(file, []byte(magic))
	if !ok {
		return nil, fmt.Errorf("it does not begin with %q", magic)
	}
	r := cutter{buf: rest}
	var in [sections]cutter
	for i := range in {
		in[i].buf = r.take(r.number(1 << 40))
	}
	if r.err != nil || len(r.buf) > 0 {
		return nil, errShort
	}
	d := &Data{}
	var err error
	if d.Boxes, err = reach.Decode(in[ofBoxes].buf); err != nil {
		return nil, err
	}
	d.Cards = make([]Card, d.Boxes.Len())
	next := uint64(0)
	silent, mute := flags{in: &in[ofSilent], is: true}, flags{in: &in[ofMute], is: true}
	for i := range d.Cards {
		back := in[ofMessage].number(next + 1)
		d.Cards[i] = Card{Ads: uint32(in[ofAds].number(1 << 32)), Advertiser: uint32(in[ofNames].number(uint64(len(d.Cards)))), Message: uint32(next - back), Silent: silent.next(), Mute: mute.next()}
		if back == 0 {
			next++
		}
	}
	var rows []Place
	for g := &in[ofGround]; len(g.buf) > 0 && g.err == nil; {
		rows = append(rows, Place{g.text(), g.text(), g.text(), g.text(), g.text(), g.text(), g.text()})
	}
	d.Ground = NewGround(rows)
	for c := &in[ofChoices]; len(c.buf) > 0 && c.err == nil; {
		e, err := audience.Parse(c.text())
		if err != nil {
			return nil, err
		}
		if e.Op != audience.Is {
			return nil, fmt.Errorf("%s is no single fact", e)
		}
		d.Choices = append(d.Choices, Choice{e.Fact, uint32(c.number(1 << 32))})
	}
	for i := range in {
		if in[i].err != nil {
			return nil, in[i].err
		}
	}
	return d, nil
}

// cutter takes a section apart. After an error it gives zeros.
type cutter struct {
	buf []byte
	err error
}

// flags are runs of no and yes by turns.
type flags struct {
	in   *cutter
	left uint64
	is   bool // of the run; begin with the opposite of the first
}

func (f *flags) next() bool {
	for n := 0; f.left == 0 && n < 2; n++ {
		f.left, f.is = f.in.number(1<<32), !f.is
	}
	if f.left == 0 {
		f.in.fail()
		return false
	}
	f.left--
	return f.is
}

// number reads a number below limit.
func (c *cutter) number(limit uint64) uint64 {
	v, n := binary.Uvarint(c.buf)
	if n <= 0 || v >= limit {
		c.fail()
		return 0
	}
	c.buf = c.buf[n:]
	return v
}

func (c *cutter) take(n uint64) []byte {
	if n > uint64(len(c.buf)) {
		c.fail()
		return nil
	}
	b := c.buf[:n]
	c.buf = c.buf[n:]
	return b
}

func (c *cutter) text() string {
	b := c.take(c.number(1 << 32))
	if !utf8.Valid(b) {
		c.fail()
		return ""
	}
	return string(b)
}

func (c *cutter) fail() {
	if c.err == nil {
		c.err = errShort
	}
	c.buf = nil
}
