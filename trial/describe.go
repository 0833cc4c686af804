package trial

import (
	"bytes"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/contrechamp/contrechamp"
)

// Description says what the columns of an experiment mean. It is plain JSON;
// unknown keys are errors. See docs/lab.md and the files in trial/known.
type Description struct {
	Name    string `json:"name"`
	Title   Text   `json:"title"`
	Domain  Text   `json:"domain"` // what was tried on whom: "turnout, not persuasion"
	Source  Text   `json:"source"` // who published the experiment, where
	Licence *Text  `json:"licence,omitempty"`
	Limits  []Text `json:"limits,omitempty"` // what the result does not say
	// Invented marks data that no real person stands behind.
	Invented bool `json:"invented,omitempty"`

	Arm      string          `json:"arm"`                // column: which message
	Control  *string         `json:"control,omitempty"`  // label of those who got none; absent: nobody
	Messages map[string]Text `json:"messages,omitempty"` // names of arms for people

	Outcome      string `json:"outcome"` // column, numeric
	OutcomeLabel Text   `json:"outcome_label"`
	Unit         Unit   `json:"unit"` // "share", "points" or "dollar"

	Covariates []string        `json:"covariates"` // columns known before the message
	Labels     map[string]Text `json:"labels,omitempty"`
	// Values names what the codes of a covariate, or of sub, stand for, by column
	// and code: {"sex": {"1": {"en": "women", "fr": "femmes"}}}.
	Values map[string]map[string]Text `json:"values,omitempty"`
	// Categorical covariates get one 0/1 column a label even if they look like
	// numbers; those with text always do.
	Categorical []string `json:"categorical,omitempty"`

	Cluster string `json:"cluster,omitempty"` // column: those assigned together
	Block   string `json:"block,omitempty"`   // column: strata within which was drawn
	// Propensities is the design's probability of each arm, a number or a
	// fraction such as "5/9". Absent: the shares found, which assumes complete
	// randomisation.
	Propensities map[string]Prob `json:"propensities,omitempty"`
	// PropensityColumns names, by arm, the column that holds each row's own
	// probability of that arm: for all arms, or for all but one, which then has
	// what is left to 1.
	PropensityColumns map[string]string `json:"propensity_columns,omitempty"`

	// Sub splits the file into experiments of their own (ten issues, say),
	// analysed apart and pooled.
	Sub string `json:"sub,omitempty"`
	// Keep keeps only rows with one of the values, by column.
	Keep map[string][]string `json:"keep,omitempty"`
	// Missing lists codes that mean "no answer". Blank always does.
	Missing []string `json:"missing,omitempty"`
	// Allow lists numbers that look like codes for missing and are not.
	Allow []string `json:"allow,omitempty"`
	// RankGroups are the covariates whose cells are compared in the rank test;
	// default: as many of the first covariates as give at most 32 cells.
	RankGroups []string `json:"rank_groups,omitempty"`
}

// Prob is a probability, written as a number or as a fraction in a string.
type Prob float64

// UnmarshalJSON reads 0.2 or "1/5".
func (p *Prob) UnmarshalJSON(b []byte) error {
	var s string
	if json.Unmarshal(b, &s) != nil {
		return json.Unmarshal(b, (*float64)(p))
	}
	v, err := parseProb(s)
	*p = Prob(v)
	return err
}

// parseProb reads "0.2" or "1/5".
func parseProb(s string) (float64, error) {
	num, den, ok := strings.Cut(s, "/")
	a, err := strconv.ParseFloat(strings.TrimSpace(num), 64)
	d := 1.0
	if err == nil && ok {
		d, err = strconv.ParseFloat(strings.TrimSpace(den), 64)
	}
	if err != nil || d == 0 {
		return 0, contrechamp.Invalid("probability {text} is neither a number nor a fraction", "text", quoted(s))
	}
	return a / d, nil
}

// ParseDescription reads and checks a description.
func ParseDescription(b []byte) (*Description, error) {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(b, &fields); err != nil {
		return nil, notJSON(b, err)
	}
	for _, k := range sortedKeys(fields) {
		if !slices.ContainsFunc(keys(), func(known string) bool { return strings.EqualFold(known, k) }) {
			return nil, contrechamp.Invalid("the description has an unknown key {key}; known keys are {names}", "key", quoted(k), "names", strings.Join(keys(), ", "))
		}
	}
	d := &Description{}
	if err := json.Unmarshal(b, d); err != nil {
		return nil, notJSON(b, err)
	}
	return d, d.check()
}

