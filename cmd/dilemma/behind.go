package main

import (
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/rules"
)

// leftBehind fails when an earlier build left files of a dilemma that is withdrawn since in a folder of the user's own, such as its attachments: there
// nothing is removed. What this build makes of a withdrawn dilemma is one page, and one to practise with.
func leftBehind(checker *rules.Checker, public string) error {
	var left []string
	for _, slug := range slices.Sorted(maps.Keys(checker.FindWithdrawn())) {
		folder := filepath.Join(filepath.Base(casebook.Dir), slug)
		other, err := filepath.Glob(filepath.Join(public, "*", folder))
		if err != nil {
			return err
		}
		for _, dir := range append(other, filepath.Join(public, folder)) {
			err := fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
				if err == nil && !d.IsDir() && name != "index.html" && name != "oefenen/index.html" {
					left = append(left, filepath.Join(dir, filepath.FromSlash(name)))
				}
				return nil // a folder that is not there holds nothing
			})
			if err != nil {
				return err
			}
		}
	}
	if len(left) > 0 {
		return fail("fail/left-behind", "files", strings.Join(left, ", "))
	}
	return nil
}
