package find

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/filter"
	"github.com/contrechamp/contrechamp/store"
	"github.com/contrechamp/contrechamp/topic"
	"github.com/contrechamp/contrechamp/words"
)

// Speech is a question about what one advertiser said: its ads, narrowed by
// the filter and by what they speak of.
type Speech struct {
	Filter filter.Filter
	Topic  string // a topic's number or name, or words; "" for everything
	// Delivered compares those who saw the ads instead of those at whom they
	// were aimed. The two are never mixed.
	Delivered bool
	// ByTopic asks about each topic as well.
	ByTopic bool
}

// ParseSpeech reads a question about an advertiser's words: the parameters of
// a filter, topic, and, where they are known, delivered=yes and by=topic.
func ParseSpeech(values url.Values, known ...string) (Speech, error) {
	values = cloneValues(values)
	take := func(key string, allowed ...string) (string, error) {
		v := values[key]
		delete(values, key)
		switch {
		case len(v) == 0:
			return "", nil
		case len(v) > 1:
			return "", contrechamp.Invalid(`parameter "{key}" stands {n} times`, "key", key, "n", len(v))
		case len(allowed) > 0 && !slices.Contains(allowed, v[0]):
			return "", contrechamp.Invalid(`parameter "{key}" must be one of {allowed}`, "key", key, "allowed", strings.Join(allowed, ", "))
		}
		return v[0], nil
	}
	var q Speech
	var err error
	if q.Topic, err = take("topic"); err != nil {
		return q, err
	}
	if q.Topic != "" && topic.Choose(q.Topic).Empty() {
		return q, contrechamp.Invalid(`topic="{topic}" holds no word`, "topic", q.Topic)
	}
	for _, k := range known {
		switch k {
		case "delivered":
			v, err := take(k, "yes")
			if err != nil {
				return q, err
			}
			q.Delivered = v != ""
		case "by":
			v, err := take(k, "topic")
			if err != nil {
				return q, err
			}
			q.ByTopic = v != ""
		}
	}
	q.Filter, err = Keys.Parse(values)
	return q, err
}

func cloneValues(v url.Values) url.Values {
	out := url.Values{}
	for k, x := range v {
		out[k] = slices.Clone(x)
	}
	return out
}

// Values writes the question as it is read.
func (q Speech) Values() url.Values {
	v := q.Filter.Values()
	if q.Topic != "" {
		v.Set("topic", q.Topic)
	}
	if q.Delivered {
		v.Set("delivered", "yes")
	}
	if q.ByTopic {
		v.Set("by", "topic")
	}
	return v
}

// Speaker is whose words they are.
type Speaker struct {
	ID    string `json:"id,omitempty"` // "" if it is a whole archive
	Name  string `json:"name"`
	Pages int    `json:"pages"`           // more than one: all that one payer paid for, or of an archive that never says who pays
	Payer string `json:"payer,omitempty"` // of several pages, "" if none is disclosed
}

// spoken are the words of a question's ads.
type spoken struct {
	c        *columns
	speech   *speech
	speaker  Speaker
	ads      []int32 // positions, with a text, in the language that is compared
	lang     string  // that of most texts; "" if none is known
	noText   int     // ads without a text
	offTopic int     // ads whose text does not speak of the topic
	foreign  int     // ads whose text is in another language
}

// speak selects the ads of a question. Texts of one language are compared: that
// of most of them; what is in no known language stays.
func (f *Finder) speak(ctx context.Context, q Speech) (*spoken, error) {
	c, sel, err := f.selected(ctx, q.Filter)
	if err != nil {
		return nil, err
	}
	s := &spoken{c: c}
	archive, err := s.who(sel)
	if err != nil {
		return nil, err
	}
	if s.speech, err = f.speechOf(ctx, c, archive); err != nil {
		return nil, fmt.Errorf("reading what %s says: %w", s.speaker.Name, err)
	}
	asked := topic.Choose(q.Topic)
	about := map[int32]bool{}
	langs := map[string]int{}
	c.all(sel, func(p int32) bool {
		t, ok := s.speech.texts[c.text[p]]
		switch {
		case s.speaker.Pages > 1 && unnamed(c.advertisers[c.advertiser[p]].id):
			return true
		case !ok || len(t.terms) == 0:
			s.noText++
			return true
		}
		if q.Topic != "" {
			yes, known := about[c.text[p]]
			if !known {
				yes = asked.Holds(t.body, t.lang)
				about[c.text[p]] = yes
			}
			if !yes {
				s.offTopic++
				return true
			}
		}
		s.ads = append(s.ads, p)
		langs[t.lang]++
		return true
	})
	for l, n := range langs {
		if l != "" && (n > langs[s.lang] || s.lang == "" || n == langs[s.lang] && l < s.lang) {
			s.lang = l
		}
	}
	s.ads = slices.DeleteFunc(s.ads, func(p int32) bool {
		l := s.speech.texts[c.text[p]].lang
		if l != "" && l != s.lang {
			s.foreign++
			return true
		}
		return false
	})
	slices.Sort(s.ads)
	return s, nil
}

