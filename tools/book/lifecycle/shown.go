package lifecycle

import (
	"bytes"
	"slices"
	"strings"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
)

// Withheld reports whether what a file says must be repeated nowhere: the dilemma is withdrawn, or it may be, since its front matter can't be read and
// names the withdrawal.
func Withheld(f *casebook.File) bool {
	switch {
	case f == nil:
		return false
	case f.Front != nil:
		return IsWithdrawn(f.Front)
	}
	return bytes.Contains(bytes.ToLower(f.Source), []byte(Withdrawal))
}

// IsEmptied reports whether of a withdrawn dilemma the text is gone from the file too: it holds no more than may be shown.
func IsEmptied(f *casebook.File) bool {
	if f.Front == nil || len(bytes.TrimSpace(f.Body())) > 0 {
		return false
	}
	return !slices.ContainsFunc(f.Front.Pairs, func(p casebook.Pair) bool { return !p.Value.Blank() && !Shows(p.Key.Text) })
}

// Shows reports whether a field may be shown of a withdrawn dilemma, by its path such as ingetrokken.reden.
func Shows(path string) bool {
	key, _, _ := strings.Cut(path, ".")
	return slices.Contains(Kept, strings.ToLower(key))
}

// Shown returns a file with three points in the place of all lines that may not be shown of a withdrawn dilemma.
func Shown(f *casebook.File) []byte {
	var out []byte
	gap := false
	for n := 1; ; n++ {
		start, end := f.Span(n, 1)
		if start >= len(f.Source) || n > 1 && start == 0 {
			return out
		}
		if ShowsLine(f, n) || f.Front != nil && (end <= f.FrontStart+len("---") || start == f.Closing()) {
			out = append(append(out, f.Source[start:end]...), '\n')
			gap = false
		} else if !gap {
			out = append(out, "…\n"...)
			gap = true
		}
	}
}

// ShowsLine reports whether a line may be shown of a withdrawn dilemma: it holds keys that may be, and no other.
func ShowsLine(f *casebook.File, n int) bool {
	if f.Front == nil {
		return false
	}
	start, end := f.Span(n, 1)
	shows := false
	for _, p := range f.Front.Pairs {
		if p.Key.Start < end && max(p.Key.End, p.Value.End) > start {
			if !Shows(p.Key.Text) {
				return false
			}
			shows = true
		}
	}
	return shows
}

// ShowsAt reports whether the bytes of a withdrawn dilemma at an offset may be shown: those of a key that may be, and none in a file that can't be
// read.
func ShowsAt(f *casebook.File, offset int) bool {
	if f.Front == nil {
		return false
	}
	return slices.ContainsFunc(f.Front.Pairs, func(p casebook.Pair) bool {
		return Shows(p.Key.Text) && p.Key.Start <= offset && offset <= max(p.Key.End, p.Value.End)
	})
}
