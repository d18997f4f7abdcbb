package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/lifecycle"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/opendata"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/finding"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
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
			name, text := "canvas.docx", []byte(nil)
			switch {
			case len(args) == 1:
				name, text, err = exportOne(cmd, where, def, args[0], format)
			case format == formats[0]:
				where.tell(cmd.ErrOrStderr())
				text = word.Write(def, nil, "")
			default:
				name = "casusboek." + format
				text, err = exportBook(where, def, format)
			}
			if err != nil {
				return err
			}
			return deliver(cmd, to, name, text)
		},
	}
	cmd.Flags().BoolVar(&docx, "docx", false, message.Text("help/export.docx"))
	cmd.Flags().StringVar(&format, "format", "", message.Text("help/export.format"))
	cmd.Flags().StringVarP(&to, "to", "o", "", message.Text("help/export.to"))
	return cmd
}

// exportOne returns one dilemma in a format, with the name for its file. The text of a withdrawn one goes nowhere.
func exportOne(cmd *cobra.Command, where workplace, def *canvas.Definition, arg, format string) (name string, text []byte, err error) {
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
		return slug + ".docx", word.Write(def, file.Front, string(file.Body())), nil
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
		text, err = opendata.JSON(reader.Single(slug, file))
		return name, text, err
	}
	data, err := reader.Book(slug)
	if err != nil {
		return "", nil, err
	}
	text, err = encode(data, def, format)
	return name, text, err
}

// exportBook returns all dilemmas on the site in a format.
func exportBook(where workplace, def *canvas.Definition, format string) ([]byte, error) {
	root, err := where.casebookRoot()
	if err != nil {
		return nil, err
	}
	reader, err := opendata.NewReader(openBook(root), def, time.Now())
	if err != nil {
		return nil, err
	}
	data, err := reader.Book()
	if err != nil {
		return nil, err
	}
	if len(data.Dilemmas) == 0 {
		return nil, fail("fail/export-empty", "format", format, "command", programName())
	}
	return encode(data, def, format)
}

func encode(data *opendata.Book, def *canvas.Definition, format string) ([]byte, error) {
	switch format {
	case "csv":
		return data.CSV(), nil
	case "xlsx":
		return data.XLSX(def)
	}
	return opendata.JSON(data)
}

// deliver writes a text to the file of the user, or to name without one, and prints where. It never overwrites.
func deliver(cmd *cobra.Command, to, name string, text []byte) error {
	switch to {
	case "-":
		_, err := cmd.OutOrStdout().Write(text)
		return err
	case "":
		to = name
	}
	target, err := filepath.Abs(to)
	if err != nil {
		return err
	}
	err = casebook.DirFS(filepath.Dir(target)).Create(filepath.Base(target), text)
	if exists := (*casebook.ExistsError)(nil); errors.As(err, &exists) {
		return fail("fail/export-exists", "file", to)
	}
	if err != nil {
		return writeFailure(to, err)
	}
	fmt.Fprintln(cmd.OutOrStdout(), to)
	return nil
}
