package repo_test

import (
	"path/filepath"
	"strings"
	"testing"
)

// TestSettings reads settings as Git does: the later file before the earlier, files that name others, and conditions.
func TestSettings(t *testing.T) {
	home := t.TempDir()
	root, _ := initialise(t)
	t.Setenv("HOME", home)
	t.Setenv("USERPROFILE", home)
	t.Setenv("XDG_CONFIG_HOME", "")
	t.Setenv("GIT_CONFIG_NOSYSTEM", "1")
	write(t, filepath.Join(home, ".config", "git", "config"), "[user]\n\tname = Vroeger\n\temail = vroeger@example.org\n")
	write(t, filepath.Join(home, ".gitconfig"), `[User]
	NAME = "Redactie \"A\"" # zo
[include]
	path = gedeeld
[includeIf "gitdir:`+filepath.ToSlash(root)+`/"]
	path = ~/hier
[includeIf "gitdir:/elders/"]
	path = ~/daar
[url "https://spiegel.example/"]
	insteadOf = https://forge.example/
[url "git@forge.example:"]
	pushInsteadOf = https://spiegel.example/niet
	pushInsteadOf = https://forge.example/
[url "https://lang.example/"]
	insteadOf = https://forge.example/lang/
`)
	write(t, filepath.Join(home, "gedeeld"), "[core] sshCommand = ssh -i x\n[include]\n\tpath = gedeeld\n")
	write(t, filepath.Join(home, "hier"), "[user]\n\temail = hier@example.org\n")
	write(t, filepath.Join(home, "daar"), "[user]\n\temail = daar@example.org\n")
	write(t, filepath.Join(root, ".git", "config"), `[core]
	repositoryformatversion = 1
[remote "origin"]
	url = https://forge.example/a/b.git
[remote "met.punt"]
	url = https://forge.example/lang/x.git
	pushurl = ssh://git@elders.example/x.git
[remote "leeg"]
	fetch = +refs/heads/*:refs/remotes/leeg/*
[remote "map"]
	url = ../kaal.git
`)
	s := open(t, root).Settings()
	for name, want := range map[string]string{
		"user.name": `Redactie "A"`, "user.email": "hier@example.org", "core.sshcommand": "ssh -i x", "core.sshCommand": "ssh -i x",
		"remote.met.punt.url": "https://forge.example/lang/x.git", "user.signingkey": "", "user": "", "": "",
	} {
		if got := s.Get(name); got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
	if got := strings.Join(s.Remotes(), " "); got != "origin met.punt map" {
		t.Error(got)
	}
	for remote, want := range map[string][2]string{
		"origin":   {"https://spiegel.example/a/b.git", "git@forge.example:a/b.git"},
		"met.punt": {"https://lang.example/x.git", "ssh://git@elders.example/x.git"},
		"leeg":     {"", ""},
		"map":      {"../kaal.git", "../kaal.git"},
	} {
		fetch, push := s.RemoteURL(remote)
		if fetch != want[0] || push != want[1] {
			t.Errorf("%s: got %s and %s, want %s", remote, fetch, push, want)
		}
	}

	// A file that is no settings is as good as none.
	write(t, filepath.Join(root, ".git", "config"), "[core\n")
	if s := open(t, root).Settings(); len(s.Remotes()) != 0 || s.Get("user.email") != "hier@example.org" {
		t.Error("a broken file hides the others")
	}
}
