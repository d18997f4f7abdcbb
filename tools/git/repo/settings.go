package repo

import (
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
)

// Settings are the settings of Git (git config) for a repository: those of the machine, of the user, of the repository itself, of a linked worktree and of
// the environment, in the order in which Git reads them. Of two settings with the same name the last one counts.
type Settings struct {
	// Top is the folder from which a path as the address of a remote begins.
	Top string
	// Foreign is the folder of the repository when Git refuses to work there, since another user of this machine owns it: its settings could lead elsewhere. ""
	// when all is well.
	Foreign string

	values []setting
}

// maxIncluded is the depth to which included files are read, as in Git.
const maxIncluded = 10

// Settings reads the settings. It skips a file that is missing or can't be read or parsed: the caller finds out which settings it lacks.
func (r *Repository) Settings() *Settings { return r.at.settings() }

// ReadSettings reads the settings for a folder as Repository.Settings does, also where Open gives a *FormError. The error is ErrNoRepository.
func ReadSettings(root string) (*Settings, error) {
	at, found := find(root)
	if !found {
		return nil, ErrNoRepository
	}
	return at.settings(), nil
}

func (at place) settings() *Settings {
	r := &settingsReader{place: at, into: &Settings{Top: at.top}}
	r.all() // first without the conditions that ask which remotes there are
	r.remotes = r.into.everyRemote()
	r.into.values = nil
	r.all()
	r.into.Foreign = at.foreign()
	return r.into
}

// settingsReader reads the files with the settings of a repository.
type settingsReader struct {
	place
	remotes []string // the addresses of all remotes, for the condition hasconfig
	into    *Settings
}

// all reads the settings of the machine, of the user, of the repository and of the environment.
func (r *settingsReader) all() {
	for _, file := range append(append(systemSettings(), userSettings()...), r.ownSettings()...) {
		r.read(file, 0)
	}
	for _, s := range environment(os.Getenv) {
		r.add(s, "", 0)
	}
}

// ownSettings returns the files with the settings of the repository, and those of this worktree alone where it has any.
func (at place) ownSettings() []string {
	files := []string{filepath.Join(at.common, "config")}
	own := &Settings{values: at.form()}
	if own.Bool("extensions.worktreeConfig") {
		files = append(files, filepath.Join(at.dir, "config.worktree"))
	}
	return files
}

// form returns what the file with the settings of the repository itself says, without what it includes: that tells how it is stored.
func (at place) form() []setting {
	var all []setting
	text, err := os.ReadFile(filepath.Join(at.common, "config"))
	if err != nil || readConfig(text, func(s setting) { all = append(all, s) }) != nil {
		return nil
	}
	return all
}

