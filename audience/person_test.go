package audience

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
)

func TestPersonOf(t *testing.T) {
	p, err := PersonOf(MustParse(`age 34..34 and gender female and place "DE/Bayern/München" and place recently any ("FR") and place travels "AT" and place travels "IT"
		and language de and language en-GB and interest "Yoga" and not (interest "Police" or likes "Cats") and not list "x" and gender unknown`))
	if err != nil {
		t.Fatal(err)
	}
	want := Person{
		Age: 34, Gender: "female", Lives: "DE/Bayern/München",
		Recently: []string{"FR"}, Travels: []string{"AT", "IT"}, Languages: []string{"de", "en-GB"},
		Said: map[Fact]bool{
			{Kind: Interest, Label: "Yoga"}: true, {Kind: Interest, Label: "Police"}: false, {Kind: Likes, Label: "Cats"}: false,
			{Kind: List, Label: "x"}: false, {Kind: Gender, Label: "unknown"}: true,
		},
	}
	if !reflect.DeepEqual(p, want) {
		t.Errorf("got  %+v\nwant %+v", p, want)
	}
	p, err = PersonOf(MustParse(`place "FR" and place lives "DE"`))
	if err != nil || p.Lives != "DE" || p.Now != "FR" {
		t.Errorf("%+v, %v", p, err)
	}
	if p, err = PersonOf(Everyone()); err != nil || !reflect.DeepEqual(p, Person{}) {
		t.Errorf("everyone: %+v, %v", p, err)
	}
}

func TestNoPerson(t *testing.T) {
	for s, why := range map[string]string{
		`age 18..44`:                               "one age",
		`age 34..34 and age 35..35`:                "contradicts",
		`gender female and gender male`:            "contradicts",
		`not gender female`:                        "name the value",
		`interest "a" or interest "b"`:             "one exact fact",
		`interest "a" and not interest "a"`:        "said to hold and not",
		`undisclosed list`:                         "nobody can say",
		`other "x"`:                                "nobody can say",
		`place "DE/Bayern" +10km`:                  "circle",
		`place near 1,2 3km`:                       "circle",
		`place lives "DE" and place lives "FR"`:    "contradicts",
		`nobody`:                                   "one exact fact",
		`not (interest "a" and interest "b")`:      "one exact fact",
		`not place "DE"`:                           "name the value",
		`age 34..34 and (gender male or age 3..3)`: "one exact fact",
		`place "DE" and place "FR"`:                "contradicts",
		`not language en`:                          "name the value",
		`not not not (interest "a" and list "b")`:  "one exact fact",
	} {
		_, err := PersonOf(MustParse(s))
		if err == nil || !strings.Contains(err.Error(), why) {
			t.Errorf("%s: %v, want something with %q", s, err, why)
		}
	}
}

// The three answers of decision: what published boxes say of one person.
func TestEvalExamples(t *testing.T) {
	yoga := MustParse(`age 34..34 and gender female and place "DE/Bayern/München" and language en-GB and interest "Yoga" and not interest "Police"`)
	p, err := PersonOf(yoga)
	if err != nil {
		t.Fatal(err)
	}
	complete := p
	complete.Complete = KindsOf(Interest)
	for _, c := range []struct {
		who  *Person
		e    string
		want Answer
	}{
		{&p, `age 18..44`, Yes},
		{&p, `age 35..`, No},
		{&Person{}, `age 0..`, Unknown},
		{&Person{}, `gender female or gender male`, Unknown},
		{&Person{Age: 40}, `age 18.. or age unknown`, Yes},
		{&Person{Age: 15}, `age 18.. or age unknown`, Unknown},
		{&p, `place "DE"`, Yes},
		{&p, `place "DE/Bayern/München/hood:Au"`, Unknown},
		{&p, `place "DE/zip:80331"`, Unknown},
		{&p, `place "DE/Hessen"`, No},
		{&p, `place recently "DE"`, Unknown},
		{&p, `place near 48,11 10km`, Unknown},
		{&p, `place "AT/Wien" +?`, No},
		{&p, `place "DE/Bayern" +?`, Yes},
		{&p, `language en`, Yes},
		{&p, `language en-GB`, Yes},
		{&p, `language en-US`, No},
		{&Person{Languages: []string{"en"}}, `language en-GB`, Unknown},
		{&p, `interest "Yoga"`, Yes},
		{&p, `interest "Vegan food"`, Unknown},
		{&complete, `interest "Vegan food"`, No},
		{&complete, `likes "Vegan food"`, Unknown},
		{&p, `age 18..44 and interest "Yoga" and undisclosed list`, Unknown},
		{&p, `age 45.. and undisclosed list`, No},
		{&p, `interest "Yoga" or undisclosed expansion`, Yes},
		{&p, `list "tesy"`, Unknown},
		{&Person{Lives: "DE", Now: "FR"}, `place "FR" and not place lives "FR"`, Yes},
		{&p, `everyone`, Yes},
		{&p, `nobody`, No},
	} {
		if got := Eval(MustParse(c.e), c.who, World{}); got != c.want {
			t.Errorf("%s: %v, want %v", c.e, got, c.want)
		}
	}
}

