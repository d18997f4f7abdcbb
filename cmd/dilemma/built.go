package main

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/report"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
	"github.com/openbaarheid-schuurt/dilemma/tools/site/inventory"
	"github.com/openbaarheid-schuurt/dilemma/tools/site/search"
)

// built is what `dilemma build --format json` prints.
type built struct {
	Folder string `json:"folder"`
	*inventory.Inventory
	Seconds float64 `json:"seconds"`
}

// tellBuilt tells where the site is and what is in it. begin is when the build began; ours says that the folder is the one that a build makes by itself.
func tellBuilt(cmd *cobra.Command, root, public, format string, begin time.Time, ours bool) error {
	all, err := inventory.Of(os.DirFS(public), filepath.Base(casebook.Dir), casebook.Open(casebook.DirFS(root)).Slugs(), search.Dir)
	if err != nil {
		return err
	}
	took := time.Since(begin)
	if format == "json" {
		return report.JSON(cmd.OutOrStdout(), built{public, all, float64(took.Milliseconds()) / 1000})
	}
	folder := fromHere(public)
	text := message.Text("build/done",
		"folder", report.Safe(folder), "size", size(all.Bytes), "files", message.Count("build/files", all.Files), "time", duration(took),
		"pages", message.Count("build/pages", all.Pages), "dilemmas", message.Count("build/dilemmas", all.Dilemmas), "languages", languagesOf(all.Languages),
		"pdfs", message.Count("build/pdfs", all.PDFs), "search", message.Text("build/search-"+strconv.FormatBool(all.Search)))
	if !quiet(cmd) {
		next := "build/next"
		if !ours {
			next = "build/next-kept"
		}
		text += "\n" + message.Text(next, "folder", report.Safe(folder), "command", programName())
	}
	_, err = cmd.OutOrStdout().Write([]byte(text + "\n"))
	return err
}

// fromHere returns the path of a folder as the user may type it: from the working directory where it lies below that.
func fromHere(path string) string {
	if dir, err := os.Getwd(); err == nil {
		if rel, err := filepath.Rel(dir, path); err == nil && filepath.IsLocal(rel) {
			return rel
		}
	}
	return path
}

// size returns a number of bytes as people say it.
func size(bytes int64) string {
	if bytes < 1e6 {
		return decimal(float64(bytes)/1e3, 0) + " kB"
	}
	return decimal(float64(bytes)/1e6, 1) + " MB"
}

// duration returns how long something took as people say it.
func duration(d time.Duration) string {
	if d < time.Minute {
		return decimal(d.Seconds(), 1) + " s"
	}
	return strconv.Itoa(int(d.Minutes())) + " min " + strconv.Itoa(int(d.Seconds())%60) + " s"
}

// decimal writes a number with this many digits behind the comma, as in Dutch.
func decimal(x float64, digits int) string {
	return strings.Replace(strconv.FormatFloat(x, 'f', digits, 64), ".", ",", 1)
}

// languagesOf names languages in Dutch, by the tags that HTML has for them.
func languagesOf(tags []string) string {
	var names []string
	for _, tag := range tags {
		short, _, _ := strings.Cut(tag, "-")
		if id := "language/" + short; message.Has(id) {
			tag = message.Text(id)
		}
		if !slices.Contains(names, tag) {
			names = append(names, tag)
		}
	}
	slices.Sort(names)
	return listed(names)
}
