package atspi

import (
	"fmt"
	"slices"
	"strings"

	"github.com/godbus/dbus/v5"
)

// The interfaces of the protocol that are asked.
const (
	accessible = "org.a11y.atspi.Accessible"
	document   = "org.a11y.atspi.Document"
	text       = "org.a11y.atspi.Text"
)

// A reference names an object of a program.
type reference struct {
	Program string
	Path    dbus.ObjectPath
}

// registry is where all programs are found.
var registry = reference{"org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root"}

// A Node is one object, as a screen reader gets it.
type Node struct {
	Role        Role
	Name        string
	Description string
	States      States
	Attributes  map[string]string // what the protocol has no state for, such as level and live
	Language    string            // of its own text
	Text        string            // what stands in it, with U+FFFC in the place of each object below it
	Children    []*Node
}

// call calls a method of an object and stores its answer.
func (s *Session) call(of reference, method string, answer any, args ...any) error {
	return s.bus.Object(of.Program, of.Path).Call(method, 0, args...).Store(answer)
}

func (s *Session) children(of reference) ([]reference, error) {
	var all []reference
	err := s.call(of, accessible+".GetChildren", &all)
	return all, err
}

// Document returns the page of a site that a browser shows now, as far as a screen reader gets it.
func (s *Session) Document(site string) (*Node, error) {
	found, ok := s.findDocument(registry, site)
	if !ok {
		return nil, fmt.Errorf("no page of %s", site)
	}
	return s.read(found)
}

func (s *Session) findDocument(of reference, site string) (reference, bool) {
	var role Role
	if err := s.call(of, accessible+".GetRole", &role); err != nil {
		return reference{}, false // it is gone meanwhile
	}
	if role == roleDocument {
		return of, strings.HasPrefix(s.address(of), site+"/")
	}
	below, err := s.children(of)
	for _, child := range below {
		if found, ok := s.findDocument(child, site); ok && err == nil {
			return found, true
		}
	}
	return reference{}, false
}

// address is that of a page. Chromium and Firefox each have a name of their own for it.
func (s *Session) address(of reference) string {
	for _, name := range []string{"URI", "DocURL"} {
		var address string
		if err := s.call(of, document+".GetAttributeValue", &address, name); err == nil && address != "" {
			return address
		}
	}
	return ""
}

// read reads an object with all below it.
func (s *Session) read(of reference) (*Node, error) {
	n, err := s.readAlone(of)
	if err != nil {
		return nil, err
	}
	below, err := s.children(of)
	for _, child := range below {
		if err != nil {
			break
		}
		var read *Node
		read, err = s.read(child)
		n.Children = append(n.Children, read)
	}
	return n, err
}

// readAlone reads an object without what is below it.
func (s *Session) readAlone(of reference) (*Node, error) {
	n := &Node{}
	var properties map[string]dbus.Variant
	var states []uint32
	var interfaces []string
	for _, ask := range []struct {
		method string
		answer any
		args   []any
	}{
		{"org.freedesktop.DBus.Properties.GetAll", &properties, []any{accessible}},
		{accessible + ".GetRole", &n.Role, nil},
		{accessible + ".GetState", &states, nil},
		{accessible + ".GetAttributes", &n.Attributes, nil},
		{accessible + ".GetInterfaces", &interfaces, nil},
	} {
		if err := s.call(of, ask.method, ask.answer, ask.args...); err != nil {
			return nil, err
		}
	}
	n.Name, _ = properties["Name"].Value().(string)
	n.Description, _ = properties["Description"].Value().(string)
	for i, part := range states {
		n.States |= States(part) << (32 * i)
	}
	if !slices.Contains(interfaces, text) {
		return n, nil
	}
	var own map[string]string
	if err := s.call(of, text+".GetDefaultAttributes", &own); err != nil {
		return nil, err
	}
	n.Language = own["language"]
	return n, s.call(of, text+".GetText", &n.Text, int32(0), int32(-1))
}
