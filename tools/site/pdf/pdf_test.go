package pdf

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// network is the log that a browser keeps of all that it does on the network.
type network struct {
	Constants struct{ LogEventTypes map[string]int }
	Events    []struct {
		Type   int
		Params struct {
			Host, Address string
			AddressList   []string `json:"address_list"`
		}
	}
}

// TestQuiet prints with a browser that logs what it does on the network: it speaks to our server, looks up no name and sends nothing to another machine. The
// documents don't tell with which browser or on which system they were made.
func TestQuiet(t *testing.T) {
	if testing.Short() || runtime.GOOS == "windows" {
		t.Skip("starts a browser, from a script of a shell")
	}
	browser, err := Find()
	if err != nil {
		if os.Getenv("DILEMMA_NO_SKIP") != "" {
			t.Fatal(err)
		}
		t.Skip(err)
	}
	public, logs := t.TempDir(), t.TempDir()
	for _, d := range Documents {
		folder := filepath.Join(public, filepath.FromSlash(d.Page))
		if err := os.MkdirAll(folder, 0o755); err != nil {
			t.Fatal(err)
		}
		// A page that wants to fetch from elsewhere does not get it either.
		page := `<!doctype html><html lang="nl"><title>Proef</title><h1>Proef</h1><img src="http://elders.test/x.png"><p>Tekst`
		if err := os.WriteFile(filepath.Join(folder, "index.html"), []byte(page), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	logging := filepath.Join(logs, "browser")
	if err := os.WriteFile(logging, []byte(fmt.Sprintf("#!/bin/sh\nexec '%s' --log-net-log='%s/'$$.json \"$@\"\n", browser, logs)), 0o755); err != nil {
		t.Fatal(err)
	}
	// The user may have a proxy, which would look the names up.
	for _, name := range []string{"http_proxy", "https_proxy", "all_proxy"} {
		t.Setenv(name, "http://127.0.0.1:1")
	}
	if err := Make(t.Context(), logging, public); err != nil {
		t.Fatal(err)
	}
	written, err := filepath.Glob(filepath.Join(logs, "*.json"))
	if err != nil || len(written) != len(Documents) {
		t.Fatal(written, err)
	}
	for _, name := range written {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var log network
		if err := json.Unmarshal(text, &log); err != nil {
			t.Fatal(err)
		}
		names := map[int]string{}
		for name, number := range log.Constants.LogEventTypes {
			names[number] = name
		}
		spoken := false
		for _, e := range log.Events {
			p := e.Params
			switch kind := names[e.Type]; kind {
			case "HOST_RESOLVER_MANAGER_REQUEST":
				if p.Host != "" && !strings.HasPrefix(p.Host, "http://127.0.0.1:") && !strings.HasSuffix(p.Host, "://~notfound") {
					t.Errorf("it asks for %s", p.Host)
				}
			case "TCP_CONNECT", "TCP_CONNECT_ATTEMPT":
				for _, address := range append(p.AddressList, p.Address) {
					spoken = spoken || address != ""
					if address != "" && !strings.HasPrefix(address, "127.0.0.1:") {
						t.Errorf("it connects to %s", address)
					}
				}
			case "DNS_TRANSACTION", "HOST_RESOLVER_SYSTEM_TASK", "UDP_BYTES_SENT", "HTTP_TRANSACTION_TUNNEL_SEND_REQUEST":
				t.Errorf("%s %+v", kind, p)
			}
		}
		if !spoken {
			t.Error("the log does not even tell of our own server")
		}
	}
	for _, d := range Documents {
		text, err := os.ReadFile(filepath.Join(public, filepath.FromSlash(d.File)))
		if err != nil {
			t.Fatal(err)
		}
		for _, word := range []string{"Mozilla", "Chrom", "Skia", "X11", "Linux", "Windows", "Macintosh", runtime.GOARCH, "WebKit"} {
			if strings.Contains(string(text), word) {
				t.Errorf("%s says %s", d.File, word)
			}
		}
		if !strings.Contains(string(text), "/Creator (dilemma)") || !regexp.MustCompile(`/Producer \(dilemma *\)`).Match(text) {
			t.Errorf("%s says nothing of what made it", d.File)
		}
	}
}

func TestProducer(t *testing.T) {
	for before, after := range map[string]string{
		"<</Producer (Skia/PDF m156)\n": "<</Producer (dilemma      )\n",
		"/Producer (Skia/PDF m1) x":     "/Producer (dilemma    ) x",
		"/Producer (iets anders)":       "/Producer (iets anders)",
		"geen":                          "geen",
	} {
		if got := string(withoutProducer([]byte(before))); got != after || len(got) != len(before) {
			t.Errorf("%q", got)
		}
	}
}

// TestInstalled looks where the installers of Windows and macOS put a browser.
func TestInstalled(t *testing.T) {
	env := func(name string) string {
		return map[string]string{"ProgramFiles": `C:\Program Files`, "ProgramFiles(x86)": `C:\Program Files (x86)`}[name]
	}
	for system, want := range map[string]string{
		"windows": `C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe`,
		"darwin":  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
	} {
		if got := installed(system, env); !slices.Contains(got, want) || slices.ContainsFunc(got, func(p string) bool { return strings.HasPrefix(p, `\`) }) {
			t.Errorf("%s: %q", system, got)
		}
	}
	if got := installed("linux", env); len(got) > 0 {
		t.Error(got)
	}
}
