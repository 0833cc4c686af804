package finding

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"

	"github.com/contrechamp/contrechamp"
)

// The files of a bundle.
const (
	noteFile   = "finding.txt" // what is signed
	answerFile = "answer.json"
	tableFile  = "answer.csv"
	keyFile    = "key.txt" // the key that checks the signature
	readFile   = "README.txt"
)

// mostBytes is how large a file of a bundle may be.
const mostBytes = 256 << 20

const heading = "contrechamp finding 1"

// text is what is signed: one line a fact.
func (f *Finding) text(files []file) string {
	var b strings.Builder
	fmt.Fprintln(&b, heading)
	fmt.Fprintln(&b, "id", f.ID())
	fmt.Fprintln(&b, "question", strconv.QuoteToASCII(f.Question))
	fmt.Fprintln(&b, "program", strconv.QuoteToASCII(f.Program))
	fmt.Fprintln(&b, "kept", f.Kept.UTC().Format(time.RFC3339))
	for _, s := range f.sorted() {
		fmt.Fprintln(&b, "source", s.Archive, s.SHA256, strconv.QuoteToASCII(s.Name))
	}
	for _, x := range files {
		fmt.Fprintf(&b, "file %s %x %d\n", x.name, sha256.Sum256(x.body), len(x.body))
	}
	return b.String()
}

type file struct {
	name string
	body []byte
}

// Bundle writes a finding as a zip, signed.
func (f *Finding) Bundle(w io.Writer, key *Key) error {
	files := []file{{answerFile, f.Answer}}
	if f.Table != nil {
		files = append(files, file{tableFile, f.Table})
	}
	signed, err := note.Sign(&note.Note{Text: f.text(files)}, key.signer)
	if err != nil {
		return fmt.Errorf("signing a finding: %w", err)
	}
	files = append([]file{{noteFile, signed}, {keyFile, []byte(key.Public + "\n")}, {readFile, []byte(readme)}}, files...)
	z := zip.NewWriter(w)
	for _, x := range files {
		part, err := z.CreateHeader(&zip.FileHeader{Name: x.name, Method: zip.Deflate, Modified: f.Kept.UTC()})
		if err == nil {
			_, err = part.Write(x.body)
		}
		if err != nil {
			return fmt.Errorf("writing a finding's bundle: %w", err)
		}
	}
	return z.Close()
}

const readme = `A finding kept by Contrechamp.

finding.txt  the question, the program, the sources and the SHA-256 of the files; signed
answer.json  the answer, with the rows that it rests on
answer.csv   the same as a table, where there is one
key.txt      the public key of who kept it

Check it offline:       contrechamp verify BUNDLE
Compute it again:       contrechamp replay BUNDLE   (with the same archives imported)

A signature says that the files are as they were kept. Whose key it is has to be
known from elsewhere: compare key.txt with what its owner publishes.
`

// Signed is a finding whose bundle was checked.
type Signed struct {
	*Finding
	ID  string `json:"id"`
	Key string `json:"key"` // the public key that checks it
}

