package remote

import (
	"errors"
	"net"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/go-git/go-git/v5/plumbing/transport"
	"github.com/kevinburke/ssh_config"
	"github.com/skeema/knownhosts"
	sshagent "github.com/xanzy/ssh-agent"
	"golang.org/x/crypto/ssh"
)

// sessionSSH calls use with the SSH keys of the user.
func sessionSSH(ep *transport.Endpoint, use func(*sshAuth) error) error {
	auth := &sshAuth{endpoint: ep}
	err := use(auth)
	if err == nil {
		return nil
	}
	switch {
	case knownhosts.IsHostKeyChanged(auth.hostErr):
		return &Error{Kind: HostChanged, Address: address(ep), Detail: auth.fingerprint, err: err}
	case auth.hostErr != nil:
		return &Error{Kind: HostUnknown, Address: address(ep), Detail: auth.fingerprint, err: err}
	case strings.Contains(err.Error(), "unable to authenticate"):
		kind := Refused
		if len(auth.tried) == 0 {
			kind = NoCredentials
		}
		return &Error{Kind: kind, Address: address(ep), Detail: strings.Join(append(auth.tried, auth.locked...), ", "), err: err}
	}
	return err
}

// sshAuth offers the keys of ssh-agent and those in key files, and checks the key of the host.
type sshAuth struct {
	endpoint *transport.Endpoint

	tried       []string // names of the keys that were offered
	locked      []string // key files that need a passphrase
	hostErr     error    // why the key of the host was not accepted
	fingerprint string   // type and SHA-256 of the key of the host, when it was not accepted
}

// config returns how to connect.
func (a *sshAuth) config() (*ssh.ClientConfig, error) {
	db, err := knownhosts.NewDB(knownHostsFiles(a.endpoint.Host)...)
	if err != nil {
		return nil, err
	}
	check := db.HostKeyCallback()
	return &ssh.ClientConfig{
		User: a.user(),
		Auth: []ssh.AuthMethod{ssh.PublicKeysCallback(a.signers)},
		HostKeyCallback: func(host string, remote net.Addr, key ssh.PublicKey) error {
			if a.hostErr = check(host, remote, key); a.hostErr != nil {
				a.fingerprint = key.Type() + " " + ssh.FingerprintSHA256(key)
			}
			return a.hostErr
		},
		HostKeyAlgorithms: db.HostKeyAlgorithms(a.host()),
	}, nil
}

// host returns the host and port to dial, after the configuration of SSH.
func (a *sshAuth) host() string {
	host, port := strings.Trim(a.endpoint.Host, "[]"), a.endpoint.Port
	if named := ssh_config.Get(host, "Hostname"); named != "" {
		if n, err := strconv.Atoi(ssh_config.Get(host, "Port")); err == nil {
			port = n
		}
		host = named
	}
	if port == 0 {
		port = 22
	}
	return net.JoinHostPort(host, strconv.Itoa(port))
}

// user returns the user name of the address, else that of the configuration of SSH, else that of the account on this machine.
func (a *sshAuth) user() string {
	if a.endpoint.User != "" {
		return a.endpoint.User
	}
	if named := ssh_config.Get(a.endpoint.Host, "User"); named != "" {
		return named
	}
	if u, err := user.Current(); err == nil {
		return u.Username
	}
	return "git"
}

// knownHostsFiles returns the known_hosts files for a host that exist: those of $SSH_KNOWN_HOSTS, else those of the configuration of SSH.
func knownHostsFiles(host string) []string {
	files := filepath.SplitList(os.Getenv("SSH_KNOWN_HOSTS"))
	if len(files) == 0 {
		files = append(strings.Fields(ssh_config.Get(host, "UserKnownHostsFile")), "/etc/ssh/ssh_known_hosts")
	}
	var there []string
	for _, f := range files {
		f = inHome(f)
		if _, err := os.Stat(f); err == nil {
			there = append(there, f)
		}
	}
	return there
}

// inHome replaces ~ at the beginning of a path by the home folder of the user.
func inHome(file string) string {
	if rest, ok := strings.CutPrefix(file, "~/"); ok {
		if home, err := os.UserHomeDir(); err == nil {
			return filepath.Join(home, rest)
		}
	}
	return file
}

// signers returns the keys of ssh-agent, and those in key files that need no passphrase, each key once.
func (a *sshAuth) signers() ([]ssh.Signer, error) {
	var signers []ssh.Signer
	seen := map[string]bool{}
	add := func(name string, s ssh.Signer) {
		if print := ssh.FingerprintSHA256(s.PublicKey()); !seen[print] {
			seen[print] = true
			signers = append(signers, s)
			a.tried = append(a.tried, name)
		}
	}
	if agent, _, err := sshagent.New(); err == nil {
		if keys, err := agent.Signers(); err == nil {
			for _, s := range keys {
				add("ssh-agent ("+s.PublicKey().Type()+")", s)
			}
		}
	}
	for _, file := range keyFiles(a.endpoint.Host) {
		pem, err := os.ReadFile(file)
		if err != nil {
			continue
		}
		s, err := ssh.ParsePrivateKey(pem)
		var locked *ssh.PassphraseMissingError
		switch {
		case err == nil:
			add(file, s)
		case errors.As(err, &locked):
			if locked.PublicKey == nil || !seen[ssh.FingerprintSHA256(locked.PublicKey)] {
				a.locked = append(a.locked, file)
			}
		}
	}
	return signers, nil
}

// keyFiles returns the key files that the configuration of SSH names for a host, else the usual ones in ~/.ssh.
func keyFiles(host string) []string {
	var files []string
	for _, f := range ssh_config.GetAll(host, "IdentityFile") {
		if f != ssh_config.Default("IdentityFile") {
			files = append(files, inHome(f))
		}
	}
	if len(files) == 0 {
		for _, name := range []string{"id_ed25519", "id_ecdsa", "id_rsa"} {
			files = append(files, inHome("~/.ssh/"+name))
		}
	}
	return files
}