// notJSON says where a description cannot be read.
func notJSON(b []byte, err error) error {
	line := func(offset int64) int { return 1 + bytes.Count(b[:min(int(offset), len(b))], []byte("\n")) }
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		return contrechamp.Invalid("the description is no JSON: look at commas, quotes and brackets at line {line} and before", "line", line(syntax.Offset))
	case errors.As(err, &kind) && kind.Field != "":
		return contrechamp.Invalid("in the description, {key} is of another kind than it must be (a text, a number or a list: see docs/experiments.md)", "key", quoted(kind.Field))
	case errors.As(err, &kind):
		return contrechamp.Invalid("in the description, something is of another kind than it must be (a text, a number or a list: see docs/experiments.md), at line {line} or nearby", "line", line(kind.Offset))
	}
	return contrechamp.Invalid("reading the description: {error}", "error", err)
}

// keys are what a description may hold.
func keys() []string {
	var out []string
	t := reflect.TypeFor[Description]()
	for i := range t.NumField() {
		name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		out = append(out, name)
	}
	return out
}

func (d *Description) check() error {
	var errs []error
	bad := func(fault error) { errs = append(errs, fault) }
	for _, f := range []struct{ key, value string }{{"name", d.Name}, {"title", d.Title.In(EN)}, {"domain", d.Domain.In(EN)}, {"source", d.Source.In(EN)}, {"arm", d.Arm}, {"outcome", d.Outcome}} {
		if f.value == "" {
			bad(contrechamp.Invalid("{key} is missing", "key", quoted(f.key)))
		}
	}
	if !d.Unit.known() {
		bad(contrechamp.Invalid("\"unit\" is {text}; say \"share\", \"points\" or \"dollar\"", "text", quoted(string(d.Unit))))
	}
	if len(d.Covariates) == 0 {
		bad(contrechamp.Invalid("\"covariates\" is empty: nothing to target by"))
	}
	seen := map[string]string{d.Arm: "arm", d.Outcome: "outcome"}
	for _, c := range d.Covariates {
		if c == "" {
			bad(contrechamp.Invalid("a covariate has no name"))
		}
		if as, ok := seen[c]; ok {
			bad(contrechamp.Invalid("column {column} is both {one} and {other}", "column", quoted(c), "one", quoted(as), "other", quoted("covariate")))
		}
		seen[c] = "covariate"
	}
	for _, list := range [][]string{d.Categorical, d.RankGroups} {
		for _, c := range list {
			if !slices.Contains(d.Covariates, c) {
				bad(contrechamp.Invalid("{column} is not one of the covariates", "column", quoted(c)))
			}
		}
	}
	for _, c := range sortedKeys(d.Values) {
		if c != d.Sub && !slices.Contains(d.Covariates, c) {
			bad(contrechamp.Invalid("\"values\" names {column}, which is neither one of the covariates nor \"sub\"", "column", quoted(c)))
		}
	}
	var sum float64
	for arm, p := range d.Propensities {
		if !(p > 0 && p < 1) {
			bad(contrechamp.Invalid("the propensity of {label} is {value}, not between 0 and 1", "label", quoted(arm), "value", fmt.Sprint(float64(p))))
		}
		sum += float64(p)
	}
	if len(d.Propensities) > 0 && math.Abs(sum-1) > 1e-9 {
		bad(contrechamp.Invalid("propensities add up to {sum}, not 1", "sum", fmt.Sprint(sum)))
	}
	if len(d.Propensities) > 0 && len(d.PropensityColumns) > 0 {
		bad(contrechamp.Invalid("give \"propensities\" or \"propensity_columns\", one of the two"))
	}
	for arm, c := range d.PropensityColumns {
		if as, ok := seen[c]; ok || c == "" {
			bad(contrechamp.Invalid("the propensity of {label} is in column {column}, which is {other}", "label", quoted(arm), "column", quoted(c), "other", quoted(as)))
		}
	}
	if len(errs) > 0 {
		return contrechamp.Invalid("the description does not hold: {faults}", "faults", listed(errs))
	}
	return nil
}

