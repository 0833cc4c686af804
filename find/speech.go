package find

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/engine"
	"github.com/contrechamp/contrechamp/filter"
	"github.com/contrechamp/contrechamp/message"
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
	// Lang asks about the texts of one language (ISO 639-1); "" for that of most
	// texts. Texts of two languages are never compared: their words differ anyway.
	Lang string
}

// ParseSpeech reads a question about an advertiser's words: the parameters of
// a filter, topic, text_lang, and, where they are known, delivered=yes and
// by=topic.
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
	if q.Lang, err = take("text_lang"); err != nil {
		return q, err
	}
	if q.Lang != "" && !languageCode.MatchString(q.Lang) {
		return q, contrechamp.Invalid(`text_lang="{lang}": a language has two letters, such as fr (ISO 639-1)`, "lang", q.Lang)
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

// languageCode is a language as archives write it, without its country.
var languageCode = regexp.MustCompile(`^[a-z]{2,3}$`)

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
	if q.Lang != "" {
		v.Set("text_lang", q.Lang)
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

// LangAds is how many ads of a question have a text in a language.
type LangAds struct {
	Lang string `json:"lang"` // ISO 639-1
	Ads  int    `json:"ads"`
}

// spoken are the words of a question's ads.
type spoken struct {
	c          *version
	speech     *speech
	texts      map[int32]oneText // of the ads, by text.id
	speaker    Speaker
	ads        []engine.Row // newest first, with a text, in the language that is compared
	lang       string       // that of most texts; "" if none is known
	noText     int          // ads without a text
	offTopic   int          // ads whose text does not speak of the topic
	foreign    int          // ads whose text is in another language
	otherLangs []LangAds    // those, by language, most first
}

// speak selects the ads of a question. Texts of one language are compared: that
// of most of them; what is in no known language stays.
func (f *Finder) speak(ctx context.Context, q Speech) (*spoken, error) {
	c, sel, err := f.selected(ctx, q.Filter)
	if err != nil {
		return nil, err
	}
	s := &spoken{c: c}
	counts, err := c.Count(ctx, sel)
	if err != nil {
		return nil, err
	}
	archive, err := s.who(counts)
	if err != nil {
		return nil, err
	}
	if s.speech, err = f.speechOf(ctx, c, archive); err != nil {
		return nil, fmt.Errorf("reading what %s says: %w", s.speaker.Name, err)
	}
	ads, err := c.adsOf(ctx, sel)
	if err != nil {
		return nil, err
	}
	if s.texts, err = f.textsOfAds(ctx, s.speech, ads); err != nil {
		return nil, fmt.Errorf("reading what %s says: %w", s.speaker.Name, err)
	}
	asked := topic.Choose(q.Topic)
	about := map[int32]bool{}
	langs := map[string]int{}
	for _, ad := range ads {
		t, ok := s.texts[ad.Text]
		switch {
		case s.speaker.Pages > 1 && unnamed(c.small.Advertisers[ad.Advertiser].ID):
			continue
		case !ok || len(t.terms) == 0:
			s.noText++
			continue
		}
		if q.Topic != "" {
			yes, known := about[ad.Text]
			if !known {
				yes = asked.Holds(t.body, t.lang)
				about[ad.Text] = yes
			}
			if !yes {
				s.offTopic++
				continue
			}
		}
		s.ads = append(s.ads, ad)
		langs[t.lang]++
	}
	return s, s.oneLanguage(q.Lang, langs)
}

// oneLanguage leaves the ads of one language: the one that is asked for, else
// that of most of them; ads says how many there are of each. What is in no known
// language stays. ErrNotFound if none is in the one asked for.
func (s *spoken) oneLanguage(asked string, ads map[string]int) error {
	delete(ads, "")
	var all []LangAds
	for _, l := range slices.Sorted(maps.Keys(ads)) {
		all = append(all, LangAds{l, ads[l]})
	}
	slices.SortStableFunc(all, func(a, b LangAds) int { return cmp.Compare(b.Ads, a.Ads) })
	if s.lang = asked; asked == "" && len(all) > 0 {
		s.lang = all[0].Lang
	}
	if asked != "" && ads[asked] == 0 {
		var have []string
		for _, l := range all {
			have = append(have, l.Lang)
		}
		return contrechamp.NotFound(`none of these texts is in the language {lang}; there are texts in {languages}`, "lang", asked, "languages", strings.Join(have, ", "))
	}
	s.otherLangs = slices.DeleteFunc(all, func(l LangAds) bool { return l.Lang == s.lang })
	s.ads = slices.DeleteFunc(s.ads, func(ad engine.Row) bool {
		l := s.texts[ad.Text].lang
		other := l != "" && l != s.lang
		if other {
			s.foreign++
		}
		return other
	})
	return nil
}

// who names the speaker: one advertiser, or several pages of one archive as one,
// if one payer paid for all of them or nobody's payer is disclosed. ErrInvalid
// if it is neither.
func (s *spoken) who(counts *engine.Counts) (archive uint16, err error) {
	c := s.c
	pages := map[int32]bool{}
	archives := map[uint16]bool{}
	payers := map[int32]bool{}
	for a, n := range counts.Advertisers {
		if n > 0 && !unnamed(c.small.Advertisers[a].ID) {
			pages[int32(a)] = true
		}
	}
	for i, n := range counts.Settings {
		if n > 0 {
			archives[c.small.Settings[i].Archive] = true
		}
	}
	for p, n := range counts.Payers {
		if n > 0 {
			payers[int32(p)] = true
		}
	}
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
			s.speaker = Speaker{ID: c.small.Advertisers[n].ID, Name: c.small.Advertisers[n].Name, Pages: 1}
		}
	default:
		for n := range payers {
			s.speaker = Speaker{Name: c.small.Words.List[archive], Pages: len(pages), Payer: c.small.Payers[n].Name}
		}
	}
	return archive, nil
}

