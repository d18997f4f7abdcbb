package remote_test

import (
	"context"
	"encoding/base64"
	"encoding/pem"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/tools/git/remote"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/remote/remotetest"
)

// TestExtraHeader logs in by a header that the settings have for the server, as a pipeline gets one. It goes to no other server.
func TestExtraHeader(t *testing.T) {
	s := newStage(t)
	server := remotetest.NewHTTP(t, s.bare)
	server.Users, server.Private = map[string]string{"x-access-token": secret}, true
	header := "AUTHORIZATION: basic " + base64.StdEncoding.EncodeToString([]byte("x-access-token:"+secret))
	page, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.remote(t, server.Address()).List(context.Background()); err == nil {
		t.Fatal("the server asks for nothing")
	}
	for _, section := range []string{"http." + server.URL + "/", "http", "http." + server.Address()} {
		remotetest.Git(t, s.work, "config", section+".extraHeader", header)
		r := s.remote(t, server.Address())
		if refs, err := r.List(context.Background()); err != nil || len(refs) == 0 {
			t.Errorf("%s: %v", section, err)
		}
		if _, err := r.Push(context.Background(), s.repo.Store, s.update); err != nil {
			t.Errorf("%s: %v", section, err)
		}
		remotetest.Git(t, s.bare, "update-ref", "-d", s.update.Ref.String())
		remotetest.Git(t, s.work, "config", "--unset", section+".extraHeader")
	}
	// For another server, another port, another path, or taken back.
	for _, section := range []string{"http.http://elders.example/", "http.http://" + page.Hostname() + "/", "http." + server.URL + "/ander/", "http.https://" + page.Host + "/"} {
		remotetest.Git(t, s.work, "config", section+".extraHeader", header)
		if _, err := s.remote(t, server.Address()).List(context.Background()); err == nil {
			t.Errorf("%s: it went to %s", section, server.URL)
		}
		remotetest.Git(t, s.work, "config", "--unset", section+".extraHeader")
	}
	remotetest.Git(t, s.work, "config", "http.extraHeader", header)
	remotetest.Git(t, s.work, "config", "--add", "http.extraHeader", "")
	if _, err := s.remote(t, server.Address()).List(context.Background()); err == nil {
		t.Error("the header that was taken back went out")
	}
	remotetest.Git(t, s.work, "config", "--unset-all", "http.extraHeader")

	// Over a connection that others can read it goes not at all.
	remotetest.Git(t, s.work, "config", "http.extraHeader", header)
	heard := ""
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		heard += r.Header.Get("Authorization")
		w.WriteHeader(http.StatusNotFound)
	}))
	defer proxy.Close()
	remotetest.Git(t, s.work, "config", "http.proxy", proxy.URL)
	_, err = s.remote(t, "http://git.example/x.git").List(context.Background())
	is(t, err, remote.NotFound)
	if heard != "" {
		t.Error("the login went over the line: ", heard)
	}
}

// TestProxy goes by way of the proxy that the settings have for a server, and not where they or the environment say not to.
func TestProxy(t *testing.T) {
	s := newStage(t)
	server := remotetest.NewHTTP(t, s.bare)
	page, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	passed := 0
	proxy := httptest.NewServer(&httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) { passed++; r.SetURL(page); r.Out.URL.Path = r.In.URL.Path }})
	defer proxy.Close()
	where := strings.TrimPrefix(proxy.URL, "http://")
	for _, c := range []struct {
		name, setting, value string
		more                 []string
		through              bool
	}{
		{"for all", "http.proxy", proxy.URL, nil, true},
		{"without http://", "http.proxy", where, nil, true},
		{"for the host", "http.http://git.example/.proxy", proxy.URL, nil, true},
		{"for hosts like it", "http.http://*.example/.proxy", proxy.URL, nil, true},
		{"for another host", "http.http://forge.example/.proxy", proxy.URL, nil, false},
		{"of the remote", "remote.origin.proxy", proxy.URL, []string{"http.proxy", "http://127.0.0.1:1"}, true},
		{"none for this host", "http.http://git.example/.proxy", "", []string{"http.proxy", proxy.URL}, false},
		{"none for the remote", "remote.origin.proxy", "", []string{"http.proxy", proxy.URL}, false},
	} {
		if c.more != nil {
			remotetest.Git(t, s.work, "config", c.more[0], c.more[1])
		}
		remotetest.Git(t, s.work, "config", c.setting, c.value)
		passed = 0
		_, err := s.remote(t, "http://git.example/groep/casusboek.git").List(context.Background())
		if through := err == nil && passed > 0; through != c.through {
			t.Errorf("%s: through the proxy %v, %v", c.name, through, err)
		}
		if c.through {
			t.Setenv("no_proxy", "git.example")
			passed = 0
			if _, err := s.remote(t, "http://git.example/groep/casusboek.git").List(context.Background()); err == nil || passed > 0 {
				t.Errorf("%s: no_proxy was passed over", c.name)
			}
			t.Setenv("no_proxy", "")
		}
		remotetest.Git(t, s.work, "config", "--unset", c.setting)
		if c.more != nil {
			remotetest.Git(t, s.work, "config", "--unset", c.more[0])
		}
	}
}

