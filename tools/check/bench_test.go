package check_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"go.yaml.in/yaml/v4"

	"github.com/openbaarheid-schuurt/dilemma/tools/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/check"
	"github.com/openbaarheid-schuurt/dilemma/tools/sample"
)

// BenchmarkBook checks a book from disk, and beside it only reads the same files and decodes their YAML, as many at a time.
// The metric x/decode is what a check costs, with decoding as one.
func BenchmarkBook(b *testing.B) {
	for _, n := range []int{1000, 10000} {
		root := b.TempDir()
		if err := sample.Write(root, definition(), n); err != nil {
			b.Fatal(err)
		}
		if err := os.CopyFS(filepath.Join(root, "data"), os.DirFS(filepath.Join("..", "..", "data"))); err != nil {
			b.Fatal(err)
		}
		if err := os.MkdirAll(filepath.Join(root, "content/handreiking"), 0o755); err != nil {
			b.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(root, "content/handreiking/_index.md"), []byte("---\ntitle: x\n---\n"), 0o644); err != nil {
			b.Fatal(err)
		}
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			var checking, decoding time.Duration
			for b.Loop() {
				start := time.Now()
				result := check.New(casebook.Open(casebook.DirFS(root)), today).All()
				checking += time.Since(start)
				if len(result.Findings) != 0 || result.Files != n+1 {
					b.Fatal(result.Files, result.Findings[:1])
				}
				start = time.Now()
				decode(b, root)
				decoding += time.Since(start)
			}
			b.ReportMetric(float64(checking)/float64(decoding), "x/decode")
			b.ReportMetric(float64(checking.Microseconds())/float64(b.N*n), "µs/dilemma")
		})
	}
}

func decode(b *testing.B, root string) {
	files, err := filepath.Glob(filepath.Join(root, "content/dilemmas/*.md"))
	if err != nil {
		b.Fatal(err)
	}
	casebook.Parallel(len(files), func(i int) {
		src, err := os.ReadFile(files[i])
		if err != nil {
			b.Error(err)
			return
		}
		var front map[string]any
		if err := yaml.Unmarshal(bytes.SplitN(src, []byte("---\n"), 3)[1], &front); err != nil {
			b.Error(err)
		}
	})
}
