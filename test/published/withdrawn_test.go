package published_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/must"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/fixture"
	"github.com/openbaarheid-schuurt/dilemma/tools/word"
)

// title and reason are words of the dilemma that is withdrawn: the first may stay on its page, but not when it is emptied, the second stays.
const (
	title  = "Krimpvlaamse Zwartewoudtaart"
	reason = "Ingetrokken wegens herkenbaarheid"
	slug   = "proefstuk"
)

// words are the words that only the withdrawn dilemma has: one in each part of its file, and in its attachments.
var words = []string{"qxwaarom", "qxspeler", "qxconclusie", "qxverhaal", "qxbijlage", "qxtabel", "qxdocument", "qxplaatje", "qxdiep", "qxalias", "qxcommentaar"}

// secret returns the dilemma: what fixture makes, with a word in many places.
func secret(t *testing.T) string {
	text := fixture.Dilemma(sitebuild.Definition(t), 7)
	put := func(pattern, with string) {
		t.Helper()
		at := regexp.MustCompile(pattern)
		if !at.MatchString(text) {
			t.Fatalf("no %s in\n%s", pattern, text)
		}
		first := true
		text = at.ReplaceAllStringFunc(text, func(found string) string {
			if !first {
				return found
			}
			first = false
			return at.ReplaceAllString(found, with)
		})
	}
	put(`(?m)^title: .*`, "title: "+title)
	put(`(?m)^draft: false`, "draft: false\naliases: [/dilemmas/qxalias/]")
	put(`(?m)(    waarom_nu: \|\n)`, "${1}      Een qxwaarom gaat vooraf.\n")
	put(`(?m)(      - speler: ).*`, "${1}Qxspeler van de gemeente")
	put(`(?m)(    conclusie: \|\n)`, "${1}      Een qxconclusie volgt.\n")
	return text + "\nEen qxverhaal, met een [stuk](qxbijlage.txt) erbij.\n"
}

// book makes a book in which other dilemmas point to the one that is withdrawn. In a repository of Git its versions are known.
func book(t *testing.T, page, text string) (dir string, commit func(message string)) {
	t.Helper()
	dir = sitebuild.Repository(t)
	def := sitebuild.Definition(t)
	sitebuild.Set(t, dir, "[params.diwoo]\npublisher = 'https://identifier.overheid.nl/tooi/id/gemeente/gm0363'\n")
	for n := range 6 {
		other := fixture.Dilemma(def, 20+n)
		if n == 0 {
			other = strings.Replace(other, "draft: false\n", "draft: false\nvervangen_door: "+slug+"\n", 1)
		}
		must.Write(t, filepath.Join(dir, casebook.Path(fixture.Slug(20+n))), other)
	}
	must.Write(t, filepath.Join(dir, filepath.FromSlash(page)), text)
	must.Write(t, filepath.Join(dir, ".gitignore"), "/public/\n/elders/\n")
	git := func(args ...string) {
		t.Helper()
		cmd := exec.CommandContext(context.Background(), "git", append([]string{"-c", "user.name=Redactie", "-c", "user.email=redactie@example.org"}, args...)...)
		cmd.Dir = dir
		run(t, cmd, 0)
	}
	git("init", "--quiet", "--initial-branch", "main")
	commit = func(message string) {
		t.Helper()
		git("add", ".")
		git("commit", "--quiet", "--message", message)
	}
	return dir, commit
}

// attach puts attachments of several kinds beside a dilemma in a folder, and returns their names.
func attach(t *testing.T, dir string) []string {
	t.Helper()
	names := []string{"qxbijlage.txt", "qxtabel.csv", "qxdocument.docx", "qxplaatje.svg", "map/qxdiep.txt"}
	for _, name := range names {
		data := "een tekst met " + strings.TrimSuffix(filepath.Base(name), filepath.Ext(name)) + "\n"
		switch filepath.Ext(name) {
		case ".docx":
			data = string(word.Write(sitebuild.Definition(t), nil, "Een qxdocument uit Word."))
		case ".svg":
			data = `<svg xmlns="http://www.w3.org/2000/svg"><title>qxplaatje</title></svg>`
		}
		must.Write(t, filepath.Join(dir, filepath.FromSlash(name)), data)
	}
	return names
}

