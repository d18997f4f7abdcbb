// Package canvas is the definition of a dilemma: which fields its front matter and its canvas have, in which order,
// and which words it may use. It reads data/canvas.yaml and the vocabularies beside it, and answers questions about
// them. It knows nothing of dilemma files.
package canvas

import (
	"io/fs"
	"slices"
	"strings"
)

// File is the path of the definition in the repository.
const File = "data/canvas.yaml"

// Kind is the form a value has.
type Kind string

const (
	Text  Kind = "text"  // a string
	List  Kind = "list"  // a list of strings
	Table Kind = "table" // a list of entries, each with the item and the rows
	Date  Kind = "date"  // yyyy-mm-dd
	Flag  Kind = "flag"  // true or false
	Term  Kind = "term"  // one key of a vocabulary
	Terms Kind = "terms" // a list of keys of a vocabulary
	Slug  Kind = "slug"  // the slug of another dilemma
	Group Kind = "group" // fields inside
	steps Kind = "canvas"
)

// Requirement says from when a field must be filled in.
type Requirement string

const (
	Optional  Requirement = ""
	Concept   Requirement = "concept"   // always
	Published Requirement = "published" // when draft is false
)

// Style says which hints on language apply to a text.
type Style string

// Question is the style of a text that is one question.
const Question Style = "question"

// Role is what the pages use a field of the canvas for, whatever its key is.
type Role string

const (
	Lead      Role = "lead"      // a text: what the dilemma is about, in lists and in search results
	Players   Role = "players"   // a table: who plays a part
	Interests Role = "interests" // a row of the players: what a player wants
	Shared    Role = "question"  // a text: the question that all players share
	Options   Role = "options"   // a table: the ways that were weighed
	Choice    Role = "choice"    // a text: what was chosen
)

// Field is one key of the front matter. data/canvas.yaml says what each part means.
type Field struct {
	Key            string      `yaml:"key"`
	Label          string      `yaml:"label"`
	Question       string      `yaml:"question"`
	SecondQuestion string      `yaml:"second_question"`
	Help           string      `yaml:"help"`
	Kind           Kind        `yaml:"kind"`
	VocabularyName string      `yaml:"vocabulary"`
	Required       Requirement `yaml:"required"`
	Min            int         `yaml:"min"`
	Later          bool        `yaml:"later"`
	Paper          int         `yaml:"paper"`
	Layout         string      `yaml:"layout"`
	Numbering      string      `yaml:"numbering"`
	Style          Style       `yaml:"style"`
	Role           Role        `yaml:"role"`
	Item           *Field      `yaml:"item"`
	Rows           []*Field    `yaml:"rows"`
	Fields         []*Field    `yaml:"fields"`

	// Vocabulary holds the allowed words of a Term or Terms field.
	Vocabulary *Vocabulary `yaml:"-"`
}

// Name returns the name of the field for users: the question on the worksheet, or else its label.
func (f *Field) Name() string {
	if f.Question != "" {
		return f.Question
	}
	return f.Label
}

// Child returns the field with the given key inside a group, or nil.
func (f *Field) Child(key string) *Field {
	for _, c := range f.Fields {
		if c.Key == key {
			return c
		}
	}
	return nil
}

// Entry returns the fields of one entry of a table: the item, then the rows.
func (f *Field) Entry() []*Field {
	return append([]*Field{f.Item}, f.Rows...)
}

// Step is one of the five steps of the conversation.
type Step struct {
	Key            string  `yaml:"key"`
	Title          string  `yaml:"title"`
	WorksheetTitle string  `yaml:"worksheet_title"`
	Question       string  `yaml:"question"`
	Minutes        Minutes `yaml:"minutes"`
	// A3 is the columns of the sheet of A3 that the step takes, as a grid-column of CSS; "" for all of them.
	A3     string   `yaml:"a3"`
	Fields []*Field `yaml:"fields"`
}

// Minutes is our suggestion for the length of a step, in the long and in the short conversation.
type Minutes struct {
	Long  int `yaml:"long"`
	Short int `yaml:"short"`
}

// Source is the publication that an edition of the canvas comes from.
type Source struct {
	Title     string `yaml:"title"`
	Publisher string `yaml:"publisher"`
	Date      string `yaml:"date"`
	URL       string `yaml:"url"`
}

// Definition is the whole of data/canvas.yaml with its vocabularies.
type Definition struct {
	Edition     string   `yaml:"edition"`
	Title       string   `yaml:"title"`
	Source      Source   `yaml:"source"`
	FrontMatter []*Field `yaml:"front_matter"`
	Steps       []*Step  `yaml:"steps"`

	// Root holds FrontMatter as the fields of one group, with the steps in the place of the canvas field.
	Root *Field `yaml:"-"`
	// Plain lists words that have a plainer one.
	Plain []PlainWord `yaml:"-"`
	// Vocabularies are those that a field uses, by name.
	Vocabularies map[string]*Vocabulary `yaml:"-"`
}

// Load reads data/canvas.yaml and every vocabulary that it names. The error is of type Errors.
func Load(root fs.FS) (*Definition, error) {
	def, errs := decode[Definition](root, File)
	if errs != nil {
		return nil, errs
	}
	def.Root = &Field{Kind: Group, Fields: def.FrontMatter}
	if place := def.placeOfSteps(def.FrontMatter); place != nil {
		place.Kind = Group
		for _, s := range def.Steps {
			place.Fields = append(place.Fields, &Field{
				Key: s.Key, Label: s.Title, Question: s.Question, Kind: Group, Fields: s.Fields,
			})
		}
	}
	v := validator{root: root, roles: map[Role]bool{}}
	v.fields("front_matter", def.FrontMatter)
	for _, f := range def.FrontMatter {
		v.role([]string{"front_matter", f.Key}, f, false)
	}
	for _, s := range def.Steps {
		v.fields("steps", []*Field{{Key: s.Key, Kind: Group, Fields: s.Fields}})
		v.step(s)
	}
	if v.errs == nil {
		v.errs = def.loadVocabularies(root)
	}
	if v.errs == nil {
		if words := def.Vocabularies["edities"]; words == nil || words.Find(def.Edition) == nil {
			v.add([]string{"edition"}, "definition/edition", "edition", def.Edition)
		}
	}
	if v.errs != nil {
		return nil, v.errs
	}
	return def, nil
}

