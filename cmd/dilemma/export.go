package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/lifecycle"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/opendata"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/finding"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
	"github.com/openbaarheid-schuurt/dilemma/tools/whole"
	"github.com/openbaarheid-schuurt/dilemma/tools/word"
)

// formats are what export makes: the first is a document, the others are data.
var formats = []string{"docx", "json", "csv", "xlsx"}

func newExport() *cobra.Command {
	var (
		docx       bool
		format, to string
	)
	cmd := &cobra.Command{
		Use:     message.Text("use/export"),
		Short:   message.Text("help/export"),
		Long:    message.Text("help/export.long"),
		Example: examples("export"),
		Args:    cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			switch {
			case docx && format != "" && format != formats[0]:
				return fail("fail/export-two", "format", format)
			case docx:
				format = formats[0]
			case format == "":
				return fail("fail/export-kind", "command", programName())
			case !slices.Contains(formats, format):
				return fail("fail/export-format", "format", format)
			}
			where, err := findWorkplace()
			if err != nil {
				return err
			}
			def, err := where.definition()
			if err != nil {
				return err
			}
			name, write := "canvas.docx", writer(nil)
			switch {
			case len(args) == 1:
				name, write, err = exportOne(cmd, where, def, args[0], format)
			case format == formats[0]:
				where.tell(cmd.ErrOrStderr())
				write = whole.Text(word.Write(def, nil, ""))
			default:
				name = "casusboek." + format
				write, err = exportBook(where, def, format)
			}
			if err != nil {
				return err
			}
			return deliver(cmd, to, name, write)
		},
	}
	cmd.Flags().BoolVar(&docx, "docx", false, message.Text("help/export.docx"))
	cmd.Flags().StringVar(&format, "format", "", message.Text("help/export.format"))
	cmd.Flags().StringVarP(&to, "to", "o", "", message.Text("help/export.to"))
	return cmd
}

// A writer writes what is exported. A whole book is made while it is written, for it may not fit in memory.
type writer func(io.Writer) error

// exportOne returns what writes one dilemma in a format, with the name for its file. The text of a withdrawn one goes nowhere.
func exportOne(cmd *cobra.Command, where workplace, def *canvas.Definition, arg, format string) (name string, write writer, err error) {
	root, err := where.casebookRoot()
	if err != nil {
		return "", nil, err
	}
	slug, err := parseSlug(root, arg)
	if err != nil {
		return "", nil, err
	}
	book := openBook(root)
	file := book.Lookup(slug)
	switch {
	case file == nil:
		return "", nil, fail("refuse/unknown", "slug", slug, "command", programName())
	case lifecycle.Withheld(file):
		return "", nil, fail("fail/export-withdrawn", "file", file.Path)
	case file.Front == nil:
		return "", nil, fail("fail/export-broken", "file", file.Path, "command", programName())
	case format == formats[0]:
		return slug + ".docx", whole.Text(word.Write(def, file.Front, string(file.Body()))), nil
	}
	if lifecycle.IsDraft(file.Front) {
		notify(cmd.ErrOrStderr(), finding.Warning, message.Text("export/concept"))
		notify(cmd.ErrOrStderr(), finding.Hint, message.Text("export/concept.tip"))
	}
	reader, err := opendata.NewReader(book, def, time.Now())
	if err != nil {
		return "", nil, err
	}
	name = slug + "." + format
	if format == "json" {
		text, err := opendata.JSON(reader.Single(slug, file))
		return name, whole.Text(text), err
	}
	write, err = encode(reader.Select(slug), def, format)
	return name, write, err
}

// exportBook returns what writes all dilemmas on the site in a format.
func exportBook(where workplace, def *canvas.Definition, format string) (writer, error) {
	root, err := where.casebookRoot()
	if err != nil {
		return nil, err
	}
	reader, err := opendata.NewReader(openBook(root), def, time.Now())
	if err != nil {
		return nil, err
	}
	all := reader.Select()
	if all.Len() == 0 {
		return nil, fail("fail/export-empty", "format", format, "command", programName())
	}
	return encode(all, def, format)
}

// encode returns what writes dilemmas in a format. A workbook is made first: it is packed.
func encode(dilemmas *opendata.Selection, def *canvas.Definition, format string) (writer, error) {
	switch format {
	case "csv":
		return func(w io.Writer) error { return opendata.CSV(w, dilemmas.Dilemmas()) }, nil
	case "json":
		return dilemmas.JSON, nil
	}
	book, err := dilemmas.Book()
	if err != nil {
		return nil, err
	}
	text, err := book.XLSX(def)
	return whole.Text(text), err
}

// deliver writes to the file of the user, or to name without one, and prints where. It never overwrites.
func deliver(cmd *cobra.Command, to, name string, write writer) error {
	switch to {
	case "-":
		out := bufio.NewWriterSize(cmd.OutOrStdout(), 1<<16)
		return errors.Join(write(out), out.Flush())
	case "":
		to = name
	}
	target, err := filepath.Abs(to)
	if err != nil {
		return err
	}
	err = whole.CreateFrom(target, 0o644, write)
	if errors.Is(err, fs.ErrExist) {
		return fail("fail/export-exists", "file", to)
	}
	if err != nil {
		return writeFailure(to, err)
	}
	fmt.Fprintln(cmd.OutOrStdout(), to)
	return nil
}
