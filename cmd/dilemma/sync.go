package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/diff"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/finding"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/report"
	"github.com/openbaarheid-schuurt/dilemma/tools/flow/submit"
	"github.com/openbaarheid-schuurt/dilemma/tools/flow/sync"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/remote"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/repo"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
	"github.com/openbaarheid-schuurt/dilemma/tools/whole"
)

func newSync() *cobra.Command {
	var (
		dryRun bool
		format string
	)
	cmd := &cobra.Command{
		Use:     message.Text("use/sync"),
		Short:   message.Text("help/sync"),
		Long:    message.Text("help/sync.long"),
		Example: examples("sync"),
		Args:    exactArgs(0, "fail/sync-args"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := checkOption("--format", format, textOrJSON); err != nil {
				return err
			}
			root, err := findRoot()
			if err != nil {
				return err
			}
			o := sync.Options{Root: root, DryRun: dryRun, Now: time.Now(), Waiting: tellWaiting(cmd.ErrOrStderr())}
			if o.Settings, err = readSettings(root); err != nil {
				return err
			}
			result, err := sync.Run(cmd.Context(), o)
			if err != nil {
				return syncFailure(err, root, commandPath(cmd), result)
			}
			if format == "json" {
				err = sync.WriteJSON(cmd.OutOrStdout(), result, dryRun)
			} else {
				writeSyncText(cmd, result, dryRun)
			}
			if err == nil && result.Differs() {
				return errFindings
			}
			return err
		},
	}
	cmd.Flags().BoolVar(&dryRun, "dry-run", false, message.Text("help/sync.dry-run"))
	cmd.Flags().StringVar(&format, "format", "text", message.Text("help/sync.format"))
	return cmd
}

// maxShown is how many lines of a list are shown.
const maxShown = 20

// syncText writes a result for a person.
type syncText struct {
	stdout, stderr io.Writer
	published      string
}

func writeSyncText(cmd *cobra.Command, r *sync.Result, dryRun bool) {
	t := syncText{cmd.OutOrStdout(), cmd.ErrOrStderr(), r.Remote + "/" + r.Branch}
	words := []string{"local", r.Local, "published", t.published, "ref", r.Kept}
	var commits []string
	for _, c := range r.Commits {
		commits = append(commits, message.Text("sync/commit", "hash", c.Hash[:10], "subject", c.Subject))
	}
	switch r.State {
	case sync.Ahead:
		t.list(message.Count("sync/ahead", len(commits), words...), commits)
	case sync.Diverged:
		t.list(message.Text("sync/diverged", words...), commits)
		t.tip("sync/diverged.tip", words...)
	case sync.Current:
		if !quiet(cmd) {
			t.line("sync/current", words...)
		}
	case sync.Forward:
		id := "sync/forward"
		if dryRun {
			id = "sync/would"
		}
		t.line(id, words...)
		t.came(r)
		t.files(r)
		if len(commits) > 0 && !dryRun {
			t.list(message.Text("sync/commits", words...), commits)
		}
	}
	if dryRun {
		t.line("sync/dry")
	} else if r.Open > 0 && !quiet(cmd) {
		fmt.Fprintln(t.stdout, message.Count("sync/open", r.Open, "command", programName()))
	}
}

func (t syncText) line(id string, pairs ...string) {
	fmt.Fprintln(t.stdout, report.Safe(message.Text(id, pairs...)))
}

func (t syncText) tip(id string, pairs ...string) {
	notify(t.stderr, finding.Hint, report.Safe(message.Text(id, pairs...)))
}

// list prints lines below a heading; of many the first.
func (t syncText) list(heading string, lines []string) {
	fmt.Fprintln(t.stdout, report.Safe(heading))
	for _, line := range lines[:min(len(lines), maxShown)] {
		fmt.Fprintln(t.stdout, "  "+report.Safe(line))
	}
	if more := len(lines) - maxShown; more > 0 {
		fmt.Fprintln(t.stdout, "  "+message.Text("sync/more", "n", strconv.Itoa(more)))
	}
}

