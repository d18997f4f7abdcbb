package repo

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/go-git/go-git/v5/plumbing"
)

// TestConvertAsGit adds files with git under many settings and attributes, and finds of each what git stored.
func TestConvertAsGit(t *testing.T) {
	home := alone(t)
	contents := map[string]string{
		"lf": "een\ntwee\n", "crlf": "een\r\ntwee\r\n", "mixed": "een\r\ntwee\n", "lone": "een\rtwee\r\n", "nul": "een\x00\r\n", "odd": "\x01\x02\x03\r\nab\r\n", "printable": strings.Repeat("a", 400) + "\x01\r\n",
		"empty": "", "id": "$Id: 123abc $\r\n$Id$\n$Id: x\n$\n", "dos": "een\r\n\x1a", "utf8": "één\r\n", "cr-end": "een\r", "escape": "\x1b[1m\r\n\f",
	}
	names := []string{"a.md", "b.csv", "c.txt", "d.bin", "sub/e.csv", "sub/dieper/f.csv", "g met spatie.csv", "H.CSV"}
	attributeFiles := []map[string]string{
		{},
		{".gitattributes": "* text=auto\n"},
		{".gitattributes": "* text=auto eol=lf\n*.bin binary\n*.csv -text\n"},
		{".gitattributes": "*.csv text\n*.txt eol=crlf\n*.md eol=lf\n*.bin text=auto eol=crlf\n"},
		{".gitattributes": "*.csv text\nsub/*.csv -text\n/c.txt text\nsub/** ident\n", "sub/.gitattributes": "dieper/*.csv text\ne.csv !text\n"},
		{".gitattributes": "[attr]tekst text eol=lf\n*.csv tekst\n\"g met*\" -tekst -text\nd.* crlf=input\n*.md -crlf\n*.txt crlf\n# niets\n!x text\n"},
		{".gitattributes": "*.csv binary\n*.csv text\n*.md text -text\n*.txt text=onzin\n", ".git/info/attributes": "b.csv -text\nc.txt text\n"},
		{".gitattributes": "* ident\nsub/ text\n**/f.csv text\n[a-b].* text\n?.bin text\n"},
	}
	tried := 0
	for i, files := range attributeFiles {
		for _, autocrlf := range []string{"", "true", "input", "false"} {
			root := filepath.Join(home, fmt.Sprintf("w%d%s", i, autocrlf))
			run(t, "", "init", "--quiet", root)
			if autocrlf != "" {
				run(t, root, "config", "core.autocrlf", autocrlf)
			}
			run(t, root, "config", "core.safecrlf", "false")
			all := map[string]string{}
			for kind, text := range contents {
				for _, name := range names {
					name = filepath.ToSlash(filepath.Join(filepath.Dir(name), kind, filepath.Base(name)))
					if strings.HasPrefix(name, kind+"/") { // some at the top, where a pattern with a slash begins
						name = filepath.Base(name)
						if kind != "crlf" {
							name = kind + name
						}
					}
					put(t, filepath.Join(root, name), text)
					all[name] = text
				}
			}
			for name, text := range files {
				put(t, filepath.Join(root, name), text)
			}
			run(t, root, "add", ".")
			stored := map[string]string{}
			for line := range strings.SplitSeq(run(t, root, "ls-files", "-s", "-z"), "\x00") {
				if head, name, ok := strings.Cut(line, "\t"); ok {
					stored[name] = strings.Fields(head)[1]
				}
			}
			r, err := Open(root)
			if err != nil {
				t.Fatal(err)
			}
			c := r.Converter()
			for name, text := range all {
				got, err := c.Convert(name, []byte(text), nil)
				if err != nil {
					t.Fatal(err)
				}
				if hash := plumbing.ComputeHash(plumbing.BlobObject, got); hash.String() != stored[name] {
					t.Errorf("%v, autocrlf=%s, %s: %q became %q, git has %q", files, autocrlf, name, text, got, run(t, root, "show", ":"+name))
				}
				tried++
			}
		}
	}
	if tried < 3000 {
		t.Errorf("%d files is little", tried)
	}
}

// TestConvertAgain changes files that Git has with carriage returns already: it keeps those where it guesses that a file is a text.
func TestConvertAgain(t *testing.T) {
	home := alone(t)
	for i, line := range []string{"", "* text=auto\n", "* text\n", "* eol=lf\n", "* text=auto eol=lf\n"} {
		for _, autocrlf := range []string{"true", "input"} {
			root := filepath.Join(home, fmt.Sprintf("w%d%s", i, autocrlf))
			run(t, "", "init", "--quiet", root)
			before := map[string]string{"crlf.csv": "een\r\n", "lf.csv": "een\n", "nul.csv": "\x00\r\n"}
			for name, text := range before {
				put(t, filepath.Join(root, name), text)
			}
			run(t, root, "add", ".")
			run(t, root, "config", "core.autocrlf", autocrlf)
			run(t, root, "config", "core.safecrlf", "false")
			put(t, filepath.Join(root, ".gitattributes"), line)
			r, err := Open(root)
			if err != nil {
				t.Fatal(err)
			}
			c := r.Converter()
			for name, old := range before {
				const text = "een\r\ntwee\r\n"
				put(t, filepath.Join(root, name), text)
				run(t, root, "add", name)
				got, err := c.Convert(name, []byte(text), []byte(old))
				if hash := plumbing.ComputeHash(plumbing.BlobObject, got).String(); err != nil || hash != run(t, root, "rev-parse", ":"+name) {
					t.Errorf("%q, autocrlf=%s, %s: became %q, %v", line, autocrlf, name, got, err)
				}
			}
		}
	}
}

// TestConvertBy refuses what a program or another encoding makes, when Git would use it.
func TestConvertBy(t *testing.T) {
	root := filepath.Join(alone(t), "werk")
	run(t, "", "init", "--quiet", root)
	put(t, filepath.Join(root, ".gitattributes"), "*.webp filter=lfs diff=lfs merge=lfs -text\n*.txt working-tree-encoding=UTF-16LE\n*.csv working-tree-encoding=UTF-8 filter=weg\n*.md -filter\n")
	convert := func(name string) error {
		r, err := Open(root)
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close()
		_, err = r.Converter().Convert(name, []byte("x"), nil)
		return err
	}
	if err := convert("a.webp"); err != nil {
		t.Error("git has no such filter here, and stores the file as it is: ", err)
	}
	run(t, root, "config", "filter.lfs.clean", "git-lfs clean -- %f")
	var by *ConvertError
	for name, want := range map[string]string{"a.webp": "filter=lfs", "sub/b.webp": "filter=lfs", "a.txt": "working-tree-encoding=UTF-16LE", "a.csv": "", "a.md": "", "a.png": ""} {
		err := convert(name)
		if want == "" && err != nil || want != "" && (!errors.As(err, &by) || by.By != want) {
			t.Errorf("%s: %v, want %q", name, err, want)
		}
	}
	_ = os.Remove(filepath.Join(root, ".gitattributes"))
	if err := convert("a.webp"); err != nil {
		t.Error(err)
	}
}
