package forge

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
)

// File is the path of the table of hosts in the repository. The site reads the same file, and more fields of it.
const File = "data/forges.yaml"

// Hosts is the table of hosts and their kinds of server. The zero value is empty.
type Hosts struct {
	kinds []hostsOfKind
}

// hostsOfKind is one entry of the table, with only the fields that we need.
type hostsOfKind struct {
	Kind  Kind     `yaml:"kind"`
	Hosts []string `yaml:"hosts"`
	Label string   `yaml:"label"` // a part of the name of a host
}

// ReadHosts reads the table of a casebook; root is its folder. Without the file no host is known by its name. The error is an fs.PathError.
func ReadHosts(root fs.FS) (Hosts, error) {
	src, err := fs.ReadFile(root, File)
	if errors.Is(err, fs.ErrNotExist) {
		return Hosts{}, nil
	}
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

// Kind returns the kind of server at a host, or "" when the table does not tell: that of the host itself, else the first kind whose label is a part
// of the host name, between dots. It ignores a port.
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
