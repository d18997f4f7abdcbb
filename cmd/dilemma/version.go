package main

import (
	"cmp"
	"fmt"
	"io"
	"runtime"
	"runtime/debug"
	"strings"

	product "github.com/openbaarheid-schuurt/dilemma"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
	"github.com/openbaarheid-schuurt/dilemma/tools/site/hugo"
)

// version is the version of a release, in the form of semver; `go build -ldflags "-X main.version=1.2.3"` sets it.
var version string

// ownVersion returns the version of this command and the commit that it was made of, each "" when it is not known.
func ownVersion() (number, commit string) {
	number = strings.TrimPrefix(version, "v")
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return number, ""
	}
	if made := strings.TrimPrefix(info.Main.Version, "v"); made != "(devel)" {
		number = cmp.Or(number, made)
	}
	for _, s := range info.Settings {
		switch {
		case s.Key == "vcs.revision":
			commit = s.Value[:min(10, len(s.Value))]
		case s.Key == "vcs.modified" && s.Value == "true":
			commit += "+"
		}
	}
	return number, commit
}

// printVersion prints what this command is, and what goes with it.
func printVersion(w io.Writer) error {
	number, commit := ownVersion()
	unknown := message.Text("version/unknown")
	edition := unknown
	if def, err := canvas.Load(product.Files); err == nil {
		edition = def.Edition
	}
	_, err := fmt.Fprintln(w, message.Text("version/text",
		"version", cmp.Or(number, unknown), "commit", cmp.Or(commit, unknown), "go", strings.TrimPrefix(runtime.Version(), "go"),
		"platform", runtime.GOOS+"/"+runtime.GOARCH, "hugo", cmp.Or(strings.TrimPrefix(pinnedHugo(), "v"), unknown), "edition", edition))
	return err
}

// pinnedHugo returns the version of Hugo that goes with this command, such as v0.165.0, or "".
func pinnedHugo() string {
	pinned, err := hugo.Pin{Mod: product.Mod}.Version()
	if err != nil {
		return ""
	}
	return pinned
}