// Open reads and checks a bundle: the signature by its own key, every file's
// digest, the id. It returns an ErrBadFile that names what does not hold.
func Open(name string, r io.ReaderAt, size int64) (*Signed, error) {
	bad := func(what contrechamp.Sentence, err error) error {
		return &contrechamp.FileError{File: name, What: what, Err: err}
	}
	z, err := zip.NewReader(r, size)
	if err != nil {
		return nil, bad(contrechamp.Say("is no bundle of a finding: it is not a zip"), nil)
	}
	body := map[string][]byte{}
	for _, x := range z.File {
		switch x.Name {
		case noteFile, answerFile, tableFile, keyFile, readFile:
		default:
			return nil, bad(contrechamp.Say("holds {file}, which no finding has", "file", x.Name), nil)
		}
		if _, twice := body[x.Name]; twice {
			return nil, bad(contrechamp.Say("holds {file} twice", "file", x.Name), nil)
		}
		if body[x.Name], err = read(x); err != nil {
			return nil, bad(contrechamp.Say("{file} in it cannot be read: get the bundle again", "file", x.Name), err)
		}
	}
	for _, need := range []string{noteFile, keyFile, answerFile} {
		if _, ok := body[need]; !ok {
			return nil, bad(contrechamp.Say("is no bundle of a finding: it has no {file}", "file", need), nil)
		}
	}
	public := strings.TrimSpace(string(body[keyFile]))
	verifier, err := note.NewVerifier(public)
	if err != nil {
		return nil, bad(contrechamp.Say("its {file} is no key", "file", keyFile), nil)
	}
	n, err := note.Open(body[noteFile], note.VerifierList(verifier))
	if err != nil {
		return nil, bad(contrechamp.Say("the signature does not hold: {file} was changed after it was signed, or by another key", "file", noteFile), nil)
	}
	f, err := parse(n.Text, body)
	if err != nil {
		return nil, bad(err.(*wrong).what, nil)
	}
	return &Signed{Finding: f, ID: f.ID(), Key: public}, nil
}

func read(x *zip.File) ([]byte, error) {
	in, err := x.Open()
	if err != nil {
		return nil, err
	}
	defer in.Close()
	b, err := io.ReadAll(io.LimitReader(in, mostBytes+1))
	if err == nil && len(b) > mostBytes {
		err = errors.New("it is larger than a finding can be")
	}
	return b, err
}

// wrong is what does not hold in a note.
type wrong struct{ what contrechamp.Sentence }

func (w *wrong) Error() string { return w.what.String() }

// parse reads the lines of a note and holds them against the files.
func parse(text string, body map[string][]byte) (*Finding, error) {
	f := &Finding{Answer: body[answerFile]}
	if table, ok := body[tableFile]; ok {
		f.Table = table
	}
	id, listed := "", map[string]bool{}
	for i, line := range strings.Split(strings.TrimSuffix(text, "\n"), "\n") {
		if i == 0 {
			if line != heading {
				return nil, &wrong{contrechamp.Say("it is of a form that this program does not know: {line}", "line", line)}
			}
			continue
		}
		word, rest, _ := strings.Cut(line, " ")
		var err error
		switch word {
		case "id":
			id = rest
		case "question":
			f.Question, err = strconv.Unquote(rest)
		case "program":
			f.Program, err = strconv.Unquote(rest)
		case "kept":
			f.Kept, err = time.Parse(time.RFC3339, rest)
		case "source":
			var s Source
			var name string
			s.Archive, name, _ = strings.Cut(rest, " ")
			s.SHA256, name, _ = strings.Cut(name, " ")
			s.Name, err = strconv.Unquote(name)
			f.Sources = append(f.Sources, s)
		case "file":
			name, sum, _ := strings.Cut(rest, " ")
			content, ok := body[name]
			if want := fmt.Sprintf("%x %d", sha256.Sum256(content), len(content)); !ok || sum != want {
				return nil, &wrong{contrechamp.Say("{file} is not what was signed", "file", name)}
			}
			listed[name] = true
		default:
			err = errors.New("unknown")
		}
		if err != nil {
			return nil, &wrong{contrechamp.Say("line {n} of {file} cannot be read", "n", i+1, "file", noteFile)}
		}
	}
	for _, name := range []string{answerFile, tableFile} {
		if _, there := body[name]; there && !listed[name] {
			return nil, &wrong{contrechamp.Say("{file} is not among what was signed", "file", name)}
		}
	}
	if id != f.ID() {
		return nil, &wrong{contrechamp.Say("its id {id} is not that of its contents, {other}", "id", id, "other", f.ID())}
	}
	if !bytes.HasPrefix(bytes.TrimSpace(f.Answer), []byte("{")) {
		return nil, &wrong{contrechamp.Say("{file} is no answer", "file", answerFile)}
	}
	return f, nil
}
