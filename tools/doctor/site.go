package doctor

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/openbaarheid-schuurt/dilemma/tools/check/theme"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
	"github.com/openbaarheid-schuurt/dilemma/tools/settings"
	"github.com/openbaarheid-schuurt/dilemma/tools/site/hugo"
	"github.com/openbaarheid-schuurt/dilemma/tools/site/pdf"
	"github.com/openbaarheid-schuurt/dilemma/tools/site/wasm"
)

// asError is errors.As.
func asError[T error](err error, target *T) bool { return errors.As(err, target) }

// lineOf returns the number of the line in which a byte of a text stands.
func lineOf(text []byte, at int) string {
	return strconv.Itoa(bytes.Count(text[:min(at, len(text))], []byte("\n")) + 1)
}

// readSite reads the settings that say who publishes, and how it looks: from hugo.toml, and what it does not say from those of the product.
func (e *examination) readSite() *settings.Publication {
	common, _ := fs.ReadFile(e.Product, "product/hugo.toml")
	site, err := settings.ReadPublication(common, e.settings.Source)
	if err != nil {
		return &settings.Publication{} // Hugo will tell what is wrong
	}
	return site
}

// publication looks for the settings that say who publishes, without which build makes nothing.
func (e *examination) publication() {
	var missing []string
	for _, name := range e.readSite().Unset() {
		missing = append(missing, message.Text("unset/"+name))
	}
	if len(missing) > 0 {
		e.add("settings", Error, "settings-missing", "what", strings.Join(missing, ", "))
		return
	}
	e.add("settings", OK, "settings")
}

// theme measures the contrast of the colours, as check does.
func (e *examination) theme() {
	name := cmp.Or(e.readSite().Params.Theme, "dilemma")
	file := path.Join(theme.Dir, name+".css")
	css, err := fs.ReadFile(e.Book, file)
	base, baseErr := fs.ReadFile(e.Book, theme.Base)
	if err != nil || baseErr != nil {
		e.add("theme", Error, "theme-absent", "theme", name, "file", file)
		return
	}
	found := theme.Measure(base, css)
	switch {
	case len(found.Faults) > 0:
		first, more := found.Faults[0], ""
		if n := len(found.Faults) - 1; n > 0 {
			more = message.Count("doctor/more", n)
		}
		e.add("theme", Error, "theme-weak", "theme", name, "file", file, "more", more, "front", first.Pair.On, "back", first.Pair.Below,
			"scheme", message.Text("theme/"+string(first.Scheme)), "ratio", theme.Ratio(first.Ratio), "least", theme.Ratio(first.Least))
	case len(found.Unread) > 0:
		e.add("theme", Warning, "theme-unknown", "theme", name, "file", file, "token", found.Unread[0].Name)
	default:
		e.add("theme", OK, "theme", "theme", name)
	}
}

// hugo looks for Hugo, or what it can be built with.
func (e *examination) hugo(ctx context.Context) {
	if e.Hugo == "" {
		e.add("hugo", Error, "hugo-version")
		return
	}
	number := strings.TrimPrefix(e.Hugo, "v")
	file, place := hugo.Look(ctx, e.Hugo, cmp.Or(e.Root, os.DevNull))
	_, noGo := exec.LookPath("go")
	switch {
	case place != hugo.Nowhere:
		e.add("hugo", OK, "hugo-"+string(place), "version", number, "file", tilde(file))
	case noGo == nil:
		e.add("hugo", Warning, "hugo-build", "version", number)
	default:
		e.add("hugo", Error, "hugo-absent", "version", number)
	}
}

// programs looks for the programs of the form: beside the command, or what they can be compiled with.
func (e *examination) programs() {
	_, err := exec.LookPath("go")
	switch {
	case wasm.Beside() != "":
		e.add("programs", OK, "programs")
	case e.Source != "" && err == nil:
		e.add("programs", OK, "programs-go")
	case e.Source != "":
		e.add("programs", Warning, "programs-no-go")
	default:
		e.add("programs", Warning, "programs-absent")
	}
}

// browser looks for the browser that prints the PDFs.
func (e *examination) browser() {
	program, err := pdf.Find()
	if err != nil {
		e.add("browser", Warning, "browser-absent")
		return
	}
	e.add("browser", OK, "browser", "program", filepath.Base(program))
}
