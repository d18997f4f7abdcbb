package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/mail"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/lifecycle"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/finding"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/report"
	"github.com/openbaarheid-schuurt/dilemma/tools/flow/received"
	"github.com/openbaarheid-schuurt/dilemma/tools/flow/submit"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/detect"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/mask"
	"github.com/openbaarheid-schuurt/dilemma/tools/word"
)

// submitReceived submits what somebody sent to the redactie: the files of --from, and those behind them.
//
// One dilemma in one file is submitted as any other. Of several each stands alone: one that fails does not stop the others, the exit status is that of
// the worst, and the report ends with a line for each. With --format json that is an array of receipts.
func submitReceived(cmd *cobra.Command, o submit.Options, from, args []string, format string) error {
	files, name, err := receivedFiles(o.Root, from, args)
	if err != nil {
		return err
	}
	if name != "" {
		if o.Slug, o.Number, err = namedDilemma(cmd, o, name); err != nil {
			return err
		}
	}
	def, err := workplace{root: o.Root}.definition()
	if err != nil {
		return err
	}
	_, checker := newChecker(o.Root)
	r := receiver{cmd: cmd, options: o, format: format, reader: received.Reader{Definition: def, Now: time.Now(), Search: checker.Scan}, seen: map[string]earlier{}}
	if own, err := mail.ParseAddress(o.Settings.Text("redactie")); err == nil {
		r.own = own.Address
	}
	for i, file := range files {
		reading, err := r.read(file)
		if i == 0 && len(files) == 1 && (err != nil || len(reading.Dilemmas) == 1) {
			if r.tell(file, reading); err != nil {
				return err
			}
			return r.one(reading, file)
		}
		if name != "" {
			return fail("fail/received-slug", "slug", name)
		}
		r.several(file, reading, err)
		if cmd.Context().Err() != nil {
			return cmd.Context().Err()
		}
	}
	return r.finish()
}

// receivedFiles returns the files that the user named, and the name for the dilemma, if any: what stands beside the option and is the place of a dilemma
// in the book, or looks like a slug or a number while there is no file with that name. A folder stands for the files in it.
func receivedFiles(root string, from, args []string) (files []string, dilemma string, err error) {
	named := from
	for _, arg := range args {
		inBook, err := parseSlug(root, arg)
		if err != nil {
			return nil, "", err
		}
		_, missing := os.Stat(arg)
		if isPath := inBook != strings.TrimSuffix(arg, ".md"); !isPath && (missing == nil || !casebook.ValidSlug(arg)) {
			named = append(named, arg)
			continue
		}
		if dilemma != "" {
			return nil, "", fail("fail/submit-slug", "n", strconv.Itoa(len(args)))
		}
		dilemma = arg
	}
	if named, err = expand(named); err != nil {
		return nil, "", err
	}
	for _, name := range named {
		info, err := os.Stat(name)
		if err != nil || !info.IsDir() {
			files = append(files, name) // that it is not there, is told with it
			continue
		}
		entries, err := os.ReadDir(name)
		if err != nil {
			return nil, "", fail("fail/read", "file", name, "reason", reason(err))
		}
		before := len(files)
		for _, e := range entries {
			if !e.IsDir() && !casebook.IsLeftover(e.Name()) {
				files = append(files, filepath.ToSlash(filepath.Join(name, e.Name())))
			}
		}
		if len(files) == before {
			return nil, "", fail("fail/received-folder", "dir", name)
		}
	}
	if dilemma != "" && len(files) > 1 {
		return nil, "", fail("fail/received-slug", "slug", dilemma)
	}
	return files, dilemma, nil
}

// receiver submits dilemmas that were received.
type receiver struct {
	cmd     *cobra.Command
	options submit.Options
	format  string
	reader  received.Reader
	own     string             // the mail address of the redactie
	seen    map[string]earlier // by slug

	done   []receipt
	status error
}

// earlier is a dilemma that was submitted in this run.
type earlier struct {
	file string
	text []byte
}

// receipt is what became of a file, or of one dilemma in it.
type receipt struct {
	File string `json:"file"`
	// Part is the name of the attachment; "" for the file itself and for the text of a mail.
	Part string        `json:"part"`
	Form received.Form `json:"form"`
	// Proposal is the object that --format json gives of one dilemma, or null; then Error says why.
	Proposal json.RawMessage `json:"proposal"`
	Error    string          `json:"error"`
	// Consent and Licence are "" when the file is no mail.
	Consent received.Tick `json:"consent"`
	Licence received.Tick `json:"licence"`
	Left    []leftover    `json:"left"`

	outcome string // for a person
}