func (d *Definition) placeOfSteps(fields []*Field) *Field {
	for _, f := range fields {
		if f.Kind == steps {
			return f
		}
	}
	return nil
}

// loadVocabularies reads the vocabularies that a field uses, and the plain words.
func (d *Definition) loadVocabularies(root fs.FS) Errors {
	var all Errors
	d.Vocabularies = map[string]*Vocabulary{}
	d.Root.walk(func(f *Field) {
		name := f.VocabularyName
		if name == "" {
			return
		}
		if _, read := d.Vocabularies[name]; !read {
			v, errs := loadVocabulary(root, name)
			all = append(all, errs...)
			d.Vocabularies[name] = v
		}
		f.Vocabulary = d.Vocabularies[name]
	})
	return append(all, d.loadPlain(root)...)
}

// walk calls fn for f and for every field below it.
func (f *Field) walk(fn func(*Field)) {
	fn(f)
	for _, c := range f.Fields {
		c.walk(fn)
	}
	for _, c := range f.Rows {
		c.walk(fn)
	}
	if f.Item != nil {
		f.Item.walk(fn)
	}
}

// validator collects the mistakes in the definition itself: an organisation can change it.
type validator struct {
	root  fs.FS
	errs  Errors
	roles map[Role]bool // those that a field has
}

func (v *validator) add(path []string, id string, pairs ...string) {
	v.errs = append(v.errs, at(v.root, File, path, id, pairs...)...)
}

func (v *validator) fields(list string, fields []*Field) {
	v.children([]string{list}, "", fields)
}

// children checks the fields below a path; part is the key of the list that holds them in the file.
func (v *validator) children(path []string, part string, fields []*Field) {
	if part != "" {
		path = append(path[:len(path):len(path)], part)
	}
	seen := map[string]bool{}
	for _, f := range fields {
		at := append(path[:len(path):len(path)], f.Key)
		if f.Key == "" {
			v.add(path, "definition/no-key")
			continue
		}
		if seen[f.Key] {
			v.add(at, "definition/twice", "key", f.Key)
		}
		seen[f.Key] = true
		v.field(at, f)
	}
}

// isColumns reports whether a text has the form of the columns that a step takes on A3: "1 / 3", or with a minus before the second number.
func isColumns(text string) bool {
	from, to, ok := strings.Cut(text, " / ")
	return ok && isCount(from) && isCount(strings.TrimPrefix(to, "-"))
}

// isCount reports whether a text is a whole number above zero, without a sign.
func isCount(text string) bool {
	return text != "" && text[0] != '0' && strings.Trim(text, "0123456789") == ""
}

// step checks what a step says besides its fields, and the roles of these.
func (v *validator) step(s *Step) {
	path := []string{"steps", s.Key}
	if s.A3 != "" && !isColumns(s.A3) {
		v.add(append(path, "a3"), "definition/a3", "key", s.Key, "place", s.A3)
	}
	for _, f := range s.Fields {
		at := append(path, "fields", f.Key)
		v.role(at, f, slices.Contains(rolesOf[f.Kind], f.Role))
		for _, r := range f.Rows {
			v.role(append(at[:len(at):len(at)], "rows", r.Key), r, f.Role == Players && r.Role == Interests)
		}
	}
}

// rolesOf are the roles that a field of a step can have, by its kind.
var rolesOf = map[Kind][]Role{Text: {Lead, Shared, Choice}, Table: {Players, Options}}

// role checks the role of a field: that it fits, and that no field before has it.
func (v *validator) role(path []string, f *Field, fits bool) {
	switch {
	case f.Role == "":
	case !fits:
		v.add(path, "definition/role", "key", f.Key, "role", string(f.Role))
	case v.roles[f.Role]:
		v.add(path, "definition/role-twice", "key", f.Key, "role", string(f.Role))
	default:
		v.roles[f.Role] = true
	}
}

func (v *validator) field(path []string, f *Field) {
	switch f.Kind {
	case Text, List, Date, Flag, Slug:
	case Term, Terms:
		if f.VocabularyName == "" {
			v.add(path, "definition/no-vocabulary", "key", f.Key)
		}
	case Group:
		if len(f.Fields) > 0 && f.Fields[0].Kind != Group { // the steps are checked by themselves
			v.children(path, "fields", f.Fields)
		}
	case Table:
		if f.Item == nil || f.Item.Key == "" {
			v.add(path, "definition/no-item", "key", f.Key)
			return
		}
		if f.Item.Kind == "" {
			f.Item.Kind = Text
		}
		v.children(path, "rows", f.Rows)
	default:
		v.add(path, "definition/kind", "key", f.Key, "kind", string(f.Kind))
	}
	if f.Style != "" && f.Style != Question {
		v.add(path, "definition/style", "key", f.Key, "style", string(f.Style))
	}
	switch f.Required {
	case Optional, Concept, Published:
	default:
		v.add(path, "definition/required", "key", f.Key, "required", string(f.Required))
	}
}
