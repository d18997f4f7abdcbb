package pipelines

import (
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
)

func TestFor(t *testing.T) {
	t.Parallel()
	for version, want := range map[string][2]string{
		"1.2.3":                              {"v1.2.3", "1.2.3"},
		"v1.2.3":                             {"v1.2.3", "1.2.3"},
		"1.0.0-rc.1":                         {"v1.0.0-rc.1", "1.0.0-rc.1"},
		"":                                   {"main", "latest"},
		"(devel)":                            {"main", "latest"},
		"v0.0.0-20261129222106-2f50fb5909fd": {"main", "latest"},
		"0.0.1-snapshot.2f50fb5":             {"main", "latest"},
	} {
		for kind := range places {
			path, text, err := For(kind, version)
			if err != nil || path == "" {
				t.Fatalf("%s %q: %q, %v", kind, version, path, err)
			}
			var any map[string]any
			if err := yaml.Unmarshal(text, &any); err != nil {
				t.Errorf("%s %q: %v\n%s", kind, version, err, text)
			}
			ref, image := "dilemma@"+want[0], "dilemma:"+want[1]
			switch kind {
			case "github":
				image = ref // it needs no image
			case "gitlab":
				ref, image = "/dilemma/"+want[0]+"/templates/dilemma.yml", `version: "`+want[1]+`"`
			}
			if !strings.Contains(string(text), ref) || !strings.Contains(string(text), image) || strings.Contains(string(text), "[[") {
				t.Errorf("%s %q is not for %v\n%s", kind, version, want, text)
			}
		}
	}
	if path, text, err := For("mail", "1.2.3"); path != "" || text != nil || err != nil {
		t.Errorf("a server without pipelines has %q, %v", path, err)
	}
}
