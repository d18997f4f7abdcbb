// Package gotool runs the command go for the modules of a site. What it compiles follows from the go.mod and go.sum in the folder where it runs, and from
// nothing around it: no workspace, no flags that replace a file or start a program, no vendored copies, no compiler for C.
package gotool

import (
	"context"
	"os"
	"os/exec"
	"strings"
)

// kept are the environment variables that the command needs: where its caches and those of the user are, from where it may fetch modules, and how it gets
// there. No other is passed on, so that no token ends up with what a compiler starts.
var kept = []string{
	"PATH", "HOME", "USERPROFILE", "LOCALAPPDATA", "APPDATA", "SYSTEMROOT", "WINDIR", "COMSPEC", "PATHEXT", "TMPDIR", "TMP", "TEMP", "XDG_CACHE_HOME", "XDG_CONFIG_HOME",
	"GOROOT", "GOPATH", "GOMODCACHE", "GOCACHE", "GOTMPDIR", "GOENV", "GOTOOLCHAIN", "GOPROXY", "GONOPROXY", "GOSUMDB", "GONOSUMDB", "GOPRIVATE", "GOINSECURE", "GOVCS", "GOMAXPROCS",
	"HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR",
}

// fixed are the settings that go before those of the user, also before those of `go env -w`.
var fixed = []string{"GOWORK=off", "GOFLAGS=-mod=readonly -buildvcs=false", "CGO_ENABLED=0"}

// Command returns the command go with these arguments, to run in a folder. The error is that of exec.LookPath.
func Command(ctx context.Context, dir string, args ...string) (*exec.Cmd, error) {
	program, err := exec.LookPath("go")
	if err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Dir = dir
	cmd.Env = environment(os.Environ())
	return cmd, nil
}

func environment(all []string) []string {
	var env []string
	for _, name := range kept {
		for _, setting := range all {
			if key, _, ok := strings.Cut(setting, "="); ok && strings.EqualFold(key, name) {
				env = append(env, setting)
			}
		}
	}
	return append(env, fixed...)
}
