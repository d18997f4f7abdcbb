package remote_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/tools/git/remote"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/remote/remotetest"
)

// TestSSHProgram makes the connection with the program that the user set up for Git, and calls it as Git does.
func TestSSHProgram(t *testing.T) {
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip("there is no shell to write a program in")
	}
	s := newStage(t)
	dir := filepath.Join(t.TempDir(), "met spatie")
	program := func(name string) string {
		file := filepath.Join(dir, name)
		write(t, file, "#!/bin/sh\nfor a; do printf '%s\\n' \"$a\"; done >"+"'"+file+".called'\nfor last; do :; done\neval \"$last\"\n")
		if err := os.Chmod(file, 0o755); err != nil {
			t.Fatal(err)
		}
		return file
	}
	ssh, plink, tortoise, simple := program("mijn-ssh"), program("plink"), program("TortoisePlink.exe"), program("eenvoudig")
	address := "ssh://git@forge.example:2222" + filepath.ToSlash(s.bare)
	for _, c := range []struct {
		name     string
		settings []string
		env      map[string]string
		program  string
		args     []string
	}{
		{"core.sshCommand", []string{"core.sshCommand", "'" + ssh + "' -i sleutel"}, nil, ssh, []string{"-i", "sleutel", "-p", "2222"}},
		{"GIT_SSH_COMMAND", []string{"core.sshCommand", "false"}, map[string]string{"GIT_SSH_COMMAND": `A=1 "` + ssh + `"`}, ssh, []string{"-p", "2222"}},
		{"GIT_SSH", nil, map[string]string{"GIT_SSH": plink}, plink, []string{"-P", "2222"}},
		{"tortoise", nil, map[string]string{"GIT_SSH": tortoise}, tortoise, []string{"-batch", "-P", "2222"}},
		{"variant", []string{"ssh.variant", "simple"}, map[string]string{"GIT_SSH": simple}, simple, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			for name, value := range c.env {
				t.Setenv(name, value)
			}
			if c.settings != nil {
				remotetest.Git(t, s.work, "config", c.settings[0], c.settings[1])
				defer remotetest.Git(t, s.work, "config", "--unset", c.settings[0])
			}
			r := s.remote(t, address)
			refs, err := r.List(context.Background())
			if err != nil || refs["refs/heads/main"] != s.first {
				t.Fatal(refs, err)
			}
			if _, err := r.Push(context.Background(), s.repo.Store, s.update); err != nil {
				t.Fatal(err)
			}
			remotetest.Git(t, s.bare, "update-ref", "-d", s.update.Ref.String())
			called, err := os.ReadFile(c.program + ".called")
			want := strings.Join(append(c.args, "git@forge.example", "git-receive-pack '"+filepath.ToSlash(s.bare)+"'"), "\n") + "\n"
			if err != nil || string(called) != want {
				t.Errorf("called with %q, want %q", called, want)
			}
		})
	}
	// Who must not ask the user anything tells the programs that know how.
	for name, options := range map[string][]string{"ssh": {"-o", "BatchMode=yes", "-p", "2222"}, "plink": {"-batch", "-P", "2222"}} {
		t.Setenv("GIT_SSH", program(name))
		r := s.remote(t, address)
		r.Silent = true
		if _, err := r.List(context.Background()); err != nil {
			t.Fatal(err)
		}
		called, err := os.ReadFile(filepath.Join(dir, name+".called"))
		if want := strings.Join(append(options, "git@forge.example"), "\n") + "\n"; err != nil || !strings.HasPrefix(string(called), want) {
			t.Errorf("%s called with %q", name, called)
		}
	}
	t.Setenv("GIT_SSH", "")
	for command, kind := range map[string]remote.Kind{
		filepath.Join(dir, "er-niet"):                            remote.SSHProgram,
		"echo Permission denied '(publickey).' >&2; exit 255; #": remote.Refused,
		"echo ERROR: Repository not found. >&2; exit 1; #":       remote.NotFound,
		"echo Connection timed out >&2; exit 255; #":             remote.Unreachable,
		"echo Host key verification failed. >&2; exit 255; #":    remote.SSHProgram,
		"exit 3; #": remote.Trouble,
	} {
		remotetest.Git(t, s.work, "config", "core.sshCommand", command)
		_, err := s.remote(t, address).List(context.Background())
		is(t, err, kind)
	}
}

// TestRealSSH uses the program ssh itself, with a key that only the command names, and by way of what its settings name for a host.
func TestRealSSH(t *testing.T) {
	if _, err := exec.LookPath("ssh"); err != nil {
		t.Skip("ssh is not there")
	}
	s := newStage(t)
	server := remotetest.NewSSH(t, s.bare)
	known := filepath.Join(server.Home, ".ssh", "known_hosts")
	key := filepath.Join(t.TempDir(), "eigen sleutel")
	server.Allow(remotetest.Key(t, key, ""))
	remotetest.Git(t, s.work, "config", "core.sshCommand", "ssh -F none -o BatchMode=yes -o IdentitiesOnly=yes -o UserKnownHostsFile="+strconv.Quote(known)+" -i "+strconv.Quote(key))
	r := s.remote(t, server.Address)
	refs, err := r.List(context.Background())
	if err != nil || refs["refs/heads/main"] != s.first {
		t.Fatal(refs, err)
	}
	if _, err := r.Push(context.Background(), s.repo.Store, s.update); err != nil {
		t.Fatal(err)
	}
	remotetest.Git(t, s.work, "config", "core.sshCommand", "ssh -F none -o BatchMode=yes -o IdentitiesOnly=yes -o UserKnownHostsFile="+strconv.Quote(known)+" -i /er/niet")
	_, err = s.remote(t, server.Address).List(context.Background())
	is(t, err, remote.Refused)
}
