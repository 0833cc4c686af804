// Command sameanswers asks two builds of the program every address and command
// of the demo and says where their JSON or CSV is not the same, byte for byte:
//
//	go run ./internal/sameanswers OLD NEW
//
// Both are asked about copies of one store, which OLD makes. It exits with 1 if
// an answer differs.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: sameanswers OLD NEW")
		os.Exit(2)
	}
	differ, err := compare(os.Args[1], os.Args[2])
	if err != nil {
		fmt.Fprintln(os.Stderr, "sameanswers:", err)
		os.Exit(2)
	}
	if differ > 0 {
		os.Exit(1)
	}
}

// build is a build of the program with its own copy of the store.
type build struct {
	program, store, site string
	serving              *exec.Cmd
}

func compare(old, new string) (differ int, err error) {
	dir, err := os.MkdirTemp("", "sameanswers")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(dir)
	made, err := demoStore(old, dir)
	if err != nil {
		return 0, fmt.Errorf("making the store: %w", err)
	}
	var builds [2]build
	for i, program := range []string{old, new} {
		b := &builds[i]
		b.program, b.store = program, filepath.Join(dir, fmt.Sprint(i, ".duckdb"))
		if err := os.WriteFile(b.store, made, 0o600); err != nil {
			return 0, err
		}
		if err := b.serve(); err != nil {
			return 0, fmt.Errorf("serving with %s: %w", program, err)
		}
		defer b.end()
	}
	asked := 0
	say := func(what string, one, other []byte) {
		asked++
		if !bytes.Equal(one, other) {
			differ++
			fmt.Printf("%s\n%s", what, firstDifference(one, other))
		}
	}
	for _, address := range addresses(builds[0].site) {
		one, err := get(builds[0].site + address)
		if err != nil {
			return differ, err
		}
		other, err := get(builds[1].site + address)
		if err != nil {
			return differ, err
		}
		say(address, one, other)
	}
	pages := asked
	for _, b := range builds { // commands have the store for themselves
		b.end()
	}
	for _, args := range commands(builds[0]) {
		say(strings.Join(args, " "), builds[0].run(args), builds[1].run(args))
	}
	fmt.Printf("%d addresses and %d commands asked, %d answers differ\n", pages, asked-pages, differ)
	return differ, nil
}

// demoStore has a program make the store of its demo.
func demoStore(program, dir string) ([]byte, error) {
	c := exec.Command(program, "demo", "--no-serve")
	c.Env = append(os.Environ(), "XDG_CACHE_HOME="+dir)
	if out, err := c.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("%w: %s", err, out)
	}
	found, err := filepath.Glob(filepath.Join(dir, "contrechamp", "demo-*", "demo.duckdb"))
	if err != nil || len(found) != 1 {
		return nil, fmt.Errorf("found the stores %v, want one (%v)", found, err)
	}
	return os.ReadFile(found[0])
}

func (b *build) serve() error {
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	addr := free.Addr().String()
	free.Close()
	b.site = "http://" + addr
	b.serving = exec.Command(b.program, "serve", "--store", b.store, "--addr", addr)
	b.serving.Stderr = os.Stderr
	if err := b.serving.Start(); err != nil {
		return err
	}
	for range 200 {
		if _, err = get(b.site + "/dictionary.json"); err == nil {
			return nil
		}
		time.Sleep(50 * time.Millisecond)
	}
	return err
}

func (b *build) end() {
	if b.serving != nil {
		b.serving.Process.Signal(os.Interrupt)
		b.serving.Wait()
		b.serving = nil
	}
}

// run is what a command prints, and the error that it ends with.
func (b *build) run(args []string) []byte {
	c := exec.Command(b.program, append(slices.Clone(args), "--store", b.store)...)
	out, err := c.CombinedOutput()
	return append(bytes.ReplaceAll(out, []byte(b.store), []byte("STORE")), fmt.Sprint("\n", err)...)
}

// get is an answer with its status.
func get(address string) ([]byte, error) {
	r, err := http.Get(address)
	if err != nil {
		return nil, err
	}
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	return append([]byte(r.Status+"\n"), body...), err
}

// filters are questions about ads: every key, alone and together.
var filters = []url.Values{
	{}, {"q": {"enfants"}}, {"q": {`"enfants qui respirent"`}}, {"q": {"respir*", "-routes"}}, {"q": {"-enfants"}}, {"q": {"xyzzy"}}, {"topic": {"10"}}, {"topic": {"7|10"}, "q": {"-enfants"}},
	{"advertiser": {"meta:104417330000011"}}, {"advertiser": {"fleuve"}}, {"payer": {"none"}}, {"payer": {"fleuve"}},
	{"archive": {"meta"}}, {"archive": {"snap|fbpac"}}, {"country": {"XV"}}, {"country": {"FR|XV"}}, {"from": {"2026-05-20"}}, {"to": {"2026-05-20"}},
	{"from": {"2026-05-10"}, "to": {"2026-05-20"}}, {"includes": {"any"}}, {"includes": {"interest"}}, {"includes": {`place "XV/Niederau"`}},
	{"excludes": {"any"}}, {"excludes": {"list"}}, {"aims": {"age 18..24"}}, {"aims": {`age 34..34 and gender female and place "XV/Niederau"`}, "how": {"accepts"}},
	{"aims": {"age 34..34 and gender female"}, "how": {"may"}}, {"min": {"1000"}, "currency": {"EUR"}}, {"max": {"1000"}, "currency": {"EUR"}}, {"currency": {"EUR"}},
	{"size_max": {"1000"}}, {"narrow": {"100"}}, {"narrow": {"1000|10000"}}, {"criteria": {"3.."}}, {"criteria": {"2..4"}}, {"removed": {"gone"}}, {"removed": {"changed"}},
	{"removed": {"gone|changed"}}, {"hidden": {"yes"}}, {"hidden": {"no"}}, {"hidden": {"yes|no"}}, {"box": {"b0adde70ccc13aad4f5796ee"}}, {"box": {"none"}},
	{"text": {"no"}}, {"text": {"yes"}, "archive": {"meta"}, "excludes": {"any"}, "criteria": {"2.."}},
}

