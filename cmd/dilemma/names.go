package main

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/openbaarheid-schuurt/dilemma/tools/check/finding"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/report"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/repo"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/concerned"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/extract"
)

// maxNames is the size in bytes of the largest file with names that is read.
const maxNames = 4 << 20

// readNames reads the names of the people concerned from the file of --names, or from standard input. No message repeats what the list holds.
func (o *scanOptions) readNames(cmd *cobra.Command, args []string) error {
	if !cmd.Flags().Changed("names") {
		return nil
	}
	if o.prePush != "" && o.names == "-" || o.names == "-" && slices.Contains(args, "-") {
		return fail("fail/names-stdin")
	}
	in := cmd.InOrStdin()
	if o.names != "-" {
		file, err := os.Open(o.names)
		if err != nil {
			return fail("fail/read", "file", o.names, "reason", reason(err))
		}
		defer file.Close()
		if o.list, err = file.Stat(); err != nil || o.list.IsDir() { // it may be the output of another command
			return fail("fail/read", "file", o.names, "reason", message.Text("reason/not-regular"))
		}
		in = file
	}
	data, err := io.ReadAll(io.LimitReader(in, maxNames+1))
	if err != nil {
		return fail("fail/read", "file", o.names, "reason", reason(err))
	}
	text := ""
	parts, err := extract.Read("names.txt", data) // whatever the encoding is
	for _, p := range parts {
		if !p.Meta && len(p.Place) == 0 {
			text += p.Text + "\n"
		}
	}
	if err != nil || len(data) > maxNames {
		return fail("fail/names-file", "file", o.names)
	}
	o.concerned, err = concerned.Read(text)
	var wrong *concerned.LineError
	switch {
	case errors.As(err, &wrong):
		return fail("fail/names-line", "file", o.names, "line", strconv.Itoa(wrong.Line))
	case errors.Is(err, concerned.ErrLong):
		return fail("fail/names-long", "file", o.names)
	case err != nil:
		return fail("fail/names-none", "file", o.names)
	}
	if path, err := filepath.Abs(o.names); o.names != "-" && err == nil && repo.Top(filepath.Dir(path)) != "" {
		notify(cmd.ErrOrStderr(), finding.Warning, report.Safe(message.Text("names/in-repository", "file", o.names)))
	}
	return nil
}
