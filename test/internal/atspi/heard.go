package atspi

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/godbus/dbus/v5"
)

// heard is what a session heard.
type heard struct {
	sync.Mutex
	lines        []string
	descriptions []string
}

// heardEvents are the events at which a screen reader says something of its own accord, by the name under which a program is asked for them and the member of
// the interface of signals under which they come.
var heardEvents = []struct{ name, member, detail string }{
	{"object:state-changed:focused", "StateChanged", "focused"},
	{"object:state-changed:expanded", "StateChanged", "expanded"},
	{"object:state-changed:checked", "StateChanged", "checked"},
	{"object:state-changed:pressed", "StateChanged", "pressed"},
	{"object:text-changed:insert", "TextChanged", "insert"},
	{"object:children-changed:add", "ChildrenChanged", "add"},
	{"object:property-change:accessible-description", "PropertyChange", "accessible-description"},
}

const events = "org.a11y.atspi.Event.Object"

// listen asks all programs for those events, and begins to write them down.
func (s *Session) listen() error {
	all := make(chan *dbus.Signal)
	s.bus.Signal(all)
	go func() {
		for signal := range all {
			if len(signal.Body) >= 4 {
				s.hear(signal)
			}
		}
	}()
	for _, e := range heardEvents {
		if err := s.bus.AddMatchSignal(dbus.WithMatchInterface(events), dbus.WithMatchMember(e.member), dbus.WithMatchArg(0, e.detail)); err != nil {
			return err
		}
		register := s.bus.Object(registry.Program, "/org/a11y/atspi/registry").Call("org.a11y.atspi.Registry.RegisterEvent", 0, e.name, []string{}, "")
		if register.Err != nil {
			return register.Err
		}
	}
	return nil
}

// hear writes one event down, if it is one of a page and says something.
func (s *Session) hear(signal *dbus.Signal) {
	source := reference{signal.Sender, signal.Path}
	n, err := s.readAlone(source)
	if err != nil || n.Attributes["tag"] == "" {
		return // it is gone already, or a part of the browser itself
	}
	detail, _ := signal.Body[0].(string)
	on, _ := signal.Body[1].(int32)
	value, _ := signal.Body[3].(dbus.Variant)
	said := ""
	switch strings.TrimPrefix(signal.Name, events+".") {
	case "StateChanged":
		said = s.stateChanged(source, n, detail, on == 1)
	case "TextChanged":
		text, _ := value.Value().(string)
		said = announced(n, text)
	case "ChildrenChanged":
		said = s.added(n, value)
	case "PropertyChange":
		description, _ := value.Value().(string)
		s.heard.Lock()
		s.heard.descriptions = append(s.heard.descriptions, description)
		s.heard.Unlock()
	}
	if said != "" {
		s.heard.Lock()
		s.heard.lines = append(s.heard.lines, said)
		s.heard.Unlock()
	}
}

// stateChanged is what is said when the focus comes, or what has the focus gets another state.
func (s *Session) stateChanged(source reference, n *Node, state string, on bool) string {
	switch {
	case state == "focused" && on:
		return strings.Join(append([]string{"focus: " + n.line(n.Language)}, s.around(source)...), " < ")
	case state == "focused" || !n.States.Has(Focused):
		return ""
	case on:
		return "now " + state + ": " + n.line(n.Language)
	}
	return "no longer " + state + ": " + n.line(n.Language)
}

// around are the roles and names of what an object stands in, the nearest first, as far as they have a name.
func (s *Session) around(of reference) []string {
	var all []string
	for {
		parent, err := s.bus.Object(of.Program, of.Path).GetProperty(accessible + ".Parent")
		if err != nil || parent.Store(&of) != nil {
			return all
		}
		n, err := s.readAlone(of)
		if err != nil || n.Role == roleDocument {
			return all
		}
		if n.Name != "" {
			all = append(all, fmt.Sprintf("%s %q", n.RoleName(), squeeze(n.Name)))
		}
	}
}

// announced is what is said of a text that comes in a live region.
func announced(n *Node, text string) string {
	live := n.Attributes["container-live"]
	if text = squeeze(strings.ReplaceAll(text, "\ufffc", "")); text == "" || live == "" || live == "off" {
		return ""
	}
	return "announced " + live + ": " + text
}

// added is what is said of an object that comes in a live region. A text that comes is told as such too.
func (s *Session) added(n *Node, child dbus.Variant) string {
	var of reference
	if child.Store(&of) != nil {
		return ""
	}
	own, err := s.readAlone(of)
	if err != nil || own.Role == roleStatic {
		return ""
	}
	return announced(n, own.Text)
}

// Heard returns what was said since it was last asked.
func (s *Session) Heard() []string {
	s.heard.Lock()
	defer s.heard.Unlock()
	all := s.heard.lines
	s.heard.lines = nil
	return all
}

// Programs says how many programs can be read.
func (s *Session) Programs() int {
	all, err := s.children(registry)
	if err != nil {
		return 0
	}
	return len(all)
}

// Described says whether an object has told that this is its description now, since it was last asked and found. What was told before that was heard before.
func (s *Session) Described(text string) bool {
	s.heard.Lock()
	defer s.heard.Unlock()
	at := slices.Index(s.heard.descriptions, text)
	s.heard.descriptions = s.heard.descriptions[at+1:]
	return at >= 0
}
