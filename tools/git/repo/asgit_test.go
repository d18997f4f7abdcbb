package repo

import (
	"fmt"
	"io"
	"math/rand/v2"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// gitSettings returns the settings that git itself finds in a folder, as KEY=VALUE in order, and whether it finds any fault.
func gitSettings(t *testing.T, dir string, args ...string) ([]string, bool) {
	t.Helper()
	cmd := exec.Command("git", append(append([]string{"config"}, args...), "--list", "-z")...)
	cmd.Dir = dir
	out, err := cmd.Output()
	var all []string
	for entry := range strings.SplitSeq(strings.TrimSuffix(string(out), "\x00"), "\x00") {
		name, value, isSet := strings.Cut(entry, "\n")
		if !isSet {
			value = "true"
		}
		if name != "" {
			all = append(all, name+"="+value)
		}
	}
	return all, err == nil
}

// written lists settings in the same form.
func written(values []setting) []string {
	var all []string
	for _, s := range values {
		name := strings.TrimPrefix(s.section+"."+s.key, ".")
		if s.sub != "" {
			name = s.section + "." + s.sub + "." + s.key
		}
		all = append(all, name+"="+s.value)
	}
	return all
}

// without returns the lines that others lack.
func without(lines, others []string) []string {
	return slices.DeleteFunc(slices.Clone(lines), func(line string) bool { return slices.Contains(others, line) })
}

// put writes a file with the folders above it.
func put(t testing.TB, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// alone takes the settings of who runs the test away, and returns the home folder of somebody else.
func alone(t testing.TB) string {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is not there")
	}
	home := t.TempDir()
	for _, entry := range os.Environ() {
		if name, _, _ := strings.Cut(entry, "="); strings.HasPrefix(name, "GIT_") {
			t.Setenv(name, "")
			os.Unsetenv(name)
		}
	}
	for name, value := range map[string]string{"HOME": home, "USERPROFILE": home, "XDG_CONFIG_HOME": "", "GIT_CONFIG_NOSYSTEM": "1"} {
		t.Setenv(name, value)
	}
	return home
}

// run runs git, and the test ends when that fails.
func run(t testing.TB, dir string, args ...string) string {
	t.Helper()
	cmd := exec.Command("git", args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GIT_AUTHOR_NAME=R", "GIT_AUTHOR_EMAIL=r@example.org", "GIT_COMMITTER_NAME=R", "GIT_COMMITTER_EMAIL=r@example.org")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("git %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return strings.TrimSpace(string(out))
}

// TestConfigAsGit puts random pieces of settings together, and reads of them what git reads. Where one of both finds a mistake, the other does.
func TestConfigAsGit(t *testing.T) {
	alone(t)
	file := filepath.Join(t.TempDir(), "config")
	pieces := []string{
		"[core]\n", "[Core]", "[remote \"origin\"]\n", "[a.B]\n", "[a \"x.y\"] ", "[url \"git@x:\"]\n", "[a \"q\\\"uote\\\\\"]\n", "[b-1]\r\n", "[", "]", "[c \"x\n\"]\n",
		"name = value\n", "Name=Value ; no\n", "x = \"a b\"\n", "x = a\\nb\n", "yes\n", "yes \n", "no =\n", "l = a \\\n b\n", "h = a # b\n", "q = \"a # b\" c\n", "w = \"half\n",
		"e = \\x\n", "t = a\"b\"c\n", "# [x]\n", "; y\n", "\n", " \t", "\r\n", "path = er-niet\n", "u = é€\n", "k-2 = 1\n", "9 = x\n", "k_ = x\n", "s = 'a' b\n", "x = end",
	}
	random := rand.New(rand.NewPCG(1, 2))
	var good, bad int
	for range 400 {
		var b strings.Builder
		for range 1 + random.IntN(9) {
			b.WriteString(pieces[random.IntN(len(pieces))])
		}
		put(t, file, b.String())
		want, ok := gitSettings(t, "", "-f", file)
		var got []setting
		err := readConfig([]byte(b.String()), func(s setting) { got = append(got, s) })
		if (err == nil) != ok || ok && !slices.Equal(written(got), want) {
			t.Errorf("%q:\n got %q %v\nwant %q %v", b.String(), written(got), err, want, ok)
		}
		if ok && len(want) > 0 {
			good++
		} else if !ok {
			bad++
		}
	}
	if good < 40 || bad < 40 {
		t.Errorf("%d good and %d bad texts: they test too little", good, bad)
	}
}

// TestSettingsAsGit lays out the files of a machine, a user and a repository, and finds in them what git finds.
func TestSettingsAsGit(t *testing.T) {
	conditions := []string{
		"gitdir:~/werk/", "gitdir:~/werk/**", "gitdir:~/werk", "gitdir:werk/boek/.git", "gitdir:boek/", "gitdir:**/boek/.git", "gitdir:*/boek/", "gitdir/i:~/WERK/", "gitdir:~/WERK/",
		"gitdir:./werk/", "gitdir:b?ek/.git", "gitdir:b[oa]ek/", "gitdir:b[!o]ek/", "gitdir:/", "gitdir:~/", "gitdir:elders/", "gitdir:~/w*/", "gitdir:~/**/boek/", "gitdir:~/link/",
		"onbranch:main", "onbranch:voorstel/", "onbranch:voorstel/*", "onbranch:voorstel/**", "onbranch:*", "onbranch:**", "onbranch:ma*", "onbranch:Main",
		"hasconfig:remote.*.url:https://forge.example/**", "hasconfig:remote.*.url:https://forge.example/*", "hasconfig:remote.*.url:https://*/groep/boek.git", "hasconfig:remote.*.url:*",
		"hasconfig:remote.*.url:git@spiegel:**", "hasconfig:remote.upstream.url:**", "iets:anders",
	}
	for _, branch := range []string{"main", "voorstel/park/twee"} {
		t.Run(branch, func(t *testing.T) {
			home := alone(t)
			root := filepath.Join(home, "werk", "boek")
			var global strings.Builder
			global.WriteString("[user]\n\tname = Een\n[include]\n\tpath = ~/later\n\tpath = sub/relatief\n\tpath = er-niet\n[user]\n\temail = een@example.org\n")
			for i, c := range conditions {
				fmt.Fprintf(&global, "[includeIf \"%s\"]\n\tpath = sub/c%d\n", strings.ReplaceAll(c, `\`, `\\`), i)
				put(t, filepath.Join(home, "sub", fmt.Sprintf("c%d", i)), fmt.Sprintf("[c]\n\tholds = %s\n", c))
			}
			put(t, filepath.Join(home, ".gitconfig"), global.String())
			put(t, filepath.Join(home, ".config", "git", "config"), "[user]\n\tname = Xdg\n[core]\n\tautocrlf = input\n")
			put(t, filepath.Join(home, "later"), "[user]\n\tname = Later\n\temail = later@example.org\n[include]\n\tpath = sub/dieper\n")
			put(t, filepath.Join(home, "sub", "relatief"), "[user]\n\tname = Relatief\n[include]\n\tpath = dieper\n")
			put(t, filepath.Join(home, "sub", "dieper"), "[user]\n\tname = Dieper\n")
			run(t, "", "init", "--quiet", "-b", branch, root)
			if err := os.Symlink(filepath.Join(home, "werk"), filepath.Join(home, "link")); err != nil {
				t.Log(err)
			}
			run(t, root, "remote", "add", "origin", "https://forge.example/groep/boek.git")
			run(t, root, "remote", "add", "fork", "git@spiegel:ik/boek.git")
			run(t, root, "commit", "--quiet", "--allow-empty", "-m", "begin")
			linked := filepath.Join(home, "elders")
			run(t, root, "worktree", "add", "--quiet", "-b", "ander", linked)
			run(t, root, "config", "extensions.worktreeConfig", "true")
			run(t, root, "config", "--worktree", "user.name", "Alleen hier")
			run(t, linked, "config", "--worktree", "user.name", "Alleen daar")
			module := filepath.Join(home, "groot", "module")
			run(t, "", "init", "--quiet", filepath.Dir(module))
			run(t, filepath.Dir(module), "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", root, "module")
			t.Setenv("GIT_CONFIG_COUNT", "2")
			t.Setenv("GIT_CONFIG_KEY_0", "http.extraHeader")
			t.Setenv("GIT_CONFIG_VALUE_0", "X: y")
			t.Setenv("GIT_CONFIG_KEY_1", "url.https://a.example/.insteadOf")
			t.Setenv("GIT_CONFIG_VALUE_1", "a:")
			for _, dir := range []string{root, linked, module, filepath.Join(home, "link", "boek")} {
				if dir = filepath.Clean(dir); dir != root && dir != linked && dir != module {
					if _, err := os.Stat(dir); err != nil {
						continue // no symbolic links here
					}
				}
				want, ok := gitSettings(t, dir)
				s, err := ReadSettings(dir)
				if err != nil || !ok {
					t.Fatal(dir, ok, err)
				}
				if got := written(s.values); !slices.Equal(got, want) {
					t.Errorf("%s: found wrongly %q, missed %q, or in another order", dir, without(got, want), without(want, got))
				}
			}
		})
	}
}

// TestGivenSettings reads what `git -c` and the environment give, as a program that git starts gets them.
func TestGivenSettings(t *testing.T) {
	home := alone(t)
	run(t, "", "init", "--quiet", home)
	out := run(t, home, "-c", "user.name=O'Brien ! x", "-c", "core.bare", "-c", "a.b.c=", "-c", "x.y.z.k=a=b", "-c", `alias.toon=!printf "%s" "$GIT_CONFIG_PARAMETERS"`, "toon")
	for _, parameters := range []string{out, `'user.name=O'\''Brien '\!' x' 'core.bare' 'a.b.c=' 'x.y.z.k=a=b'`} {
		s := &Settings{values: environment(func(name string) string { return map[string]string{"GIT_CONFIG_PARAMETERS": parameters}[name] })}
		for name, want := range map[string]string{"user.name": "O'Brien ! x", "core.bare": "true", "a.b.c": "", "x.y.z.k": "a=b"} {
			if got := s.Get(name); got != want {
				t.Errorf("%s of %s: got %q, want %q", name, parameters, got, want)
			}
		}
		if len(s.All("a.b.c")) != 1 {
			t.Error("a setting without text is missing")
		}
	}
	for _, damaged := range []string{"'", "x", "'a", "=", "''", "'a.b'=='"} {
		_ = environment(func(string) string { return damaged }) // it ends
	}
}

// TestForURLAsGit finds the setting for an address that `git config --get-urlmatch` finds.
func TestForURLAsGit(t *testing.T) {
	home := alone(t)
	root := filepath.Join(home, "boek")
	run(t, "", "init", "--quiet", root)
	var own strings.Builder
	own.WriteString("[http]\n\tproxy = alle\n")
	for _, pattern := range []string{
		"https://forge.example", "https://forge.example/", "https://forge.example/groep", "https://forge.example/groep/", "https://forge.example:8443", "https://FORGE.example:443/Groep", "http://forge.example",
		"https://*.example/groep/boek.git", "https://*.forge.example", "https://*.*.example", "https://ik@forge.example/", "https://ik@forge.example/groep", "https://forge.example/gr", "https://forge", "geen adres",
	} {
		fmt.Fprintf(&own, "[http \"%s\"]\n\tproxy = %s\n", pattern, pattern)
	}
	put(t, filepath.Join(home, ".gitconfig"), own.String()+"[http]\n\tproxy = later\n")
	s, err := ReadSettings(root)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]bool{}
	for _, address := range []string{
		"https://forge.example/groep/boek.git", "https://forge.example/groep", "https://forge.example/groepen/x", "https://forge.example/", "https://forge.example", "https://forge.example:8443/x", "http://forge.example/x",
		"https://a.forge.example/x", "https://a.b.example/", "https://elders.example/groep/boek.git", "https://ik@forge.example/groep/x", "https://jij@forge.example/groep/x", "https://ik@forge.example/x",
		"https://forge.example:443/Groep/x", "https://ander.nl/", "https://forge/x",
	} {
		u, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		want := run(t, root, "config", "--get-urlmatch", "http.proxy", address)
		user := u.User.Username()
		u.User = nil
		values := s.ForURL("proxy", u, user)
		if len(values) == 0 || values[len(values)-1] != want {
			t.Errorf("%s: got %q, want %q", address, values, want)
		}
		found[want] = true
	}
	if len(found) < 9 {
		t.Errorf("the addresses find few settings: %v", found)
	}
}

// TestRemoteURLAsGit finds the addresses of remotes that `git remote -v` shows.
func TestRemoteURLAsGit(t *testing.T) {
	home := alone(t)
	root := filepath.Join(home, "boek")
	run(t, "", "init", "--quiet", root)
	put(t, filepath.Join(home, ".gitconfig"), `[url "https://spiegel.example/"]
	insteadOf = https://forge.example/
	insteadOf = gh:
[url "https://lang.example/"]
	insteadOf = https://forge.example/lang/
[url "ssh://git@forge.example/"]
	pushInsteadOf = https://forge.example/
	pushInsteadOf = gh:
[url "ssh://git@lang.example/"]
	pushInsteadOf = https://forge.example/lang/er
[url "https://zelfde.example/"]
	pushInsteadOf = https://zelfde.example/
[url "/srv/"]
	insteadOf = map:
[url "https://leeg.example/"]
	insteadOf =
`)
	addresses := []string{
		"https://forge.example/a/b.git", "https://forge.example/lang/b.git", "https://forge.example/lang/er/b.git", "gh:a/b", "https://zelfde.example/a", "map:boek.git", "../kaal.git", "git@forge.example:a/b", "https://FORGE.example/a",
	}
	own := &strings.Builder{}
	for i, address := range addresses {
		for j, push := range append([]string{""}, addresses...) {
			fmt.Fprintf(own, "[remote \"r%d.%d\"]\n\turl = %s\n", i, j, address)
			if j%3 == 1 {
				fmt.Fprintln(own, "\turl = https://tweede.example/x")
			}
			if push != "" {
				fmt.Fprintf(own, "\tpushurl = %s\n", push)
			}
		}
	}
	put(t, filepath.Join(root, ".git", "config"), own.String())
	s, err := ReadSettings(root)
	if err != nil || len(s.Remotes()) != 90 {
		t.Fatal(err, s.Remotes())
	}
	want := map[string]string{} // the first address of each remote, by its name and what it is for
	for line := range strings.Lines(run(t, root, "remote", "-v")) {
		name, rest, _ := strings.Cut(strings.TrimSpace(line), "\t")
		address, use, _ := strings.Cut(rest, " ")
		if key := name + use; want[key] == "" {
			want[key] = address
		}
	}
	for _, name := range s.Remotes() {
		fetch, push := s.RemoteURL(name)
		if fetch != want[name+"(fetch)"] || push != want[name+"(push)"] || fetch == "" {
			t.Errorf("%s of %q and %q: got %s and %s, want %s and %s", name, s.All("remote."+name+".url"), s.Get("remote."+name+".pushurl"), fetch, push, want[name+"(fetch)"], want[name+"(push)"])
		}
	}
}

// runWith is run with something on standard input.
func runWith(t testing.TB, dir string, in io.Reader, args ...string) string {
	t.Helper()
	cmd := exec.Command("git", args...)
	cmd.Dir, cmd.Stdin = dir, in
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("git %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return strings.TrimSpace(string(out))
}