// addresses are those of every page in both forms, asked in every way; ids are
// followed from a site's own lists.
func addresses(site string) []string {
	var out []string
	both := func(path string, v url.Values) {
		for _, form := range []string{".json", ".csv"} {
			if query := v.Encode(); query != "" {
				out = append(out, path+form+"?"+query)
			} else {
				out = append(out, path+form)
			}
		}
	}
	out = append(out, "/index.json")
	for _, page := range []string{"/sources", "/differences", "/method", "/lab", "/me", "/findings"} {
		both(page, nil)
	}
	for _, list := range []string{"/ads", "/advertisers", "/audiences", "/exclusions", "/unreached", "/removed"} {
		for _, f := range filters {
			both(list, f)
			for _, sort := range []string{"newest", "oldest", "money", "size", "criteria", "ads"} {
				if list != "/unreached" && list != "/removed" && list != "/exclusions" {
					g := url.Values{"sort": {sort}, "limit": {"7"}}
					for k, v := range f {
						g[k] = v
					}
					if sort == "money" {
						g["currency"] = []string{"EUR"}
					}
					both(list, g)
				}
			}
		}
	}
	for _, about := range []string{"/divergence", "/pairs", "/promises", "/messages"} {
		for _, v := range []url.Values{{}, {"advertiser": {"meta:104417330000011"}}, {"advertiser": {"meta:104417330000011"}, "topic": {"10"}}, {"archive": {"meta"}}, {"payer": {"none"}, "archive": {"fbpac"}}} {
			both(about, v)
		}
	}
	for _, list := range []struct{ path, id string }{{"/ads", "id"}, {"/advertisers", "id"}, {"/audiences", "box"}} {
		for _, id := range ids(site+list.path+".json?limit=1000", list.id) {
			both(list.path+"/"+url.PathEscape(id), nil)
		}
	}
	for path := "/ads.json?limit=50"; path != ""; { // page by page
		out = append(out, path)
		body, err := get(site + path)
		var answer struct {
			NextURL string `json:"next_url"`
		}
		if err != nil || json.Unmarshal(body[bytes.IndexByte(body, '\n')+1:], &answer) != nil {
			break
		}
		path = answer.NextURL
	}
	return out
}

// ids are those of the rows of a list: its field id, or the key of its box.
func ids(address, field string) (out []string) {
	body, err := get(address)
	if err != nil {
		return nil
	}
	var answer struct {
		Rows []struct {
			ID  string `json:"id"`
			Box struct {
				Key string `json:"key"`
			} `json:"box"`
		} `json:"rows"`
	}
	json.Unmarshal(body[bytes.IndexByte(body, '\n')+1:], &answer)
	for _, r := range answer.Rows {
		if field == "box" {
			out = append(out, r.Box.Key)
		} else {
			out = append(out, r.ID)
		}
	}
	return out
}

// commands are those that answer from a store.
func commands(b build) (out [][]string) {
	for _, f := range filters {
		var flags []string
		for _, key := range slices.Sorted(func(yield func(string) bool) {
			for k := range f {
				if !yield(k) {
					return
				}
			}
		}) {
			for _, v := range f[key] {
				flags = append(flags, "--"+key+"="+v)
			}
		}
		for _, name := range [][]string{{"ads"}, {"advertisers"}, {"audiences"}, {"exclusions"}, {"removed"}, {"unreached"}, {"population", "quality"}, {"population", "unjoined"}, {"export", "ads"}} {
			if name[0] == "export" {
				out = append(out, append(slices.Clone(name), flags...))
				continue
			}
			out = append(out, append(append(slices.Clone(name), flags...), "--json"))
		}
	}
	for _, args := range []string{"ad meta:742127941466854", "advertiser meta:104417330000011", "sources", "sources --differences", "population list",
		"me --age 34 --place XV/Niederau", "me --age 34 --place XV/Niederau --lang fr"} {
		words := strings.Fields(args)
		out = append(out, words, append(words, "--json"))
	}
	for _, table := range []string{"ads", "advertisers", "boxes", "facts", "texts", "sources", "rejects", "tallies", "delivered", "remarks", "repairs"} {
		out = append(out, []string{"export", table})
	}
	return out
}

// firstDifference shows two answers around the place where they part.
func firstDifference(one, other []byte) string {
	at := 0
	for at < len(one) && at < len(other) && one[at] == other[at] {
		at++
	}
	cut := func(b []byte) string { return string(b[max(0, at-80):min(len(b), at+80)]) }
	return fmt.Sprintf("  old: %q\n  new: %q\n", cut(one), cut(other))
}
