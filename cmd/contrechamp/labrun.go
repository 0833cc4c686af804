package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/lab"
	"github.com/contrechamp/contrechamp/say"
	"github.com/contrechamp/contrechamp/trial"
	"github.com/contrechamp/contrechamp/web"
)

func newLabRun(s *settings) *cobra.Command {
	var o trial.Options
	var html string
	var demo bool
	c := &cobra.Command{
		Use:   "run DATA",
		Short: "Test targeting on the data of an experiment in which messages were drawn by lot",
		Long: `Read an experiment (CSV, also gzipped, or Parquet) with a short description of
its columns, check it, and say whether choosing a message for each person did
better than the single best message for all, on people it was not learned from.
Only aggregates are shown and written; groups of fewer than ten people are hidden.

The description is looked for beside the data (data.json for data.csv.gz); the
program knows those of ` + strings.Join(trial.Known(), ", ") + `.
Without an experiment at hand, --demo takes an invented one, and --demo
--write-demo FOLDER writes it with its description, as a model for your own.`,
		Example: `  contrechamp lab run --demo
  contrechamp lab run --demo --html report.html --lang fr
  contrechamp lab run ggl2008.csv.gz --html ggl.html
  contrechamp lab run survey.parquet --description survey.json --seed 7 --json > report.json
  contrechamp lab run hillstrom.csv.gz --description hillstrom --covariates mens,womens --model tree2`,
		Args: cobra.MaximumNArgs(1),
	}
	var folder string
	f := c.Flags()
	f.StringVar(&o.Description, "description", "", "file that says what the columns mean, or a name that the program knows (default: found beside the data or by the columns)")
	f.StringVar(&html, "html", "", "write the report to this file too: one page that needs nothing else")
	f.BoolVar(&demo, "demo", false, "take the invented experiment that comes with the program")
	f.StringVar(&folder, "write-demo", "", "with --demo: write the invented data and their description into this folder, and stop")
	f.Uint64Var(&o.Seed, "seed", 1, "seed of the random numbers")
	f.StringVar(&o.Learner, "model", "ols", "how the policy is learned: "+strings.Join(learners(), ", "))
	f.StringSliceVar(&o.Covariates, "covariates", nil, "use only these columns to target by (default: all of the description)")
	f.IntVar(&o.Folds, "folds", 2, "parts that people are divided into: learned on all but one, judged on it")
	f.IntVar(&o.Splits, "splits", trial.DefaultSplits, "divisions, of which medians are taken")
	f.Float64Var(&o.Level, "level", 0.95, "level of the intervals")
	c.RunE = func(cmd *cobra.Command, args []string) error {
		switch {
		case len(args) == 0 && !demo:
			return contrechamp.Invalid("give the file of an experiment, or --demo for the invented one that comes with the program")
		case len(args) == 1 && demo:
			return contrechamp.Invalid("give a file or --demo, one of the two")
		case folder != "" && !demo:
			return contrechamp.Invalid("--write-demo goes with --demo")
		case folder != "":
			return writeDemo(cmd.OutOrStdout(), s.language(), folder)
		case demo:
			o.Data = "invented"
		default:
			o.Data = args[0]
			if o.Data == "invented" { // a file of that name, not the example
				o.Data = "./invented"
			}
		}
		var stop func()
		o.Progress, stop = labProgress(cmd.ErrOrStderr(), s.language())
		r, err := trial.Run(cmd.Context(), o)
		stop()
		if err != nil {
			if errors.Is(err, context.Canceled) || errors.Is(err, contrechamp.ErrInvalid) {
				return err
			}
			return contrechamp.Invalid("the experiment cannot be evaluated: {error}", "error", err)
		}
		file := web.LabFile{Version: version, Command: labAgain(cmd, o, demo)}
		if !demo {
			file.Data = filepath.Base(o.Data)
		}
		return showReport(cmd, s, r, html, file)
	}
	return c
}

// newLabPublished shows what comes with the program: the list, or one report.
func newLabPublished(s *settings) *cobra.Command {
	var html string
	c := &cobra.Command{
		Use:   "published [NAME]",
		Short: "What this program found in public experiments: the list, or the report of one",
		Example: `  contrechamp lab published
  contrechamp lab published ggl2008 --html ggl.html --lang fr`,
		Args: cobra.MaximumNArgs(1),
	}
	c.Flags().StringVar(&html, "html", "", "write the report to this file too")
	c.RunE = func(cmd *cobra.Command, args []string) error {
		all, err := trial.Published()
		if err != nil {
			return err
		}
		l, w := s.language(), cmd.OutOrStdout()
		var names []string
		for _, x := range all {
			e := &x.Report.Experiment
			names = append(names, e.Name)
			if len(args) == 1 && args[0] == e.Name {
				return showReport(cmd, s, x.Report, html, web.LabFile{Version: version})
			}
		}
		if len(args) == 1 {
			return contrechamp.NotFound("no published experiment “{name}”; there are {names}", "name", args[0], "names", strings.Join(names, ", "))
		}
		if html != "" {
			return contrechamp.Invalid("--html goes with the name of one experiment")
		}
		if s.json {
			var reports []*trial.Report
			for _, x := range all {
				reports = append(reports, x.Report)
			}
			return writeJSON(w, map[string]any{"ok": true, "rows": reports})
		}
		for i, x := range all {
			if i > 0 {
				fmt.Fprintln(w)
			}
			e := &x.Report.Experiment
			fmt.Fprintf(w, "%s\n  %s\n  %s\n  %s\n", e.Name, e.Title.In(l), e.Domain.In(l), x.Report.Sentence.In(l))
		}
		return nil
	}
	return c
}

