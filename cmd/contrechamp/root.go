package main

import (
	"errors"
	"io/fs"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/find"
	"github.com/contrechamp/contrechamp/handover"
	"github.com/contrechamp/contrechamp/ingest"
	"github.com/contrechamp/contrechamp/say"
	"github.com/contrechamp/contrechamp/store"
)

// version is set by the linker for releases.
var version = "0.1-dev"

// settings are the flags that every command has.
type settings struct {
	store string
	json  bool
	lang  string

	root  func(*settings) *cobra.Command // makes the program's commands anew
	held  *held                          // a store that is open already: in a server
	dir   string                         // where the command was typed, if not here
	asked string                         // language of who asked, if not this process's
}

// commands are all of them. A new one is a function of this package and a
// line here.
var commands = []func(*settings) *cobra.Command{
	newImport,
	newAds,
	newAd,
	newAdvertisers,
	newAdvertiser,
	newAudiences,
	newExclusions,
	newRemoved,
	newUnreached,
	newDivergence,
	newMessages,
	newPairs,
	newPromises,
	newMark,
	newSources,
	newMe,
	newExport,
	newFinding,
	newVerify,
	newReplay,
	newLab,
	newMachine,
	newPopulation,
	newServe,
	newDemo,
}

func newRootOf(s *settings) *cobra.Command {
	s.root = newRootOf
	root := &cobra.Command{
		Use:           "contrechamp",
		Short:         "Who told what to whom: political micro-targeting made visible, comparable, testable",
		Version:       version,
		SilenceUsage:  true,
		SilenceErrors: true,
		PersistentPreRunE: func(*cobra.Command, []string) error {
			if _, ok := say.Of(s.lang); s.lang != "" && !ok {
				return contrechamp.Invalid("--lang {lang}: must be fr or en", "lang", s.lang)
			}
			return nil
		},
	}
	f := root.PersistentFlags()
	f.StringVar(&s.store, "store", "", "the store's file (default: CONTRECHAMP_STORE, else the user's data folder)")
	f.BoolVar(&s.json, "json", false, "answer in JSON")
	f.StringVar(&s.lang, "lang", "", "language of the answer: fr or en (default: from LANG)")
	for _, c := range commands {
		root.AddCommand(c(s))
	}
	explain(root)
	helpIn(s, root)
	return root
}

// explain makes wrong flags and arguments the questioner's fault, and tells
// what to do next, for a command and those below it.
func explain(c *cobra.Command) {
	c.SetFlagErrorFunc(func(c *cobra.Command, err error) error {
		return contrechamp.Invalid("{error}; see {command} --help", "error", flagError(err), "command", c.CommandPath())
	})
	check := c.Args
	switch {
	case !c.HasSubCommands():
		c.Args = func(c *cobra.Command, args []string) error {
			if check == nil {
				return nil
			}
			if err := check(c, args); err != nil {
				return contrechamp.Invalid("these arguments do not fit: {usage}; see {command} --help", "usage", c.UseLine(), "command", c.CommandPath())
			}
			return nil
		}
	case !c.Runnable():
		c.Args = func(c *cobra.Command, args []string) error {
			if len(args) == 0 {
				return nil
			}
			hint := contrechamp.Say("see {command} --help", "command", c.CommandPath())
			if near := c.SuggestionsFor(args[0]); len(near) > 0 {
				hint = contrechamp.Say("did you mean {names}?", "names", strings.Join(near, ", "))
			}
			return contrechamp.Invalid(`no command "{name}"; {hint}`, "name", args[0], "hint", hint)
		}
		c.SuggestionsMinimumDistance = 2
		c.RunE = func(c *cobra.Command, _ []string) error { return c.Help() }
	}
	for _, sub := range c.Commands() {
		explain(sub)
	}
}

// language is the one asked for, else that of the environment.
func (s *settings) language() say.Lang {
	if l, ok := say.Of(s.lang); ok {
		return l
	}
	if l, ok := say.Of(s.asked); ok {
		return l
	}
	for _, v := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if e := os.Getenv(v); e != "" {
			l, _ := say.Of(strings.ToLower(e[:min(2, len(e))]))
			if l != "" {
				return l
			}
			break
		}
	}
	return say.EN
}

// path is the store's file.
func (s *settings) path() (string, error) {
	if s.store != "" {
		return s.store, nil
	}
	return store.Path()
}

// open opens the store to read from. If a server holds it, the server answers
// in this command's stead and the error says how that went: return it.
func (s *settings) open(cmd *cobra.Command) (st *store.Store, finder *find.Finder, done func(), err error) {
	if s.held != nil {
		return s.held.store, s.held.finder, func() {}, filled(cmd, s.held.finder, s.held.store.File())
	}
	path, err := s.path()
	if err != nil {
		return nil, nil, nil, err
	}
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return nil, nil, nil, contrechamp.NotFound("there is no store at {path} yet: {next}", "path", path, "next", importFirst)
	}
	st, err = store.Open(cmd.Context(), path, store.Options{})
	if errors.Is(err, contrechamp.ErrBusy) {
		asked := s.ask(cmd.Context(), path, cmd.OutOrStdout(), cmd.ErrOrStderr())
		if errors.Is(asked, handover.ErrNobody) {
			return nil, nil, nil, contrechamp.Busy("{error}; no server of this program answers for it: close what holds it and try again", "error", err)
		}
		return nil, nil, nil, asked
	}
	if err != nil {
		return nil, nil, nil, err
	}
	finder = find.New(st).WithPeople(ingest.Population)
	if err := filled(cmd, finder, path); err != nil {
		st.Close()
		return nil, nil, nil, err
	}
	return st, finder, func() { st.Close() }, nil
}

// importFirst is what to do about a store without archives.
var importFirst = contrechamp.Say("import an archive first (contrechamp import FILE), or look at an invented one (contrechamp demo)")

// filled refuses a store that holds nothing to ask for.
func filled(cmd *cobra.Command, finder *find.Finder, path string) error {
	empty, err := finder.Empty(cmd.Context())
	if err == nil && empty {
		err = contrechamp.NotFound("the store {path} is empty: {next}", "path", path, "next", importFirst)
	}
	return err
}