// unnamed says that an id stands for an archive's ads of nobody.
func unnamed(id string) bool { return strings.HasSuffix(id, ":") }

// oneText is a text with its terms.
type oneText struct {
	body    string
	lang    string // of the archive, else guessed from its function words
	terms   []string
	message int32
}

// textsOfAds reads the first texts of a selection.
func (f *Finder) textsOfAds(ctx context.Context, s *speech, ads []engine.Row) (map[int32]oneText, error) {
	seen := map[int32]bool{}
	var ids store.List
	for _, ad := range ads {
		if t := ad.Text; t >= 0 && !seen[t] {
			seen[t] = true
			ids = append(ids, t)
		}
	}
	out := make(map[int32]oneText, len(ids))
	err := f.bodies(ctx, ids, func(id int32, body, lang string) {
		t := oneText{body: body, terms: words.List(body), message: s.message[id]}
		if message.Notice(t.terms) {
			t.terms = nil // no words of the advertiser's
		}
		if t.lang, _, _ = strings.Cut(lang, "-"); t.lang == "" {
			t.lang = words.Language(t.terms)
		}
		out[id] = t
	})
	return out, err
}

// bodies reads texts by their ids.
func (f *Finder) bodies(ctx context.Context, ids store.List, see func(id int32, body, lang string)) error {
	for part := range slices.Chunk(ids, textBatch) {
		err := f.store.Each(ctx, "Bodies", func(scan func(...any) error) error {
			var id int32
			var body, lang string
			if err := scan(&id, &body, &lang); err != nil {
				return err
			}
			see(id, body, lang)
			return nil
		}, part)
		if err != nil {
			return err
		}
	}
	return nil
}

// speech is what all ads of an archive say.
type speech struct {
	message  map[int32]int32 // of a text: the smallest text of its message
	messages int             // of first texts
	// repeated is in how many messages of first texts a word stands, for words in
	// two or more; of each message its smallest text counts.
	repeated map[string]int32
}

// share is the part of the messages that have a word. One that is not repeated
// stands in at least the message that asks.
func (s *speech) share(word string) float64 {
	return float64(max(1, s.repeated[word])) / float64(max(1, s.messages))
}

// speechOf is worked out once for each archive and state of the store.
func (f *Finder) speechOf(ctx context.Context, c *version, archive uint16) (*speech, error) {
	name := c.small.Words.List[archive]
	return c.speeches.Of(name, func() (*speech, int, error) {
		s, err := f.readSpeech(context.WithoutCancel(ctx), c, archive)
		return s, 0, err
	})
}

// textBatch is how many texts or ads are read at a time.
const textBatch = 2000

func (f *Finder) readSpeech(ctx context.Context, c *version, archive uint16) (*speech, error) {
	var ids store.List
	err := f.store.Each(ctx, "TextsOfArchive", func(scan func(...any) error) error {
		var text int32
		err := scan(&text)
		ids = append(ids, text)
		return err
	}, c.small.Words.List[archive])
	if err != nil {
		return nil, err
	}
	bodies := make([]string, len(ids))
	at := make(map[int32]int, len(ids))
	for i, id := range ids {
		at[id] = i
	}
	if err := f.bodies(ctx, ids, func(id int32, body, _ string) { bodies[at[id]] = body }); err != nil {
		return nil, err
	}
	groups, err := message.Group(ctx, bodies, message.Options{})
	if err != nil {
		return nil, err
	}
	s := &speech{message: make(map[int32]int32, len(ids)), repeated: map[string]int32{}}
	for i, id := range ids {
		s.message[id] = ids[groups[i]]
	}
	first := map[int32][]int{} // of each message, the texts that are the first of some ad
	seen := map[int32]bool{}
	sel, err := c.Select(ctx, []engine.Condition{engine.Is(engine.Archive, int32(archive))})
	if err != nil {
		return nil, err
	}
	for x, err := range c.Cards(ctx, sel) { // ads of a card have one text
		if err != nil {
			return nil, err
		}
		if i, ok := at[x.Text]; ok && !seen[x.Text] {
			seen[x.Text] = true
			first[s.message[x.Text]] = append(first[s.message[x.Text]], i)
		}
	}
	for _, texts := range first {
		s.count(bodies, texts)
	}
	for w, n := range s.repeated {
		if n < 2 {
			delete(s.repeated, w)
		}
	}
	return s, nil
}

// count counts the words of a message's smallest text.
func (s *speech) count(bodies []string, texts []int) {
	var smallest []string
	for _, i := range texts {
		if terms := words.List(bodies[i]); len(terms) > 0 && !message.Notice(terms) && (smallest == nil || slices.Compare(terms, smallest) < 0) {
			smallest = terms
		}
	}
	if smallest == nil {
		return
	}
	s.messages++
	slices.Sort(smallest)
	for _, w := range slices.Compact(smallest) {
		s.repeated[w]++
	}
}
