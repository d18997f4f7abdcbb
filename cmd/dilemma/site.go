package main

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/spf13/cobra"

	product "github.com/openbaarheid-schuurt/dilemma"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/collected"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/finding"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/report"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/rules"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/verdict"
	"github.com/openbaarheid-schuurt/dilemma/tools/flow/changelog"
	"github.com/openbaarheid-schuurt/dilemma/tools/flow/trust"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/repo"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
	"github.com/openbaarheid-schuurt/dilemma/tools/settings"
	"github.com/openbaarheid-schuurt/dilemma/tools/site/hugo"
	"github.com/openbaarheid-schuurt/dilemma/tools/site/pdf"
	"github.com/openbaarheid-schuurt/dilemma/tools/site/search"
	"github.com/openbaarheid-schuurt/dilemma/tools/site/wasm"
	"github.com/openbaarheid-schuurt/dilemma/tools/terminal"
	"github.com/openbaarheid-schuurt/dilemma/tools/word"
)

func newBuild() *cobra.Command {
	var (
		destination, baseURL, format, part string
		trusted, finish                    bool
	)
	cmd := &cobra.Command{
		Use:     message.Text("use/build"),
		Short:   message.Text("help/build"),
		Long:    message.Text("help/build.long"),
		Example: examples("build"),
		RunE: func(cmd *cobra.Command, args []string) error {
			begin := time.Now()
			if err := checkOption("--format", format, textOrJSON); err != nil {
				return err
			}
			only, err := readPart(part, finish)
			if err != nil {
				return err
			}
			root, err := trustedRoot(cmd, trusted)
			if err != nil {
				return err
			}
			if err := decided(root, baseURL); err != nil {
				return err
			}
			public := filepath.Join(root, "public")
			if destination != "" {
				if public, err = filepath.Abs(destination); err != nil {
					return err
				}
			}
			if finish {
				if _, err := os.Stat(filepath.Join(public, "index.html")); err != nil {
					return fail("fail/finish", "folder", report.Safe(fromHere(public)))
				}
				return finishSite(cmd, root, public, format, begin, destination == "")
			}
			ready, err := prepare(cmd, place{root, root}, true)
			if err != nil {
				return err
			}
			defer ready.cleanup()
			slugs := casebook.Open(bookFiles(root)).Slugs()
			config, err := only.Arguments(ready.dir, ready.settings, path.Base(casebook.Dir), slugs)
			if err != nil {
				return err
			}
			options := hugo.Options{Search: true, Workbook: true, Dilemmas: len(slugs), Args: append([]string{"build", "--minify", "--printPathWarnings"}, config...)}
			if destination == "" && part == "" {
				// The default folder is ours, so old pages are removed. In a folder that the user named nothing is removed, nor are other parts.
				options.Args = append(options.Args, "--cleanDestinationDir")
			}
			if baseURL != "" {
				options.Args = append(options.Args, "--baseURL", baseURL)
			}
			// After the arguments of the user, so that the site and its search index are in the same folder.
			options.Args = append(append(options.Args, args...), "--destination", public)
			if err := buildWithPDFs(cmd, ready, public, only, options); err != nil {
				return hugoFailure(err)
			}
			if err := leftBehind(ready.checker, public); err != nil {
				return err
			}
			if part != "" {
				return tellPart(cmd, only, public)
			}
			return finishSite(cmd, root, public, format, begin, destination == "")
		},
	}
	cmd.Flags().StringVar(&destination, "destination", "", message.Text("help/build.destination"))
	cmd.Flags().StringVar(&baseURL, "base-url", "", message.Text("help/build.base-url"))
	cmd.Flags().StringVar(&format, "format", "text", message.Text("help/build.format"))
	cmd.Flags().BoolVar(&trusted, "trust", false, message.Text("help/trust"))
	cmd.Flags().StringVar(&part, "part", "", message.Text("help/build.part"))
	cmd.Flags().BoolVar(&finish, "finish", false, message.Text("help/build.finish"))
	return cmd
}

// publication reads what the publisher decided. Settings that are no TOML give nil: the check tells what is wrong with them.
func publication(root string) (*settings.Publication, error) {
	own, err := readSettings(root)
	if err != nil {
		return nil, nil
	}
	common, err := product.Files.ReadFile(product.Settings)
	if err != nil {
		return nil, err
	}
	if p, err := settings.ReadPublication(common, own.Source); err == nil {
		return p, nil
	}
	return nil, nil
}

