package settings_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/tools/message"
	"github.com/openbaarheid-schuurt/dilemma/tools/settings"
)

func TestParse(t *testing.T) {
	const source = `baseURL = "https://x.example/"
[params]
  redactie = "a@x.example"
  dilemma.rules."b/c" = 'off' # zo
[params.dilemma]
  strik = true
  rules = { "d/e" = "error" }
[params.dilemma.rules]
"canvas/repeated" = "hint"
[menus]
  dilemma = 3
`
	c, err := settings.Parse([]byte(source))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, s := range c.List {
		got = append(got, fmt.Sprintf("%s=%s (%s) (%s)", strings.Join(s.Key, "|"), s.Text, source[s.KeyStart:s.KeyEnd], source[s.Start:s.End]))
	}
	want := []string{
		`rules|b/c=off (dilemma.rules."b/c") ('off')`,
		`strik=true (strik) (true)`,
		`rules|d/e=error ("d/e") ("error")`,
		`rules|canvas/repeated=hint ("canvas/repeated") ("hint")`,
	}
	if fmt.Sprint(got) != fmt.Sprint(want) || c.BaseURL != "https://x.example/" {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestBrokenFile(t *testing.T) {
	_, err := settings.Parse([]byte("title = 'x'\nbaseURL = \n"))
	var syntax *settings.SyntaxError
	if !errors.As(err, &syntax) || syntax.Start < len("title = 'x'\n") {
		t.Errorf("%v %+v", err, syntax)
	}

	// Each mistake is explained in the words of the catalogue; the last one is too rare for that.
	for source, id := range map[string]string{
		"a = b": "toml/value", "a = tru": "toml/value", "a =": "toml/value",
		"a = \"b": "toml/open", "a = \"\"\"b": "toml/open", "a = \"b\nc\"": "toml/open",
		"a": "toml/equals", "a: b": "toml/equals",
		"[a": "toml/bracket", "a = [1, 2": "toml/bracket", "a = [1 2]": "toml/bracket", "a = {b = 1": "toml/bracket",
		"a = 1 b": "toml/newline", "= 3": "toml/key", `a = "\d"`: "toml/escape",
		"a = 01": "",
	} {
		_, err := settings.Parse([]byte(source))
		want := "integers cannot have leading zeroes"
		if id != "" {
			want = message.Text(id)
		}
		if !errors.As(err, &syntax) || syntax.Message != want {
			t.Errorf("%q: %v, want %q", source, err, want)
		}
	}
}
