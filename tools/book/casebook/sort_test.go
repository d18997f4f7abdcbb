package casebook_test

import (
	"testing"
	"testing/fstest"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
)

// TestSortOf has one folder of a dilemma, and asks of many paths. What Hugo itself makes of them, test/published holds against this.
func TestSortOf(t *testing.T) {
	book := casebook.Open(fstest.MapFS{
		"content/dilemmas/park/index.md":   {},
		"content/dilemmas/Vijver/index.md": {},
		"content/dilemmas/los/verslag.txt": {},
	})
	type answer struct {
		sort  casebook.Sort
		place casebook.Place
	}
	for name, want := range map[string]answer{
		"content/dilemmas/park/index.md":          {casebook.Dilemma, ""},
		"content/dilemmas/vijver.md":              {casebook.Dilemma, ""},
		"content/dilemmas/Vijver.MD":              {casebook.Dilemma, ""},
		"content/dilemmas/vijver.markdown":        {casebook.Dilemma, ""},
		"content/dilemmas/park/dieper/index.md":   {casebook.Dilemma, ""},
		"content/dilemmas/park/bijlage.txt":       {casebook.Attachment, ""},
		"content/dilemmas/park/map/Bijlage 2.pdf": {casebook.Attachment, ""},
		"content/dilemmas/park/tekst.txt.bak":     {casebook.Stray, casebook.Leftover},
		"content/dilemmas/park/~$tekst.docx":      {casebook.Stray, casebook.Leftover},
		"content/dilemmas/park/Thumbs.db":         {casebook.Stray, casebook.Leftover},
		"content/dilemmas/park/pagina.HTML":       {casebook.Stray, casebook.Markup},
		"content/dilemmas/park/index.txt":         {casebook.Stray, casebook.Markup},
		"content/dilemmas/park/_content.gotmpl":   {casebook.Stray, casebook.Generator},
		"content/dilemmas/park/_lijst.txt":        {casebook.Stray, casebook.Special},
		"content/dilemmas/park/lijst._en_.txt":    {casebook.Stray, casebook.Special},
		"content/dilemmas/park/_index.md":         {casebook.Stray, casebook.Section},
		"content/dilemmas/park/.git/config":       {casebook.Hidden, ""},
		"content/dilemmas/Vijver/bijlage.txt":     {casebook.Stray, casebook.NoBundle},
		"content/dilemmas/los/verslag.txt":        {casebook.Stray, casebook.NoBundle},
		"content/dilemmas/verslag.txt":            {casebook.Stray, casebook.Loose},
		"content/dilemmas/park.md.orig":           {casebook.Stray, casebook.Leftover},
		"content/dilemmas/park/Nul.png":           {casebook.Stray, casebook.Windows},
		"content/dilemmas/park/aux/foto.png":      {casebook.Stray, casebook.Windows},
		"content/dilemmas/park/foto.":             {casebook.Stray, casebook.Windows},
		"content/dilemmas/nul.md":                 {casebook.Dilemma, ""},
		"content/dilemmas/con/index.md":           {casebook.Dilemma, ""},
		"content/over/con.md":                     {casebook.Stray, casebook.Windows},
		"static/prn.txt":                          {casebook.Stray, casebook.Windows},
		"content/dilemmas/_index.md":              {casebook.Page, ""},
		"content/dilemmas/_index.en.md":           {casebook.Page, ""},
		"content/dilemmas/_index.html":            {casebook.Stray, casebook.Markup},
		"content/_index.md":                       {casebook.Page, ""},
		"content/over/nieuws.de.md":               {casebook.Page, ""},
		"content/over/Nieuws.md":                  {casebook.Stray, casebook.Name},
		"content/Over/nieuws.md":                  {casebook.Stray, casebook.Name},
		"content/over/nieuws.MD":                  {casebook.Stray, casebook.Markup},
		"content/over/nieuws.rst":                 {casebook.Stray, casebook.Markup},
		"content/over/lijst.csv":                  {casebook.Stray, casebook.NoPage},
		"content/over/.DS_Store":                  {casebook.Hidden, ""},
		"content/over/#nieuws#":                   {casebook.Hidden, ""},
		"content/over/nieuws.md~":                 {casebook.Hidden, ""},
		"content/spelers/_content.gotmpl":         {casebook.Source, ""},
		"content/maand/_content.gotmpl":           {casebook.Source, ""},
		"content/over/_content.gotmpl":            {casebook.Stray, casebook.Generator},
		"static/.well-known/x":                    {casebook.Source, ""},
		"assets/logo.svg":                         {casebook.Source, ""},
		"hugo.toml":                               {casebook.Source, ""},
		"config/_default/hugo.toml":               {casebook.Stray, casebook.Settings},
		"archetypes/dilemma.md":                   {casebook.Outside, ""},
		"README.md":                               {casebook.Outside, ""},
		"content":                                 {casebook.Outside, ""},
		"/tmp/content/x.md":                       {casebook.Outside, ""},
	} {
		if sort, place := book.SortOf(name); (answer{sort, place}) != want {
			t.Errorf("%s is %d %s, want %d %s", name, sort, place, want.sort, want.place)
		}
	}
	for name, want := range map[string]string{
		"content/dilemmas/park/map/a.txt": "content/dilemmas/park/index.md", "content/dilemmas/park/index.md": "", "content/dilemmas/los/verslag.txt": "", "content/dilemmas/park.md": "", "static/a": "",
	} {
		if got := book.BundleOf(name); got != want {
			t.Errorf("%s is an attachment of %q, want %q", name, got, want)
		}
	}
}