// systemSettings returns the files with the settings of the machine, which need not exist. Which one it is was decided when git was built.
func systemSettings() []string {
	if no, set := os.LookupEnv("GIT_CONFIG_NOSYSTEM"); set && truth(no) {
		return nil
	}
	if file := os.Getenv("GIT_CONFIG_SYSTEM"); file != "" {
		return []string{file}
	}
	switch runtime.GOOS {
	case "windows":
		return []string{
			filepath.Join(os.Getenv("ProgramFiles"), "Git", "etc", "gitconfig"),
			filepath.Join(os.Getenv("LocalAppData"), "Programs", "Git", "etc", "gitconfig"),
		}
	case "darwin":
		return []string{
			"/Library/Developer/CommandLineTools/usr/share/git-core/gitconfig",
			"/Applications/Xcode.app/Contents/Developer/usr/share/git-core/gitconfig",
			"/etc/gitconfig", "/usr/local/etc/gitconfig", "/opt/homebrew/etc/gitconfig",
		}
	}
	return []string{"/etc/gitconfig"}
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

// environment returns the settings that the environment gives: GIT_CONFIG_COUNT with a key and a value for each number, and then those of `git -c`, which
// reach a hook.
func environment(getenv func(string) string) []setting {
	var all []setting
	add := func(name, value string) {
		if section, sub, key := cut(name); key != "" {
			all = append(all, setting{section, sub, key, value})
		}
	}
	count, _ := strconv.Atoi(getenv("GIT_CONFIG_COUNT"))
	for i := range min(count, 1<<10) {
		add(getenv("GIT_CONFIG_KEY_"+strconv.Itoa(i)), getenv("GIT_CONFIG_VALUE_"+strconv.Itoa(i)))
	}
	rest := getenv("GIT_CONFIG_PARAMETERS")
	for rest != "" {
		name, after := unquote(rest)
		value, isSet := "true", false
		switch {
		case strings.HasPrefix(after, "='"): // 'name'='value'
			value, after = unquote(after[1:])
		case strings.HasPrefix(after, "="): // 'name'=, without a value
			after = after[1:]
		default: // 'name=value', as git wrote it before version 2.31
			if name, value, isSet = strings.Cut(name, "="); !isSet {
				value = "true"
			}
		}
		add(name, value)
		rest = strings.TrimLeft(after, " ")
	}
	return all
}

// unquote reads a text between quotes of the shell at the beginning of s, and returns what follows it: "" when s does not begin with one. A quote and an
// exclamation mark stand outside the quotes, behind a backslash.
func unquote(s string) (text, rest string) {
	var b strings.Builder
	for strings.HasPrefix(s, "'") {
		part, after, closed := strings.Cut(s[1:], "'")
		if !closed {
			return "", ""
		}
		b.WriteString(part)
		s = after
		if len(s) >= 3 && s[0] == '\\' && (s[1] == '\'' || s[1] == '!') && s[2] == '\'' {
			b.WriteByte(s[1])
			s = s[2:]
			continue
		}
		return b.String(), s
	}
	return "", ""
}

// read adds the settings of a file, and those of the files that it includes.
func (r *settingsReader) read(file string, depth int) {
	text, err := os.ReadFile(file)
	if err != nil || depth > maxIncluded || readConfig(text, func(setting) {}) != nil {
		return // of a file with a mistake nothing counts: git itself stops there
	}
	_ = readConfig(text, func(s setting) { r.add(s, file, depth) })
}

// add adds a setting, and reads the file that it includes when it is an include.path or an includeIf.….path.
func (r *settingsReader) add(s setting, file string, depth int) {
	r.into.values = append(r.into.values, s)
	if s.key == "path" && (s.section == "include" && s.sub == "" || s.section == "includeif" && r.holds(s.sub, file)) {
		r.read(Expand(s.value, filepath.Dir(file)), depth+1)
	}
}

// holds reports whether the condition of an includeIf in a file holds. Source: https://git-scm.com/docs/git-config#_conditional_includes.
func (r *settingsReader) holds(condition, file string) bool {
	kind, pattern, _ := strings.Cut(condition, ":")
	switch kind {
	case "gitdir", "gitdir/i":
		return r.isIn(pattern, file, kind == "gitdir/i")
	case "onbranch":
		branch, ok := r.branch()
		return ok && matches(below(pattern), branch, false)
	case "hasconfig":
		wanted, ok := strings.CutPrefix(pattern, "remote.*.url:")
		return ok && slices.ContainsFunc(r.remotes, func(address string) bool { return matches(wanted, address, false) })
	}
	return false
}

// isIn reports whether the .git folder, as it is named or as it is without symbolic links, is one of the pattern.
func (r *settingsReader) isIn(pattern, file string, fold bool) bool {
	switch {
	case strings.HasPrefix(pattern, "~/"):
		if home, err := os.UserHomeDir(); err == nil {
			pattern = filepath.ToSlash(real(home)) + pattern[1:]
		}
	case strings.HasPrefix(pattern, "./"):
		pattern = filepath.ToSlash(real(filepath.Dir(file))) + pattern[1:]
	case !filepath.IsAbs(filepath.FromSlash(pattern)):
		pattern = "**/" + pattern
	}
	for _, dir := range []string{real(r.dir), r.dir} {
		if matches(below(pattern), filepath.ToSlash(dir), fold) {
			return true
		}
	}
	return false
}

// below returns a pattern that ends in a slash as one for all that is below that folder.
func below(pattern string) string {
	if strings.HasSuffix(pattern, "/") {
		return pattern + "**"
	}
	return pattern
}

func matches(pattern, text string, fold bool) bool {
	expression := glob(pattern, fold)
	return expression != nil && expression.MatchString(text)
}

// real returns a path without symbolic links, or as it is when it can't be followed.
func real(name string) string {
	if found, err := filepath.EvalSymlinks(name); err == nil {
		return found
	}
	return name
}

// Expand returns the absolute path that a setting names: ~ is the home folder of the user, and another relative path starts in dir.
func Expand(name, dir string) string {
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
	if all := s.All(name); len(all) > 0 {
		return all[len(all)-1]
	}
	return ""
}

// All returns every value of a setting, in order.
func (s *Settings) All(name string) []string {
	section, sub, key := cut(name)
	var all []string
	for _, v := range s.values {
		if v.section == section && v.sub == sub && v.key == key {
			all = append(all, v.value)
		}
	}
	return all
}

// Bool reports whether a setting is on.
func (s *Settings) Bool(name string) bool { return truth(s.Get(name)) }

// truth reads a value as Git reads a yes or a no.
func truth(value string) bool {
	switch strings.ToLower(value) {
	case "true", "yes", "on":
		return true
	}
	n, err := strconv.Atoi(value)
	return err == nil && n != 0
}

// List returns the values of a setting that can have several, in order. An empty value takes back those before it.
func (s *Settings) List(name string) []string { return Since(s.All(name)) }

// Since returns the values behind the last empty one: that takes back those before it.
func Since(values []string) []string {
	for i, value := range slices.Backward(values) {
		if value == "" {
			return values[i+1:]
		}
	}
	return values
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
	for _, v := range s.values {
		if v.section == "remote" && v.key == "url" && v.sub != "" && !slices.Contains(names, v.sub) {
			names = append(names, v.sub)
		}
	}
	return names
}

// everyRemote returns the addresses of all remotes as they are written.
func (s *Settings) everyRemote() []string {
	var all []string
	for _, name := range s.Remotes() {
		all = append(all, s.All("remote."+name+".url")...)
	}
	return all
}

// RemoteURL returns the addresses that a remote is fetched from and pushed to, after url.….insteadOf and url.….pushInsteadOf; both are "" when
// there is no such remote. Of several addresses the first one counts, as for a fetch: a proposal stands on one server.
func (s *Settings) RemoteURL(remote string) (fetch, push string) {
	written := firstOf(s.List("remote." + remote + ".url"))
	if written == "" {
		return "", ""
	}
	fetch, _ = s.instead(written, "insteadof")
	if own := firstOf(s.List("remote." + remote + ".pushurl")); own != "" {
		push, _ = s.instead(own, "insteadof")
		return fetch, push
	}
	push, found := s.instead(written, "pushinsteadof")
	if !found {
		push = fetch
	}
	return fetch, push
}

func firstOf(values []string) string {
	if len(values) == 0 {
		return ""
	}
	return values[0]
}

// PushRemote returns the name of the remote that a branch is pushed to, as `git push` takes it from branch.….pushRemote or remote.pushDefault; else the
// given one. A name that no remote has counts for nothing.
func (s *Settings) PushRemote(branch, remote string) string {
	for _, name := range []string{s.Get("branch." + branch + ".pushRemote"), s.Get("remote.pushDefault")} {
		if slices.Contains(s.Remotes(), name) {
			return name
		}
	}
	return remote
}

// instead replaces the beginning of an address as the settings url.….KEY say, and reports whether one of them applies; when several do, it uses the longest.
func (s *Settings) instead(address, key string) (string, bool) {
	longest, with := -1, ""
	for _, v := range s.values {
		if v.section == "url" && v.key == key && strings.HasPrefix(address, v.value) && len(v.value) > longest {
			longest, with = len(v.value), v.sub
		}
	}
	if longest < 0 {
		return address, false
	}
	return with + address[longest:], true
}
