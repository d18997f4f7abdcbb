package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/spf13/cobra"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/finding"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/report"
	"github.com/openbaarheid-schuurt/dilemma/tools/flow/preview"
	"github.com/openbaarheid-schuurt/dilemma/tools/flow/proposal"
	"github.com/openbaarheid-schuurt/dilemma/tools/flow/trust"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/repo"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
	"github.com/openbaarheid-schuurt/dilemma/tools/settings"
	"github.com/openbaarheid-schuurt/dilemma/tools/site/door"
	"github.com/openbaarheid-schuurt/dilemma/tools/site/hugo"
	"github.com/openbaarheid-schuurt/dilemma/tools/site/search"
)

func newServe() *cobra.Command {
	var (
		port    int
		name    string
		trusted bool
	)
	cmd := &cobra.Command{
		Use:     message.Text("use/serve"),
		Short:   message.Text("help/serve"),
		Long:    message.Text("help/serve.long"),
		Example: examples("serve"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := checkServeOptions(args); err != nil {
				return err
			}
			root, err := findRoot()
			if err != nil {
				return err
			}
			if name != "" {
				dir, err := os.MkdirTemp("", "dilemma-proposal-")
				if err != nil {
					return err
				}
				defer os.RemoveAll(dir)
				if err := writeProposal(cmd, root, name, dir); err != nil {
					return err
				}
				return serve(cmd, place{dir, root}, port, args, nil)
			}
			guard, err := newGuard(root, trusted)
			if err != nil {
				return err
			}
			return serve(cmd, place{root, root}, port, args, guard)
		},
	}
	cmd.Flags().IntVar(&port, "port", 1313, message.Text("help/serve.port"))
	cmd.Flags().StringVar(&name, "proposal", "", message.Text("help/serve.proposal"))
	cmd.Flags().BoolVar(&trusted, "trust", false, message.Text("help/trust"))
	return cmd
}

// serve runs the server of Hugo behind a door. It stops when the user says so, and when guard, which may be nil, finds that another branch was checked out
// that is not to be run.
func serve(cmd *cobra.Command, from place, port int, args []string, guard *guard) error {
	if foreign, err := guard.look(); err != nil {
		return err
	} else if foreign != nil {
		return foreignFailure("fail/foreign", cmd, foreign)
	}
	ready, err := prepare(cmd, from, false)
	if err != nil {
		return err
	}
	defer ready.cleanup()
	ctx, stop := context.WithCancel(cmd.Context())
	defer stop()
	entrance, err := door.Open(port, sitePath(from.root), ready.dir, guard.closed)
	if err != nil {
		return fail("fail/port", "port", strconv.Itoa(port), "reason", reason(err))
	}
	defer entrance.Close()
	fmt.Fprintln(cmd.ErrOrStderr(), message.Text("serve/start", "address", entrance.Address()))
	// The pages stand in a folder, and not in memory: there the index is made of them, so that the site is not built twice.
	public := filepath.Join(ready.dir, "public")
	defer indexForServer(cmd, ready.root, public, entrance)()
	options := hugo.Options{Search: true, Args: slices.Concat([]string{"server", "--config", ready.settings, "--buildDrafts", "--destination", public}, entrance.Options(), args)}
	go func() { _ = entrance.Serve() }()
	context.AfterFunc(ctx, func() { _ = entrance.Close() })
	go guard.watch(ctx, stop)
	out := &serverLog{cmd: cmd, roots: ready.folders(), public: public, saved: tellSaved(ready.keeper, ready.checked)}
	err = hugo.Run(ctx, ready.hugo, from.root, out, out, options)
	for out.fell() && ctx.Err() == nil {
		notify(cmd.ErrOrStderr(), finding.Warning, message.Text("serve/fell"))
		out, err = riseAgain(ctx, out, func(out *serverLog) error { return hugo.Run(ctx, ready.hugo, from.root, out, out, options) })
	}
	switch {
	case cmd.Context().Err() != nil:
		return nil // the user stopped it
	case ctx.Err() != nil:
		foreign, err := guard.look()
		if err != nil || foreign == nil { // meanwhile all is well again, but Hugo has stopped
			return err
		}
		return foreignFailure("fail/foreign-now", cmd, foreign)
	}
	if failure := out.failure(err); failure != nil {
		return failure
	}
	return hugoFailure(err)
}

// riseAgain starts Hugo's server again after it stumbled over a change, until it is there. Hugo does so in the version that is pinned over front matter that it can't read,
// and starts only when that was mended; it tells once what is wrong. It returns when the server ends, with its log and its error.
func riseAgain(ctx context.Context, before *serverLog, run func(out *serverLog) error) (*serverLog, error) {
	for pause := time.Second; ; pause = min(2*pause, 10*time.Second) {
		out := &serverLog{cmd: before.cmd, roots: before.roots, public: before.public, saved: before.saved, again: pause > time.Second, risen: true}
		err := run(out)
		if out.up || ctx.Err() != nil {
			return out, err
		}
		select {
		case <-ctx.Done():
			return out, err
		case <-time.After(pause):
		}
	}
}

