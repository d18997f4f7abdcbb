// Package atspi reads what a program tells a screen reader, over AT-SPI on D-Bus, as Orca does on Linux: the tree of a page, where the focus goes, and what
// is announced. It starts a session of its own, in which nothing else runs, so it neither needs a desktop nor touches that of the user. It knows no page.
//
// The protocol: https://gitlab.gnome.org/GNOME/at-spi2-core/-/tree/main/xml. A role and a state are numbers in it, of which the meaning never changes.
package atspi

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/godbus/dbus/v5"
)

// ErrAbsent says that this machine has no D-Bus or no AT-SPI.
var ErrAbsent = errors.New("no AT-SPI on this machine: install dbus-daemon and at-spi2-core")

// service is the file by which D-Bus starts AT-SPI.
const service = "/usr/share/dbus-1/services/org.a11y.Bus.service"

// config is a session in which nothing is started but AT-SPI, with its socket and a folder for that file.
const config = `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path=%[1]s/session</listen>
  <servicedir>%[1]s</servicedir>
  <policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy>
</busconfig>
`

// A Session is one in which programs can be read. Address is what they must find in DBUS_SESSION_BUS_ADDRESS when they start.
type Session struct {
	Address string

	dir    string
	daemon *exec.Cmd
	bus    *dbus.Conn // that of AT-SPI
	heard  heard
}

// Start starts a session. It gives ErrAbsent where that cannot be.
func Start() (*Session, error) {
	program, err := exec.LookPath("dbus-daemon")
	if _, missing := os.Stat(service); err != nil || missing != nil {
		return nil, ErrAbsent
	}
	dir, err := os.MkdirTemp("", "atspi-") // the path of a socket may have a hundred bytes, so it is not that of a test
	if err != nil {
		return nil, err
	}
	s := &Session{dir: dir}
	if err := s.start(program); err != nil {
		return nil, errors.Join(err, s.Stop())
	}
	return s, nil
}

func (s *Session) start(program string) error {
	settings := filepath.Join(s.dir, "session.conf")
	if err := errors.Join(os.Symlink(service, filepath.Join(s.dir, filepath.Base(service))), os.WriteFile(settings, fmt.Appendf(nil, config, s.dir), 0o600)); err != nil {
		return err
	}
	s.daemon = exec.Command(program, "--config-file="+settings, "--nofork", "--nopidfile", "--print-address")
	// And no screen: the registry would look for it, and stop where it is not there.
	s.daemon.Env = []string{"PATH=" + os.Getenv("PATH"), "XDG_RUNTIME_DIR=" + s.dir, "GSETTINGS_BACKEND=memory"}
	address, err := s.daemon.StdoutPipe()
	if err != nil {
		return err
	}
	if err := s.daemon.Start(); err != nil {
		s.daemon = nil
		return err
	}
	line, err := bufio.NewReader(address).ReadString('\n')
	if err != nil {
		return fmt.Errorf("dbus-daemon does not start: %w", err)
	}
	s.Address = strings.TrimSpace(line)
	session, err := dbus.Connect(s.Address)
	if err != nil {
		return err
	}
	defer session.Close()
	launcher := session.Object("org.a11y.Bus", "/org/a11y/bus")
	var inner string
	if err := launcher.Call("org.a11y.Bus.GetAddress", 0).Store(&inner); err != nil {
		return err
	}
	// Programs tell nothing as long as nobody listens.
	for _, name := range []string{"IsEnabled", "ScreenReaderEnabled"} {
		if err := launcher.SetProperty("org.a11y.Status."+name, dbus.MakeVariant(true)); err != nil {
			return err
		}
	}
	// Signals come in the order in which they were sent, however many there are.
	if s.bus, err = dbus.Connect(inner, dbus.WithSignalHandler(dbus.NewSequentialSignalHandler())); err != nil {
		return err
	}
	return s.listen()
}

// Stop ends the session, with all that D-Bus started in it.
func (s *Session) Stop() error {
	if s.bus != nil {
		_ = s.bus.Close()
	}
	if s.daemon != nil {
		_ = s.daemon.Process.Kill()
		_ = s.daemon.Wait()
	}
	if err := os.RemoveAll(s.dir); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