// showReport writes a report to the terminal, or as JSON, and to a file if one
// is named.
func showReport(cmd *cobra.Command, s *settings, r *trial.Report, html string, file web.LabFile) error {
	if html != "" {
		if err := writeLabFile(html, s.language(), r, file); err != nil {
			return err
		}
	}
	w := cmd.OutOrStdout()
	if s.json {
		return r.JSON(w)
	}
	if err := r.Text(w, s.language()); err != nil {
		return err
	}
	if html != "" {
		fmt.Fprintln(w, "\n"+s.language().T("lab-written", "name", html))
	}
	return nil
}

func learners() []string {
	var names []string
	for _, l := range lab.Learners {
		names = append(names, l.Name)
	}
	return names
}

// labAgain is the command that makes the report again: the names of files
// without their folders, and every flag that changes a number.
func labAgain(cmd *cobra.Command, o trial.Options, demo bool) string {
	c := "contrechamp lab run"
	if demo {
		c += " --demo"
	} else {
		c += " " + filepath.Base(o.Data)
	}
	for _, name := range []string{"description", "model", "covariates", "folds", "splits", "level"} {
		if f := cmd.Flags().Lookup(name); f.Changed {
			value := f.Value.String()
			switch name {
			case "description":
				value = filepath.Base(value)
			case "covariates":
				value = strings.Join(o.Covariates, ",")
			}
			c += " --" + name + " " + value
		}
	}
	return c + fmt.Sprintf(" --seed %d", o.Seed)
}

// writeLabFile writes the report beside its place and then puts it there, so
// that no half of one is ever found.
func writeLabFile(path string, l say.Lang, r *trial.Report, file web.LabFile) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".contrechamp-*.html")
	if err != nil {
		return fmt.Errorf("writing the report: %w", err)
	}
	defer os.Remove(f.Name())
	if err := web.WriteLab(f, l, r, file); err != nil {
		f.Close()
		return fmt.Errorf("writing the report: %w", err)
	}
	if err := f.Close(); err != nil {
		return fmt.Errorf("writing the report: %w", err)
	}
	if err := os.Chmod(f.Name(), 0o644); err != nil {
		return fmt.Errorf("writing the report: %w", err)
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return fmt.Errorf("writing the report: %w", err)
	}
	return nil
}

func writeDemo(w io.Writer, l say.Lang, folder string) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return fmt.Errorf("making the folder of the invented experiment: %w", err)
	}
	for _, f := range []struct {
		name  string
		bytes []byte
	}{{"invented.csv", trial.InventedCSV()}, {"invented.json", trial.InventedDescription()}} {
		path := filepath.Join(folder, f.name)
		if err := os.WriteFile(path, f.bytes, 0o644); err != nil {
			return fmt.Errorf("writing the invented experiment: %w", err)
		}
		fmt.Fprintln(w, l.T("lab-written", "name", path))
	}
	return nil
}

// labProgress shows the stage and how far it is on a terminal, nothing
// elsewhere.
func labProgress(w io.Writer, l say.Lang) (func(stage string, done, total int), func()) {
	return progressBar(w, func(stage string) string { return l.T("lab-stage-" + strings.ReplaceAll(stage, " ", "-")) })
}

// progressBar shows a bar for one stage after another, each under its name; nil
// where w is no terminal.
func progressBar(w io.Writer, name func(stage string) string) (func(stage string, done, total int), func()) {
	f, ok := w.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return nil, func() {}
	}
	var bar *progressbar.ProgressBar
	last := ""
	stop := func() {
		if bar != nil {
			bar.Finish()
		}
	}
	return func(stage string, done, total int) {
		if stage != last {
			stop()
			last = stage
			bar = progressbar.NewOptions(total, progressbar.OptionSetWriter(w), progressbar.OptionSetDescription(name(stage)),
				progressbar.OptionSetWidth(16), progressbar.OptionShowCount(), progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionClearOnFinish())
		}
		if bar.GetMax() != total {
			bar.ChangeMax(total) // known only once the file is open
		}
		bar.Set(done)
	}, stop
}
