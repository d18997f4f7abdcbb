package hugo

import (
	"strings"

	"github.com/pelletier/go-toml/v2"
)

// mounts are the folders that Hugo takes, and which files in them. The same stand in hugo.toml, for who runs Hugo alone. Of what stands below content,
// pages are made of Markdown alone and by two templates that make pages of data; beside a dilemma stand its attachments. Hugo's own rule is that every
// other file is published, or made a page of when its name ends on .html, .org and the like.
const mounts = `
[[module.mounts]]
source = "content"
target = "content"
files = ["! /dilemmas/*/**", "! **._*", "*.md", "**/*.md", "/spelers/_content.gotmpl", "/meedoen/regels/_content.gotmpl", "/maand/_content.gotmpl"]
[[module.mounts]]
source = "content/dilemmas"
target = "content/dilemmas"
files = ["*.md", "/*/index.md", "! **/{index.*,_*,*._*}", "! **.{md,markdown,mdown,html,htm,adoc,asciidoc,ad,org,rst,pdc,pandoc,gotmpl}", "! **.{bak,old,orig,rej,tmp,temp,swp,swo,save,copy,lock}", "! **/{~$*,thumbs.db,desktop.ini}", "/*/**/*", "/*/*"]
[module.mounts.sites.matrix]
languages = ["*"]
[[module.mounts]]
source = "layouts"
target = "layouts"
[[module.mounts]]
source = "assets"
target = "assets"
[[module.mounts]]
source = "data"
target = "data"
[[module.mounts]]
source = "i18n"
target = "i18n"
[[module.mounts]]
source = "static"
target = "static"
files = ["! **.dilemma-unfinished-*"]
[[module.mounts]]
source = "archetypes"
target = "archetypes"
[[module.mounts]]
source = "archetypes/dilemma.md"
target = "archetypes/dilemmas.md"
`

// unpublished is a cascade by which nothing beside a page is published, unless a template publishes it.
var unpublished = map[string]any{"build": map[string]any{"publishResources": false}}

// lock returns settings that go before those of the repository, so that nothing comes on the site that belongs to no page, whatever the settings say: the
// mounts, no theme, pictures from the cache of the user instead of the folder resources, and unpublished before all other cascades. Of two cascades Hugo
// follows the first. It fails when the settings are no TOML.
func lock(settings []byte) ([]byte, error) {
	var own map[string]any
	if err := toml.Unmarshal(settings, &own); err != nil {
		return nil, err
	}
	cascades := []any{unpublished}
	for key, value := range own {
		if !strings.EqualFold(key, "cascade") {
			continue
		}
		if list, ok := value.([]any); ok {
			cascades = append(cascades, list...)
		} else {
			cascades = append(cascades, value)
		}
	}
	const images = ":cacheDir/:project/"
	locked, err := toml.Marshal(map[string]any{
		"cascade": cascades, "theme": []string{},
		"caches": map[string]any{"images": map[string]string{"dir": images + "images"}, "assets": map[string]string{"dir": images + "assets"}},
	})
	return append(locked, mounts...), err
}