// leftover is an attachment that goes nowhere.
type leftover struct {
	Name  string   `json:"name"`
	Why   string   `json:"why"`
	Kinds []string `json:"kinds"`
}

// label returns the name of a file as messages call it.
func label(file string) string {
	if file == "-" {
		return message.Text("received/stdin")
	}
	return file
}

// masked returns the name of an attachment, which its sender chose, without the names of people in it.
func masked(name string) string {
	if name == "" {
		return message.Text("received/nameless")
	}
	return mask.Hits(name, detect.Path(name))
}

// read reads a file. The error is a *failure. Next to it stands what a mail did hold.
func (r *receiver) read(file string) (*received.Reading, error) {
	in := r.cmd.InOrStdin()
	if file != "-" {
		f, err := os.Open(file)
		if err != nil {
			return &received.Reading{}, fail("fail/read", "file", file, "reason", reason(err))
		}
		defer f.Close()
		if info, err := f.Stat(); err == nil && !info.Mode().IsRegular() && info.Mode()&os.ModeNamedPipe == 0 {
			return &received.Reading{}, fail("fail/read", "file", file, "reason", message.Text("reason/not-regular"))
		}
		in = f
	}
	data, err := io.ReadAll(io.LimitReader(in, received.MaxSize+1))
	if err != nil {
		return &received.Reading{}, fail("fail/read", "file", file, "reason", reason(err))
	}
	reading, err := r.reader.Read(data)
	if reading == nil {
		reading = &received.Reading{}
	}
	if err != nil {
		name := label(file)
		if reading.Culprit != "" {
			name = message.Text("received/inside", "file", name, "name", masked(reading.Culprit))
		}
		return reading, refusedFailure(err, name)
	}
	return reading, nil
}

// refusedFailure returns the failure that something holds no dilemma.
func refusedFailure(err error, name string) *failure {
	var (
		refusal  *received.Refusal
		document *word.Refusal
	)
	switch {
	case errors.As(err, &refusal):
		return fail("fail/received-"+string(refusal.Why), "file", name, "command", programName())
	case errors.As(err, &document):
		return fail("word/refuse-"+string(document.Why), "file", name, "detail", document.Detail, "command", programName())
	}
	return &failure{text: err.Error()}
}

// tell prints what was found in a file, but for the dilemma itself.
func (r *receiver) tell(file string, reading *received.Reading) {
	stderr, name := r.cmd.ErrOrStderr(), label(file)
	for _, d := range reading.Dilemmas {
		if id := "received/from-" + string(d.Form); message.Has(id) && d.Name == "" {
			say(r.cmd, id, "file", name)
		} else if d.Name != "" {
			say(r.cmd, "received/from-attachment", "file", name, "name", masked(d.Name))
		}
		for _, f := range d.Beside {
			say(r.cmd, "received/beside", "file", name, "name", masked(f.Path))
		}
		for _, warning := range d.Warnings {
			notify(stderr, finding.Warning, report.Safe(warning))
		}
		if !lifecycle.IsDraft(casebook.Parse("", d.Text).Front) {
			notify(stderr, finding.Warning, report.Safe(message.Text("received/not-draft", "file", name)))
		}
		if d.Cut > 0 {
			notify(stderr, finding.Warning, report.Safe(message.Count("received/cut", d.Cut, "file", name)))
		}
		if d.Unknown > 0 {
			notify(stderr, finding.Warning, report.Safe(message.Count("received/unknown", d.Unknown, "file", name)))
		}
	}
	if t := reading.Ticks; t != nil && len(reading.Dilemmas) > 0 {
		fmt.Fprintln(stderr, report.Safe(message.Text("received/ticks", "file", name,
			"consent", message.Text("received/tick-"+string(t.Consent)), "licence", message.Text("received/tick-"+string(t.Licence)))))
	}
	if reading.Broken {
		notify(stderr, finding.Warning, report.Safe(message.Text("received/broken", "file", name)))
	}
	for _, l := range reading.Left {
		if l.Name != "" && l.Name == reading.Culprit && len(l.Kinds) == 0 {
			continue // the error tells of it
		}
		text := refusedFailure(l.Err, masked(l.Name)).text
		if len(l.Kinds) > 0 {
			text += ". " + message.Text("received/kinds", "kinds", strings.Join(received.KindsIn(l.Kinds), ", "))
		}
		if l.Unsearched {
			text += ". " + message.Text("received/unsearched")
		}
		notify(stderr, finding.Warning, report.Safe(message.Text("received/left", "file", name, "why", text)))
	}
}

