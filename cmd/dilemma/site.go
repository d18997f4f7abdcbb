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
			defer ready.tidy()
			fmt.Fprintln(cmd.ErrOrStderr(), message.Text("serve/start", "port", strconv.Itoa(port)))
			program, err := findSearch(cmd, ready.root)
			if err != nil {
				return err
			}
			options := hugo.Options{Args: append([]string{"server", "--config", ready.settings, "--buildDrafts", "--renderToMemory", "--port", strconv.Itoa(port)}, args...)}
			out := &announcement{Writer: cmd.OutOrStdout(), heard: make(chan struct{})}
			if program != "" {
				theme, stop, err := searchBeside(cmd, ready, program, out.heard)
				if err != nil {
					return failed(cmd, err)
				}
				defer stop()
				options.Search, options.Args = true, append(options.Args, theme...)
			}
			return failed(cmd, hugo.Run(cmd.Context(), ready.hugo, ready.root, out, cmd.ErrOrStderr(), options))
		},
	}
	cmd.Flags().IntVar(&port, "port", 1313, message.Text("help/serve.port"))
	return cmd
}

// searchBeside makes the search index for a server, which keeps its pages in memory: of a build in a temporary folder, which the server gets as the
// static files of a theme. It returns the options of Hugo for that, and what takes the folder away. The index is that of the moment at which the server
// starts, and comes while it serves: what changes later, is found by its old words until the next start. Concepts are in no index. It is put in
// its place once the server is up, for one that comes while Hugo begins to watch its folders is never seen.
func searchBeside(cmd *cobra.Command, ready *prepared, program string, up <-chan struct{}) (options []string, stop func(), err error) {
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
		err := hugo.Run(ctx, ready.hugo, ready.root, io.Discard, io.Discard, hugo.Options{Search: true, Args: []string{"build", "--noBuildLock", "--destination", public}})
		if err == nil {
			err = search.Make(ctx, program, public, filepath.Join(temp, search.Dir))
		}
		if err == nil {
			select {
			case <-up:
			case <-time.After(time.Minute): // the user asked Hugo to be quiet
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

// announcement passes on what Hugo's server prints, and closes heard when that says that it is up.
type announcement struct {
	io.Writer
	said  []byte
	heard chan struct{}
}

func (a *announcement) Write(p []byte) (int, error) {
	select {
	case <-a.heard:
	default:
		if a.said = append(a.said, p...); bytes.Contains(a.said, []byte("Web Server is available")) {
			close(a.heard)
		}
	}
	return a.Writer.Write(p)
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
			defer ready.tidy()
			options := hugo.Options{Args: []string{"build", "--config", ready.settings, "--minify", "--panicOnWarning", "--printPathWarnings"}}
			public := filepath.Join(ready.root, "public")
			if destination == "" {
				// The default folder is ours, so old pages may go; in a folder that the user names nothing is removed.
				options.Args = append(options.Args, "--cleanDestinationDir")
			} else if public, err = filepath.Abs(destination); err != nil {
				return err
			}
			if baseURL != "" {
				options.Args = append(options.Args, "--baseURL", baseURL)
			}
			// Behind what the user asks of Hugo, so that the site and its index stand in one folder.
			options.Args = append(append(options.Args, args...), "--destination", public)
			program, err := findSearch(cmd, ready.root)
			if err != nil {
				return err
			}
			options.Search = program != ""
			fmt.Fprintln(cmd.ErrOrStderr(), message.Text("build/start"))
			if err := buildOnPaper(cmd, ready, public, options); err != nil {
				return failed(cmd, err)
			}
			if program == "" {
				// An index of before would still find what is withdrawn.
				return failed(cmd, search.Remove(filepath.Join(public, search.Dir)))
			}
			return failed(cmd, search.Make(cmd.Context(), program, public, filepath.Join(public, search.Dir)))
		},
	}
	cmd.Flags().StringVar(&destination, "destination", "", message.Text("help/build.destination"))
	cmd.Flags().StringVar(&baseURL, "base-url", "", message.Text("help/build.base-url"))
	return cmd
}

// buildOnPaper runs Hugo and prints the PDFs. Where there is no browser, or it fails, the site is made without them: no link leads to a PDF that is not there.
func buildOnPaper(cmd *cobra.Command, ready *prepared, public string, options hugo.Options) error {
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

// prepared is all that a run of Hugo needs: the root, the program, what its option --config gets, and what takes the temporary files away.
type prepared struct {
	root, hugo, settings string
	tidy                 func()
}

// prepare checks the book, finds Hugo and reads the versions of the dilemmas, unless a finding stops it. Hugo itself stops at the first file that it can't
// read; the check tells of all.
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
	tidy := func() { os.RemoveAll(dir) }
	module, err := hugo.Module(dir)
	if def := standard.Definition; def != nil && err == nil { // of a broken definition the check told
		err = errors.Join(writeVersions(cmd, root, dir, standard), writeCanvas(dir, def))
	}
	if err == nil {
		err = makePrograms(cmd, root, dir)
	}
	if err != nil {
		tidy()
		return nil, err
	}
	return &prepared{root, program, settings.File + "," + module, tidy}, nil
}

// writeCanvas puts the blank canvas as a Word document where templates find it.
func writeCanvas(dir string, def *canvas.Definition) error {
	assets := filepath.Join(dir, "assets", "word")
	if err := os.MkdirAll(assets, 0o755); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(assets, "canvas.docx"), word.Write(def, nil, ""), 0o644)
}

// makePrograms compiles what the form runs. Where that fails, a line says why and the form does with the few rules of its own, and without Word.
func makePrograms(cmd *cobra.Command, root, dir string) error {
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

// writeVersions writes what Git tells of the versions of every dilemma into the folder of a module for Hugo. Where Git does not tell, the site has
// no versions, and a line says why when that can be helped.
func writeVersions(cmd *cobra.Command, root, dir string, standard *rules.Standard) error {
	book, err := changelog.Read(root, standard.Definition, standard.Settings, time.Now())
	switch {
	case errors.Is(err, changelog.ErrNone):
		return nil
	case errors.Is(err, changelog.ErrCut):
		fmt.Fprintln(cmd.ErrOrStderr(), message.Text("versions/cut"))
		return nil
	case err != nil:
		fmt.Fprintln(cmd.ErrOrStderr(), message.Text("versions/unreadable", "reason", err.Error()))
		return nil
	}
	return book.Write(dir)
}

// findSearch returns the program that makes the search index. Where there is none, it says so in one line and returns nothing: the site does without.
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

// failed turns the failure of Hugo or Pagefind into one of ours. A user who stopped it did not fail.
func failed(cmd *cobra.Command, err error) error {
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

// progress tells that Hugo is being built and how far that is: on one line of a terminal, and in tenths elsewhere.
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
