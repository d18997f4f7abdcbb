// Command dilemma carries a dilemma from a first note to a published case: it makes the file, checks it, and builds the
// site of handbook and casebook. `dilemma help` lists the commands.
//
// Standard output holds what was asked for. All else goes to standard error and begins with "dilemma: fout:" or
// "dilemma: tip:". The exit status is 0 when all is well, 1 when a check found errors and 2 when a command could not run.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/openbaarheid-schuurt/dilemma/tools/check/finding"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/report"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
	"github.com/spf13/cobra"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, func() {
		// A command that waits for input or is deep in a file does not see that it must stop.
		time.Sleep(3 * time.Second)
		os.Exit(statusFailed)
	})
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// Exit statuses.
const (
	statusFine     = 0
	statusFindings = 1
	statusFailed   = 2
)

// run runs one command and returns the exit status.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	return runCommand(ctx, newRoot(stdout, stderr), args, stderr)
}

// runCommand runs a prepared command and returns the exit status. What went wrong is told on stderr.
func runCommand(ctx context.Context, cmd *cobra.Command, args []string, stderr io.Writer) int {
	cmd.SetArgs(args)
	err := cmd.ExecuteContext(ctx)
	var f *failure
	switch {
	case err == nil:
		return statusFine
	case errors.Is(err, errFindings):
		return statusFindings
	case errors.As(err, &f):
		notify(stderr, finding.Error, report.Safe(f.text))
		if f.tip != "" {
			notify(stderr, finding.Hint, report.Safe(f.tip))
		}
	default:
		notify(stderr, finding.Error, report.Safe(err.Error()))
	}
	return statusFailed
}

// notify writes one line for the user to standard error: "dilemma: fout: …", "dilemma: let op: …" or "dilemma: tip: …".
func notify(stderr io.Writer, severity finding.Severity, text string) {
	fmt.Fprintf(stderr, "dilemma: %s: %s\n", message.Text("severity/"+string(severity)), text)
}

// errFindings says that a check found what it looks for. The report is written by then.
var errFindings = errors.New("findings")

// failure is an error with the sentences that a person sees.
type failure struct {
	text, tip string
}

func (f *failure) Error() string { return f.text }

// fail makes a failure from the sentences id and id.tip of the catalogue.
func fail(id string, pairs ...string) error {
	return &failure{message.Text(id, pairs...), message.Text(id+".tip", pairs...)}
}
