package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"github.com/openbaarheid-schuurt/dilemma/tools/check/finding"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/report"
	"github.com/openbaarheid-schuurt/dilemma/tools/lazy"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
	"github.com/openbaarheid-schuurt/dilemma/tools/site/hugo"
)

// serverLog tells in Dutch what Hugo's server prints: that the site is there, which change it took up, and its warnings and errors.
type serverLog struct {
	hugoLog // all of it, for a failure
	cmd     *cobra.Command
	roots   []string          // the folders of which the site is made
	public  string            // the folder in which it is made
	saved   func(w io.Writer) // tells what a check finds after a change
	again   bool              // what is wrong was told, and nothing needs to be until the site is there
	risen   bool              // it stumbled over a change before, so what was saved since is not told yet

	lock    sync.Mutex
	line    []byte   // the begin of a line of which the rest is still to come
	changed []string // the files of a change that is being taken up
	wrong   bool     // that change could not be taken up
	stack   bool     // it stumbled: what follows is of no use to anybody here
	up      bool     // the site was there
}

var (
	// changedFile matches a line about a file that changed.
	changedFile = lazy.Regexp(`^[A-Z][a-z]+ (?:changed|added|removed) (/.*)$`)
	// made matches the line that a change was taken up. Of the first time Hugo says the same when it could not make the site.
	made = lazy.Regexp(`^(?:Total|Rebuilt) in (\d+) ms$`)
)

func (l *serverLog) Write(p []byte) (int, error) {
	if _, err := l.hugoLog.Write(p); err != nil {
		return 0, err
	}
	l.lock.Lock()
	defer l.lock.Unlock()
	l.line = append(l.line, p...)
	for {
		line, rest, whole := bytes.Cut(l.line, []byte("\n"))
		if !whole {
			return len(p), nil
		}
		l.tell(strings.TrimRight(string(line), " \r"))
		l.line = rest
	}
}

// tell tells what one line means to the user.
func (l *serverLog) tell(line string) {
	switch {
	case l.stack || hugo.Stumbled(line) != "":
		l.stack = true
	case strings.HasPrefix(line, "Change ") && strings.Contains(line, "detected, rebuilding"):
		l.wrong, l.changed = false, nil
	case changedFile().MatchString(line):
		file := changedFile().FindStringSubmatch(line)[1]
		l.changed = append(l.changed, strings.TrimPrefix(file, "/"))
		if strings.HasPrefix(line, "Source ") {
			l.unpublish(file)
		}
	case strings.HasPrefix(line, "Web Server is available"): // which Hugo says again after some changes
		if !l.up {
			l.ready(true, "")
		}
	case made().MatchString(line):
		l.ready(false, made().FindStringSubmatch(line)[1])
	default:
		for _, m := range hugo.Messages(line, l.roots...) {
			if m.Level != hugo.Other && (l.up || !l.again) {
				printHugo(l.cmd, m, false)
			}
			l.wrong = l.wrong || m.Level == hugo.Error
		}
	}
}

// fell reports whether Hugo stumbled over a change of a site that it had made.
func (l *serverLog) fell() bool {
	l.lock.Lock()
	defer l.lock.Unlock()
	return l.up && l.stack
}

// unpublish takes a page that is gone off the site.
func (l *serverLog) unpublish(file string) {
	contents := make([]string, len(l.roots))
	for i, root := range l.roots {
		contents[i] = filepath.Join(root, "content")
	}
	if err := hugo.Unpublish(l.public, contents, file); err != nil {
		notify(l.cmd.ErrOrStderr(), finding.Warning, report.Safe(message.Text("serve/gone", "file", file, "reason", reason(err))))
	}
}

// failure returns the failure that Hugo's server ended with an error; nil when there was none. Its messages have been told by then.
func (l *serverLog) failure(err error) error {
	exit := (*exec.ExitError)(nil)
	if !errors.As(err, &exit) {
		return nil
	}
	log := l.String()
	if what := hugo.Stumbled(log); what != "" {
		return fail("fail/hugo-stumbled", "what", what, "file", keepLog(log))
	}
	return fail("fail/hugo-more", "status", strconv.Itoa(exit.ExitCode()), "file", keepLog(log))
}

// settled is how long after it said that a change was taken up Hugo may still stumble over it: it says so while it falls, and on a busy machine what it says next comes later.
const settled = 250 * time.Millisecond

// ready tells that the site was made in this number of milliseconds, for the first time or after a change.
func (l *serverLog) ready(first bool, milliseconds string) {
	l.up = true
	w := chatter(l.cmd)
	if w == nil {
		return
	}
	told := ""
	switch {
	case l.wrong:
	case first:
		told = message.Text("serve/ready")
	case len(l.changed) == 0:
		told = message.Text("serve/again", "time", milliseconds)
	default:
		told = report.Safe(message.Text("serve/changed", "time", milliseconds, "files", named(l.changed)))
	}
	check := !first || l.risen
	l.wrong, l.changed = false, nil
	time.AfterFunc(settled, func() {
		l.lock.Lock()
		defer l.lock.Unlock()
		if told != "" && !l.stack {
			fmt.Fprintln(w, told)
		}
		if check {
			l.saved(w)
		}
	})
}
