package main

import (
	"bytes"
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

	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/finding"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/report"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/rules"
	"github.com/openbaarheid-schuurt/dilemma/tools/flow/changelog"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
	"github.com/openbaarheid-schuurt/dilemma/tools/settings"
	"github.com/openbaarheid-schuurt/dilemma/tools/site/hugo"
	"github.com/openbaarheid-schuurt/dilemma/tools/site/pdf"
	"github.com/openbaarheid-schuurt/dilemma/tools/site/search"
	"github.com/openbaarheid-schuurt/dilemma/tools/site/wasm"
	"github.com/openbaarheid-schuurt/dilemma/tools/word"
)

func newServe() *cobra.Command {
	var port int
	cmd := &cobra.Command{
		Use:     message.Text("use/serve"),
		Short:   message.Text("help/serve"),
		Long:    message.Text("help/serve.long"),
		Example: examples("serve"),
		RunE: func(cmd *cobra.Command, args []string) error {
			ready, err := prepare(cmd, rules.StopsSite)
			if err != nil {
				return err
			}
			defer ready.cleanup()
			fmt.Fprintln(cmd.ErrOrStderr(), message.Text("serve/start", "port", strconv.Itoa(port)))
			program, err := findSearch(cmd, ready.root)
			if err != nil {
				return err
			}
			options := hugo.Options{Args: append([]string{"server", "--config", ready.settings, "--buildDrafts", "--renderToMemory", "--port", strconv.Itoa(port)}, args...)}
			out := &serverOutput{Writer: cmd.OutOrStdout(), up: make(chan struct{})}
			if program != "" {
				theme, stop, err := indexForServer(cmd, ready, program, out.up)
				if err != nil {
					return hugoFailure(cmd, err)
				}
				defer stop()
				options.Search, options.Args = true, append(options.Args, theme...)
			}
			return hugoFailure(cmd, hugo.Run(cmd.Context(), ready.hugo, ready.root, out, cmd.ErrOrStderr(), options))
		},
	}
	cmd.Flags().IntVar(&port, "port", 1313, message.Text("help/serve.port"))
	return cmd
}

// indexForServer makes the search index for Hugo's server, which keeps its pages in memory. In the background it builds the site in a temporary
// folder, indexes it, and offers the index to the server as the static files of a theme. It returns the options of Hugo for that theme, and a
// function that stops the work and removes the folder.
//
// The index holds the pages as they were when the server started, without concepts: later changes are in the index of the next start. The index is
// moved into place only after up is closed, because Hugo does not notice files that appear while it starts to watch its folders.
func indexForServer(cmd *cobra.Command, ready *prepared, program string, up <-chan struct{}) (options []string, stop func(), err error) {
	temp, err := os.MkdirTemp("", "dilemma-search-")
	if err != nil {
		return nil, nil, err
	}
	const theme = "search"
	static := filepath.Join(temp, "themes", theme, "static")
	if err := os.MkdirAll(static, 0o755); err != nil {
		return nil, nil, err
	}
	ctx, cancel := context.WithCancel(cmd.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		public := filepath.Join(temp, "public")
		err := hugo.Run(ctx, ready.hugo, ready.root, io.Discard, io.Discard, hugo.Options{Search: true, Args: []string{"build", "--config", ready.settings, "--noBuildLock", "--destination", public}})
		if err == nil {
			err = search.Make(ctx, program, public, filepath.Join(temp, search.Dir))
		}
		if err == nil {
			select {
			case <-up:
			case <-time.After(time.Minute): // with --quiet Hugo never says that it is up
			case <-ctx.Done():
				return
			}
			err = os.Rename(filepath.Join(temp, search.Dir), filepath.Join(static, search.Dir))
		}
		if err != nil && ctx.Err() == nil {
			fmt.Fprintln(cmd.ErrOrStderr(), message.Text("search/failed", "reason", err.Error()))
		}
	}()
	stop = func() {
		cancel()
		<-done
		os.RemoveAll(temp)
	}
	return []string{"--themesDir", filepath.Join(temp, "themes"), "--theme", theme}, stop, nil
}

// serverOutput passes on the output of Hugo's server, and closes up when the output says that the server is available.
type serverOutput struct {
	io.Writer
	printed []byte // until the server is up
	up      chan struct{}
}

