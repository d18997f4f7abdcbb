package repo

import (
	"os"
	"path/filepath"
	"strings"
)

// foreign returns the folder that Git names when it refuses the repository, because another user owns it and safe.directory does not name it; else "". Only
// the settings of the machine, of the user and of the environment may name it. Source: https://git-scm.com/docs/git-config#Documentation/git-config.txt-safedirectory.
func (at place) foreign() string {
	if isOwned(at.top) && isOwned(at.dir) && isOwned(filepath.Join(at.top, ".git")) {
		return ""
	}
	r := &settingsReader{place: at, into: &Settings{}}
	for _, file := range append(systemSettings(), userSettings()...) {
		r.read(file, 0)
	}
	for _, s := range environment(os.Getenv) {
		r.add(s, "", 0)
	}
	top := filepath.ToSlash(real(at.top))
	for _, safe := range r.into.List("safe.directory") {
		if safe == "*" {
			return ""
		}
		folder, below := strings.CutSuffix(safe, "/*")
		folder = filepath.ToSlash(real(Expand(folder, at.top)))
		if folder == top || below && strings.HasPrefix(top, folder+"/") {
			return ""
		}
	}
	return top
}
