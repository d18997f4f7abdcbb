package data_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/must"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/skip"
)

// validate returns what validators of others say of what a site publishes for machines, see validate.mjs.
func validate(t *testing.T, public string) string {
	t.Helper()
	if _, err := os.Stat(filepath.Join(sitebuild.Root, "node_modules", "rdf-validate-shacl")); err != nil {
		skip.Absent(t, "the validators are not installed: run npm ci (%v)", err)
	}
	node, err := exec.LookPath("node")
	if err != nil {
		skip.Absent(t, "no node: %v", err)
	}
	cmd := exec.Command(node, filepath.Join(sitebuild.Root, "test", "data", "validate.mjs"), public)
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return stderr.String()
	}
	return string(out)
}

// TestValidators gives the catalogue, the vocabularies, the description of the files, the schemas and the data to validators that are not ours; and the same
// with a mistake in each, of which they must say something.
func TestValidators(t *testing.T) {
	t.Parallel()
	for _, public := range []string{sitebuild.Published(t), dataSite(t)} {
		if wrong := validate(t, public); wrong != "" {
			t.Error(wrong)
		}
	}
	dir := t.TempDir()
	public := dataSite(t)
	names := []string{"catalog.jsonld", "openapi.json"}
	for _, pattern := range []string{"data/*", "schema/*", "dilemmas/*.json", "dilemmas/*/index.json"} {
		found, err := filepath.Glob(filepath.Join(public, filepath.FromSlash(pattern)))
		must.Do(t, err)
		for _, file := range found {
			name, err := filepath.Rel(public, file)
			must.Do(t, err)
			names = append(names, name)
		}
	}
	for _, name := range names {
		must.Write(t, filepath.Join(dir, name), must.Read(t, public, name))
	}
	for _, mistake := range []struct{ file, from, to string }{
		{"catalog.jsonld", `"dct:publisher"`, `"dct:contributor"`},
		{"catalog.jsonld", `"dct:accessRights"`, `"onbekend"`}, // what no context explains would be lost
		{"data/themas.jsonld", `"@language": "en"`, `"@language": "nl"`},
		{"data/informatiecategorieen.jsonld", "tooi/def/thes/kern/c_", "tooi/def/thes/kern/x_"},
		{"openapi.json", `"operationId"`, `"operation"`},
		{"schema/casus.schema.json", `"type": "string"`, `"type": "integer"`},
		{"dilemmas/casusboek.json", `"verhaal":`, `"tekst":`},
	} {
		name := filepath.Join(dir, filepath.FromSlash(mistake.file))
		whole := must.Read(t, name)
		broken := strings.ReplaceAll(whole, mistake.from, mistake.to)
		if broken == whole {
			t.Fatalf("%s holds no %s", mistake.file, mistake.from)
		}
		must.Write(t, name, broken)
		if validate(t, dir) == "" {
			t.Errorf("%s with %s goes unnoticed", mistake.file, mistake.to)
		}
		must.Write(t, name, whole)
	}
}

// TestPublisherIsNamed looks for the publisher, by its address in TOOI, in each description of the book, and for what a reader of the dataset must know.
func TestPublisherIsNamed(t *testing.T) {
	t.Parallel()
	public := dataSite(t)
	if got := wholeBook(t, public).Uitgever; got["uri"] != tooi || got["name"] == "" {
		t.Errorf("casusboek.json has %v", got)
	}
	var catalog struct {
		Publisher struct {
			ID string `json:"@id"`
		} `json:"dct:publisher"`
	}
	must.Do(t, json.Unmarshal([]byte(must.Read(t, public, "catalog.jsonld")), &catalog))
	if catalog.Publisher.ID != tooi {
		t.Errorf("the catalogue has %q", catalog.Publisher.ID)
	}
	match := regexp.MustCompile(`(?s)<script type="?application/ld\+json"?>(.*?)</script>`).FindStringSubmatch(must.Read(t, public, "dilemmas", "index.html"))
	if match == nil {
		t.Fatal("the casebook says nothing of itself")
	}
	var dataset struct {
		Identifier, DatePublished, DateModified, Version, License string
		Keywords                                                  []string
		Publisher                                                 struct {
			Name, SameAs string
			ContactPoint struct{ Email string }
		}
		Distribution []struct{ ContentURL, EncodingFormat string }
	}
	must.Do(t, json.Unmarshal([]byte(match[1]), &dataset))
	if dataset.Publisher.SameAs != tooi || dataset.Publisher.Name == "" || dataset.Publisher.ContactPoint.Email == "" || dataset.Identifier != dataAddress+"dilemmas/#dataset" ||
		dataset.DatePublished != "2025-02-01" || dataset.DateModified != "2026-03-01" || dataset.Version == "" || len(dataset.Keywords) == 0 || dataset.License == "" {
		t.Errorf("%+v", dataset)
	}
	if len(dataset.Distribution) != 4 {
		t.Errorf("%+v", dataset.Distribution)
	}
	for _, d := range dataset.Distribution {
		if _, err := os.Stat(filepath.Join(public, filepath.FromSlash(strings.TrimPrefix(d.ContentURL, dataAddress)))); err != nil || d.EncodingFormat == "" {
			t.Error(err)
		}
	}
}

// TestConceptsResolve looks for the address of each word in the file that it names, and for the pages to which the vocabularies lead.
func TestConceptsResolve(t *testing.T) {
	t.Parallel()
	public := dataSite(t)
	for field, words := range wholeBook(t, public).Woorden {
		text := must.Read(t, public, "data", field+".jsonld")
		for key, word := range words {
			if word.Begrip != dataAddress+"data/"+field+".jsonld#"+key || !strings.Contains(text, `"@id": "`+word.Begrip+`"`) {
				t.Errorf("%s of %s is nowhere: %s", key, field, word.Begrip)
			}
		}
	}
}
