package web

import (
	"fmt"
	"html/template"
	"io"

	"github.com/contrechamp/contrechamp/say"
	"github.com/contrechamp/contrechamp/trial"
)

// LabFile says what a report's file tells of where it comes from.
type LabFile struct {
	Data    string // name of the data file, "" for the built-in example
	Command string // that makes the report again
	Version string // of the program
}

// WriteLab writes a report as one HTML file that needs nothing else: the style
// sheet is inside, there is no script, and the file forbids the browser any
// request.
func WriteLab(w io.Writer, l say.Lang, r *trial.Report, f LabFile) error {
	style, err := assetFiles.ReadFile("assets/style.css")
	if err != nil {
		return err
	}
	t, err := template.New("lab.html").Funcs(funcs(l)).ParseFS(templateFiles, "templates/alone/lab.html", "templates/parts*.html")
	if err != nil {
		return fmt.Errorf("the template of the report: %w", err)
	}
	return t.Execute(w, struct {
		Lang    say.Lang
		Version string
		Style   template.CSS
		Report  *labReport
	}{l, f.Version, template.CSS(style), newLabReport(l, r, labSource{File: f.Data, Command: f.Command, Version: f.Version})})
}
