package inventory

import (
	"reflect"
	"testing"
	"testing/fstest"
)

func TestOf(t *testing.T) {
	page := func(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }
	site := fstest.MapFS{
		"index.html":                  page(`<!doctype html><html lang=nl class=x><title>a</title>`),
		"en/index.html":               page(`<!doctype html><html class="x" lang="en-GB"><title>a</title>`),
		"dilemmas/park/index.html":    page(`<html lang="nl">`),
		"dilemmas/oud/index.html":     page(`<html lang=nl><head><title>x</title><meta http-equiv=refresh content="0; url=/dilemmas/park/">`),
		"google123.html":              page(`google-site-verification: google123.html`),
		"canvas/a.pdf":                page(`%PDF-`),
		"zoekindex/index.json":        page(`{}`),
		"dilemmas/park/beelden/1.jpg": page(`xx`),
	}
	got, err := Of(site, "dilemmas", []string{"park", "concept"}, "zoekindex")
	if err != nil {
		t.Fatal(err)
	}
	size := int64(0)
	for _, f := range site {
		size += int64(len(f.Data))
	}
	want := &Inventory{Pages: 3, Dilemmas: 1, Languages: []string{"en-gb", "nl"}, PDFs: 1, Search: true, Files: 8, Bytes: size}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%+v\nwant\n%+v", got, want)
	}
	if empty, err := Of(fstest.MapFS{}, "dilemmas", nil, "zoekindex"); err != nil || empty.Pages != 0 || empty.Search || empty.Languages == nil {
		t.Errorf("%+v, %v of an empty site", empty, err)
	}
}
