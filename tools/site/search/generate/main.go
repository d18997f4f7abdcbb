// Command generate writes which program stands in each package of Pagefind that package-lock.json pins, so that no other is run: the SHA-256 of the
// program by the integrity of the package. It fetches the packages with npm, and refuses one that is not what the lock says.
package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
)

func main() {
	log.SetFlags(0)
	if err := generate(filepath.Join("..", "..", ".."), "programs.json"); err != nil {
		log.Fatal(err)
	}
}

func generate(root, target string) error {
	text, err := os.ReadFile(filepath.Join(root, "package-lock.json"))
	if err != nil {
		return err
	}
	var lock struct {
		Packages map[string]struct{ Version, Integrity string }
	}
	if err := json.Unmarshal(text, &lock); err != nil {
		return err
	}
	temp, err := os.MkdirTemp("", "pagefind-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(temp)
	programs := map[string]string{}
	for name, p := range lock.Packages {
		name, isProgram := strings.CutPrefix(name, "node_modules/@pagefind/")
		if !isProgram {
			continue
		}
		if p.Integrity == "" {
			return fmt.Errorf("%s has no integrity in package-lock.json", name)
		}
		sum, err := program(temp, "@pagefind/"+name+"@"+p.Version, p.Integrity)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		programs[p.Integrity] = sum
	}
	out, err := json.MarshalIndent(programs, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(target, append(out, '\n'), 0o644)
}

// program returns the SHA-256 of the program in a package.
func program(dir, name, integrity string) (string, error) {
	out, err := exec.Command("npm", "pack", name, "--silent", "--pack-destination", dir).Output()
	if err != nil {
		return "", err
	}
	packed, err := os.ReadFile(filepath.Join(dir, strings.TrimSpace(string(out))))
	if err != nil {
		return "", err
	}
	if sum := sha512.Sum512(packed); "sha512-"+base64.StdEncoding.EncodeToString(sum[:]) != integrity {
		return "", fmt.Errorf("the package has another integrity than %s", integrity)
	}
	unzipped, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return "", err
	}
	for files := tar.NewReader(unzipped); ; {
		file, err := files.Next()
		if err != nil {
			return "", fmt.Errorf("no program in the package: %w", err)
		}
		if base := path.Base(file.Name); base != "pagefind_extended" && base != "pagefind_extended.exe" {
			continue
		}
		sum := sha256.New()
		if _, err := io.Copy(sum, files); err != nil {
			return "", err
		}
		return hex.EncodeToString(sum.Sum(nil)), nil
	}
}