// namedAssets returns a failure when the settings name a file below assets/ that is not there: Hugo would say so in a template, in English.
func namedAssets(root string) error {
	p, err := publication(root)
	if p == nil || err != nil {
		return err
	}
	assets := p.Assets()
	for _, setting := range slices.Sorted(maps.Keys(assets)) {
		if name := "assets/" + assets[setting]; !fs.ValidPath(name) {
			return fail("fail/asset", "setting", setting, "file", name)
		} else if _, err := fs.Stat(bookFiles(root), name); err != nil {
			return fail("fail/asset", "setting", setting, "file", name)
		}
	}
	return nil
}

// decided returns a failure while the settings lack what only the publisher can decide. The environment of Hugo goes before the settings.
func decided(root, baseURL string) error {
	p, err := publication(root)
	if p == nil || err != nil {
		return err
	}
	p.BaseURL = cmp.Or(baseURL, os.Getenv("HUGO_BASEURL"), p.BaseURL)
	p.Params.Redactie = cmp.Or(os.Getenv("HUGO_PARAMS_REDACTIE"), p.Params.Redactie)
	p.Params.Organisation.Name = cmp.Or(os.Getenv("HUGO_PARAMS_ORGANISATION_NAME"), p.Params.Organisation.Name)
	unset := p.Unset()
	if len(unset) == 0 {
		return nil
	}
	var what, lines []string
	for _, name := range unset {
		what = append(what, message.Text("unset/"+name))
		lines = append(lines, "  "+message.Text("unset/"+name+".tip"))
	}
	f := fail("fail/unset", "what", listed(what))
	f.example = lines
	return f
}

// buildWithPDFs runs Hugo and prints the PDFs, which come with the first part. Where there is no browser, or it fails, the site is built without PDFs and without links to them.
func buildWithPDFs(cmd *cobra.Command, ready *prepared, public string, part hugo.Part, options hugo.Options) error {
	run := func() error { return runHugo(cmd, ready, options) }
	browser, err := pdf.Find()
	if err != nil {
		notify(cmd.ErrOrStderr(), finding.Warning, message.Text("paper/absent"))
		return run()
	}
	options.Paper = true
	if err := run(); err != nil || part.N > 1 {
		return err
	}
	progress := busy(cmd, "progress/paper")
	err = pdf.Make(cmd.Context(), browser, public)
	progress.Stop()
	if err == nil || cmd.Context().Err() != nil {
		return err
	}
	notify(cmd.ErrOrStderr(), finding.Warning, report.Safe(message.Text("paper/failed", "reason", err.Error())))
	options.Paper = false
	return run()
}

// place is where the site comes from: root is the folder with its files, and checkout the clone of the user, with the history. They are the
// same, except for a proposal.
type place struct{ root, checkout string }

// trustedRoot returns the root of the book, or the failure that the branch that is checked out is another's and runs nothing.
func trustedRoot(cmd *cobra.Command, trusted bool) (string, error) {
	root, err := findRoot()
	if err != nil {
		return "", err
	}
	foreign, err := findForeign(root, trusted)
	if err == nil && foreign != nil {
		err = foreignFailure("fail/foreign", cmd, foreign)
	}
	return root, err
}

// findForeign finds what the checked-out branch would run that is not of the published branch or of the user. With trusted, that is accepted.
func findForeign(root string, trusted bool) (*trust.Foreign, error) {
	own, err := settings.Load(casebook.DirFS(root))
	if err != nil {
		own = &settings.Settings{} // the check tells what is wrong with them
	}
	foreign, err := trust.Find(root, own)
	var form *repo.FormError
	if errors.As(err, &form) {
		if trusted {
			return nil, nil
		}
		f := formFailure(form, programName()) // without its tip: build itself can do
		f.tip = message.Text("form/trust.tip")
		return nil, f
	}
	if foreign != nil && trusted {
		return nil, trust.Accept(root)
	}
	return foreign, err
}

// maxNamed is the number of files that a message names.
const maxNamed = 8

// named lists files for a message.
func named(files []string) string {
	if more := len(files) - maxNamed; more > 1 {
		return strings.Join(files[:maxNamed], ", ") + " " + message.Text("trust/more", "n", strconv.Itoa(more))
	}
	return strings.Join(files, ", ")
}

// listed joins words for a sentence: a, b en c.
func listed(words []string) string {
	last := len(words) - 1
	if last < 1 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:last], ", ") + " " + message.Text("and") + " " + words[last]
}

// foreignFailure returns a failure because of what a branch brings.
func foreignFailure(id string, cmd *cobra.Command, foreign *trust.Foreign) error {
	return &failure{text: foreignText(id, foreign), tip: message.Text(id+".tip", "branch", foreign.Branch, "program", programName(), "command", cmd.Name())}
}

