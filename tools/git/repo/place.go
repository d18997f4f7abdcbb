package repo

import (
	"os"
	"path/filepath"
	"strings"
)

// place is where a repository lies.
type place struct {
	top    string // the root of its working tree; of a bare repository the repository itself
	dir    string // the .git folder; of a linked worktree the one of its own
	common string // the .git folder that linked worktrees share; else dir
}

// find returns the repository that contains the folder at, and reports whether there is one: that of GIT_DIR when at is in its working tree, as in a hook,
// else that of the nearest folder upward.
func find(at string) (place, bool) {
	if p, found := fromEnvironment(); found && isWithin(p.top, at) {
		return p, true
	}
	for {
		if dir, found := gitDir(filepath.Join(at, ".git")); found {
			if !isGitDir(dir) { // what it names is gone; git does not look further either
				return place{}, false
			}
			p := placed(at, dir)
			if top := workTree(p); top != "" && isWithin(top, at) {
				p.top = top
			}
			return p, true
		}
		if isGitDir(at) {
			return placed(at, at), true
		}
		up := filepath.Dir(at)
		if up == at {
			return place{}, false
		}
		at = up
	}
}

// Top returns the root of the repository that contains a folder, or "" when there is none.
func Top(dir string) string {
	at, _ := find(dir)
	return at.top
}

func placed(top, dir string) place {
	common := commonDir(dir)
	if common == "" {
		common = dir
	}
	return place{top, dir, common}
}

// fromEnvironment returns the repository that GIT_DIR names, with the working tree of GIT_WORK_TREE, of core.worktree, or else the working directory.
func fromEnvironment() (place, bool) {
	dir := os.Getenv("GIT_DIR")
	if dir == "" {
		return place{}, false
	}
	dir, err := filepath.Abs(dir)
	if err != nil || !isGitDir(dir) {
		return place{}, false
	}
	p := placed("", dir)
	top := os.Getenv("GIT_WORK_TREE")
	if top == "" {
		top = workTree(p)
	}
	if p.top, err = filepath.Abs(top); err != nil { // of "" the working directory
		return place{}, false
	}
	return p, true
}

// workTree returns the folder that core.worktree names, or "".
func workTree(p place) string {
	own := &Settings{values: p.form()}
	if name := own.Get("core.worktree"); name != "" {
		return Expand(name, p.dir)
	}
	return ""
}

// isWithin reports whether a folder is top or below it.
func isWithin(top, dir string) bool {
	rel, err := filepath.Rel(real(top), real(dir))
	return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
}

// gitDir returns the folder that dotGit is or, as in a linked worktree or a submodule, the one that the file dotGit names; it reports whether there is one.
func gitDir(dotGit string) (string, bool) {
	info, err := os.Stat(dotGit)
	if err != nil {
		return "", false
	}
	if info.IsDir() {
		return dotGit, isGitDir(dotGit)
	}
	text, err := os.ReadFile(dotGit)
	if err != nil {
		return "", false
	}
	dir, ok := strings.CutPrefix(strings.TrimSpace(string(text)), "gitdir: ")
	if ok && !filepath.IsAbs(dir) {
		dir = filepath.Join(filepath.Dir(dotGit), dir)
	}
	return dir, ok
}

// isGitDir reports whether a folder holds a repository. An empty .git folder is none: Git looks further upward then.
func isGitDir(dir string) bool {
	if _, err := os.Lstat(filepath.Join(dir, "HEAD")); err != nil {
		return false
	}
	for _, name := range []string{"objects", "commondir"} {
		if _, err := os.Stat(filepath.Join(dir, name)); err == nil {
			return true
		}
	}
	return false
}

// commonDir returns the .git folder that a linked worktree shares with its repository, or "" when dir is not that of a linked worktree.
func commonDir(dir string) string {
	text, err := os.ReadFile(filepath.Join(dir, "commondir"))
	if err != nil {
		return ""
	}
	common := strings.TrimSpace(string(text))
	if !filepath.IsAbs(common) {
		common = filepath.Join(dir, common)
	}
	return common
}

// branch returns the name of the branch that is checked out, which need not have a commit yet; false when HEAD is detached.
func (at place) branch() (string, bool) {
	if stack, err := openStack(at); err == nil && stack != nil {
		head, found := stack["HEAD"]
		name, isBranch := strings.CutPrefix(head.target, headsPrefix)
		return name, found && isBranch
	}
	text, err := os.ReadFile(filepath.Join(at.dir, "HEAD"))
	if err != nil {
		return "", false
	}
	return strings.CutPrefix(strings.TrimSpace(string(text)), "ref: "+headsPrefix)
}

const headsPrefix = "refs/heads/"