// who names the speaker: one advertiser, or several pages of one archive as one,
// if one payer paid for all of them or nobody's payer is disclosed. ErrInvalid
// if it is neither.
func (s *spoken) who(sel set) (archive uint16, err error) {
	c := s.c
	pages := map[int32]bool{}
	archives := map[uint16]bool{}
	payers := map[int32]bool{}
	c.all(sel, func(p int32) bool {
		if !unnamed(c.advertisers[c.advertiser[p]].id) {
			pages[c.advertiser[p]] = true
		}
		archives[c.archive[p]] = true
		payers[c.payer[p]] = true
		return len(archives) < 2
	})
	for a := range archives {
		archive = a
	}
	switch {
	case len(pages) == 0:
		return 0, contrechamp.NotFound("no ad of a named advertiser answers to this question")
	case len(archives) > 1 || len(pages) > 1 && len(payers) > 1:
		return 0, contrechamp.Invalid("these are the ads of several advertisers and payers: ask about one, by advertiser=ID or payer=NAME")
	case len(pages) == 1:
		for n := range pages {
			s.speaker = Speaker{ID: c.advertisers[n].id, Name: c.advertisers[n].name, Pages: 1}
		}
	default:
		for n := range payers {
			s.speaker = Speaker{Name: c.words.list[archive], Pages: len(pages), Payer: c.payers[n].name}
		}
	}
	return archive, nil
}

// unnamed says that an id stands for an archive's ads of nobody.
func unnamed(id string) bool { return strings.HasSuffix(id, ":") }

// speech is what all ads of an archive say: their texts, put into messages.
type speech struct {
	texts    map[int32]oneText
	messages int
	share    map[string]float64 // of the messages that have a word; of each its smallest text
}

// oneText is a text with its terms.
type oneText struct {
	body    string
	lang    string // of the archive, else guessed from its function words
	terms   []string
	message int32
}

// speechOf is read once for each archive and state of the store.
func (f *Finder) speechOf(ctx context.Context, c *columns, archive uint16) (*speech, error) {
	c.speechMu.Lock()
	defer c.speechMu.Unlock()
	if s := c.speeches[archive]; s != nil {
		return s, nil
	}
	s, err := f.readSpeech(ctx, c, archive)
	if err != nil {
		return nil, err
	}
	if c.speeches == nil {
		c.speeches = map[uint16]*speech{}
	}
	c.speeches[archive] = s
	return s, nil
}

func (f *Finder) readSpeech(ctx context.Context, c *columns, archive uint16) (*speech, error) {
	byText, err := c.adsByText(ctx, f)
	if err != nil {
		return nil, err
	}
	var ids store.List
	first := map[int32]bool{} // texts that are the first of some ad
	for text := range len(byText.start) - 1 {
		if slices.ContainsFunc(byText.of(int32(text)), func(p int32) bool { return c.archive[p] == archive }) {
			ids = append(ids, int32(text))
		}
	}
	for p, t := range c.text {
		if t >= 0 && c.archive[p] == archive {
			first[t] = true
		}
	}
	s := &speech{texts: map[int32]oneText{}, share: map[string]float64{}}
	var order []int32
	for part := range slices.Chunk(ids, phraseBatch) {
		err := f.store.Each(ctx, "Bodies", func(scan func(...any) error) error {
			var id int32
			var t oneText
			if err := scan(&id, &t.body, &t.lang); err != nil {
				return err
			}
			t.terms = words.List(t.body)
			t.lang, _, _ = strings.Cut(t.lang, "-")
			if t.lang == "" {
				t.lang = words.Language(t.terms)
			}
			t.message = id
			s.texts[id] = t
			order = append(order, id)
			return nil
		}, part)
		if err != nil {
			return nil, err
		}
	}
	slices.Sort(order)
	s.join(order)
	s.countWords(first)
	return s, nil
}

// join puts texts into messages: components of texts of which half the
// three-word shingles are common, numbered by their smallest text.
func (s *speech) join(order []int32) {
	lists := make([][]string, 0, len(order))
	var with []int32
	for _, id := range order {
		if t := s.texts[id]; len(t.terms) > 0 {
			lists, with = append(lists, t.terms), append(with, id)
		}
	}
	for i, m := range words.Near(lists) {
		t := s.texts[with[i]]
		t.message = with[m]
		s.texts[with[i]] = t
	}
}

// countWords counts in how many messages of first texts a word stands.
func (s *speech) countWords(first map[int32]bool) {
	smallest := map[int32][]string{}
	for id := range first {
		t := s.texts[id]
		if len(t.terms) == 0 {
			continue
		}
		if old, ok := smallest[t.message]; !ok || slices.Compare(t.terms, old) < 0 {
			smallest[t.message] = t.terms
		}
	}
	s.messages = len(smallest)
	count := map[string]int{}
	for _, terms := range smallest {
		terms = slices.Clone(terms)
		slices.Sort(terms)
		for _, w := range slices.Compact(terms) {
			count[w]++
		}
	}
	for w, n := range count {
		s.share[w] = float64(n) / float64(s.messages)
	}
}
