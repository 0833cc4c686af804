package web

import (
	"embed"
	"net/http"
)

//go:embed assets
var assetFiles embed.FS

// assets serves style sheets and programs; they change only with the version.
func assets() http.Handler {
	files := http.FileServerFS(assetFiles)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "public, max-age=3600")
		files.ServeHTTP(w, r)
	})
}