// columns lists every column that the description names.
func (d *Description) columns() []string {
	out := append([]string{d.Arm, d.Outcome}, d.Covariates...)
	for _, c := range []string{d.Cluster, d.Block, d.Sub} {
		if c != "" {
			out = append(out, c)
		}
	}
	for c := range d.Keep {
		out = append(out, c)
	}
	for _, c := range d.PropensityColumns {
		out = append(out, c)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Label returns a covariate's name for people.
func (d *Description) Label(covariate string) Text {
	if t, ok := d.Labels[covariate]; ok {
		return t
	}
	return both(shown(covariate))
}

// commonWords are codes that need no explanation in a description.
var commonWords = map[string]Text{
	"female": {"women", "femmes"}, "f": {"women", "femmes"}, "woman": {"women", "femmes"},
	"male": {"men", "hommes"}, "m": {"men", "hommes"}, "man": {"men", "hommes"},
	"yes": {"yes", "oui"}, "no": {"no", "non"}, "true": {"yes", "oui"}, "false": {"no", "non"},
}

// Value returns the name for people of a covariate's code. yesNo says that the
// codes are 0 and 1 alone.
func (d *Description) Value(covariate, code string, yesNo bool) Text {
	if t, ok := d.Values[covariate][code]; ok {
		return t
	}
	if yesNo {
		return map[string]Text{"0": commonWords["no"], "1": commonWords["yes"]}[code]
	}
	if t, ok := commonWords[strings.ToLower(code)]; ok {
		return t
	}
	return both(shown(code))
}

// Message returns an arm's name for people.
func (d *Description) Message(arm string) Text {
	if t, ok := d.Messages[arm]; ok {
		return t
	}
	if arm == "" {
		return Text{"(blank)", "(vide)"}
	}
	return both(shown(arm))
}

//go:embed known/*.json
var known embed.FS

// Known lists the names of the experiments whose descriptions come with the
// program; their data do not.
func Known() []string {
	files, err := fs.Glob(known, "known/*.json")
	if err != nil {
		return nil
	}
	for i, f := range files {
		files[i] = strings.TrimSuffix(strings.TrimPrefix(f, "known/"), ".json")
	}
	return files
}

// KnownDescription returns a description by name.
func KnownDescription(name string) (*Description, error) {
	b, err := known.ReadFile("known/" + name + ".json")
	if err != nil {
		return nil, contrechamp.Invalid("no description {name}; those that come with the program: {names}", "name", quoted(name), "names", strings.Join(Known(), ", "))
	}
	return ParseDescription(b)
}

// findDescription takes what the user named: a file, or a known name. With
// neither it looks for DATA.json beside the data, then for the known
// description whose columns are all in the file.
func findDescription(named, data string, header []string) (*Description, error) {
	if named != "" {
		if b, err := os.ReadFile(named); err == nil {
			d, err := ParseDescription(b)
			if err != nil {
				return nil, inFile(named, err)
			}
			return d, nil
		} else if strings.ContainsAny(named, `/\.`) {
			return nil, inFile(named, contrechamp.Invalid("the description cannot be opened: {error}", "error", below(err)))
		}
		return KnownDescription(named)
	}
	base := data
	for _, ext := range []string{".gz", ".csv", ".tsv", ".parquet"} {
		base = strings.TrimSuffix(base, ext)
	}
	if b, err := os.ReadFile(base + ".json"); err == nil {
		d, err := ParseDescription(b)
		if err != nil {
			return nil, inFile(base+".json", err)
		}
		return d, nil
	}
	for _, name := range Known() {
		d, err := KnownDescription(name)
		if err != nil {
			return nil, err
		}
		if !slices.ContainsFunc(d.columns(), func(c string) bool { return !slices.Contains(header, c) }) {
			return d, nil
		}
	}
	var columns any = names(header)
	if holdsNumbers(header) { // perhaps a person's row
		columns = contrechamp.Say("not named in its first line, which holds numbers")
	}
	return nil, contrechamp.Invalid("{data} needs a description: write {file} beside it, or name one with --description ({names}); its columns are {columns}",
		"data", shown(filepath.Base(data)), "file", shown(filepath.Base(base))+".json", "names", strings.Join(Known(), ", "), "columns", columns)
}