// came tells which dilemmas came, in the words of review.
func (t syncText) came(r *sync.Result) {
	var lines []string
	for _, d := range r.Dilemmas {
		var what []string
		for _, e := range d.Events {
			what = append(what, message.Text("review/is/"+string(e)))
		}
		if d.Has(diff.New) {
			what = append(what, message.Text("review/state/"+d.State))
		}
		lines = append(lines, message.Text("sync/dilemma", "title", cmp.Or(d.Title, d.Slug), "what", strings.Join(what, ", ")))
	}
	if n := len(r.Others); n > 0 {
		files := strings.Join(r.Others[:min(n, 3)], ", ")
		if n > 3 {
			files += ", " + message.Text("sync/more", "n", strconv.Itoa(n-3))
		}
		lines = append(lines, message.Count("sync/others", n, "files", files))
	}
	if len(lines) > 0 {
		t.list(message.Text("sync/came", "published", t.published), lines)
	}
}

// files tells what happened to the files of the user.
func (t syncText) files(r *sync.Result) {
	for _, kind := range []string{"equal", "earlier", "restored", "differs", "gone", "staged"} {
		var names []string
		for _, f := range r.Files {
			is := string(f.Outcome)
			if f.Outcome == repo.Differs && f.Gone {
				is = "gone"
			}
			if is == kind {
				names = append(names, f.Path)
			}
		}
		if len(names) == 0 {
			continue
		}
		t.list(message.Text("sync/"+kind, "published", t.published), names)
		if message.Has("sync/" + kind + ".tip") {
			t.tip("sync/"+kind+".tip", "file", names[0])
		}
	}
}

// syncFailure turns an error of bringing a clone forward into a failure with a Dutch message. result may be nil.
func syncFailure(err error, root, command string, result *sync.Result) error {
	var (
		standing  *sync.StandingError
		none      *sync.NoBranchError
		lock      *repo.LockError
		index     *repo.IndexError
		blocked   *repo.BlockedError
		name      *repo.NameError
		folded    *repo.CaseError
		entry     *repo.EntryError
		convert   *repo.ConvertError
		meanwhile *repo.MeanwhileError
		server    *remote.Error
		disk      *repo.DiskError
		file      *fs.PathError
	)
	published := ""
	if result != nil {
		published = result.Remote + "/" + result.Branch
	}
	switch {
	case errors.As(err, &standing):
		return fail("fail/sync-"+standing.Kind, "local", standing.Local, "branch", standing.Branch, "published", standing.Remote+"/"+standing.Branch, "detail", standing.Detail)
	case errors.As(err, &none):
		return fail("fail/no-branch", "remote", none.Remote, "branch", none.Branch)
	case errors.As(err, &lock):
		return fail("fail/sync-lock", "file", lock.Path)
	case errors.As(err, &index):
		return fail("fail/sync-index", "detail", index.Form)
	case errors.As(err, &blocked):
		return fail("fail/sync-blocked", "file", blocked.Path, "by", blocked.By)
	case errors.As(err, &name):
		return fail("fail/sync-name", "file", name.Path, "published", published)
	case errors.As(err, &folded):
		return fail("fail/sync-case", "file", folded.Path, "other", folded.Other, "published", published)
	case errors.As(err, &entry):
		return fail("fail/sync-"+entry.Kind, "file", entry.Path, "published", published)
	case errors.As(err, &convert):
		return fail("fail/sync-convert", "file", convert.Path, "detail", convert.By)
	case errors.As(err, &meanwhile):
		return fail("fail/sync-meanwhile", "file", meanwhile.Path)
	case errors.As(err, &server):
		if server.Kind == remote.Unreachable {
			return fail("fail/sync-unreachable", "address", server.Address)
		}
		return submitFailure(err, root, submit.Options{})
	case errors.As(err, &disk):
		return fail("fail/sync-write", "file", disk.Path, "reason", reason(err))
	case errors.As(err, &file) && errors.Is(err, whole.ErrBusy) && file.Op == "lock":
		return fail("fail/sync-busy")
	}
	if failed := repositoryFailure(err, command); failed != nil {
		return failed
	}
	if errors.As(err, &file) && !reading(err) {
		return fail("fail/sync-write", "file", file.Path, "reason", reason(err))
	}
	return err
}
