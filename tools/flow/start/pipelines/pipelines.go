// Package pipelines holds the pipelines that a new book gets: few lines, which use the action, the component or the image of a release. It knows the kinds
// of server by name, and nothing of Git.
package pipelines

import (
	"cmp"
	"embed"
	"fmt"
	"strings"

	"github.com/openbaarheid-schuurt/dilemma/tools/fill"
	"github.com/openbaarheid-schuurt/dilemma/tools/lazy"
)

//go:embed *.yml
var files embed.FS

// places says for each kind of server which file it reads, and of which template that is made.
var places = map[string]struct{ template, path string }{
	"forgejo": {"forgejo.yml", ".forgejo/workflows/casusboek.yml"},
	"gitea":   {"forgejo.yml", ".gitea/workflows/casusboek.yml"},
	"github":  {"github.yml", ".github/workflows/casusboek.yml"},
	"gitlab":  {"gitlab.yml", ".gitlab-ci.yml"},
}

// released is the version of a release: no snapshot, and none that Go made up of a commit.
var released = lazy.Regexp(`^\d+\.\d+\.\d+(-(alpha|beta|rc)\.\d+)?$`)

// For returns the pipeline for a kind of server, such as "github": its path in the book, and its text. The version is that of the command, such as 1.2.3 or
// v1.2.3; where it is no release, the pipeline takes what is newest. A kind without pipelines, such as mail, has an empty path.
func For(kind, version string) (path string, text []byte, err error) {
	place, ok := places[kind]
	if !ok {
		return "", nil, nil
	}
	version = strings.TrimPrefix(version, "v")
	if !released().MatchString(version) {
		version = ""
	}
	values := map[string]any{"Ref": "main", "Image": cmp.Or(version, "latest")}
	if version != "" {
		values["Ref"] = "v" + version
	}
	template, err := files.ReadFile(place.template)
	if err != nil {
		return "", nil, err
	}
	// GitHub and Forgejo have the braces of their own.
	if text, err = fill.Template(place.template, string(template), "[[", "]]", nil, values); err != nil {
		return "", nil, fmt.Errorf("pipeline for %s: %w", kind, err)
	}
	return place.path, text, nil
}
