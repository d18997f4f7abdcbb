// The command notice writes down whose work the project distributes, and under which licence: NOTICE for the command and the sites that it makes,
// assets/licences/site.txt for a built site alone, and data/licenties.yaml for the page about it. What is linked it asks of the Go tool, for every system
// and for the programs of the form; the texts come from the modules themselves. What is no module, such as the word lists and the faces, stands in parts.
//
//	go run ./tools/notice         writes the three files; a test says when that must be done
//	go run ./tools/notice -hugo   prints the notice of the program hugo, for who distributes it beside dilemma
package main

import (
	"bytes"
	"cmp"
	_ "embed"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/google/licensecheck"
	"go.yaml.in/yaml/v4"
)

//go:generate go run .

var (
	//go:embed parts/words.txt
	wordLists string
	//go:embed parts/faces.txt
	faces string
)

// The files that are made, from the root of the repository.
const (
	noticeFile = "NOTICE"
	siteFile   = "assets/licences/site.txt"
	dataFile   = "data/licenties.yaml"
)

// What is distributed: packages that are built, and for which systems.
var (
	command  = target{[]string{ours + "/cmd/dilemma"}, []system{{"linux", "amd64"}, {"linux", "arm64"}, {"darwin", "arm64"}, {"windows", "amd64"}}}
	programs = target{[]string{ours + "/tools/site/wasm/rules", ours + "/tools/site/wasm/word", ours + "/tools/site/wasm/proposal"}, []system{{"js", "wasm"}}}
	hugo     = target{[]string{"github.com/gohugoio/hugo"}, command.systems}
)

const ours = "github.com/openbaarheid-schuurt/dilemma"

type target struct {
	packages []string
	systems  []system
}

type system struct{ os, arch string }

// A module is code of others in a program.
type module struct {
	Path, Version, Dir string
	licence            string // an SPDX expression
	texts              []string
}

func main() {
	log.SetFlags(0)
	log.SetPrefix("notice: ")
	ofHugo := flag.Bool("hugo", false, "print the notice of the program hugo")
	flag.Parse()
	if *ofHugo {
		if err := printHugo(os.Stdout); err != nil {
			log.Fatal(err)
		}
		return
	}
	root, err := goTool(system{}, "list", "-m", "-f", "{{.Dir}}", ours)
	if err != nil {
		log.Fatal(err)
	}
	dir := strings.TrimSpace(string(root))
	files, err := makeFiles(dir)
	if err != nil {
		log.Fatal(err)
	}
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, text, 0o644)); err != nil {
			log.Fatal(err)
		}
	}
}

// makeFiles returns the text of each file that is made, for the repository in a folder.
func makeFiles(root string) (map[string][]byte, error) {
	ofFaces, err := os.ReadFile(filepath.Join(root, "LICENSES", "OFL-1.1.txt"))
	if err != nil {
		return nil, err
	}
	inCommand, err := command.modules()
	if err != nil {
		return nil, err
	}
	inSite, err := programs.modules()
	if err != nil {
		return nil, err
	}
	notice := `dilemma
Licensed under the EUPL-1.2, see LICENSE. The texts and the data of the book are licensed under CC BY 4.0, see LICENSES/CC-BY-4.0.txt and REUSE.toml.
This file is made by go run ./tools/notice.

The command holds Go with its standard library, what this repository holds, and these modules:

` + list(inCommand) + `
A built site with the programs of its pages (rules.wasm, word.wasm, proposal.wasm and wasm_exec.js) holds, compiled, Go with its standard library and:

` + list(inSite) + "\n" + wordLists + "\n" + faces
	site := `This site holds work of others: in the programs of its pages (rules.wasm, word.wasm, proposal.wasm and wasm_exec.js) Go with its standard library, and

` + list(inSite) + `
and in the search, the form and the pages what follows.

` + wordLists + "\n" + faces
	all := slices.Clone(inCommand)
	for _, m := range inSite {
		if !slices.ContainsFunc(all, func(o module) bool { return o.Path == m.Path }) {
			all = append(all, m)
		}
	}
	data, err := dataOf(all, inSite)
	if err != nil {
		return nil, err
	}
	noticeTexts, err := texts(all)
	if err != nil {
		return nil, err
	}
	siteTexts, err := texts(inSite)
	if err != nil {
		return nil, err
	}
	return map[string][]byte{noticeFile: []byte(notice + noticeTexts), siteFile: []byte(site + siteTexts + rule + "The faces:\n\n" + tidy(string(ofFaces))), dataFile: data}, nil
}

// printHugo prints the notice of the version of Hugo that go.mod pins.
func printHugo(w io.Writer) error {
	modules, err := hugo.modules()
	if err != nil {
		return err
	}
	all, err := texts(modules)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "hugo\nThe program hugo holds Go with its standard library and these modules, Hugo itself among them:\n\n%s%s", list(modules), all)
	return err
}

