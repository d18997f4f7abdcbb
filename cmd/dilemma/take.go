package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/report"
	"github.com/openbaarheid-schuurt/dilemma/tools/flow/proposal"
	"github.com/openbaarheid-schuurt/dilemma/tools/flow/submit"
	"github.com/openbaarheid-schuurt/dilemma/tools/flow/take"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/wire"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
)

// proposalNumber returns the number of the proposal that an argument names; 0 when it names none. A dilemma with digits for its name goes before.
func proposalNumber(root, arg string) int {
	number, ok := proposal.NumberIn(arg)
	if !ok || openBook(root).Lookup(arg) != nil {
		return 0
	}
	return number
}

// shortTime is how long a server may take when it is only asked in case it knows a dilemma.
const shortTime = 5 * time.Second

// takeDilemma returns the slug of the dilemma that an argument names: by its slug, its file, its folder or the number of a proposal. What is in a proposal
// alone it brings into the working tree; number is then that of the proposal, as people write it, else "".
func takeDilemma(cmd *cobra.Command, root, arg string, dryRun bool) (slug, number string, err error) {
	o := take.Options{Root: root, Name: arg, Waiting: tellWaiting(cmd.ErrOrStderr())}
	byNumber := proposalNumber(root, arg)
	if byNumber == 0 {
		if slug, err = parseSlug(root, arg); err != nil || dryRun || !casebook.ValidSlug(slug) || openBook(root).Lookup(slug) != nil {
			return slug, "", err
		}
		o.Name, o.Patience = slug, wire.Patience{Notice: wire.Usual.Notice, Grace: shortTime, Work: shortTime, Rate: wire.Usual.Rate}
	}
	if dryRun {
		return "", "", fail("fail/proposal-dry-run", "number", fmt.Sprintf("#%d", byNumber), "n", fmt.Sprint(byNumber), "command", programName())
	}
	if o.Settings, err = readSettings(root); err != nil {
		return "", "", err
	}
	taken, err := take.Run(cmd.Context(), o)
	if err != nil {
		var rivals *proposal.SeveralError
		var different *take.DifferentError
		var unfit *take.UnfitError
		if byNumber == 0 && !errors.As(err, &rivals) && !errors.As(err, &different) && !errors.As(err, &unfit) && !errors.Is(err, context.Canceled) {
			return slug, "", nil // there is no such dilemma, as the command will say
		}
		return "", "", takeFailure(err, root, cmd.Name(), arg)
	}
	number = taken.Of.Name()
	if len(taken.Written) > 0 {
		fmt.Fprintln(cmd.OutOrStdout(), report.Safe(message.Text("take/done", "number", number, "files", strings.Join(taken.Written, ", "))))
	}
	return taken.Slug, number, nil
}

// takeFailure turns an error of finding or taking a proposal into a failure with a Dutch message. name is that of the command, arg what the user gave.
func takeFailure(err error, root, name, arg string) error {
	var (
		rivals    *proposal.SeveralError
		several   *take.SeveralError
		notOpen   *take.NotOpenError
		different *take.DifferentError
		unfit     *take.UnfitError
	)
	// of returns what a sentence on a proposal needs: what its server calls it, and what to type for it, since # begins a comment in a shell.
	of := func(p proposal.Proposal) []string {
		return []string{"number", p.Name(), "n", strings.TrimLeft(p.Name(), "#!"), "command", programName(), "name", name}
	}
	switch {
	case errors.Is(err, proposal.ErrUnknown):
		return fail("fail/proposal-unknown", "name", arg, "command", programName())
	case errors.As(err, &rivals):
		var names []string
		for _, p := range rivals.Proposals {
			names = append(names, p.Name())
		}
		return fail("fail/proposal-rivals", append(of(rivals.Proposals[0]), "slug", rivals.Slug, "numbers", strings.Join(names, ", "))...)
	case errors.As(err, &several) && len(several.Of.Slugs) == 0:
		return fail("fail/proposal-none", of(several.Of)...)
	case errors.As(err, &several):
		return fail("fail/proposal-several", append(of(several.Of), "slugs", strings.Join(several.Of.Slugs, ", "), "slug", several.Of.Slugs[0])...)
	case errors.As(err, &notOpen) && slices.Contains([]proposal.State{proposal.Merged, proposal.Closed}, notOpen.Of.State):
		return fail("fail/proposal-"+string(notOpen.Of.State), of(notOpen.Of)...)
	case errors.As(err, &notOpen):
		return fail("fail/proposal-none", of(notOpen.Of)...)
	case errors.As(err, &different):
		return fail("fail/proposal-different", append(of(different.Of), "file", different.Path)...)
	case errors.As(err, &unfit):
		return fail("fail/proposal-unfit", append(of(unfit.Of), "file", unfit.Path)...)
	}
	if failed := repositoryFailure(err, name); failed != nil {
		return failed
	}
	return submitFailure(err, root, submit.Options{})
}
