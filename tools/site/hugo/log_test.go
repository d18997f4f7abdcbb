package hugo

import (
	"path/filepath"
	"runtime"
	"slices"
	"testing"
)

// TestMessages reads what Hugo v0.165.0 printed, with the names of the folders made shorter.
func TestMessages(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the places are those of another system")
	}
	const begin = "Start building sites … \nhugo v0.165.0 linux/amd64 BuildDate=unknown\n\n"
	for name, c := range map[string]struct {
		output string
		want   []Message
	}{
		"all is well": {begin + "\n                  │ NL  │ EN  \n──────────────────┼─────┼─────\n Pages            │ 418 │ 165 \n Non-page files   │   0 │   0 \n\nTotal in 3987 ms\n", nil},
		"the server": {begin + "Watching for changes in /b/x\nBuilt in 5 ms\nEnvironment: \"development\"\nServing pages from memory\nRunning in Fast Render Mode. For full rebuilds\n" +
			"Web Server is available at http://localhost:1/ (bind address 127.0.0.1) \nPress Ctrl+C to stop\n\nChange detected, rebuilding site (#1).\n2026-11-29 22:15:44.688 +0000\nSource changed /dilemmas/a.md\nTotal in 9 ms\n", nil},
		"one place on many pages": {
			begin + "Total in 1264 ms\nERROR error building site: render: [nl v1.0.0 guest] failed to render pages: render of \"/404\" failed: \"/b/layouts/baseof.html:26:7\": execute of template failed: " +
				"template: 404.html:26:7: executing \"404.html\": error calling partialCached: \"/b/layouts/_partials/footer.html:32:3\": nil pointer\n" +
				"render of \"/b/content/begrippen.md\" failed: \"/b/layouts/baseof.html:26:7\": error calling partialCached: \"/b/layouts/_partials/footer.html:32:3\": nil pointer\n",
			[]Message{{Level: Error, File: "layouts/_partials/footer.html", Line: 32, Column: 3, Text: "error building site: render: [nl v1.0.0 guest] failed to render pages: render of \"/404\" failed: " +
				"\"/b/layouts/baseof.html:26:7\": execute of template failed: template: 404.html:26:7: executing \"404.html\": error calling partialCached: \"/b/layouts/_partials/footer.html:32:3\": nil pointer"}},
		},
		"a page, in a module": {
			"ERROR error building site: assemble: \"/m/content/x.md:3:1\": failed to unmarshal YAML\n",
			[]Message{{Level: Error, File: "content/x.md", Line: 3, Column: 1, Text: "error building site: assemble: \"/m/content/x.md:3:1\": failed to unmarshal YAML"}},
		},
		"a warning, and more": {
			"WARN  deprecated: x\nsomething else\nthat goes on\n",
			[]Message{{Level: Warning, Text: "deprecated: x"}, {Level: Other, Text: "something else\nthat goes on"}},
		},
		"the settings":          {"Error: failed to load config: bad\n", []Message{{Level: Error, Text: "failed to load config: bad"}}},
		"the options":           {"Usage:\n  hugo server [command] [flags]\n\nFlags:\n  -b, --baseURL string  hostname\n\ncommand error: failed to load modules\n", []Message{{Level: Error, Text: "failed to load modules"}}},
		"a place elsewhere":     {"ERROR \"/etc/x.md:1:1\": no\n", []Message{{Level: Error, Text: "\"/etc/x.md:1:1\": no"}}},
		"a file without a line": {"ERROR cannot read \"/b/content/x.md\"\n", []Message{{Level: Error, File: "content/x.md", Text: "cannot read \"/b/content/x.md\""}}},
		"with the time":         {"2026-11-29 22:15:44 ERROR no\n", []Message{{Level: Error, Text: "no"}}},
	} {
		if got := Messages(c.output, filepath.FromSlash("/b"), filepath.FromSlash("/m")); !slices.Equal(got, c.want) {
			t.Errorf("%s:\n%+v\nwant\n%+v", name, got, c.want)
		}
	}
}

func TestStumbled(t *testing.T) {
	for output, want := range map[string]string{
		"Start building sites … \nERROR no\n": "",
		"Start building sites … \npanic: runtime error: invalid memory address [recovered]\n\tpanic: again\n\ngoroutine 1 [running]:\nmain.main()\n": "panic: runtime error: invalid memory address [recovered]",
		"fatal error: all goroutines are asleep - deadlock!\n\ngoroutine 1 [select]:\n":                                                              "fatal error: all goroutines are asleep - deadlock!",
		"ERROR \"a\": panic: in a text\n": "",
	} {
		if got := Stumbled(output); got != want {
			t.Errorf("%q of %q", got, output)
		}
	}
}