// modules returns the modules of others of which code is linked, on whatever system, in the order of their paths.
func (t target) modules() ([]module, error) {
	found := map[string]module{}
	for _, s := range t.systems {
		out, err := goTool(s, append([]string{"list", "-tags=review", "-deps", "-json=Module"}, t.packages...)...)
		if err != nil {
			return nil, err
		}
		for decoder := json.NewDecoder(bytes.NewReader(out)); ; {
			var p struct {
				Module *struct {
					module
					Main    bool
					Replace *module
				}
			}
			if err := decoder.Decode(&p); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				return nil, err
			}
			if p.Module == nil || p.Module.Main { // the standard library, or ours
				continue
			}
			m := p.Module.module
			if r := p.Module.Replace; r != nil {
				m = module{Path: m.Path, Version: r.Version, Dir: r.Dir}
			}
			found[m.Path] = m
		}
	}
	all := slices.SortedFunc(maps.Values(found), func(a, b module) int { return cmp.Compare(a.Path, b.Path) })
	for i := range all {
		if err := all[i].readLicence(); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// goTool runs the Go tool as for a system, which may be that of this machine.
func goTool(s system, args ...string) ([]byte, error) {
	cmd := exec.Command("go", args...)
	cmd.Env = os.Environ()
	if s.os != "" {
		cmd.Env = append(cmd.Env, "GOOS="+s.os, "GOARCH="+s.arch, "CGO_ENABLED=0")
	}
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go %s: %w\n%s", strings.Join(args, " "), err, stderr.String())
	}
	return out, nil
}

// licenceName matches the files of a module that say under which licence it is, and those that its licence asks to pass on.
var licenceName = regexp.MustCompile(`(?i)^(licen[cs]e|copying|notice|patents|unlicense)([.-].*)?$|-licen[cs]e`)

// leastKnown is how much of a text, in per cent, must be the words of a licence.
const leastKnown = 75

// readLicence reads the texts of a module and says which licences they are. A text of which too little is known is for a person to read, so that is an error.
func (m *module) readLicence() error {
	entries, err := os.ReadDir(m.Dir)
	if err != nil {
		return err
	}
	var ids []string
	for _, e := range entries {
		if e.IsDir() || !licenceName.MatchString(e.Name()) {
			continue
		}
		text, err := os.ReadFile(filepath.Join(m.Dir, e.Name()))
		if err != nil {
			return err
		}
		m.texts = append(m.texts, tidy(string(text)))
		upper := strings.ToUpper(e.Name())
		if strings.HasPrefix(upper, "NOTICE") || strings.HasPrefix(upper, "PATENTS") {
			continue
		}
		cover := licensecheck.Scan(text)
		if len(cover.Match) == 0 || cover.Percent < leastKnown && len(cover.Match) < 2 {
			return fmt.Errorf("%s: what licence is %s (%.0f%% known)?", m.Path, e.Name(), cover.Percent)
		}
		for _, match := range cover.Match {
			if !slices.Contains(ids, match.ID) {
				ids = append(ids, match.ID)
			}
		}
	}
	if len(ids) == 0 {
		return fmt.Errorf("%s: no licence in %s", m.Path, m.Dir)
	}
	m.licence = strings.Join(slices.Sorted(slices.Values(ids)), " AND ")
	return nil
}

// tidy gives a text the line ends of this repository, so that equal texts are the same.
func tidy(text string) string {
	lines := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " \t\f")
	}
	return strings.Trim(strings.Join(lines, "\n"), "\n") + "\n"
}

// rule stands between two texts.
var rule = "\n" + strings.Repeat("-", 80) + "\n"

// list returns a line for each module.
func list(modules []module) string {
	var b strings.Builder
	for _, m := range modules {
		fmt.Fprintf(&b, "   %s %s (%s)\n", m.Path, m.Version, m.licence)
	}
	return b.String()
}

// texts returns the licences of Go and of modules, each text once, with whose it is above it.
func texts(modules []module) (string, error) {
	root, err := goTool(system{}, "env", "GOROOT")
	if err != nil {
		return "", err
	}
	ofGo := module{Path: "Go"}
	for _, name := range []string{"LICENSE", "PATENTS"} {
		text, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(root)), name))
		if err != nil {
			return "", err
		}
		ofGo.texts = append(ofGo.texts, tidy(string(text)))
	}
	var order []string
	whose := map[string][]string{}
	for _, m := range append([]module{ofGo}, modules...) {
		for _, text := range m.texts {
			if whose[text] == nil {
				order = append(order, text)
			}
			whose[text] = append(whose[text], m.Path)
		}
	}
	var b strings.Builder
	for _, text := range order {
		fmt.Fprintf(&b, "%s%s:\n\n%s", rule, strings.Join(whose[text], ", "), text)
	}
	return b.String(), nil
}

// An entry is what the page on licences shows of a module.
type entry struct {
	Name    string `yaml:"name"`
	Version string `yaml:"version"`
	Licence string `yaml:"licence"`
	Site    bool   `yaml:"site,omitempty"` // whether a built site holds it, and not the command alone
}

// dataOf returns the data for the page.
func dataOf(all, inSite []module) ([]byte, error) {
	var entries []entry
	for _, m := range all {
		site := slices.ContainsFunc(inSite, func(o module) bool { return o.Path == m.Path })
		entries = append(entries, entry{m.Path, m.Version, m.licence, site})
	}
	text, err := yaml.Marshal(map[string][]entry{"modules": entries})
	return append([]byte("# The modules in the command and in the programs of the form. Made by go run ./tools/notice.\n"), text...), err
}
