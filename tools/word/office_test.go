package word_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/fixture"
	"github.com/openbaarheid-schuurt/dilemma/tools/word"
)

// skip skips a test for want of something on this machine; where DILEMMA_NO_SKIP is set, that is a failure.
func skip(t testing.TB, format string, args ...any) {
	t.Helper()
	if os.Getenv("DILEMMA_NO_SKIP") != "" {
		t.Fatalf("may not be skipped: "+format, args...)
	}
	t.Skipf(format, args...)
}

// officeHas reports whether LibreOffice has a module, which Debian packs apart.
func officeHas(module string) bool {
	soffice, err := exec.LookPath("soffice")
	if err == nil {
		soffice, err = filepath.EvalSymlinks(soffice)
	}
	if err == nil {
		_, err = os.Stat(filepath.Join(filepath.Dir(soffice), "lib"+module+"lo.so"))
	}
	return err == nil
}

// office lets LibreOffice open documents and save them in another form, and returns what it wrote by the name without its ending.
func office(t *testing.T, form string, docs map[string][]byte) map[string][]byte {
	t.Helper()
	soffice, err := exec.LookPath("soffice")
	if err != nil {
		skip(t, "no soffice: install libreoffice-writer-nogui")
	}
	from, to, profile := t.TempDir(), t.TempDir(), t.TempDir()
	args := []string{"-env:UserInstallation=file://" + filepath.ToSlash(profile), "--headless", "--convert-to", form, "--outdir", to}
	for name, data := range docs {
		file := filepath.Join(from, name+".docx")
		if err := os.WriteFile(file, data, 0o644); err != nil {
			t.Fatal(err)
		}
		args = append(args, file)
	}
	output, err := exec.Command(soffice, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("soffice: %v\n%s", err, output)
	}
	out := map[string][]byte{}
	for name := range docs {
		data, err := os.ReadFile(filepath.Join(to, name+"."+form))
		if err != nil {
			t.Fatalf("%v\n%s", err, output)
		}
		out[name] = data
	}
	return out
}

// TestLibreOffice lets LibreOffice open the canvas and save it again, as Word and as OpenDocument.
func TestLibreOffice(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long: not under -short")
	}
	def := load(t)
	docs, files := map[string][]byte{}, map[string]*casebook.File{}
	for n := range 12 {
		name := fmt.Sprint(n)
		files[name] = casebook.Parse(casebook.Path("x"), []byte(fixture.Dilemma(def, n)))
		docs[name] = word.Write(def, files[name].Front, string(files[name].Body()))
	}
	book := casebook.Open(casebook.DirFS(root))
	for _, slug := range book.Slugs() {
		files[slug] = book.Lookup(slug)
		docs[slug] = word.Write(def, files[slug].Front, string(files[slug].Body()))
	}
	docs["blank"] = word.Write(def, nil, "")
	for _, form := range []string{"docx", "odt"} {
		t.Run(form, func(t *testing.T) {
			saved := office(t, form, docs)
			for name, f := range files {
				same(t, name, f, read(t, def, saved[name]))
			}
			blank := read(t, def, saved["blank"])
			if len(blank.Front.Pairs) > 0 || blank.Story != "" || blank.Warnings != nil {
				t.Errorf("the blank canvas says\n%s%q", casebook.Format(blank.Front, blank.Story), blank.Warnings)
			}
		})
	}
}

var _ = canvas.File
