package rules_test

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/text/unicode/norm"
)

// loose is a disk as macOS has: it finds a file whatever its capitals, and in whichever way an accent is written. Windows does the first.
type loose struct{ fstest.MapFS }

func (l loose) real(name string) string {
	same := func(s string) string { return strings.ToLower(norm.NFC.String(s)) }
	for known := range l.MapFS {
		if same(known) == same(name) {
			return known
		}
	}
	return name
}

func (l loose) Open(name string) (fs.File, error)          { return l.MapFS.Open(l.real(name)) }
func (l loose) Stat(name string) (fs.FileInfo, error)      { return fs.Stat(l.MapFS, l.real(name)) }
func (l loose) ReadFile(name string) ([]byte, error)       { return fs.ReadFile(l.MapFS, l.real(name)) }
func (l loose) ReadDir(name string) ([]fs.DirEntry, error) { return fs.ReadDir(l.MapFS, name) }

// TestSpellingOfFiles links to files by a name that only some disks find: the site would have a dead link, wherever the check runs.
func TestSpellingOfFiles(t *testing.T) {
	const place = "content/dilemmas/terras/index.md"
	for link, want := range map[string]string{
		"Foto.PNG":                   "",
		"./Foto.PNG":                 "",
		"../terras/Foto.PNG":         "",
		"foto.png":                   "heet: Foto.PNG.",
		"FOTO.png":                   "heet: Foto.PNG.",
		"caf\u00e9.csv":              "heet: cafe\u0301.csv.", // written as one letter
		"cafe\u0301.csv":             "",
		"caf%C3%A9.csv":              "heet: cafe\u0301.csv.",
		"CAF%C3%A9.csv":              "heet: cafe\u0301.csv.",
		"/nota.pdf":                  "heet: Nota.pdf.",
		"/Nota.pdf":                  "",
		"weg.png":                    "Het bestand weg.png bestaat niet.",
		"/dilemmas/terras/Foto.PNG":  "bestaat niet",
		"../terras/map/../foto.png":  "heet: Foto.PNG.",
		"/dilemmas/Ander-Dilemma/":   "",
		"../../../etc/passwd.csv":    "bestaat niet",
		"caf\u00e9-en-brood/foto.md": "die niet bestaat",
	} {
		disk := book(complete, map[string]string{
			place: concept + "\n[x](" + link + ")\n", "content/dilemmas/terras/Foto.PNG": "x",
			"content/dilemmas/terras/cafe\u0301.csv": "a\n", "static/Nota.pdf": "x",
		})
		for kind, root := range map[string]fs.FS{"a strict disk": disk, "a loose disk": loose{disk}} {
			var got string
			for _, f := range run(t, root, place) {
				if f.Rule == "body/link" {
					got += f.Message
				}
			}
			if want == "" && got != "" || !strings.Contains(got, want) {
				t.Errorf("%+q on %s: %q, want %q", link, kind, got, want)
			}
		}
	}
}
