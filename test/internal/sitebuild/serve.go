package sitebuild

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"
)

// Serves starts `dilemma serve`, waits until a page says something, does what else is asked, and stops it as a user would.
func Serves(t testing.TB, dir, address, want string, then ...func(site string)) {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("no interrupt on Windows")
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := listener.Addr().(*net.TCPAddr).Port
	if err := listener.Close(); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Minute)
	defer cancel()
	cmd := Command(t, ctx, dir, "serve", "--port", fmt.Sprint(port))
	output, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := make(chan string, 1)
	go func() {
		line, _ := bufio.NewReader(output).ReadString('\n')
		lines <- line
		_, _ = io.Copy(io.Discard, output)
	}()
	found := false
	for !found && ctx.Err() == nil {
		if res, err := http.Get(fmt.Sprintf("http://localhost:%d%s", port, address)); err == nil {
			body, _ := io.ReadAll(res.Body)
			res.Body.Close()
			found = strings.Contains(string(body), want)
		}
		time.Sleep(100 * time.Millisecond)
	}
	if !found {
		t.Errorf("%s never says %q", address, want)
	}
	for _, do := range then {
		do(fmt.Sprintf("http://localhost:%d", port))
	}
	if line := <-lines; !strings.Contains(line, fmt.Sprintf("http://localhost:%d/", port)) {
		t.Errorf("serve begins with %q", line)
	}
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		t.Errorf("stopping ends with %v", err)
	}
}
