package received

import (
	"bytes"
	"errors"
	"net/url"
	"path"
	"slices"
	"strings"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/lifecycle"
	"github.com/openbaarheid-schuurt/dilemma/tools/flow/proposal"
	"github.com/openbaarheid-schuurt/dilemma/tools/lazy"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/extract/mail"
)

// mail reads a mail, or the mails in a mailbox.
func (r *Reader) mail(data []byte) (*Reading, error) {
	content, err := mail.Open(string(data))
	if err != nil {
		return nil, refuse(Deep)
	}
	m := mailReader{Reader: r, reading: &Reading{Ticks: &Ticks{Missing, Missing}, People: content.People, Broken: content.Broken}}
	for _, p := range content.Pieces {
		m.piece(p)
	}
	m.once()
	m.gather()
	if len(m.reading.Dilemmas) == 0 {
		return m.reading, m.why()
	}
	return m.reading, nil
}

type mailReader struct {
	*Reader
	reading *Reading
	files   []mail.Piece // attachments that hold no dilemma
	whys    []error      // why each of them does not
	plain   bool         // there is a text that is no attachment
	html    bool
	locked  error // why a mail as a whole can't be read
}

func (m *mailReader) piece(p mail.Piece) {
	isFile := p.Attached || p.Name != ""
	switch {
	case p.Kind == "multipart/encrypted":
		m.locked = refuse(Encrypted)
	case p.Kind == "multipart/signed":
	case strings.HasSuffix(p.Kind, "pkcs7-signature") || p.Kind == "application/pgp-signature":
		m.left(p, refuse(Signature))
	case strings.HasSuffix(p.Kind, "pkcs7-mime"):
		m.locked = refuse(Encrypted)
		if !isEnveloped(p.Data) && strings.EqualFold(p.Params["smime-type"], "signed-data") {
			m.locked = refuse(Sealed)
		}
	case p.Kind == "application/ms-tnef":
		m.left(p, refuse(Winmail))
	case p.Kind == "text/html" && !isFile:
		m.html = true
	case strings.HasPrefix(p.Kind, "text/") && !isFile:
		m.text(p)
	default:
		m.attachment(p)
	}
}

// text reads a text that is no attachment: it may have a dilemma, and what its sender agreed to.
func (m *mailReader) text(p mail.Piece) {
	text, ok := p.Text()
	switch {
	case !ok:
		m.left(p, refuse(Binary))
		return
	case len(text) > casebook.MaxSize: // nobody wrote it
		m.left(p, refuse(TooLarge))
		return
	}
	m.plain = true
	if strings.EqualFold(p.Params["format"], "flowed") {
		text = unflow(text, strings.EqualFold(p.Params["delsp"], "yes"))
	}
	if strings.Contains(text, "-----BEGIN PGP MESSAGE-----") {
		m.locked = refuse(Encrypted)
		return
	}
	m.reading.Ticks.read(text)
	found := inText(text)
	for i := range found {
		found[i].Form = MailText
	}
	m.reading.Dilemmas = append(m.reading.Dilemmas, found...)
}

// attachment reads a file in a mail.
func (m *mailReader) attachment(p mail.Piece) {
	var (
		found []Dilemma
		err   error
	)
	if strings.HasPrefix(p.Kind, "text/") && known(p.Data) == nil {
		if text, ok := p.Text(); ok {
			found, err = m.Reader.text(text)
		} else {
			err = refuse(Binary)
		}
	} else {
		found, err = m.file(p.Data)
	}
	if err != nil {
		m.left(p, err)
		return
	}
	for i := range found {
		found[i].Name = p.Name
	}
	m.reading.Dilemmas = append(m.reading.Dilemmas, found...)
}

func (m *mailReader) left(p mail.Piece, why error) {
	m.files, m.whys = append(m.files, p), append(m.whys, why)
}

