// Command dilemma takes a dilemma from a first note to a published case: it creates the file, checks it, hands it in, and builds the site of
// handbook and casebook. `dilemma help` lists the commands.
//
// Standard output holds the result that the user asked for; everything else goes to standard error. Messages there begin with "dilemma: fout:",
// "dilemma: let op:" or "dilemma: tip:". The exit status is 0 on success, 1 when a check found errors and 2 when a command could not run.
//
// This package knows flags, arguments and exit statuses. The work itself is done by the packages below tools.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"
	"runtime/debug"
	"strings"
	"syscall"
	"time"

	"github.com/openbaarheid-schuurt/dilemma/tools/check/finding"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/report"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
	"github.com/openbaarheid-schuurt/dilemma/tools/terminal"
	"github.com/spf13/cobra"
)

func main() {
	collectLate()
	ignoreLimits()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	context.AfterFunc(ctx, func() {
		// A command that waits for input or processes a large file does not notice the cancelled context.
		time.Sleep(3 * time.Second)
		os.Exit(statusFailed)
	})
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// collectLate puts the first garbage collection off to a heap of 32 MB, which most commands end before, and then lets the runtime collect as usual. The usual first
// one, at 4 MB, takes a tenth of the check of one file.
func collectLate() {
	usual := debug.SetGCPercent(800)
	runtime.AddCleanup(new(*byte), func(percent int) { debug.SetGCPercent(percent) }, usual) // by the first collection
}

// Exit statuses.
const (
	statusOK       = 0
	statusFindings = 1
	statusFailed   = 2
)

// run runs one command and returns the exit status.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	return runCommand(ctx, newRootFor(args, stdout, stderr), args, stderr)
}

// runCommand runs a prepared command and returns the exit status. It prints an error to stderr.
func runCommand(ctx context.Context, cmd *cobra.Command, args []string, stderr io.Writer) int {
	cmd.SetArgs(args)
	ran := cmd
	if len(args) > 0 && strings.HasPrefix(args[0], cobra.ShellCompRequestCmd) {
		plainDescriptions(cmd)
	}
	err := unknownCommand(cmd, args)
	if err == nil {
		ran, err = cmd.ExecuteContextC(ctx)
	}
	switch {
	case err == nil:
		return statusOK
	case errors.Is(err, errFindings):
		return statusFindings
	case ctx.Err() != nil, errors.Is(err, context.Canceled):
		// The user or the system stopped the command, and knows that.
	case errors.Is(err, errTold): // and so it was printed
	default:
		printFailure(stderr, failureOf(err, commandPath(ran)))
	}
	return statusFailed
}

// failureOf returns an error of a command with its Dutch message. The user runs the command as the path says.
func failureOf(err error, path string) *failure {
	var f *failure
	if errors.As(err, &f) {
		return f
	}
	if f = repositoryFailure(err, path); f == nil {
		f = fileFailure(err)
	}
	if f == nil { // nobody foresaw it
		f = &failure{text: err.Error()}
	}
	return f
}

func printFailure(stderr io.Writer, f *failure) {
	notify(stderr, finding.Error, report.Safe(f.text))
	if f.tip != "" {
		notify(stderr, finding.Hint, report.Safe(f.tip))
	}
	for _, line := range f.example {
		fmt.Fprintln(stderr, report.Safe(line))
	}
}

// notify prints one message for the user to stderr: "dilemma: fout: …", "dilemma: let op: …" or "dilemma: tip: …".
func notify(stderr io.Writer, severity finding.Severity, text string) {
	fmt.Fprintf(stderr, "dilemma: %s: %s\n", report.Severity(terminal.Of(stderr), severity), text)
}

// errFindings means that a check found errors. The report has been written by then.
var errFindings = errors.New("findings")

// errTold means that the command could not do all that was asked, and that it has printed why.
var errTold = errors.New("told")

// failure is an error with the Dutch message that the user sees, a tip, and lines to take over.
type failure struct {
	text, tip string
	example   []string
}

func (f *failure) Error() string { return f.text }

// fail returns a failure with the messages id and id.tip of the catalogue. The pairs are the names and values of their placeholders.
func fail(id string, pairs ...string) *failure {
	return &failure{text: message.Text(id, pairs...), tip: message.Text(id+".tip", pairs...)}
}