// TestWithdrawnIsGone publishes a dilemma, withdraws it with the command, and goes through every file of the site, in every language: none has a word of
// it, apart from the title on its own page and in the data, and that not when it is emptied.
func TestWithdrawnIsGone(t *testing.T) {
	t.Parallel()
	for _, bundle := range []bool{false, true} {
		for _, empty := range []bool{false, true} {
			t.Run(fmt.Sprintf("bundle=%v,empty=%v", bundle, empty), func(t *testing.T) {
				page := casebook.Places(slug)[0]
				if bundle {
					page = casebook.Places(slug)[1]
				}
				dir, commit := book(t, page, strings.ReplaceAll(secret(t), "[stuk](qxbijlage.txt)", map[bool]string{true: "[stuk](qxbijlage.txt)", false: "stuk qxbijlage"}[bundle]))
				var attached []string
				if bundle {
					attached = attach(t, filepath.Dir(filepath.Join(dir, filepath.FromSlash(page))))
				}
				commit("Publiceer")
				public := filepath.Join(dir, "public")
				build := func() map[string][]byte {
					t.Helper()
					dilemma(t, dir, 0, "build", "--base-url", sitebuild.Address)
					return files(t, public)
				}

				before := build()
				for _, name := range attached {
					at := "dilemmas/" + slug + "/" + name // to which every language links
					if want := must.Read(t, dir, filepath.Dir(page), name); string(before[at]) != want {
						t.Errorf("%s is not the attachment", at)
					}
				}
				var have []byte
				for name, data := range before {
					have = append(append(have, name...), bytes.ToLower(unpacked(t, name, data))...)
				}
				var known []string
				for _, word := range append(slices.Clone(words), strings.Fields(strings.ToLower(title))...) {
					if bytes.Contains(have, []byte(word)) {
						known = append(known, word)
					}
				}
				if want := map[bool]int{false: 8, true: 12}[bundle]; len(known) < want {
					t.Fatalf("before it is withdrawn, the site has only %q", known)
				}

				must.Do(t, os.CopyFS(filepath.Join(dir, "elders"), os.DirFS(public)))
				args := []string{"withdraw", slug, "--reason", reason}
				if empty {
					args = append(args, "--empty")
				}
				dilemma(t, dir, 0, args...)
				commit("Trek in")
				if bundle { // in a folder of the user's own nothing is removed, so there the build says what is still there
					if out := dilemma(t, dir, 2, "build", "--base-url", sitebuild.Address, "--destination", "elders"); !strings.Contains(out, filepath.Join("elders", "dilemmas", slug, "map", "qxdiep.txt")) {
						t.Errorf("what an earlier build left behind is not told\n%s", out)
					}
				}
				found := 0
				for name, data := range build() {
					content := bytes.ToLower(unpacked(t, name, data))
					if bytes.Contains(content, []byte(strings.ToLower(reason))) {
						found++
					}
					for _, word := range known {
						at := bytes.Index(content, []byte(word))
						if at < 0 && !strings.Contains(name, word) || !empty && strings.Contains(strings.ToLower(title), word) && mayHaveTitle(name) {
							continue
						}
						if word == "qxalias" && !empty && name == "dilemmas/qxalias/index.html" {
							continue // its old address leads to its page
						}
						t.Errorf("%s has %q: %s", name, word, content[max(0, at-60):min(len(content), max(at, 0)+60)])
					}
					if rest, below := strings.CutPrefix(strings.TrimPrefix(name, "en/"), "dilemmas/"+slug+"/"); below && rest != "index.html" && (rest != "oefenen/index.html" || strings.HasPrefix(name, "en/")) {
						t.Errorf("%s is still there", name)
					}
				}
				if found < 2 {
					t.Errorf("the reason stands on %d pages", found)
				}
			})
		}
	}
}

// mayHaveTitle reports whether a file may have the title of a dilemma that is withdrawn and not emptied: its own page in each language, with that to
// practise, and the data of the casebook.
func mayHaveTitle(name string) bool {
	data := []string{"dilemmas/index.json", "dilemmas/index.csv", "dilemmas/casusboek.json", "dilemmas/casusboek.xlsx"}
	return strings.HasPrefix(strings.TrimPrefix(name, "en/"), "dilemmas/"+slug+"/") || slices.Contains(data, name)
}
