package hosting_test

import (
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/must"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/page"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"
)

// TestHeadersAreTheSame reads the headers back from the file of each host, and from the pages.
func TestHeadersAreTheSame(t *testing.T) {
	t.Parallel()
	public := sitebuild.Published(t)
	want := page.Headers(t, public)
	names := []string{"Content-Security-Policy", "Cross-Origin-Opener-Policy", "Permissions-Policy", "Referrer-Policy", "Strict-Transport-Security", "X-Content-Type-Options"}
	if got := slices.Sorted(maps.Keys(want)); !slices.Equal(got, names) {
		t.Errorf("headers %q", got)
	}
	policy := want["Content-Security-Policy"]
	if !strings.Contains(policy, "frame-ancestors 'none'") || strings.Contains(policy, "unsafe") {
		t.Errorf("policy %q", policy)
	}
	for _, p := range page.All(t, public) {
		if got := p.Policy(); !p.Redirect() && got+"; frame-ancestors 'none'" != policy {
			t.Errorf("%s has the policy %q", p.Name, got)
		}
	}
	for file, line := range map[string]*regexp.Regexp{
		"nginx.conf": regexp.MustCompile(`(?m)^add_header (\S+) "(.*)" always;$`),
		"Caddyfile":  regexp.MustCompile(`(?m)^\t(\S+) "(.*)"$`),
	} {
		got := map[string]string{}
		for _, m := range line.FindAllStringSubmatch(must.Read(t, public, "hosting", file), -1) {
			got[m[1]] = m[2]
		}
		if !maps.Equal(got, want) {
			t.Errorf("%s has %q", file, got)
		}
	}
}

// TestSecurityTxt builds the site with and without a place to report a leak.
func TestSecurityTxt(t *testing.T) {
	t.Parallel()
	name := filepath.Join(".well-known", "security.txt")
	if _, err := os.Stat(filepath.Join(sitebuild.Published(t), name)); err == nil {
		t.Error("a site without contact has a security.txt")
	}
	withSecurity := func(settings string) string {
		dir := sitebuild.Repository(t)
		sitebuild.Set(t, dir, "[params.security]\n"+settings)
		return dir
	}
	fields := func(public string) map[string][]string {
		got := map[string][]string{}
		for line := range strings.Lines(must.Read(t, public, name)) {
			key, value, found := strings.Cut(strings.TrimSuffix(line, "\n"), ": ")
			if !found || value == "" {
				t.Errorf("the line %q is no field", line)
			}
			got[key] = append(got[key], value)
		}
		return got
	}

	got := fields(sitebuild.Build(t, withSecurity("contact = \"cert@example.org\"\n"), "--baseURL", "https://host.example/"))
	if expires := got["Expires"]; len(expires) != 1 {
		t.Errorf("expires %q", expires)
	} else if at, err := time.Parse("2006-01-02T15:04:05Z", expires[0]); err != nil || at.Before(time.Now().AddDate(0, 11, 0)) || at.After(time.Now().AddDate(1, 0, 0)) {
		t.Errorf("expires %q: %v", expires, err)
	}
	delete(got, "Expires")
	want := map[string][]string{
		"Contact": {"mailto:cert@example.org"}, "Preferred-Languages": {"nl"}, "Canonical": {"https://host.example/.well-known/security.txt"},
	}
	if !maps.EqualFunc(got, want, slices.Equal) {
		t.Errorf("%q", got)
	}

	got = fields(sitebuild.Build(t, withSecurity(`contact = ["https://host.example/lek", "mailto:cert@example.org"]
expires = 2099-01-01
languages = "nl, en"
policy = "https://host.example/beleid"
`), "--baseURL", "https://host.example/pad/"))
	want = map[string][]string{
		"Contact": {"https://host.example/lek", "mailto:cert@example.org"}, "Expires": {"2098-12-31T23:00:00Z"}, "Preferred-Languages": {"nl, en"},
		"Canonical": {"https://host.example/pad/.well-known/security.txt"}, "Policy": {"https://host.example/beleid"},
	}
	if !maps.EqualFunc(got, want, slices.Equal) {
		t.Errorf("%q", got)
	}

	cmd := exec.Command("hugo", "build", "--destination", t.TempDir(), "--noBuildLock")
	cmd.Dir = withSecurity("contact = \"http://host.example/lek\"\n")
	if out, err := cmd.CombinedOutput(); err == nil || !strings.Contains(string(out), "params.security.contact") {
		t.Errorf("an address without https: %v\n%s", err, out)
	}
}
