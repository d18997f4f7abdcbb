package fill_test

import (
	"bytes"
	"strings"
	"testing"
	"text/template"

	"github.com/openbaarheid-schuurt/dilemma/tools/fill"
)

var functions = fill.Functions{"up": func(s string) (string, error) { return strings.ToUpper(s), nil }}

var values = map[string]any{"Name": "één", "Empty": "", "Yes": true, "No": false, "File": map[string]any{"Base": "x-y"}}

// TestAsTextTemplate fills templates with text/template as well.
func TestAsTextTemplate(t *testing.T) {
	for _, text := range []string{
		"", "tekst\n", "a {{ .Name }} b", "{{- /* no */ -}} x", "{{ .File.Base }}{{ .None }}{{ .File.None }}", `{{ printf "%q" (up .File.Base) }}`, `{{ .Name | up | printf "%.2s" }}`,
		"{{ if .Yes }}a{{ end }}{{ if .No }}b{{ else }}c{{ end }}{{ if .Empty }}d{{ else if .Name }}e{{ end }}", "a\n{{- if not .No }}\nb\n{{- end }}\nc\n", `{{ or .Empty "nothing" }}{{ or .Name "nothing" }}`,
		`{{ or .No .Empty }}{{ if .File }}f{{ end }}{{ if .None }}g{{ end }}`, "{{ `raw` }}{{ \"\\u0041\" }}", "{{ define \"other\" }}x{{ end }}y",
	} {
		got, err := fill.Template("t", text, "", "", functions, values)
		if err != nil {
			t.Errorf("%q: %v", text, err)
			continue
		}
		theirs, err := template.New("t").Funcs(template.FuncMap{"up": functions["up"]}).Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		var want bytes.Buffer
		if err := theirs.Execute(&want, values); err != nil {
			t.Fatal(err)
		}
		if string(got) != want.String() {
			t.Errorf("%q gives %q, want %q", text, got, want.String())
		}
	}
}

func TestDelimiters(t *testing.T) {
	if got, err := fill.Template("t", "${{ a }} [[ .Name ]]", "[[", "]]", nil, values); err != nil || string(got) != "${{ a }} één" {
		t.Errorf("%q %v", got, err)
	}
}

// TestRefused gives what is no template, or more than the package knows.
func TestRefused(t *testing.T) {
	for _, text := range []string{"{{ .Name", "{{ down .Name }}", "{{ range .File }}{{ end }}", "{{ $x := .Name }}", "{{ .Name.Inner }}", "{{ up .Yes }}", "{{ up }}", "{{ .Name .Name }}", "{{ 3 }}", "{{ with .Name }}{{ end }}", "{{ if up .No }}{{ end }}"} {
		if got, err := fill.Template("t", text, "", "", functions, values); err == nil {
			t.Errorf("%q gives %q", text, got)
		}
	}
}
