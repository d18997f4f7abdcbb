package forge

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
)

// File is the place of the table of hosts. The site reads the same file, and more of it.
const File = "data/forges.yaml"

// Hosts is the table that tells which host is which kind of server. The zero value knows none.
type Hosts struct {
	kinds []hostsOfKind
}

// hostsOfKind is one entry of the table, as far as it tells kinds.
type hostsOfKind struct {
	Kind  Kind     `yaml:"kind"`
	Hosts []string `yaml:"hosts"`
	Label string   `yaml:"label"` // a part of the name of a host
}

// ReadHosts reads the table of a casebook; root is its folder. The error is an fs.PathError.
func ReadHosts(root fs.FS) (Hosts, error) {
	src, err := fs.ReadFile(root, File)
	if err != nil {
		return Hosts{}, err
	}
	var table struct{ Kinds []hostsOfKind }
	if err := yaml.Unmarshal(src, &table); err != nil {
		return Hosts{}, &fs.PathError{Op: "read", Path: File, Err: err}
	}
	for _, k := range table.Kinds {
		if !slices.Contains([]Kind{GitLab, Forgejo, Gitea, GitHub}, k.Kind) {
			return Hosts{}, &fs.PathError{Op: "read", Path: File, Err: fmt.Errorf("kind %q: %w", k.Kind, fs.ErrInvalid)}
		}
	}
	return Hosts{table.Kinds}, nil
}

// Kind returns the kind that the name of a host tells, or "": that of a host that the table names, else the first of which the label is a part of
// the name, between dots. A port behind the name counts for nothing.
func (h Hosts) Kind(host string) Kind {
	host, _, _ = strings.Cut(strings.ToLower(host), ":")
	for _, k := range h.kinds {
		if slices.Contains(k.Hosts, host) {
			return k.Kind
		}
	}
	parts := strings.Split(host, ".")
	for _, k := range h.kinds {
		if k.Label != "" && slices.Contains(parts, k.Label) {
			return k.Kind
		}
	}
	return ""
}
