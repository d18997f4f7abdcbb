package main

import (
	"path/filepath"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"github.com/openbaarheid-schuurt/dilemma/tools/check/report"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
	"github.com/openbaarheid-schuurt/dilemma/tools/site/hugo"
	"github.com/openbaarheid-schuurt/dilemma/tools/site/offline"
	"github.com/openbaarheid-schuurt/dilemma/tools/site/search"
)

// readPart reads the options of a build in parts. Without a part it is the whole site.
func readPart(part string, finish bool) (hugo.Part, error) {
	if part == "" {
		return hugo.Part{}, nil
	}
	if finish {
		return hugo.Part{}, fail("fail/part-finish")
	}
	read, err := hugo.ParsePart(part)
	if err != nil {
		return read, fail("fail/part", "part", report.Safe(part))
	}
	return read, nil
}

// finishSite makes what needs every page of a site that was built of the files below root: the workbook, the search index, and the list of what a browser can keep.
// Then it tells what is there.
func finishSite(cmd *cobra.Command, root, public, format string, begin time.Time, ours bool) error {
	if err := writeWorkbook(root, public); err != nil {
		return err
	}
	progress := busy(cmd, "progress/index")
	err := makeIndex(cmd.Context(), root, public, filepath.Join(public, search.Dir))
	progress.Stop()
	if err != nil {
		return hugoFailure(err)
	}
	if err := offline.Measure(public); err != nil { // last, since it measures all that is there
		return err
	}
	return tellBuilt(cmd, root, public, format, begin, ours)
}

// tellPart tells where a part is, and what comes after it.
func tellPart(cmd *cobra.Command, part hugo.Part, public string) error {
	if quiet(cmd) {
		return nil
	}
	text := message.Text("build/part", "n", strconv.Itoa(part.N), "of", strconv.Itoa(part.Of), "folder", report.Safe(fromHere(public)), "command", programName())
	_, err := cmd.OutOrStdout().Write([]byte(text + "\n"))
	return err
}