// submit submits one dilemma.
func (r *receiver) submit(d received.Dilemma, file string, people []string) (*submit.Result, error) {
	if hits := received.Correspondents(d.Text, people, r.own); len(hits) > 0 {
		var lines []string
		for _, h := range hits {
			line := bytes.Count(d.Text[:h.Start], []byte("\n")) + 1
			lines = append(lines, fmt.Sprintf("%s (%s)", mask.Value(h.Value), message.Text("received/line", "line", strconv.Itoa(line))))
		}
		return nil, fail("fail/received-people", "file", label(file), "values", strings.Join(lines, ", "))
	}
	o := r.options
	o.From, o.Beside = d.Text, d.Beside
	if o.Slug == "" {
		o.Slug = d.Named()
	}
	if other, twice := r.seen[o.Slug]; twice && !(bytes.Equal(other.text, d.Text) && len(d.Beside) == 0) { // who sends it again
		return nil, fail("fail/received-twice", "file", label(file), "other", label(other.file), "slug", o.Slug)
	}
	result, err := runSubmit(r.cmd, o)
	if err == nil && o.Slug != "" {
		r.seen[o.Slug] = earlier{file, d.Text}
	}
	return result, err
}

// one submits the only dilemma that was received.
func (r *receiver) one(reading *received.Reading, file string) error {
	result, err := r.submit(reading.Dilemmas[0], file, reading.People)
	if err != nil {
		return err
	}
	return writeSubmitResult(r.cmd, result, r.format)
}

// several submits all dilemmas in one of several files.
func (r *receiver) several(file string, reading *received.Reading, err error) {
	stderr := r.cmd.ErrOrStderr()
	r.tell(file, reading)
	base := receipt{File: file, Left: []leftover{}, Proposal: json.RawMessage("null")}
	if t := reading.Ticks; t != nil {
		base.Consent, base.Licence = t.Consent, t.Licence
	}
	for _, l := range reading.Left {
		base.Left = append(base.Left, leftover{masked(l.Name), refusedFailure(l.Err, masked(l.Name)).text, report.List(received.KindsIn(l.Kinds))})
	}
	fails := func(line receipt, err error) {
		f := failureOf(err, commandPath(r.cmd))
		printFailure(stderr, f)
		line.Error = f.text
		line.outcome = message.Text("received/failed", "why", f.text)
		r.done, r.status = append(r.done, line), errTold
	}
	if err != nil {
		fails(base, err)
		return
	}
	for _, d := range reading.Dilemmas {
		line := base
		if line.Form = d.Form; d.Name != "" {
			line.Part = masked(d.Name)
		}
		result, err := r.submit(d, file, reading.People)
		if err == nil && r.format != "json" {
			err = writeSubmitText(r.cmd, result)
		}
		if err != nil {
			fails(line, err)
			continue
		}
		var object bytes.Buffer
		if err := submit.WriteJSON(&object, result); err != nil {
			fails(line, err)
			continue
		}
		line.Proposal = object.Bytes()
		if result.State == submit.Faulty && r.status == nil {
			r.status = errFindings
		}
		line.outcome = message.Text("received/"+string(result.State), "slug", result.Slug, "where", whereIs(result))
		r.done = append(r.done, line)
	}
}

// whereIs returns where a proposal is to be found.
func whereIs(r *submit.Result) string {
	if r.URL != "" {
		return r.URL
	}
	return r.Proposal.Branch()
}

// finish reports what became of all files.
func (r *receiver) finish() error {
	stdout := r.cmd.OutOrStdout()
	if r.format == "json" {
		if err := report.JSON(stdout, report.List(r.done)); err != nil {
			return err
		}
		return r.status
	}
	fmt.Fprintf(stdout, "\n%s\n", message.Text("received/summary"))
	for _, line := range r.done {
		name := label(line.File)
		if line.Part != "" {
			name += " (" + line.Part + ")"
		}
		fmt.Fprintf(stdout, "  %s: %s\n", report.Safe(name), report.Safe(line.outcome))
	}
	return r.status
}