// sitePath returns the path in the address of the site, which the site on this machine has too.
func sitePath(root string) string {
	own, err := settings.Load(casebook.DirFS(root))
	if err != nil {
		return ""
	}
	u, err := url.Parse(own.BaseURL)
	if err != nil {
		return ""
	}
	return u.Path
}

// closedOptions are the options of Hugo by which the site would be seen from elsewhere, or not at all: the door decides those.
var closedOptions = []string{"--bind", "--port", "-p", "--appendPort", "--liveReloadPort", "--tlsAuto", "--tlsCertFile", "--tlsKeyFile"}

// checkServeOptions refuses closedOptions among the arguments for Hugo.
func checkServeOptions(args []string) error {
	for _, arg := range args {
		option, _, _ := strings.Cut(arg, "=")
		if strings.HasPrefix(option, "-p") && !strings.HasPrefix(option, "--") {
			option = "-p"
		}
		if slices.Contains(closedOptions, option) {
			return fail("fail/serve-option", "option", option, "command", programName())
		}
	}
	return nil
}

// guard watches which commit is checked out while the site is served: Hugo takes up every change of a file at once.
type guard struct {
	root    string
	lock    sync.Mutex
	heads   []plumbing.Hash
	foreign *trust.Foreign
}

// newGuard looks at the commit that is checked out. With trusted, all that it brings is accepted.
func newGuard(root string, trusted bool) (*guard, error) {
	heads, _ := trust.Heads(root) // without a repository there are none
	foreign, err := findForeign(root, trusted)
	return &guard{root: root, heads: heads, foreign: foreign}, err
}

// look returns what stands in the way of showing the site now. A nil guard has no objection.
func (g *guard) look() (*trust.Foreign, error) {
	if g == nil {
		return nil, nil
	}
	g.lock.Lock()
	defer g.lock.Unlock()
	if heads, err := trust.Heads(g.root); err == nil && !slices.Equal(heads, g.heads) {
		foreign, err := findForeign(g.root, false)
		if err != nil {
			return nil, err
		}
		g.heads, g.foreign = heads, foreign
	}
	return g.foreign, nil
}

// closed returns why the site must not be shown now, or "".
func (g *guard) closed() string {
	foreign, err := g.look()
	switch {
	case err != nil:
		return err.Error()
	case foreign == nil:
		return ""
	}
	return foreignText("fail/foreign-now", foreign)
}

// watch calls stop as soon as something stands in the way.
func (g *guard) watch(ctx context.Context, stop func()) {
	tick := time.NewTicker(200 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if foreign, err := g.look(); err == nil && foreign != nil {
				stop()
				return
			}
		}
	}
}

// writeProposal writes the site as the proposal with this name would make it to a folder, and tells what is in it.
func writeProposal(cmd *cobra.Command, root, name, dir string) error {
	o := preview.Options{Root: root, Name: name}
	var err error
	if o.Settings, err = readSettings(root); err != nil {
		return err
	}
	shown, err := preview.Write(cmd.Context(), o, dir)
	switch {
	case errors.Is(err, preview.ErrNoPublished):
		return fail("fail/proposal-published")
	case errors.Is(err, proposal.ErrTooLarge):
		return fail("fail/proposal-large", "name", name)
	case errors.Is(err, repo.ErrNoBase):
		return fail("fail/proposal-base", "name", name)
	case err != nil:
		return proposalFailure(err, root, cmd.Name(), name)
	}
	stderr := cmd.ErrOrStderr()
	if shown.Offline {
		notify(stderr, finding.Warning, message.Text("proposal/offline"))
	}
	id := "proposal/shown"
	if len(shown.Texts) == 0 {
		id = "proposal/same"
	}
	say(cmd, id, "name", shown.Name, "commit", shown.Commit[:10], "published", shown.Published, "texts", named(shown.Texts))
	if len(shown.Left) > 0 {
		notify(stderr, finding.Warning, report.Safe(message.Text("proposal/left", "published", shown.Published, "files", named(shown.Left))))
	}
	return nil
}

// indexForServer makes the search index of the pages that Hugo's server wrote to the folder public, as soon as it answers, and puts it beside them. It works
// in the background: the first page does not wait for it. The index holds the pages as they were when the server started, without concepts, which carry no mark
// for it: later changes are in the index of the next start. It returns a function that stops the work.
func indexForServer(cmd *cobra.Command, root, public string, entrance *door.Door) (stop func()) {
	ctx, cancel := context.WithCancel(cmd.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		err := entrance.Wait(ctx)
		for try := 0; err == nil; try++ {
			err = makeIndex(ctx, root, public, filepath.Join(public, search.Dir))
			if !errors.Is(err, fs.ErrNotExist) || try == 5 {
				break
			}
			err = ctx.Err() // a page went while all were read
		}
		if err != nil && ctx.Err() == nil {
			notify(cmd.ErrOrStderr(), finding.Warning, message.Text("search/failed", "reason", err.Error()))
		}
	}()
	return func() {
		cancel()
		<-done
	}
}
