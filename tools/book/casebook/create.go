//go:build !js

package casebook

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/openbaarheid-schuurt/dilemma/tools/fill"
)

// ErrNoSlug means that a title has no letter or digit to make a slug from.
var ErrNoSlug = errors.New("no slug")

// ReservedError means that a slug can't be that of a dilemma, and says why.
type ReservedError struct {
	Slug string
	Why  Reserved
}

func (e *ReservedError) Error() string { return e.Slug + " is reserved: " + string(e.Why) }

// ExistsError means that the path of a new dilemma exists already.
type ExistsError struct{ Path string }

func (e *ExistsError) Error() string { return e.Path + " exists" }

// Create writes a new dilemma with this title below root, from the text of the archetype, and returns its path relative
// to root. A change, unless it is nil, gets the path and the text first; what it returns is written. It never overwrites: ExistsError names what is in the
// way. With an error of the disk it returns the path as well, with one of change no path. The error is a
// ReservedError when the title gives a name that no dilemma can have.
func Create(root, archetype, title string, now time.Time, change func(name string, text []byte) ([]byte, error)) (string, error) {
	title = strings.Join(strings.Fields(title), " ")
	slug := Slug(title)
	if slug == "" {
		return "", ErrNoSlug
	}
	text, err := Fill(archetype, title, slug, now)
	if err != nil {
		return "", fmt.Errorf("archetype: %w", err)
	}
	if change != nil {
		if text, err = change(Path(slug), text); err != nil {
			return "", err
		}
	}
	return Add(root, slug, text)
}

// Add writes the text of a new dilemma below root and returns its path relative to root. It never overwrites: ExistsError
// names what is in the way, ReservedError a slug that no dilemma can have.
func Add(root, slug string, text []byte) (string, error) {
	if why := ReservedSlug(slug); why != "" {
		return "", &ReservedError{slug, why}
	}
	for _, place := range Places(slug) {
		if _, err := os.Lstat(filepath.Join(root, filepath.FromSlash(place))); err == nil {
			return "", &ExistsError{place}
		}
	}
	return Path(slug), DirFS(root).Create(Path(slug), text)
}

// Fill returns the text of a new dilemma. It fills in the archetype as `hugo new` does, as far as package fill can. Hugo only has the file name and makes a title of it with humanize; here
// the title is known, so humanize returns it.
func Fill(archetype, title, slug string, now time.Time) ([]byte, error) {
	return fill.Template("archetype", archetype, "", "", fill.Functions{"humanize": func(string) (string, error) { return title, nil }}, map[string]any{
		"Date": now.Format(time.RFC3339),
		"File": map[string]any{"ContentBaseName": slug},
	})
}
