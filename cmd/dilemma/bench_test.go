package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// BenchmarkCheckOneFile checks one dilemma of this repository, as a whole process, in turn with a Go program that prints one
// line. The metric x/hello is what the check costs, with that program as one.
func BenchmarkCheckOneFile(b *testing.B) {
	dir := b.TempDir()
	hello := filepath.Join(dir, "hello.go")
	if err := os.WriteFile(hello, []byte("package main\n\nimport \"fmt\"\n\nfunc main() { fmt.Println(\"hallo\") }\n"), 0o644); err != nil {
		b.Fatal(err)
	}
	for name, source := range map[string]string{"hello": hello, "dilemma": "."} {
		if out, err := exec.Command("go", "build", "-o", filepath.Join(dir, name), source).CombinedOutput(); err != nil {
			b.Fatalf("%v\n%s", err, out)
		}
	}
	file := filepath.Join("..", "..", "content", "dilemmas", "onderzoek-klaar-onderhandeling-niet.md")
	var hellos, checks time.Duration
	for b.Loop() {
		hellos += process(b, filepath.Join(dir, "hello"))
		checks += process(b, filepath.Join(dir, "dilemma"), "check", file)
	}
	b.ReportMetric(float64(checks)/float64(hellos), "x/hello")
}

func process(b *testing.B, name string, args ...string) time.Duration {
	start := time.Now()
	if out, err := exec.Command(name, args...).CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	return time.Since(start)
}