func foreignText(id string, foreign *trust.Foreign) string {
	return message.Text(id, "branch", foreign.Branch, "published", foreign.Published, "files", named(foreign.Files))
}

// prepared is everything that a run of Hugo needs.
type prepared struct {
	place
	checker  *rules.Checker
	keeper   *verdict.Keeper
	checked  verdict.Outcome // by keeper
	hugo     string          // the path of the program
	settings string          // the value of its option --config
	dir      string          // of the temporary files
	cleanup  func()          // removes them
}

// folders returns the folders of which the site is made.
func (p *prepared) folders() []string {
	return []string{p.root, filepath.Join(p.dir, "product"), p.dir}
}

// prepare checks the book, finds Hugo, and writes what Hugo reads besides the book: versions, the Word canvas, and the programs of the form.
// An error at which the site can't be made makes it fail with errFindings; so does one in what is published when that is what the site is for. Hugo itself would stop
// at the first file that it can't read; the check reports all of them.
func prepare(cmd *cobra.Command, from place, publishes bool) (*prepared, error) {
	count, progress := counting(cmd)
	keeper := newKeeper(from.root, !publishes && from.root == from.checkout)
	checked := keeper.Check(time.Now(), count)
	progress.Stop()
	book, checker, standard, result := checked.Book, checked.Checker, checked.Standard, checked.Result
	stops, left := checker.StopsSite, []string(nil)
	if publishes {
		stops = checker.StopsPublishing
		result.Findings, left = withoutConcepts(checker, result.Findings)
	}
	if len(result.Findings) > 0 {
		if err := writeReport(cmd.ErrOrStderr(), "text", newReport(result, book)); err != nil {
			return nil, err
		}
	}
	if slices.ContainsFunc(result.Findings, stops) {
		notify(cmd.ErrOrStderr(), finding.Error, message.Text("fail/stopped"))
		return nil, errFindings
	}
	if len(left) > 0 {
		notify(cmd.ErrOrStderr(), finding.Hint, report.Safe(message.Count("build/concepts", len(left), "files", named(left), "command", programName())))
	}
	if err := namedAssets(from.root); err != nil {
		return nil, err
	}
	program, err := findHugo(cmd, from)
	if errors.Is(err, hugo.ErrNoGo) {
		err = fail("fail/no-go")
	}
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "dilemma-")
	if err != nil {
		return nil, err
	}
	cleanup := func() { os.RemoveAll(dir) }
	site := hugo.Site{Settings: standard.Settings.Source, Product: product.Files, Common: product.Settings, Replaced: bookFiles(from.root).Replaced("data"), Left: left}
	config, err := site.Write(dir)
	if errors.Is(err, hugo.ErrSettings) {
		err = fail("fail/settings-hugo", "reason", err.Error())
	}
	if def := standard.Definition; def != nil && err == nil { // the check has reported a broken definition
		err = errors.Join(writeVersions(cmd, from.checkout, dir, standard), writeCanvas(dir, def))
	}
	if err == nil {
		err = buildPrograms(cmd, dir)
	}
	if err != nil {
		cleanup()
		return nil, err
	}
	return &prepared{from, checker, keeper, checked, program, config, dir, cleanup}, nil
}

// withoutConcepts returns the findings that do not stand in a concept or beside it, and the paths of the concepts that have an error. Those are not published, so what
// is unfinished in them is nobody's concern now.
func withoutConcepts(checker *rules.Checker, found []finding.Finding) (others []finding.Finding, left []string) {
	for _, f := range found {
		concept := checker.Concept(f)
		if concept == "" {
			others = append(others, f)
		} else if f.Severity == finding.Error && !slices.Contains(left, concept) {
			left = append(left, concept)
		}
	}
	slices.Sort(left)
	return others, left
}

