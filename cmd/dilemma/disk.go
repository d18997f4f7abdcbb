package main

import (
	"errors"
	"io/fs"
	"os"
	"slices"
	"strings"
	"syscall"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
	"github.com/openbaarheid-schuurt/dilemma/tools/whole"
)

// troubles are the reasons for which a file can't be read or written, with the errors that tell them. The message catalogue has of each
// "reason/NAME" and "fail/write-NAME.tip". Those of trouble_windows.go and trouble_unix.go are errors of one system.
var troubles = append([]trouble{
	{"not-found", []error{fs.ErrNotExist}},
	{"permission", []error{fs.ErrPermission}},
	{"not-regular", []error{syscall.EISDIR, syscall.ENOTDIR, syscall.ELOOP, casebook.ErrNotRegular, whole.ErrNotRegular}},
	{"exists", []error{fs.ErrExist}},
	{"name", []error{syscall.ENAMETOOLONG}},
	{"no-name", []error{whole.ErrName}},
	{"busy", []error{whole.ErrBusy}},
}, systemTroubles...)

type trouble struct {
	name string
	errs []error
}

// troubleOf returns the name of the trouble with a file, or "".
func troubleOf(err error) string {
	for _, t := range troubles {
		if slices.ContainsFunc(t.errs, func(e error) bool { return errors.Is(err, e) }) {
			return t.name
		}
	}
	return ""
}

// reason explains in Dutch why a file can't be read or written.
func reason(err error) string {
	if name := troubleOf(err); name != "" {
		return message.Text("reason/" + name)
	}
	if _, inner, ok := fileError(err); ok {
		err = inner
	}
	return message.Text("reason/system", "detail", strings.TrimSuffix(err.Error(), "."))
}

// writeFailure is the failure to write a file, of which nothing has changed.
func writeFailure(file string, err error) *failure {
	f := fail("fail/write", "file", file, "reason", reason(err))
	if name := troubleOf(err); name != "" {
		f.tip = message.Text("fail/write-" + name + ".tip")
	}
	return f
}

// fileFailure returns the failure for an error of the file system that no command expected, or nil when err is another error.
func fileFailure(err error) *failure {
	file, _, ok := fileError(err)
	switch {
	case !ok:
		return nil
	case file == os.Stdout.Name(): // it may lead to a file
		return fail("fail/output", "reason", reason(err))
	case reading(err):
		return fail("fail/read", "file", file, "reason", reason(err))
	}
	return writeFailure(file, err)
}

// reading reports whether an error is that of reading a file, as far as it tells.
func reading(err error) bool {
	var file *fs.PathError
	return errors.As(err, &file) && slices.Contains([]string{"open", "read", "stat", "lstat", "readdirent"}, file.Op) && troubleOf(err) != "full" && troubleOf(err) != "read-only"
}

// fileError returns the file that an error of the file system is about, and the error without it.
func fileError(err error) (file string, inner error, ok bool) {
	var (
		one *fs.PathError
		two *os.LinkError
	)
	switch {
	case errors.As(err, &one):
		return one.Path, one.Err, true
	case errors.As(err, &two):
		return two.New, two.Err, true
	}
	return "", nil, false
}
