package offline

import (
	"bytes"
	"net/url"
	"path"
	"slices"
	"strings"

	"golang.org/x/net/html"

	"github.com/openbaarheid-schuurt/dilemma/tools/lazy"
)

// inStyle finds what a style sheet loads.
var inStyle = lazy.Regexp(`url\(\s*["']?([^"')]+)`)

// needs returns the paths of what a page or a style sheet loads by itself: styles, scripts, fonts and images. What a reader goes to by a link is no need.
func needs(from, name string, text []byte) []string {
	var found []string
	switch path.Ext(name) {
	case ".html":
		found = inPage(text)
	case ".css":
		for _, match := range inStyle().FindAllSubmatch(text, -1) {
			found = append(found, string(match[1]))
		}
	}
	base := &url.URL{Path: from}
	var paths []string
	for _, address := range found {
		if to, err := base.Parse(address); err == nil && to.Scheme == "" && to.Host == "" && to.Path != from {
			paths = append(paths, to.Path)
		}
	}
	slices.Sort(paths)
	return slices.Compact(paths)
}

func inPage(text []byte) []string {
	var found []string
	reader := html.NewTokenizer(bytes.NewReader(text))
	for {
		switch reader.Next() {
		case html.ErrorToken:
			return found // the end, or as far as it can be read
		case html.StartTagToken, html.SelfClosingTagToken:
			found = append(found, inTag(reader)...)
		}
	}
}

func inTag(reader *html.Tokenizer) []string {
	name, more := reader.TagName()
	tag := string(name)
	if !slices.Contains([]string{"link", "script", "img", "source", "image", "use"}, tag) {
		return nil
	}
	var found []string
	rel, href := "", ""
	for more {
		var key, value []byte
		key, value, more = reader.TagAttr()
		switch string(key) {
		case "src":
			found = append(found, string(value))
		case "srcset":
			for candidate := range strings.SplitSeq(string(value), ",") {
				if fields := strings.Fields(candidate); len(fields) > 0 {
					found = append(found, fields[0])
				}
			}
		case "rel":
			rel = string(value)
		case "href", "xlink:href":
			href = string(value)
		}
	}
	if href != "" && (tag != "link" || slices.Contains([]string{"stylesheet", "icon", "preload", "modulepreload"}, rel)) {
		found = append(found, href)
	}
	return found
}