// writeCanvas writes what is made from the definition of the canvas to a Hugo module: the blank canvas as a Word document, where templates find it, and the
// schema of the front matter.
func writeCanvas(dir string, def *canvas.Definition) error {
	for name, text := range map[string][]byte{"assets/word/canvas.docx": word.Write(def, nil, ""), canvas.SchemaFile: def.Schema()} {
		name = filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(name, text, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// buildPrograms puts the WebAssembly programs of the form where templates find them: those that came with the command, or else compiled of what the command
// was compiled of. Without either it prints why, and the form uses its few rules in JavaScript and offers no Word documents.
func buildPrograms(cmd *cobra.Command, dir string) error {
	progress := busy(cmd, "progress/programs")
	err := wasm.Put(cmd.Context(), wasm.Beside(), product.Source(), dir)
	progress.Stop()
	switch {
	case errors.Is(err, wasm.ErrAbsent):
		notify(cmd.ErrOrStderr(), finding.Warning, message.Text("programs/absent"))
		return nil
	case err != nil && cmd.Context().Err() == nil:
		notify(cmd.ErrOrStderr(), finding.Warning, report.Safe(message.Text("programs/failed", "reason", err.Error())))
		return os.RemoveAll(filepath.Join(dir, "assets", wasm.Dir))
	}
	return nil
}

// writeVersions writes the versions of every dilemma and the days on which pages changed, from the history in Git, to the folder of a Hugo module. Without
// such a history the site shows neither; it prints why when the user can do something about that.
func writeVersions(cmd *cobra.Command, root, dir string, standard *rules.Standard) error {
	var form *repo.FormError
	history, err := changelog.Read(root, standard.Definition, standard.Settings, time.Now())
	switch {
	case errors.Is(err, changelog.ErrNoPublished):
		return nil
	case errors.Is(err, changelog.ErrTruncated), errors.Is(err, plumbing.ErrObjectNotFound):
		why := missingFailure()
		notify(cmd.ErrOrStderr(), finding.Warning, report.Safe(message.Text("versions/cut", "why", why.text, "tip", why.tip)))
		return nil
	case errors.As(err, &form):
		notify(cmd.ErrOrStderr(), finding.Warning, report.Safe(message.Text("versions/form", "why", formFailure(form, programName()).text)))
		return nil
	case err != nil:
		notify(cmd.ErrOrStderr(), finding.Warning, report.Safe(message.Text("versions/unreadable", "reason", err.Error())))
		return nil
	}
	return history.Write(dir)
}

// makeIndex makes the search index of a site that was built of the files below root.
func makeIndex(ctx context.Context, root, site, target string) error {
	files := bookFiles(root)
	words, err := search.ReadWords(files)
	if err != nil {
		return err
	}
	links, err := collectedLinks(files)
	if err != nil {
		return err
	}
	return search.Make(ctx, site, target, words, links)
}

// collectedLinks returns the dilemmas of others that the book shows, for the index of the language of its own. They have the words that its vocabularies have too.
func collectedLinks(files fs.FS) ([]search.Link, error) {
	own, err := settings.Load(files)
	if err != nil {
		return nil, err
	}
	books, err := collected.Read(files, collected.Sources(own))
	if err != nil || len(books) == 0 {
		return nil, err
	}
	def, err := canvas.Load(files)
	if err != nil {
		return nil, err
	}
	var links []search.Link
	for _, book := range books {
		for _, d := range book.Dilemmas {
			link := search.Link{Language: "nl", URL: d.URL, From: book.Name, Title: d.Title, Text: d.Question, Date: d.Date, Filters: map[string][]string{"soort": {"verzameld"}}}
			for _, field := range def.FrontMatter {
				for _, key := range d.Words()[field.Key] {
					if field.Vocabulary == nil {
						continue
					}
					if word := field.Vocabulary.Find(key); word != nil {
						link.Filters[field.Key], link.Keywords = append(link.Filters[field.Key], key), append(link.Keywords, word.Label)
					}
				}
			}
			links = append(links, link)
		}
	}
	return links, nil
}

// hugoFailure turns an error of Hugo or of the index into a failure.
func hugoFailure(err error) error {
	exit := (*exec.ExitError)(nil)
	switch {
	case err == nil:
		return nil
	case errors.Is(err, search.ErrForeign):
		return fail("fail/search-foreign", "dir", search.Dir)
	case errors.As(err, &exit):
		return fail("fail/hugo", "status", strconv.Itoa(exit.ExitCode()))
	}
	return err
}

// findHugo finds Hugo, and tells how far it is when it must be built first.
func findHugo(cmd *cobra.Command, from place) (string, error) {
	var percent atomic.Int64
	var progress *terminal.Progress
	defer func() { progress.Stop() }()
	return hugo.Pin{Mod: product.Mod, Sum: product.Sum}.Find(cmd.Context(), from.checkout, func(version string, done, total int) {
		percent.Store(int64(100 * done / max(total, 1)))
		if progress == nil {
			say(cmd, "hugo/build", "version", version)
			progress = terminal.Start(chatter(cmd), func(time.Duration) string {
				return message.Text("hugo/progress", "percent", strconv.FormatInt(percent.Load(), 10))
			})
		}
	})
}
