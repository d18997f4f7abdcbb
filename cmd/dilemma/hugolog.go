package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"github.com/openbaarheid-schuurt/dilemma/tools/check/finding"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/report"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
	"github.com/openbaarheid-schuurt/dilemma/tools/site/hugo"
	"github.com/openbaarheid-schuurt/dilemma/tools/terminal"
)

// hugoLog keeps what Hugo prints, from both of its outputs.
type hugoLog struct {
	lock sync.Mutex
	text bytes.Buffer
}

// maxLog is how many bytes of what Hugo prints are kept. A site with a mistake on every page gives a megabyte.
const maxLog = 8 << 20

func (l *hugoLog) Write(p []byte) (int, error) {
	l.lock.Lock()
	defer l.lock.Unlock()
	if room := maxLog - l.text.Len(); room > 0 {
		l.text.Write(p[:min(room, len(p))])
	}
	return len(p), nil
}

func (l *hugoLog) String() string {
	l.lock.Lock()
	defer l.lock.Unlock()
	return l.text.String()
}

// patience returns how long Hugo may work at a site with so many dilemmas: three times as long as ten thousand in two languages take on two slow cores, and never
// less than ten minutes. After a mistake in a template Hugo sometimes waits for itself, without an end: one in six times, as measured with v0.165.0 and a mistake
// in a partial that is cached.
func patience(dilemmas int) time.Duration {
	return 10*time.Minute + time.Duration(dilemmas)*250*time.Millisecond
}

// runHugo runs Hugo, and tells in Dutch what it had to say: nothing when all is well. The error is a failure when Hugo fails, and also when it warns. Its own
// option for that, --panicOnWarning, makes it stumble, and wait for itself in most cases.
func runHugo(cmd *cobra.Command, ready *prepared, options hugo.Options) error {
	limit := patience(options.Dilemmas)
	ctx, cancel := context.WithTimeout(cmd.Context(), limit)
	defer cancel()
	log := &hugoLog{}
	progress := busy(cmd, "progress/site")
	err := hugo.Run(ctx, ready.hugo, ready.root, log, log, options)
	progress.Stop()
	switch {
	case cmd.Context().Err() != nil:
		return err
	case ctx.Err() != nil:
		return fail("fail/hugo-stuck", "minutes", strconv.Itoa(int(limit.Minutes())))
	}
	if failure := tellHugo(cmd, log.String(), err, ready.folders()...); failure != nil {
		return failure
	}
	return err
}

// The limits of what is told of the messages of Hugo.
const (
	maxMessages = 8
	maxMessage  = 600 // code points of each
)

// tellHugo prints the warnings and errors in what Hugo printed, of a site that is made of the folders roots. It returns a failure when there are, and when err,
// which is that of running Hugo, says that Hugo failed.
func tellHugo(cmd *cobra.Command, log string, err error, roots ...string) error {
	exit := (*exec.ExitError)(nil)
	failed := errors.As(err, &exit)
	if what := hugo.Stumbled(log); what != "" && failed {
		return fail("fail/hugo-stumbled", "what", what, "file", keepLog(log))
	}
	messages := hugo.Messages(log, roots...)
	left := 0
	if len(messages) > maxMessages {
		left, messages = len(messages)-maxMessages, messages[:maxMessages]
	}
	for _, m := range messages {
		printHugo(cmd, m, failed)
		if utf8.RuneCountInString(m.Text) > maxMessage {
			left++
		}
	}
	switch {
	case !failed && slices.ContainsFunc(messages, func(m hugo.Message) bool { return m.Level != hugo.Other }):
		return fail("fail/hugo-warned")
	case !failed:
		return nil
	}
	if left > 0 || len(messages) == 0 {
		return fail("fail/hugo-more", "status", strconv.Itoa(exit.ExitCode()), "file", keepLog(log))
	}
	return fail("fail/hugo", "status", strconv.Itoa(exit.ExitCode()))
}

// printHugo prints one message of Hugo: where and how bad, and beneath it the words of Hugo itself. failed says that it made no site.
func printHugo(cmd *cobra.Command, m hugo.Message, failed bool) {
	w := cmd.ErrOrStderr()
	severity, id := finding.Warning, "hugo/warning"
	switch {
	case m.Level == hugo.Error || m.Level == hugo.Other && failed:
		severity, id = finding.Error, "hugo/error"
	case m.Level == hugo.Other:
		fmt.Fprintln(w, safeLines(m.Text)) // what the user asked Hugo to tell
		return
	}
	palette, place := terminal.Of(w), "dilemma:"
	if m.File != "" {
		place = m.File + ":"
		if m.Line > 0 {
			place += fmt.Sprintf("%d:%d:", m.Line, max(1, m.Column))
		}
		place = palette.Paint(terminal.Bold, report.Safe(place))
	}
	fmt.Fprintf(w, "%s %s: %s\n    %s\n", place, report.Severity(palette, severity), message.Text(id), strings.ReplaceAll(safeLines(end(m.Text)), "\n", "\n    "))
}

// end returns the end of a text that is too long: Hugo tells the way to a mistake first, and then what it is.
func end(text string) string {
	runes := []rune(text)
	if len(runes) <= maxMessage {
		return text
	}
	return "… " + string(runes[len(runes)-maxMessage:])
}

// safeLines is report.Safe of each line.
func safeLines(text string) string {
	lines := strings.Split(text, "\n")
	for i := range lines {
		lines[i] = report.Safe(lines[i])
	}
	return strings.Join(lines, "\n")
}

// keepLog writes what Hugo printed to a file that stays, and returns its name; "-" when that is not possible.
func keepLog(log string) string {
	f, err := os.CreateTemp("", "dilemma-hugo-*.log")
	if err != nil {
		return "-"
	}
	_, err = f.WriteString(log)
	if errors.Join(err, f.Close()) != nil {
		return "-"
	}
	return f.Name()
}
