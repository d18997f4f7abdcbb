package main

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"github.com/openbaarheid-schuurt/dilemma/tools/check/finding"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/report"
	"github.com/openbaarheid-schuurt/dilemma/tools/flow/list"
	"github.com/openbaarheid-schuurt/dilemma/tools/flow/proposal"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/remote"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/repo"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/wire"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
)

// inquiry asks the server of the published branch which proposals there are, for a command that goes on without an answer. It never asks the user anything.
type inquiry struct {
	asked *proposal.Asked // nil until source has asked
}

// source returns what asks the server, for at most shortTime, and else goes by what the clone knows.
func (q *inquiry) source(ctx context.Context) list.Source {
	return func(r *repo.Repository, published *proposal.Published) (*proposal.Proposals, error) {
		asked, err := proposal.Ask(ctx, r, published, shortTime, func(server *remote.Remote) {
			server.Silent = true
			server.Patience = wire.Patience{Notice: shortTime, Grace: shortTime, Work: shortTime, Rate: wire.Usual.Rate}
		})
		if err != nil {
			return nil, err
		}
		q.asked = asked
		return asked.Proposals, nil
	}
}

// printHints prints to standard error what is not certain about the proposals in a book.
func (q *inquiry) printHints(cmd *cobra.Command, book *list.Book) {
	hint := func(id string, pairs ...string) {
		notify(cmd.ErrOrStderr(), finding.Hint, report.Safe(message.Text(id, pairs...)))
	}
	if q.asked == nil {
		return
	}
	since, unanswered := q.asked.Since, q.asked.Unanswered
	switch {
	case unanswered == nil:
	case since.IsZero():
		hint("list/never", "why", whyUnanswered(unanswered))
	default:
		hint("list/stale", "why", whyUnanswered(unanswered), "when", since.Local().Format(time.DateOnly+" 15:04"))
	}
	if isNumbered := func(d *list.Dilemma) bool { return len(d.Proposals) > 0 }; !q.asked.Told && slices.ContainsFunc(book.Dilemmas, isNumbered) {
		hint("list/closed")
	}
	if q.asked.Later > 0 {
		hint("list/later", "n", strconv.Itoa(q.asked.Later))
	}
}

// whyUnanswered says in a few words why a server was of no use.
func whyUnanswered(err error) string {
	var failure *remote.Error
	id := "list/why-trouble"
	if !errors.As(err, &failure) {
		return message.Text(id, "address", message.Text("list/the-server"))
	}
	switch failure.Kind {
	case remote.NoCredentials, remote.Refused, remote.Forbidden, remote.NotFound:
		id = "list/why-login"
	case remote.Unreachable, remote.Slow, remote.Broken:
		id = "list/why-silent"
	}
	return message.Text(id, "address", failure.Address)
}
