package scale_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/must"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/fixture"
)

// BenchmarkCommands runs commands as processes on books of DILEMMA_SCALE dilemmas, and reports of each the time of the processors and the most memory, each a
// dilemma. What grows as the book does, has the same time a dilemma at every size.
func BenchmarkCommands(b *testing.B) {
	for _, n := range sizes(b) {
		dir := book(b, n)
		handed := filepath.Join(dir, "content", "dilemmas", handedIn+".md")
		text := strings.Replace(must.Read(b, filepath.Join(dir, "content", "dilemmas", fixture.Slug(n/2)+".md")), "\ndraft: false\n", "\ndraft: true\n", 1)
		times := 0
		for _, c := range []struct {
			name string
			args []string
		}{
			{"check", []string{"check", "--no-cache"}},
			{"check-again", []string{"check"}},
			{"check-one", []string{"check", "content/dilemmas/" + fixture.Slug(n/2) + ".md"}},
			{"check-since", []string{"check", "--since", "voorstel"}},
			{"list", []string{"list"}},
			{"review", []string{"review", "main..voorstel"}},
			{"export", []string{"export", "--format", "json", "--to", "-"}},
			{"submit", []string{"submit", handedIn}},
		} {
			b.Run(c.name+"/"+strconv.Itoa(n), func(b *testing.B) {
				var used usage
				if c.name == "check-again" { // this time it keeps what it finds
					used.add(b, sitebuild.Command(b, context.Background(), dir, c.args...))
					used = usage{}
				}
				for b.Loop() {
					if c.name == "submit" { // each time another text, on the branch that the first time made
						times++
						must.Write(b, handed, fmt.Sprintf("%s\nZo ging het op %s, de %de keer.\n", text, time.Now().Format(time.DateTime), times))
					}
					used.add(b, sitebuild.Command(b, context.Background(), dir, c.args...))
				}
				used.report(b, n)
			})
		}
		must.Do(b, os.RemoveAll(handed))
	}
}

// handedIn is the slug of a dilemma that is handed in, and not there otherwise.
const handedIn = "nieuw-dilemma"

// usage is what processes took together.
type usage struct {
	seconds float64 // of the processors
	most    int64   // memory of the largest, in kB
}

// add runs a process, whatever it finds, and counts what it took.
func (u *usage) add(b *testing.B, cmd *exec.Cmd) {
	b.Helper()
	var said bytes.Buffer
	cmd.Stderr = &said // what it prints is not kept: an export is the whole book
	must.Do(b, cmd.Start())
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	for status := fmt.Sprintf("/proc/%d/status", cmd.Process.Pid); ; {
		select {
		case err := <-ended:
			if cmd.ProcessState == nil || cmd.ProcessState.ExitCode() > 1 {
				b.Fatalf("%v: %v\n%.2000s", cmd.Args, err, said.String())
			}
			u.seconds += (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds()
			return
		case <-time.After(10 * time.Millisecond):
		}
		// What the system tells when the process has ended counts what this one held when it began it.
		text, _ := os.ReadFile(status) // none once it ended
		if _, after, found := strings.Cut(string(text), "VmHWM:"); found {
			var most int64
			if _, err := fmt.Sscan(after, &most); err == nil {
				u.most = max(u.most, most)
			}
		}
	}
}

func (u *usage) report(b *testing.B, n int) {
	b.ReportMetric(u.seconds*1e6/float64(b.N*n), "µs-cpu/dilemma")
	b.ReportMetric(float64(u.most)/1024, "MB")
	b.ReportMetric(u.seconds/float64(b.N), "s-cpu/op")
	b.ReportMetric(0, "ns/op")
}