func (o *serverOutput) Write(p []byte) (int, error) {
	select {
	case <-o.up:
	default:
		if o.printed = append(o.printed, p...); bytes.Contains(o.printed, []byte("Web Server is available")) {
			close(o.up)
		}
	}
	return o.Writer.Write(p)
}

func newBuild() *cobra.Command {
	var destination, baseURL string
	cmd := &cobra.Command{
		Use:     message.Text("use/build"),
		Short:   message.Text("help/build"),
		Long:    message.Text("help/build.long"),
		Example: examples("build"),
		RunE: func(cmd *cobra.Command, args []string) error {
			ready, err := prepare(cmd, func(f finding.Finding) bool { return f.Severity == finding.Error })
			if err != nil {
				return err
			}
			defer ready.cleanup()
			options := hugo.Options{Args: []string{"build", "--config", ready.settings, "--minify", "--panicOnWarning", "--printPathWarnings"}}
			public := filepath.Join(ready.root, "public")
			if destination == "" {
				// The default folder is ours, so old pages are removed. In a folder that the user named nothing is removed.
				options.Args = append(options.Args, "--cleanDestinationDir")
			} else if public, err = filepath.Abs(destination); err != nil {
				return err
			}
			if baseURL != "" {
				options.Args = append(options.Args, "--baseURL", baseURL)
			}
			// After the arguments of the user, so that the site and its search index are in the same folder.
			options.Args = append(append(options.Args, args...), "--destination", public)
			program, err := findSearch(cmd, ready.root)
			if err != nil {
				return err
			}
			options.Search = program != ""
			fmt.Fprintln(cmd.ErrOrStderr(), message.Text("build/start"))
			if err := buildWithPDFs(cmd, ready, public, options); err != nil {
				return hugoFailure(cmd, err)
			}
			if err := leftBehind(ready.root, public); err != nil {
				return err
			}
			if program == "" {
				// An index of an earlier build would still find what has been withdrawn since.
				return hugoFailure(cmd, search.Remove(filepath.Join(public, search.Dir)))
			}
			return hugoFailure(cmd, search.Make(cmd.Context(), program, public, filepath.Join(public, search.Dir)))
		},
	}
	cmd.Flags().StringVar(&destination, "destination", "", message.Text("help/build.destination"))
	cmd.Flags().StringVar(&baseURL, "base-url", "", message.Text("help/build.base-url"))
	return cmd
}

// buildWithPDFs runs Hugo and prints the PDFs. Where there is no browser, or it fails, the site is built without PDFs and without links to them.
func buildWithPDFs(cmd *cobra.Command, ready *prepared, public string, options hugo.Options) error {
	run := func() error {
		return hugo.Run(cmd.Context(), ready.hugo, ready.root, cmd.OutOrStdout(), cmd.ErrOrStderr(), options)
	}
	browser, err := pdf.Find()
	if err != nil {
		fmt.Fprintln(cmd.ErrOrStderr(), message.Text("paper/absent"))
		return run()
	}
	options.Paper = true
	if err := run(); err != nil {
		return err
	}
	err = pdf.Make(cmd.Context(), browser, public)
	if err == nil || cmd.Context().Err() != nil {
		return err
	}
	fmt.Fprintln(cmd.ErrOrStderr(), message.Text("paper/failed", "reason", err.Error()))
	options.Paper = false
	return run()
}

// prepared is everything that a run of Hugo needs.
type prepared struct {
	root     string
	hugo     string // the path of the program
	settings string // the value of its option --config
	cleanup  func() // removes the temporary files
}

