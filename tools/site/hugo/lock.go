package hugo

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"

	"github.com/openbaarheid-schuurt/dilemma/tools/lazy"
)

// Site is what Hugo makes a site of, besides the files in the folder of the site, which go before all else.
type Site struct {
	// Settings is the content of the site's hugo.toml.
	Settings []byte
	// Product are the files behind those of the site, in the folders of Hugo.
	Product fs.FS
	// Common is the path in Product of the settings that go behind those of the site.
	Common string
	// Replaced are the paths in Product of the data files that the site has its own of. Hugo would mix the two, key by key.
	Replaced []string
	// Left are the paths of pages below content that Hugo must not read, with all that stands beside them when they are that of a folder.
	Left []string
}

// Write writes the product to a folder, and a configuration by which Hugo takes the folder itself and the product as modules: data/, assets/ and static/ in the
// folder go before those of the product. The configuration also locks what no setting of the site may change. Write returns the value for Hugo's option --config, to
// be used in the folder of the site. The error is ErrSettings when settings are no TOML, or one of the file system.
func (s Site) Write(dir string) (config string, err error) {
	locked, err := s.lock()
	if err != nil {
		return "", err
	}
	product := filepath.Join(dir, "product")
	if err := os.CopyFS(product, s.Product); err != nil {
		return "", err
	}
	replaced := make([]string, len(s.Replaced))
	for i, name := range s.Replaced {
		replaced[i] = "! " + strings.TrimPrefix(name, "data")
	}
	imports, err := toml.Marshal(map[string]any{"module": map[string]any{"mounts": s.mounts(), "imports": []any{
		map[string]any{"path": dir, "mounts": []mount{{Source: "data", Target: "data"}, {Source: "assets", Target: "assets"}, {Source: "static", Target: "static"}}},
		map[string]any{"path": product, "mounts": append([]mount{{Source: "data", Target: "data", Files: replaced}}, mountsOfProduct...)},
	}}})
	if err != nil {
		return "", err
	}
	name := filepath.Join(dir, "settings.toml")
	return strings.Join([]string{filepath.Join(product, filepath.FromSlash(s.Common)), "hugo.toml", name}, ","), os.WriteFile(name, append(locked, imports...), 0o644)
}

// mounts returns those of the site, without the pages that are left out.
func (s Site) mounts() []mount {
	all := slices.Clone(mounts)
	for i, m := range all[:len(pages)] {
		var left []string
		for _, name := range s.Left {
			if folder, isIndex := strings.CutSuffix(name, "/index.md"); isIndex && strings.Count(folder, "/") > 1 {
				name = folder
			}
			if below, found := strings.CutPrefix(name, m.Source+"/"); found {
				below = globSigns().ReplaceAllString(below, `\$0`)
				left = append(left, "! /"+below, "! /"+below+"/**")
			}
		}
		all[i].Files = append(left, m.Files...)
	}
	return all
}

// globSigns matches the signs that mean something in a pattern of a mount.
var globSigns = lazy.Regexp(`[*?\[\]{}!\\]`)

// A mount is a folder that Hugo takes, and which files in it.
type mount struct {
	Source string   `toml:"source"`
	Target string   `toml:"target"`
	Files  []string `toml:"files,omitempty"`
	Sites  *sites   `toml:"sites,omitempty"`
}

type sites struct {
	Matrix map[string][]string `toml:"matrix"`
}

// pages are the folders of which pages are made. The same stand in hugo.toml, for who runs Hugo alone. Of what stands below content, pages are made of Markdown
// alone and by the templates that make pages of data; beside a dilemma stand its attachments. Hugo's own rule is that every other file is published, or made a
// page of when its name ends on .html, .org and the like. Dilemmas stand in every language as they were written.
var pages = []mount{
	{Source: "content", Target: "content", Files: []string{"! /dilemmas/*/**", "! **._*", "*.md", "**/*.md", "/spelers/_content.gotmpl", "/meedoen/regels/_content.gotmpl", "/maand/_content.gotmpl"}},
	{Source: "content/dilemmas", Target: "content/dilemmas", Files: []string{"*.md", "/*/index.md", "! **/{index.*,_*,*._*}", "! **.{md,markdown,mdown,html,htm,adoc,asciidoc,ad,org,rst,pdc,pandoc,gotmpl}", "! **.{bak,old,orig,rej,tmp,temp,swp,swo,save,copy,lock}", "! **/{~$*,thumbs.db,desktop.ini}", "/*/**/*", "/*/*"}, Sites: &sites{map[string][]string{"languages": {"*"}}}},
}

var mounts = append(pages[:2:2],
	mount{Source: "layouts", Target: "layouts"}, mount{Source: "assets", Target: "assets"}, mount{Source: "data", Target: "data"}, mount{Source: "i18n", Target: "i18n"},
	mount{Source: "static", Target: "static", Files: []string{"! **.dilemma-unfinished-*"}}, mount{Source: "archetypes", Target: "archetypes"})

// mountsOfProduct are those of a product, except for its data.
var mountsOfProduct = append(pages[:1:1],
	mount{Source: "layouts", Target: "layouts"}, mount{Source: "assets", Target: "assets"}, mount{Source: "i18n", Target: "i18n"}, mount{Source: "static", Target: "static"},
	mount{Source: "archetypes", Target: "archetypes"})

// ErrSettings means that the settings of the site can't be read.
var ErrSettings = errors.New("settings")

// unpublished is a cascade by which nothing beside a page is published, unless a template publishes it.
var unpublished = map[string]any{"build": map[string]any{"publishResources": false}}

// lock returns settings that go before those of the site, so that nothing comes on the site that belongs to no page, whatever the settings say: no theme,
// pictures from the cache of the user instead of the folder resources, and unpublished before all other cascades. Of two cascades Hugo follows the first: those
// of the site go before the common ones.
func (s Site) lock() ([]byte, error) {
	common, err := fs.ReadFile(s.Product, s.Common)
	if err != nil {
		return nil, err
	}
	cascades := []any{unpublished}
	for _, text := range [][]byte{s.Settings, common} {
		var settings map[string]any
		if err := toml.Unmarshal(text, &settings); err != nil {
			return nil, fmt.Errorf("%w: %w", ErrSettings, err)
		}
		for key, value := range settings {
			if !strings.EqualFold(key, "cascade") {
				continue
			}
			if list, ok := value.([]any); ok {
				cascades = append(cascades, list...)
			} else {
				cascades = append(cascades, value)
			}
		}
	}
	const images = ":cacheDir/:project/"
	return toml.Marshal(map[string]any{
		"cascade": cascades, "theme": []string{},
		"caches": map[string]any{"images": map[string]string{"dir": images + "images"}, "assets": map[string]string{"dir": images + "assets"}},
	})
}
