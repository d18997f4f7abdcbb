package scale_test

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
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

// BenchmarkBuild builds the site of books of DILEMMA_SCALE dilemmas, in Dutch alone, as a process of the command, and reports what that takes with all that it starts:
// the time of the processors, the most memory of one process, and how large the site is.
func BenchmarkBuild(b *testing.B) {
	for _, n := range sizes(b) {
		dir := book(b, n)
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			target := filepath.Join(b.TempDir(), "site")
			var seconds, most float64
			for b.Loop() {
				must.Do(b, os.RemoveAll(target))
				cmd := sitebuild.Command(b, context.Background(), dir, "build", "--destination", target)
				cmd.Env = append(cmd.Environ(), "HUGO_DISABLELANGUAGES=en")
				if out, err := cmd.CombinedOutput(); err != nil {
					b.Fatalf("%v: %v\n%s", cmd.Args, err, out)
				}
				used := cmd.ProcessState.SysUsage().(*syscall.Rusage)
				seconds += (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds()
				most = max(most, float64(used.Maxrss)/1024)
			}
			var files, size int64
			must.Do(b, filepath.WalkDir(target, func(_ string, d fs.DirEntry, err error) error {
				if err != nil || d.IsDir() {
					return err
				}
				info, err := d.Info()
				if err == nil {
					files, size = files+1, size+info.Size()
				}
				return err
			}))
			b.ReportMetric(seconds*1e3/float64(b.N*n), "ms-cpu/dilemma")
			b.ReportMetric(seconds/float64(b.N), "s-cpu/op")
			b.ReportMetric(most, "MB")
			b.ReportMetric(float64(files), "files")
			b.ReportMetric(float64(size)/1e6, "MB-site")
		})
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
