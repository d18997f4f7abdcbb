package main

import (
	"cmp"
	"fmt"
	"io"
	"os"
	"slices"
	"sync"
	"time"

	product "github.com/openbaarheid-schuurt/dilemma"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/finding"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/report"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/rules"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/verdict"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
)

// newKeeper returns what checks the book with this root, and remembers from one time to the next what it said of each file; with stores, also when the command
// runs again. Nothing is stored with DILEMMA_NO_CACHE, nor in a pipeline, which sets CI: what a merge waits for is looked at as a whole.
func newKeeper(root string, stores bool) *verdict.Keeper {
	var store verdict.Store
	program, err := verdict.Identity()
	if cache, errCache := os.UserCacheDir(); stores && err == nil && errCache == nil && cmp.Or(os.Getenv("DILEMMA_NO_CACHE"), os.Getenv("CI")) == "" {
		store = verdict.In(cache, resolveLinks(root))
	}
	return verdict.New(casebook.DirFS(root), product.Files, program, store)
}

// tellSaved returns a function that checks again what a keeper checked, and tells what is found in the files at which it looked anew: those that were saved,
// and those in which something is otherwise because of it. It may be called by several at once.
func tellSaved(keeper *verdict.Keeper, last verdict.Outcome) func(w io.Writer) {
	var lock sync.Mutex
	return func(w io.Writer) {
		lock.Lock()
		defer lock.Unlock()
		before := last
		last = keeper.Check(time.Now(), nil)
		found, clean := savedFindings(before, last)
		if len(found) > 0 {
			_ = writeReport(w, "text", newReport(rules.Result{Findings: found, Files: len(last.Anew)}, last.Book)) // a screen that is gone needs no report
		}
		if len(clean) > 0 {
			fmt.Fprintln(w, report.Safe(message.Text("serve/clean", "files", named(clean))))
		}
	}
}

// savedFindings returns the findings in the files at which a check looked anew, and the files among those that had findings before and have none now.
func savedFindings(before, now verdict.Outcome) (found []finding.Finding, clean []string) {
	had, has := map[string]bool{}, map[string]bool{}
	for _, f := range before.Findings {
		had[f.File] = true
	}
	for _, f := range now.Findings {
		if has[f.File] = true; slices.Contains(now.Anew, f.File) {
			found = append(found, f)
		}
	}
	for _, name := range now.Anew {
		if had[name] && !has[name] {
			clean = append(clean, name)
		}
	}
	return found, clean
}