// prepare checks the book, finds Hugo, and writes what Hugo reads besides the book: versions, the Word canvas, and the programs of the form.
// A finding for which stops returns true makes it fail with errFindings. Hugo itself would stop at the first file that it can't read; the check
// reports all of them.
func prepare(cmd *cobra.Command, stops func(finding.Finding) bool) (*prepared, error) {
	root, err := findRoot()
	if err != nil {
		return nil, err
	}
	book := casebook.Open(casebook.DirFS(root))
	standard := rules.ReadStandard(book)
	result := rules.New(book, standard, time.Now()).All()
	if len(result.Findings) > 0 {
		if err := report.Write(cmd.ErrOrStderr(), "text", newReport(result, book)); err != nil {
			return nil, err
		}
	}
	if slices.ContainsFunc(result.Findings, stops) {
		notify(cmd.ErrOrStderr(), finding.Error, message.Text("fail/stopped"))
		return nil, errFindings
	}
	program, err := hugo.Find(cmd.Context(), root, progress(cmd.ErrOrStderr()))
	switch {
	case errors.Is(err, hugo.ErrNoGo):
		err = fail("fail/no-go")
	case errors.Is(err, hugo.ErrNoVersion):
		err = fail("fail/no-hugo-version")
	}
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "dilemma-")
	if err != nil {
		return nil, err
	}
	cleanup := func() { os.RemoveAll(dir) }
	module, err := hugo.Module(dir, standard.Settings.Source)
	if def := standard.Definition; def != nil && err == nil { // the check has reported a broken definition
		err = errors.Join(writeVersions(cmd, root, dir, standard), writeCanvas(dir, def))
	}
	if err == nil {
		err = buildPrograms(cmd, root, dir)
	}
	if err != nil {
		cleanup()
		return nil, err
	}
	return &prepared{root, program, settings.File + "," + module, cleanup}, nil
}

// writeCanvas writes the blank canvas as a Word document to the assets of a Hugo module, where templates find it.
func writeCanvas(dir string, def *canvas.Definition) error {
	assets := filepath.Join(dir, "assets", "word")
	if err := os.MkdirAll(assets, 0o755); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(assets, "canvas.docx"), word.Write(def, nil, ""), 0o644)
}

// buildPrograms compiles the WebAssembly programs of the form. When that fails, it prints why, and the form uses its few rules in JavaScript and
// offers no Word documents.
func buildPrograms(cmd *cobra.Command, root, dir string) error {
	slow := time.AfterFunc(3*time.Second, func() { fmt.Fprintln(cmd.ErrOrStderr(), message.Text("programs/slow")) })
	defer slow.Stop()
	err := wasm.Make(cmd.Context(), root, dir)
	switch {
	case errors.Is(err, wasm.ErrAbsent):
		return nil
	case err != nil && cmd.Context().Err() == nil:
		fmt.Fprintln(cmd.ErrOrStderr(), message.Text("programs/failed", "reason", err.Error()))
		return os.RemoveAll(filepath.Join(dir, "assets", wasm.Dir))
	}
	return nil
}

// writeVersions writes the versions of every dilemma, from the history in Git, to the folder of a Hugo module. Without such a history the site
// shows no versions; it prints why when the user can do something about that.
func writeVersions(cmd *cobra.Command, root, dir string, standard *rules.Standard) error {
	book, err := changelog.Read(root, standard.Definition, standard.Settings, time.Now())
	switch {
	case errors.Is(err, changelog.ErrNoPublished):
		return nil
	case errors.Is(err, changelog.ErrTruncated):
		fmt.Fprintln(cmd.ErrOrStderr(), message.Text("versions/cut"))
		return nil
	case err != nil:
		fmt.Fprintln(cmd.ErrOrStderr(), message.Text("versions/unreadable", "reason", err.Error()))
		return nil
	}
	return book.Write(dir)
}

// findSearch returns the path of the program that makes the search index. When there is none, it prints so and returns "": the site then has no
// search.
func findSearch(cmd *cobra.Command, root string) (string, error) {
	program, err := search.Find(cmd.Context(), root)
	if absent := (*search.AbsentError)(nil); errors.As(err, &absent) {
		id := "search/absent"
		if absent.Have != "" {
			id = "search/version"
		}
		fmt.Fprintln(cmd.ErrOrStderr(), message.Text(id, "have", absent.Have, "want", absent.Want))
		return "", nil
	}
	return program, err
}

// hugoFailure turns an error of Hugo or Pagefind into a failure. When the user stopped the command there is no error.
func hugoFailure(cmd *cobra.Command, err error) error {
	exit := (*exec.ExitError)(nil)
	switch {
	case err == nil || cmd.Context().Err() != nil:
		return nil
	case errors.Is(err, search.ErrForeign):
		return fail("fail/search-foreign", "dir", search.Dir)
	case errors.Is(err, search.ErrIndex):
		return fail("fail/search", "reason", err.Error())
	case errors.As(err, &exit):
		return fail("fail/hugo", "status", strconv.Itoa(exit.ExitCode()))
	}
	return err
}

// progress returns a function that prints how far the build of Hugo is: on one line of a terminal that it rewrites, elsewhere on a line for each
// tenth.
func progress(w io.Writer) hugo.Progress {
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