func TestHangsOnExamples(t *testing.T) {
	p := Person{Age: 30}
	for _, c := range []struct {
		e, facts string
		exact    bool
	}{
		{`age 18.. and interest "a" and not undisclosed list`, `interest "a"; undisclosed list`, true},
		{`age 18.. and (interest "a" or age 20..) and list`, `list`, true},
		{`interest "a" and interest "b" or interest "a" and not interest "b"`, `interest "a"`, true},
		{`interest "a" or not interest "a"`, ``, true},
		{`undisclosed list or not undisclosed list`, `undisclosed list`, true},
		{`age ..17 and undisclosed list`, ``, true},
	} {
		facts, exact := HangsOn(MustParse(c.e), &p, World{})
		var s []string
		for _, f := range facts {
			s = append(s, f.String())
		}
		if got := strings.Join(s, "; "); got != c.facts || exact != c.exact {
			t.Errorf("%s: hangs on %s (exact %v), want %s (%v)", c.e, got, exact, c.facts, c.exact)
		}
	}
	// Beyond what is searched, the open facts are named and the flag says so.
	many := And(postcodes(30), Or(Label(Interest, "a"), postcodes(2)))
	if facts, exact := HangsOn(many, &p, World{}); exact || len(facts) != 31 {
		t.Errorf("%d facts, exact %v", len(facts), exact)
	}
	// Many facts that occur once each are exact without a search.
	if facts, exact := HangsOn(postcodes(2177), &p, World{}); !exact || len(facts) != 2177 {
		t.Errorf("%d facts, exact %v", len(facts), exact)
	}
}

func TestFlipsExamples(t *testing.T) {
	p := Person{Age: 40, Gender: "male", Lives: "DE/Bayern", Said: map[Fact]bool{{Kind: Interest, Label: "a"}: true}}
	for _, c := range []struct{ e, flips string }{
		{`age 45.. and place "DE/Bayern"`, `5 age 45..45: yes`},
		{`age 45.. or place "DE/Hessen"`, `2 place lives "DE/Hessen": yes; 5 age 45..45: yes`},
		{`age 18..44 and place "DE/Bayern"`, `3 place lives "ZZ": no; 5 age 45..45: no; 23 age 17..17: no`},
		{`interest "a" and gender male`, `1 gender female: no; 1 gender other: no; 1 not interest "a": no`},
		{`interest "b" and undisclosed list`, `0 not interest "b": no`},
		{`interest "b" or list "x" or placement "y"`, `0 interest "b": yes`},
		{`language de`, `0 language de: yes; 0 not language de: no`},
		{`age 18.. and gender female and place "FR"`, ``}, // two things fail
		{`not place "DE"`, `3 place lives "ZZ": yes`},
		{`place recently "FR"`, `0 place recently "FR": yes; 0 place recently "ZZ": no`},
		{`place travels "FR"`, `0 place travels "FR": yes; 0 place travels "ZZ": no`},
	} {
		var s []string
		for _, f := range Flips(MustParse(c.e), &p, World{}) {
			s = append(s, fmt.Sprint(f.Size, " ", f))
		}
		if got := strings.Join(s, "; "); got != c.flips {
			t.Errorf("%s:\n got %s\nwant %s", c.e, got, c.flips)
		}
	}
	if n := len(Flips(postcodes(2177), &Person{}, World{})); n != flipPlaces {
		t.Errorf("%d places offered", n)
	}
}
