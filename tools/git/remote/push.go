package remote

import (
	"bytes"
	"context"
	"io"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/format/pktline"
	"github.com/go-git/go-git/v5/plumbing/protocol/packp/capability"
	"github.com/go-git/go-git/v5/plumbing/protocol/packp/sideband"
	"github.com/go-git/go-git/v5/plumbing/storer"
)

// This file implements the exchange of a push itself. go-git stops reading at the status report: it misses what the hooks print after that, such
// as the address of a merge request, and may end these hooks. It also writes an equals sign in every push option.

// Update is a push of one commit to one reference.
type Update struct {
	Ref plumbing.ReferenceName
	// Old is what the reference points to now, and New what it must point to; the zero hash means that it does not exist. The server rejects the
	// push when the reference is no longer at Old, so that no other push is overwritten.
	Old, New plumbing.Hash
	// Objects are the objects that the server does not have yet.
	Objects []Object
	// Options are the push options, as KEY or KEY=VALUE. They can't hold line breaks.
	Options []string
}

// Answer is the answer of the server to a push.
type Answer struct {
	// Messages are the lines that the hooks of the server printed.
	Messages []string
	// Ref is the reference that the server put the commit at, which may differ from the one in the Update.
	Ref plumbing.ReferenceName
}

// Push pushes one commit from a store of objects. The error is an *Error or a *RejectedError; the Answer holds the messages then too.
func (r *Remote) Push(ctx context.Context, store storer.EncodedObjectStorer, u Update) (Answer, error) {
	done := Answer{Ref: u.Ref}
	err := r.session(ctx, r.push, receivePack, func(server *exchange) error {
		if now, known := refsOf(server.advertised)[u.Ref]; known && now != u.Old || !known && u.Old != plumbing.ZeroHash {
			return &RejectedError{Kind: Moved, Ref: u.Ref}
		}
		caps := server.advertised.Capabilities
		if len(u.Options) > 0 && !caps.Supports(capability.PushOptions) {
			return &Error{Kind: NoOptions, Address: address(r.push)}
		}
		answer, err := server.send(func(w io.Writer) error { return encode(w, caps, store, u) })
		if err != nil {
			return err
		}
		lines := &lines{}
		report, err := listen(answer, caps, lines)
		done.Messages = lines.all
		if err != nil {
			return err
		}
		ref, err := judge(report, u.Ref, done.Messages)
		if ref != "" {
			done.Ref = ref
		}
		return err
	})
	return done, err
}

// SignIn begins a push and ends it there: over HTTP the server then asks who the user is, so that Login tells that. The error is an *Error.
func (r *Remote) SignIn(ctx context.Context) error {
	return r.session(ctx, r.push, receivePack, func(*exchange) error { return nil })
}

// reportStatusV2 is the capability of a status report that can also name the reference at which the server put a commit.
const reportStatusV2 capability.Capability = "report-status-v2"

// encode writes the request of a push: the change of the reference, the push options and the pack. Source of the format:
// https://git-scm.com/docs/gitprotocol-pack.
func encode(w io.Writer, caps *capability.List, store storer.EncodedObjectStorer, u Update) error {
	capabilities := []string{"report-status", "agent=dilemma"}
	if caps.Supports(reportStatusV2) {
		capabilities[0] = string(reportStatusV2)
	}
	if caps.Supports(capability.Sideband64k) {
		capabilities = append(capabilities, "side-band-64k")
	}
	if len(u.Options) > 0 {
		capabilities = append(capabilities, "push-options")
	}
	e := pktline.NewEncoder(w)
	if err := e.Encodef("%s %s %s\x00 %s", u.Old, u.New, u.Ref, strings.Join(capabilities, " ")); err != nil {
		return err
	}
	if err := e.Flush(); err != nil {
		return err
	}
	if len(u.Options) > 0 {
		for _, o := range u.Options {
			if err := e.EncodeString(o); err != nil {
				return err
			}
		}
		if err := e.Flush(); err != nil {
			return err
		}
	}
	return writePack(w, store, u.Objects)
}

// listen reads the answer to a push up to its end. It returns the lines of the status report, and writes what the hooks print to hooks.
func listen(answer io.Reader, caps *capability.List, hooks *lines) (report []string, err error) {
	defer hooks.end()
	if caps.Supports(capability.Sideband64k) {
		d := sideband.NewDemuxer(sideband.Sideband64k, answer)
		d.Progress = hooks
		answer = d
	}
	output, err := io.ReadAll(answer)
	if err != nil {
		return nil, err
	}
	s := pktline.NewScanner(bytes.NewReader(output))
	for s.Scan() && len(s.Bytes()) > 0 {
		report = append(report, strings.TrimSuffix(string(s.Bytes()), "\n"))
	}
	if s.Err() != nil || len(report) == 0 {
		return nil, io.ErrUnexpectedEOF
	}
	return report, nil
}

// judge reads a status report: "unpack ok", then for the reference "ok REF" or "ng REF REASON", and "option refname REF" when the server chose
// another reference. It returns that reference, or "" when the server did not choose another. The error is a *RejectedError.
func judge(report []string, ref plumbing.ReferenceName, messages []string) (place plumbing.ReferenceName, err error) {
	reason, reported := "", false
	for _, line := range report {
		word, rest, _ := strings.Cut(line, " ")
		switch {
		case word == "unpack" && rest != "ok":
			return "", &RejectedError{Kind: Declined, Ref: ref, Reason: rest, Messages: messages}
		case word == "ok":
			reported = true
		case word == "ng":
			_, reason, _ = strings.Cut(rest, " ")
			reported = false
		case strings.HasPrefix(line, "option refname "):
			place = plumbing.ReferenceName(strings.TrimPrefix(line, "option refname "))
		}
	}
	if reported {
		return place, nil
	}
	kind := Declined
	for _, moved := range []string{"fetch first", "non-fast-forward", "stale info", "incorrect old value", "cannot lock ref", "failed to update ref", "failed to lock", "already exists"} {
		if strings.Contains(reason, moved) {
			kind = Moved
		}
	}
	return "", &RejectedError{Kind: kind, Ref: ref, Reason: reason, Messages: messages}
}
