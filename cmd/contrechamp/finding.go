package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"time"

	"github.com/spf13/cobra"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/find"
	"github.com/contrechamp/contrechamp/finding"
	"github.com/contrechamp/contrechamp/say"
	"github.com/contrechamp/contrechamp/sidebyside"
	"github.com/contrechamp/contrechamp/store"
	"github.com/contrechamp/contrechamp/web"
)

func newFinding(s *settings) *cobra.Command {
	c := &cobra.Command{
		Use:   "finding",
		Short: "Keep answers so that they can be cited and checked",
		Long: `Keep an answer: the question, the rows, the hashes of the archives, the version
of the program and the day, in one signed file that anybody can check offline
(contrechamp verify) and compute again (contrechamp replay).`,
		Example: "  contrechamp finding keep '/exclusions?advertiser=meta:1234'\n  contrechamp finding list",
	}
	c.AddCommand(newFindingKeep(s), newFindingList(s), newFindingKey(s))
	return c
}

// kept is what keeping an answer gives.
type kept struct {
	ID       string `json:"id"`
	Question string `json:"question"`
	File     string `json:"file"`
}

func newFindingKeep(s *settings) *cobra.Command {
	var out string
	c := &cobra.Command{
		Use:     "keep ADDRESS",
		Short:   "Keep the answer to an address of a page, signed with this user's key",
		Example: "  contrechamp finding keep '/exclusions?advertiser=meta:1234'\n  contrechamp finding keep /audiences --out audiences.zip",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			st, finder, done, err := s.open(cmd)
			if err != nil {
				return err
			}
			defer done()
			f, err := askAgain(cmd.Context(), st, finder, args[0])
			if err != nil {
				return err
			}
			key, err := userKey()
			if err != nil {
				return err
			}
			k := kept{ID: f.ID(), Question: f.Question}
			if k.File, err = finding.Beside(st.File()).Keep(f, key); err != nil {
				return err
			}
			if out != "" {
				if err := copyFile(k.File, s.file(out)); err != nil {
					return err
				}
				k.File = s.file(out)
			}
			if s.json {
				return writeJSON(cmd.OutOrStdout(), k)
			}
			fmt.Fprintln(cmd.OutOrStdout(), s.language().T("finding-kept", "id", k.ID, "question", k.Question, "file", k.File))
			return nil
		},
	}
	c.Flags().StringVar(&out, "out", "", "write the bundle into this file too")
	return c
}

// askAgain asks what an address of a page asks.
func askAgain(ctx context.Context, st *store.Store, finder *find.Finder, address string) (*finding.Finding, error) {
	site := &web.Site{Finder: finder, Version: version, Marks: sidebyside.Beside(st.File())}
	return site.Ask(ctx, address)
}

func userKey() (*finding.Key, error) {
	path, err := finding.KeyPath()
	if err != nil {
		return nil, err
	}
	return finding.LoadKey(path)
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.Create(to)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}

func newFindingList(s *settings) *cobra.Command {
	return &cobra.Command{
		Use: "list", Short: "List the answers kept from this store", Example: "  contrechamp finding list", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			path, err := s.path()
			if err != nil {
				return err
			}
			list, err := finding.Beside(path).List()
			if err != nil {
				return err
			}
			if s.json {
				return writeJSON(cmd.OutOrStdout(), list)
			}
			grid(cmd.OutOrStdout(), func(line func(...any)) {
				for _, l := range list {
					if l.Wrong != nil {
						line(l.ID, "", s.language().Err(l.Wrong))
						continue
					}
					line(l.ID, l.Signed.Kept.Format(time.DateOnly), l.Signed.Question)
				}
			})
			return nil
		},
	}
}

func newFindingKey(s *settings) *cobra.Command {
	return &cobra.Command{
		Use: "key", Short: "Print the public key with which others check what this user kept", Example: "  contrechamp finding key", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			key, err := userKey()
			if err != nil {
				return err
			}
			fmt.Fprintln(cmd.OutOrStdout(), key.Public)
			return nil
		},
	}
}