// once keeps one of the dilemmas that are the same in several forms.
func (m *mailReader) once() {
	all := m.reading.Dilemmas
	slices.SortStableFunc(all, func(a, b Dilemma) int { return slices.Index(preferred, a.Form) - slices.Index(preferred, b.Form) })
	seen := map[string]bool{}
	m.reading.Dilemmas = slices.DeleteFunc(all, func(d Dilemma) bool {
		slug := d.Named()
		twice := slug != "" && seen[slug]
		if seen[slug] = true; twice {
			m.reading.Left = append(m.reading.Left, Left{Name: d.Name, Err: refuse(Same)})
		}
		return twice
	})
}

// gather puts the files to which a dilemma refers beside it, and tells of all others.
func (m *mailReader) gather() {
	for i, p := range m.files {
		l := Left{Name: p.Name, Err: m.whys[i]}
		var searched bool
		l.Kinds, searched = m.search(p.Name, p.Data)
		l.Unsearched = !searched
		var users []*Dilemma
		for j := range m.reading.Dilemmas {
			if d := &m.reading.Dilemmas[j]; refers(d.Text, p.Name) {
				users = append(users, d)
			}
		}
		switch {
		case len(users) == 0:
			if isShown(p.Data) {
				l.Err = refuse(Unused)
			}
		case !isShown(p.Data) || !fileName().MatchString(p.Name) || casebook.ReservedByWindows(p.Name) || casebook.IsLeftover(p.Name):
			l.Err = refuse(Unsafe)
		case len(l.Kinds) > 0 || l.Unsearched:
			l.Err = refuse(Personal)
		default:
			for _, d := range users {
				if !slices.ContainsFunc(d.Beside, func(f proposal.File) bool { return strings.EqualFold(f.Path, p.Name) }) {
					d.Beside = append(d.Beside, proposal.NewFile(p.Name, p.Data))
				}
			}
			continue
		}
		m.reading.Left = append(m.reading.Left, l)
	}
}

// fileName matches the names that a file beside a dilemma may have.
var fileName = lazy.Regexp(`(?i)^[\pL\pN][\pL\pN ._-]*\.(png|jpe?g|gif|webp|pdf)$`)

// isShown reports whether a file is a picture or a PDF, by its first bytes.
func isShown(data []byte) bool {
	for _, begin := range []string{"\x89PNG\r\n", "\xff\xd8\xff", "GIF8", "%PDF-"} {
		if bytes.HasPrefix(data, []byte(begin)) {
			return true
		}
	}
	return len(data) > 12 && string(data[:4]) == "RIFF" && string(data[8:12]) == "WEBP"
}

// refers reports whether the story of a dilemma has a link to a file or shows it.
func refers(text []byte, name string) bool {
	if name == "" {
		return false
	}
	story := string(casebook.Parse("", text).Body())
	for _, n := range []string{name, "./" + name, url.PathEscape(name), "./" + url.PathEscape(name)} {
		for _, around := range [][2]string{{"(", ")"}, {"(", " \""}, {"(<", ">)"}, {`"`, `"`}, {": ", "\n"}} {
			if strings.Contains(story, around[0]+n+around[1]) {
				return true
			}
		}
	}
	return false
}

// why returns the reason that says most of a mail without a dilemma: that of what was meant to be one, if there is such a file.
func (m *mailReader) why() error {
	if m.locked != nil {
		return m.locked
	}
	var refusal *Refusal
	for i, err := range m.whys {
		ending := strings.ToLower(path.Ext(m.files[i].Name))
		if !errors.As(err, &refusal) || refusal.Why == Winmail || slices.Contains([]string{".md", ".json", ".docx", ".odt", ".doc", ".txt"}, ending) {
			m.reading.Culprit = m.files[i].Name
			return err
		}
	}
	if m.html && !m.plain {
		return refuse(OnlyHTML)
	}
	return refuse(NoDilemma)
}

// titleOf returns the title of a dilemma, or "".
func titleOf(file *casebook.File) string {
	if file.Front == nil {
		return ""
	}
	return strings.TrimSpace(lifecycle.Text(file.Front, lifecycle.Title))
}