// TestCertificates trusts the certificates that the settings have for a server, from the file that Git would read.
func TestCertificates(t *testing.T) {
	s := newStage(t)
	plain := remotetest.NewHTTP(t, s.bare)
	page, err := url.Parse(plain.URL)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewTLSServer(&httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(page) }})
	defer server.Close()
	bundle := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})
	home := os.Getenv("HOME")
	write(t, filepath.Join(home, "ca.pem"), string(bundle))
	address := server.URL + "/groep/casusboek.git"
	_, err = s.remote(t, address).List(context.Background())
	is(t, err, remote.Certificate)
	for _, c := range []struct {
		setting, value string
		good           bool
	}{
		{"http.sslCAInfo", filepath.Join(home, "ca.pem"), true},
		{"http.sslCAInfo", "~/ca.pem", true},
		{"http." + server.URL + "/.sslCAInfo", "~/ca.pem", true},
		{"http." + server.URL + "/groep.sslCAInfo", "~/ca.pem", true},
		{"http.https://elders.example/.sslCAInfo", "~/ca.pem", false},
		{"http.sslCAInfo", "~/er-niet.pem", false},
	} {
		remotetest.Git(t, s.work, "config", c.setting, c.value)
		if _, err := s.remote(t, address).List(context.Background()); (err == nil) != c.good {
			t.Errorf("%s=%s: %v", c.setting, c.value, err)
		}
		remotetest.Git(t, s.work, "config", "--unset", c.setting)
	}
	t.Setenv("GIT_SSL_CAINFO", filepath.Join(home, "ca.pem"))
	if _, err := s.remote(t, address).List(context.Background()); err != nil {
		t.Error("GIT_SSL_CAINFO: ", err)
	}
}

// TestSilent asks the helpers of the user for a login, but never the user: not on a terminal, with a window, or through a helper that would.
func TestSilent(t *testing.T) {
	s := newStage(t)
	server := remotetest.NewHTTP(t, s.bare)
	server.Users, server.Private = map[string]string{"redactie": secret}, true
	home := os.Getenv("HOME")
	asked := filepath.Join(home, "gevraagd")
	write(t, filepath.Join(home, "vraag"), "#!/bin/sh\ntouch '"+asked+"'\necho x\n")
	if err := os.Chmod(filepath.Join(home, "vraag"), 0o755); err != nil {
		t.Fatal(err)
	}
	helper := filepath.Join(home, "helper")
	write(t, helper, "#!/bin/sh\necho \"$1 $GCM_INTERACTIVE $(git config credential.interactive)\" >>'"+helper+".gezien'\n")
	if err := os.Chmod(helper, 0o755); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(home, ".gitconfig"), "[credential]\n\thelper = \"!'"+helper+"'\"\n[core]\n\taskPass = "+filepath.ToSlash(filepath.Join(home, "vraag"))+"\n")
	t.Setenv("GIT_ASKPASS", filepath.Join(home, "vraag"))
	t.Setenv("SSH_ASKPASS", filepath.Join(home, "vraag"))
	r := s.remote(t, server.Address())
	r.Silent = true
	_, err := r.List(context.Background())
	is(t, err, remote.NoCredentials)
	if _, err := os.Stat(asked); err == nil {
		t.Error("the user was asked")
	}
	if seen, err := os.ReadFile(helper + ".gezien"); err != nil || string(seen) != "get never false\n" {
		t.Errorf("%q %v", seen, err)
	}
	r = s.remote(t, server.Address())
	if _, err := r.List(context.Background()); err == nil {
		t.Error("let in")
	} else if _, err := os.Stat(asked); err != nil {
		t.Error("this test would not see a question")
	}
}

// TestHelpers logs in by credential helpers in every form in which Git takes one.
func TestHelpers(t *testing.T) {
	s := newStage(t)
	server := remotetest.NewHTTP(t, s.bare)
	server.Users, server.Private = map[string]string{"redactie": secret}, true
	home := os.Getenv("HOME")
	script := filepath.Join(home, "map met spatie", "helper")
	write(t, script, "#!/bin/sh\ntest \"$1\" = get || exit 0\necho username=redactie\necho password="+secret+"\n")
	if err := os.Chmod(script, 0o755); err != nil {
		t.Fatal(err)
	}
	for name, settings := range map[string]string{
		"escaped":             "[credential]\n\thelper = " + strings.ReplaceAll(filepath.ToSlash(script), " ", `\\ `) + "\n",
		"command":             "[credential]\n\thelper = \"!f() { test \\\"$1\\\" = get && echo username=redactie && echo password=" + secret + "; }; f\"\n",
		"command with a path": "[credential]\n\thelper = \"!'" + script + "'\"\n",
		"for the server":      "[credential \"" + server.URL + "\"]\n\thelper = \"!'" + script + "'\"\n",
		"user apart":          "[credential \"" + server.URL + "\"]\n\tusername = redactie\n\thelper = \"!f() { grep -q username=redactie && echo password=" + secret + "; }; f\"\n",
		"taken back":          "[credential]\n\thelper = \"!echo username=x; echo password=fout; :\"\n\thelper =\n\thelper = \"!'" + script + "'\"\n",
		"first has none":      "[credential]\n\thelper = \"!true\"\n\thelper = \"!'" + script + "'\"\n",
		"included":            "[include]\n\tpath = meer\n",
	} {
		write(t, filepath.Join(home, ".gitconfig"), settings)
		write(t, filepath.Join(home, "meer"), "[credential]\n\thelper = \"!'"+script+"'\"\n")
		if refs, err := s.remote(t, server.Address()).List(context.Background()); err != nil || len(refs) == 0 {
			t.Errorf("%s: %v", name, err)
		}
	}
}
