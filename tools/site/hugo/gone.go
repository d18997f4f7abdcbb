package hugo

import (
	"os"
	"path"
	"path/filepath"
	"strings"
)

// Unpublish removes from the folder public, in every language, what the server of Hugo wrote there of a file that is gone: Hugo itself goes on showing it. The
// file is named as Hugo names it, by its path below a folder with content, such as /dilemmas/park.md. When that page or file still stands in one of the
// folders contents, be it in another form, nothing is removed. The page of an address that differs from the path of its file stays.
func Unpublish(public string, contents []string, file string) error {
	name := strings.TrimPrefix(file, "/")
	forms := []string{name}
	switch dir, base := path.Split(name); {
	case base == "_index.md": // Hugo names a folder so that went as a whole
		name = path.Clean(dir)
		forms = []string{name, name + ".md"}
	case base == "index.md":
		name = path.Clean(dir)
		forms = []string{name + "/index.md", name + ".md"}
	case path.Ext(base) == ".md":
		name = strings.TrimSuffix(name, ".md")
		forms = []string{name + "/index.md", name + ".md"}
	}
	if name == "." || !filepath.IsLocal(filepath.FromSlash(name)) {
		return nil
	}
	for _, content := range contents {
		for _, form := range forms {
			if _, err := os.Lstat(filepath.Join(content, filepath.FromSlash(form))); err == nil {
				return nil
			}
		}
	}
	folders, err := os.ReadDir(public)
	if err != nil {
		return err
	}
	root, err := os.OpenRoot(public)
	if err != nil {
		return err
	}
	defer root.Close()
	for _, folder := range folders {
		if folder.IsDir() && len(folder.Name()) == len("en") { // that of a language
			if err := root.RemoveAll(filepath.Join(folder.Name(), filepath.FromSlash(name))); err != nil {
				return err
			}
		}
	}
	return root.RemoveAll(filepath.FromSlash(name))
}
