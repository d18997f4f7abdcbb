package repo

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/go-git/go-git/v5/plumbing/format/config"
)

// Settings are the settings of Git (git config) for a repository: those of the machine, of the user and of the repository itself, in the order
// in which Git reads them. Of two settings with the same name the last one counts.
type Settings struct {
	values []setting
}

// setting is one line: the section and the key in lower case, the subsection as it is written.
type setting struct{ section, sub, key, value string }

// maxIncluded is the depth to which included files are read, as in Git.
const maxIncluded = 10

// behindSection matches a section header and a setting on the same line, which the decoder of go-git does not accept.
var behindSection = regexp.MustCompile(`(?m)^([ \t]*\[[^\]"\n]*(?:"(?:\\.|[^"\\\n])*")?[ \t]*\])[ \t]*([^\s#;].*)$`)

// Settings reads the settings. It skips a file that is missing or can't be read or parsed: the caller finds out which settings it lacks.
func (r *Repository) Settings() *Settings {
	s := &Settings{}
	system := os.Getenv("GIT_CONFIG_SYSTEM")
	if system == "" {
		system = "/etc/gitconfig"
	}
	if os.Getenv("GIT_CONFIG_NOSYSTEM") == "" {
		s.read(system, r.dirs[0], 0)
	}
	for _, file := range userSettings() {
		s.read(file, r.dirs[0], 0)
	}
	for i := len(r.dirs) - 1; i >= 0; i-- {
		for _, name := range []string{"config", "config.worktree"} {
			s.read(filepath.Join(r.dirs[i], name), r.dirs[0], 0)
		}
	}
	return s
}

// userSettings returns the files with the settings of the user, which need not exist.
func userSettings() []string {
	if file, set := os.LookupEnv("GIT_CONFIG_GLOBAL"); set {
		return []string{file}
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return nil
	}
	xdg := os.Getenv("XDG_CONFIG_HOME")
	if xdg == "" {
		xdg = filepath.Join(home, ".config")
	}
	return []string{filepath.Join(xdg, "git", "config"), filepath.Join(home, ".gitconfig")}
}

// read adds the settings of a file, and those of the files that it includes for the repository with this .git folder.
func (s *Settings) read(file, gitDir string, depth int) {
	text, err := os.ReadFile(file)
	if err != nil || depth > maxIncluded {
		return
	}
	parsed := config.New()
	if err := config.NewDecoder(bytes.NewReader(behindSection.ReplaceAll(text, []byte("$1\n$2")))).Decode(parsed); err != nil {
		return
	}
	for _, section := range parsed.Sections {
		name := strings.ToLower(section.Name)
		for _, o := range section.Options {
			s.add(setting{name, "", strings.ToLower(o.Key), o.Value}, file, gitDir, depth)
		}
		for _, sub := range section.Subsections {
			for _, o := range sub.Options {
				s.add(setting{name, sub.Name, strings.ToLower(o.Key), o.Value}, file, gitDir, depth)
			}
		}
	}
}

// add adds a setting, and reads the file that it includes when it is an include.path or an includeIf.….path.
func (s *Settings) add(v setting, file, gitDir string, depth int) {
	s.values = append(s.values, v)
	if v.key != "path" {
		return
	}
	if v.section == "include" || v.section == "includeif" && isFor(v.sub, file, gitDir) {
		s.read(expand(v.value, filepath.Dir(file)), gitDir, depth+1)
	}
}

// isFor reports whether the condition of an includeIf holds. It knows "gitdir:" and "gitdir/i:" with a folder; with a slash or /** after it the
// condition also holds below that folder.
func isFor(condition, file, gitDir string) bool {
	pattern, ok := strings.CutPrefix(condition, "gitdir:")
	if !ok {
		if pattern, ok = strings.CutPrefix(condition, "gitdir/i:"); !ok {
			return false
		}
		pattern, gitDir = strings.ToLower(pattern), strings.ToLower(gitDir)
	}
	below := strings.HasSuffix(pattern, "/")
	dir := expand(strings.TrimSuffix(strings.TrimSuffix(pattern, "**"), "/"), filepath.Dir(file))
	return gitDir == dir || (below || strings.HasSuffix(pattern, "/**")) && strings.HasPrefix(gitDir, dir+string(filepath.Separator))
}

// expand returns the absolute path that a setting names: ~ is the home folder of the user, and another relative path starts in dir.
func expand(name, dir string) string {
	if rest, ok := strings.CutPrefix(name, "~/"); ok {
		if home, err := os.UserHomeDir(); err == nil {
			return filepath.Join(home, filepath.FromSlash(rest))
		}
	}
	if name = filepath.FromSlash(name); !filepath.IsAbs(name) {
		name = filepath.Join(dir, name)
	}
	return name
}

// Get returns the value of a setting such as "user.name", or with a subsection such as "remote.origin.url"; "" when it is not set.
func (s *Settings) Get(name string) string {
	section, sub, key := cut(name)
	for i := len(s.values) - 1; i >= 0; i-- {
		if v := s.values[i]; v.section == section && v.sub == sub && v.key == key {
			return v.value
		}
	}
	return ""
}

// cut splits the name of a setting. A subsection may contain dots.
func cut(name string) (section, sub, key string) {
	first, last := strings.Index(name, "."), strings.LastIndex(name, ".")
	if first < 0 {
		return "", "", ""
	}
	if first < last {
		sub = name[first+1 : last]
	}
	return strings.ToLower(name[:first]), sub, strings.ToLower(name[last+1:])
}

// Remotes returns the names of the remotes of the repository, in the order of the settings.
func (s *Settings) Remotes() []string {
	var names []string
	seen := map[string]bool{}
	for _, v := range s.values {
		if v.section == "remote" && v.key == "url" && v.sub != "" && !seen[v.sub] {
			seen[v.sub] = true
			names = append(names, v.sub)
		}
	}
	return names
}

// RemoteURL returns the addresses that a remote is fetched from and pushed to, after url.….insteadOf and url.….pushInsteadOf; both are "" when
// there is no such remote.
func (s *Settings) RemoteURL(remote string) (fetch, push string) {
	written := s.Get("remote." + remote + ".url")
	if written == "" {
		return "", ""
	}
	fetch = s.instead(written, "insteadof")
	if own := s.Get("remote." + remote + ".pushurl"); own != "" {
		return fetch, s.instead(own, "insteadof")
	}
	if push = s.instead(written, "pushinsteadof"); push == written {
		push = fetch
	}
	return fetch, push
}

// instead replaces the beginning of an address as the settings url.….KEY say; when several apply, it uses the longest.
func (s *Settings) instead(address, key string) string {
	longest, with := "", ""
	for _, v := range s.values {
		if v.section == "url" && v.key == key && strings.HasPrefix(address, v.value) && len(v.value) > len(longest) {
			longest, with = v.value, v.sub
		}
	}
	if longest == "" {
		return address
	}
	return with + address[len(longest):]
}
