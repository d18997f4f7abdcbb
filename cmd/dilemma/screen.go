package main

import (
	"fmt"
	"io"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/spf13/cobra"

	"github.com/openbaarheid-schuurt/dilemma/tools/check/report"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
	"github.com/openbaarheid-schuurt/dilemma/tools/terminal"
)

// quiet reports whether the user asked for results, errors and warnings alone.
func quiet(cmd *cobra.Command) bool {
	asked, err := cmd.Flags().GetBool("quiet")
	return err == nil && asked
}

// say prints a sentence that is neither a result nor a warning to standard error, unless the user asked for quiet.
func say(cmd *cobra.Command, id string, pairs ...string) {
	if !quiet(cmd) {
		fmt.Fprintln(cmd.ErrOrStderr(), report.Safe(message.Text(id, pairs...)))
	}
}

// chatter returns where to say what is neither a result nor a warning, or nil when the user asked for quiet.
func chatter(cmd *cobra.Command) io.Writer {
	if quiet(cmd) {
		return nil
	}
	return cmd.ErrOrStderr()
}

// counting tells how many files of all have been checked, until the caller stops it. The first result takes the numbers, from any goroutine.
func counting(cmd *cobra.Command) (count func(done, total int), progress *terminal.Progress) {
	var done, total atomic.Int64
	count = func(d, t int) {
		done.Store(int64(d))
		total.Store(int64(t))
	}
	return count, terminal.Start(chatter(cmd), func(time.Duration) string {
		return message.Text("progress/check", "done", strconv.FormatInt(done.Load(), 10), "total", strconv.FormatInt(total.Load(), 10))
	})
}

// writeReport writes a report in a format, in colours where w shows them.
func writeReport(w io.Writer, format string, r report.Report) error {
	r.Palette = terminal.Of(w)
	return report.Write(w, format, r)
}

// busy tells that the command is at something that may take long, for how long already, until the caller stops it. The sentence has the place {seconds}.
func busy(cmd *cobra.Command, id string) *terminal.Progress {
	return terminal.Start(chatter(cmd), func(passed time.Duration) string {
		return message.Text(id, "seconds", strconv.Itoa(int(passed.Seconds())))
	})
}