func newVerify(s *settings) *cobra.Command {
	var want string
	c := &cobra.Command{
		Use:     "verify BUNDLE",
		Short:   "Check a kept answer offline: signature, digests, id",
		Example: "  contrechamp verify contrechamp-abc.zip\n  contrechamp verify contrechamp-abc.zip --key 'contrechamp+1234abcd+...'",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			f, err := openBundle(s.file(args[0]))
			if err != nil {
				return err
			}
			if want != "" && f.Key != want {
				return contrechamp.Invalid("{file} holds what was signed, but with another key, {key}", "file", args[0], "key", f.Key)
			}
			if s.json {
				return writeJSON(cmd.OutOrStdout(), f)
			}
			l := s.language()
			w := cmd.OutOrStdout()
			fmt.Fprintln(w, l.T("finding-holds", "id", f.ID))
			printFinding(w, l, f)
			return nil
		},
	}
	c.Flags().StringVar(&want, "key", "", "the public key that must have signed it, as its owner publishes it")
	return c
}

func printFinding(w io.Writer, l say.Lang, f *finding.Signed) {
	grid(w, func(line func(...any)) {
		line(l.T("finding-question"), f.Question)
		line(l.T("finding-day"), l.Day(f.Kept))
		line(l.T("finding-program"), f.Program)
		line(l.T("finding-key"), f.Key)
		for _, x := range f.Sources {
			line(l.T("source"), x.Name+" · "+x.SHA256)
		}
	})
}

func openBundle(path string) (*finding.Signed, error) {
	f, err := finding.OpenFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, contrechamp.NotFound("no file {path}", "path", path)
	}
	return f, err
}

func newReplay(s *settings) *cobra.Command {
	return &cobra.Command{
		Use:   "replay BUNDLE",
		Short: "Ask a kept answer's question again and say what is not as it was",
		Long: `Check a kept answer, ask its question again of this store, and say whether the
answer is the same, byte by byte. Where it is not, name the archives that the
store lacks or has besides, and the places of the answer that differ; the
command then ends with an error.`,
		Example: "  contrechamp replay contrechamp-abc.zip --store copy.duckdb",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			st, finder, done, err := s.open(cmd)
			if err != nil {
				return err
			}
			defer done()
			f, err := openBundle(s.file(args[0]))
			if err != nil {
				return err
			}
			now, err := askAgain(cmd.Context(), st, finder, f.Question)
			if err != nil {
				return err
			}
			same := f.Compare(now)
			l, w := s.language(), cmd.OutOrStdout()
			if s.json {
				if err := writeJSON(w, same); err != nil {
					return err
				}
			} else {
				printReplay(w, l, f, now, same)
			}
			if !same.Answer {
				return contrechamp.Invalid("the answer is not the one that was kept; {why}", "why", whyDiffers(same))
			}
			return nil
		},
	}
}

func printReplay(w io.Writer, l say.Lang, f *finding.Signed, now *finding.Finding, same finding.Same) {
	if same.Answer {
		fmt.Fprintln(w, l.T("finding-same", "question", f.Question))
	}
	for _, x := range same.Missing {
		fmt.Fprintln(w, l.T("finding-missing", "name", x.Name, "sha", x.SHA256))
	}
	for _, x := range same.Added {
		fmt.Fprintln(w, l.T("finding-added", "name", x.Name, "sha", x.SHA256))
	}
	if !same.Program {
		fmt.Fprintln(w, l.T("finding-other-program", "then", f.Program, "now", now.Program))
	}
	for _, path := range same.Differs {
		fmt.Fprintln(w, l.T("finding-differs", "path", path))
	}
}

// whyDiffers is the likeliest reason first.
func whyDiffers(same finding.Same) contrechamp.Sentence {
	switch {
	case len(same.Missing) > 0:
		return contrechamp.Say("this store lacks archives that it rests on: import them and ask again")
	case len(same.Added) > 0:
		return contrechamp.Say("this store holds more archives: ask a store that holds only those it rests on")
	case !same.Program:
		return contrechamp.Say("another version of the program gave it: compare the two answers")
	}
	return contrechamp.Say("archives and program are the same: please report it")
}
