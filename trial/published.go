package trial

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
)

// PublishedResult is one public experiment as this program found it: the
// report and the vendor's table. Aggregates only; the data are not shipped.
type PublishedResult struct {
	Report *Report `json:"report"`
	Vendor *Vendor `json:"vendor"`
}

//go:embed published/*.json
var published embed.FS

// publishedOrder is the order of the page: politics first.
var publishedOrder = []string{"ggl2008", "ten-issues", "hillstrom", "hillstrom-spend"}

// Published returns the results that come with the program. They were computed
// by Run and TryVendor from the files whose hashes stand in the reports, and
// are computed again by the tests where the data are.
func Published() ([]PublishedResult, error) {
	var out []PublishedResult
	for _, name := range publishedOrder {
		b, err := published.ReadFile("published/" + name + ".json")
		if err != nil {
			return nil, fmt.Errorf("published results: %w", err)
		}
		var p PublishedResult
		if err := json.Unmarshal(b, &p); err != nil {
			return nil, fmt.Errorf("published results of %s: %w", name, err)
		}
		out = append(out, p)
	}
	return out, nil
}

// publishedFiles names the files there are, for the test that holds the list
// to them.
func publishedFiles() ([]string, error) {
	files, err := fs.Glob(published, "published/*.json")
	for i, f := range files {
		files[i] = strings.TrimSuffix(filepath.Base(f), ".json")
	}
	return files, err
}
