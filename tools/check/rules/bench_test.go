package rules_test

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/fixture"
)

// madeUpSettings is a hugo.toml that says that the examples in the explanation of the rules are made up.
const madeUpSettings = "[params.dilemma]\ninvented = ['data/regels.yaml']\n"

// BenchmarkBook checks a book from disk, alternating with only reading the same files and decoding their YAML, equally many at a time. The metric
// x/decode is the time of the check divided by that of decoding.
func BenchmarkBook(b *testing.B) {
	for _, n := range []int{1000, 10000} {
		root := b.TempDir()
		if err := fixture.Write(root, definition(), n); err != nil {
			b.Fatal(err)
		}
		if err := os.CopyFS(filepath.Join(root, "data"), os.DirFS(filepath.Join("..", "..", "..", "data"))); err != nil {
			b.Fatal(err)
		}
		if err := os.MkdirAll(filepath.Join(root, "content/handreiking"), 0o755); err != nil {
			b.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(root, "content/handreiking/_index.md"), []byte("---\ntitle: x\n---\n"), 0o644); err != nil {
			b.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(root, "hugo.toml"), []byte(madeUpSettings), 0o644); err != nil {
			b.Fatal(err)
		}
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			var checking, decoding time.Duration
			for b.Loop() {
				start := time.Now()
				result := checkerOf(casebook.DirFS(root)).All()
				checking += time.Since(start)
				if len(result.Findings) != 0 || result.Files < n {
					b.Fatal(result.Files, result.Findings)
				}
				start = time.Now()
				if err := fixture.Decode(root); err != nil {
					b.Fatal(err)
				}
				decoding += time.Since(start)
			}
			b.ReportMetric(float64(checking)/float64(decoding), "x/decode")
			b.ReportMetric(float64(checking.Microseconds())/float64(b.N*n), "µs/dilemma")
		})
	}
}

// BenchmarkPeer checks 1,000 dilemmas, alternating with remark-lint-frontmatter-schema on the same files and the same schema, both as whole
// processes. The metric x/faster says how many times faster the check is, although it does more: places, relations, links and language. DILEMMA_PEER
// is a folder with the peer; docs/measurements.md says how to make one.
func BenchmarkPeer(b *testing.B) {
	peer := os.Getenv("DILEMMA_PEER")
	if peer == "" {
		b.Skip("DILEMMA_PEER names no folder with remark-lint-frontmatter-schema")
	}
	const n = 1000
	root := b.TempDir()
	if err := fixture.Write(root, definition(), n); err != nil {
		b.Fatal(err)
	}
	files := map[string]string{
		"hugo.toml": madeUpSettings, "content/handreiking/_index.md": "---\ntitle: x\n---\n",
		// The peer supports JSON Schema up to draft 07, and does not parse an unquoted date as text.
		"peer/schema.json": strings.Replace(string(definition().Schema()), "https://json-schema.org/draft/2020-12/schema", "http://json-schema.org/draft-07/schema#", 1),
		"peer/.remarkrc.mjs": `import frontmatter from "remark-frontmatter";
import schema from "remark-lint-frontmatter-schema";
export default { plugins: [frontmatter, [schema, { schemas: { "./schema.json": ["./dilemmas/*.md"] } }]] };
`,
	}
	unquoted := regexp.MustCompile(`(?m)^(date|herzien_voor): (\S+)$`)
	for i := 1; i <= n; i++ {
		files["peer/dilemmas/"+fixture.Slug(i)+".md"] = unquoted.ReplaceAllString(fixture.Dilemma(definition(), i), `$1: "$2"`)
	}
	for name, text := range files {
		file := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			b.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			b.Fatal(err)
		}
	}
	modules, err := filepath.Abs(filepath.Join(peer, "node_modules"))
	if err != nil {
		b.Fatal(err)
	}
	if err := errors.Join(
		os.CopyFS(filepath.Join(root, "data"), os.DirFS(filepath.Join("..", "..", "..", "data"))),
		os.Symlink(modules, filepath.Join(root, "peer", "node_modules")),
		exec.Command("go", "build", "-o", filepath.Join(root, "dilemma"), "../../../cmd/dilemma").Run(),
	); err != nil {
		b.Fatal(err)
	}
	var ours, theirs time.Duration
	for b.Loop() {
		ours += process(b, root, filepath.Join(root, "dilemma"), "check")
		theirs += process(b, filepath.Join(root, "peer"), filepath.Join(modules, ".bin", "remark"), "--quiet", "--frail", "dilemmas")
	}
	b.ReportMetric(float64(theirs)/float64(ours), "x/faster")
}

func process(b *testing.B, dir, name string, args ...string) time.Duration {
	start := time.Now()
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		b.Fatalf("%s: %v\n%s", name, err, out[:min(len(out), 2000)])
	}
	return time.Since(start)
}
