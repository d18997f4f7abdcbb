package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"github.com/openbaarheid-schuurt/dilemma/tools/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/check"
	"github.com/openbaarheid-schuurt/dilemma/tools/config"
	"github.com/openbaarheid-schuurt/dilemma/tools/finding"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
	"github.com/openbaarheid-schuurt/dilemma/tools/report"
	"github.com/openbaarheid-schuurt/dilemma/tools/site"
	"github.com/openbaarheid-schuurt/dilemma/tools/versions"
)

func newServe() *cobra.Command {
	var port int
	cmd := &cobra.Command{
		Use:     "serve [-- OPTIES VAN HUGO]",
		Short:   message.Text("help/serve"),
		Long:    message.Text("help/serve.long"),
		Example: "  dilemma serve\n  dilemma serve --port 8080",
		RunE: func(cmd *cobra.Command, args []string) error {
			return runHugo(cmd, check.StopsSite,
				message.Text("serve/start", "port", strconv.Itoa(port)),
				append([]string{"server", "--buildDrafts", "--renderToMemory", "--port", strconv.Itoa(port)}, args...))
		},
	}
	cmd.Flags().IntVar(&port, "port", 1313, message.Text("help/serve.port"))
	return cmd
}

func newBuild() *cobra.Command {
	var destination, baseURL string
	cmd := &cobra.Command{
		Use:     "build [-- OPTIES VAN HUGO]",
		Short:   message.Text("help/build"),
		Long:    message.Text("help/build.long"),
		Example: "  dilemma build\n  dilemma build --base-url https://dilemmas.example.nl/",
		RunE: func(cmd *cobra.Command, args []string) error {
			options := []string{"build", "--minify", "--panicOnWarning", "--printPathWarnings"}
			if destination == "" {
				// The default folder is ours, so old pages may go; in a folder that the user names nothing is removed.
				options = append(options, "--cleanDestinationDir")
			} else {
				abs, err := filepath.Abs(destination)
				if err != nil {
					return err
				}
				options = append(options, "--destination", abs)
			}
			if baseURL != "" {
				options = append(options, "--baseURL", baseURL)
			}
			return runHugo(cmd, func(f finding.Finding) bool { return f.Severity == finding.Error },
				message.Text("build/start"), append(options, args...))
		},
	}
	cmd.Flags().StringVar(&destination, "destination", "", message.Text("help/build.destination"))
	cmd.Flags().StringVar(&baseURL, "base-url", "", message.Text("help/build.base-url"))
	return cmd
}

// runHugo checks the book and runs Hugo, unless a finding stops it. Hugo itself stops at the first file that it can't
// read; the check tells of all.
func runHugo(cmd *cobra.Command, stops func(finding.Finding) bool, start string, args []string) error {
	root, err := findRoot()
	if err != nil {
		return err
	}
	book := casebook.Open(casebook.DirFS(root))
	result := check.New(book, time.Now()).All()
	if len(result.Findings) > 0 {
		if err := report.Write(cmd.ErrOrStderr(), "text", newReport(result, book)); err != nil {
			return err
		}
	}
	if slices.ContainsFunc(result.Findings, stops) {
		fmt.Fprintf(cmd.ErrOrStderr(), "dilemma: fout: %s\n", message.Text("fail/stopped"))
		return errFindings
	}
	hugo, err := site.Find(cmd.Context(), root, progress(cmd.ErrOrStderr()))
	if errors.Is(err, site.ErrNoGo) {
		return fail("fail/no-go")
	}
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "dilemma-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	settings, err := writeVersions(cmd, root, filepath.Join(dir, "versies"))
	if err != nil {
		return err
	}
	fmt.Fprintln(cmd.ErrOrStderr(), start)
	args = append([]string{args[0], "--config", settings}, args[1:]...)
	err = site.Run(cmd.Context(), hugo, root, cmd.OutOrStdout(), cmd.ErrOrStderr(), args...)
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) {
		if cmd.Context().Err() != nil {
			return nil // the user stopped it
		}
		return fail("fail/hugo", "status", strconv.Itoa(exit.ExitCode()))
	}
	if errors.Is(err, context.Canceled) {
		return nil
	}
	return err
}

// writeVersions writes what Git tells of the versions of every dilemma into a folder, and returns what Hugo's option --config gets. Where Git
// does not tell, the site has no versions, and a line says why when that can be helped.
func writeVersions(cmd *cobra.Command, root, dir string) (string, error) {
	def, err := canvas.Load(casebook.DirFS(root))
	if err != nil {
		return config.File, nil // the check told of it
	}
	book, err := versions.Read(root, def)
	switch {
	case errors.Is(err, versions.ErrNone):
		return config.File, nil
	case errors.Is(err, versions.ErrCut):
		fmt.Fprintln(cmd.ErrOrStderr(), message.Text("versions/cut"))
		return config.File, nil
	case err != nil:
		fmt.Fprintln(cmd.ErrOrStderr(), message.Text("versions/unreadable", "reason", err.Error()))
		return config.File, nil
	}
	settings, err := book.Write(dir)
	return config.File + "," + settings, err
}

// progress tells that Hugo is being built and how far that is: on one line of a terminal, and in tenths elsewhere.
func progress(w io.Writer) site.Progress {
	file, ok := w.(*os.File)
	terminal := ok && isTerminal(file)
	last := -1
	return func(version string, done, total int) {
		if last < 0 {
			fmt.Fprintln(w, message.Text("hugo/build", "version", version))
		}
		percent := 100 * done / max(total, 1)
		switch {
		case terminal && percent != last:
			fmt.Fprintf(w, "\r%s ", message.Text("hugo/progress", "percent", strconv.Itoa(percent)))
			if percent == 100 {
				fmt.Fprintln(w)
			}
		case !terminal && percent/10 != last/10:
			fmt.Fprintln(w, message.Text("hugo/progress", "percent", strconv.Itoa(percent)))
		}
		last = percent
	}
}

func isTerminal(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
