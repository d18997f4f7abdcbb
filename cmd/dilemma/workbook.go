package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/opendata"
)

// writeWorkbook writes the book as a workbook beside the JSON in a site that was built of the files below root, so that it holds just what is published. A
// site without that JSON, or with more dilemmas than one file of it holds, gets none.
func writeWorkbook(root, public string) error {
	dir := filepath.Join(public, "dilemmas")
	text, err := os.ReadFile(filepath.Join(dir, "casusboek.json"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	book, err := opendata.Parse(text)
	if err != nil || book.Dilemmas == nil { // in parts: too large for a workbook
		return err
	}
	def, err := canvas.Load(bookFiles(root))
	if err != nil {
		return err
	}
	made, err := book.XLSX(def)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "casusboek.xlsx"), made, 0o644)
}
