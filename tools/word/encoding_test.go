package word_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/openbaarheid-schuurt/dilemma/tools/word"
)

// TestEncodings reads documents of which the XML is in UTF-16, which both standards allow, and refuses any other encoding by its name.
func TestEncodings(t *testing.T) {
	def := load(t)
	want := read(t, def, pack(t, parts(worksheet)))
	for name, order := range map[string]binary.ByteOrder{"little": binary.LittleEndian, "big": binary.BigEndian} {
		for _, head := range []string{`<?xml version="1.0" encoding="UTF-16"?>`, `<?xml version="1.0" encoding="utf-16le" standalone="yes"?>`, ""} {
			all := parts(worksheet)
			for part, text := range all {
				_, text, _ = strings.Cut("?>"+strings.ReplaceAll(text, `<?xml version="1.0"?>`, ""), "?>")
				var out bytes.Buffer
				_ = binary.Write(&out, order, utf16.Encode([]rune("\ufeff"+head+text)))
				all[part] = out.String()
			}
			got := read(t, def, pack(t, all))
			if !got.Front.Equal(want.Front) || got.Story != want.Story {
				t.Errorf("%s endian, %q: read otherwise", name, head)
			}
		}
	}
	said := func(encoding, text string) []byte {
		all := parts(text)
		all["word/document.xml"] = strings.Replace(all["word/document.xml"], `<?xml version="1.0"?>`, `<?xml version="1.0" encoding="`+encoding+`"?>`, 1)
		return pack(t, all)
	}
	// What says another encoding and holds none of its letters, and UTF-8 under a wrong name.
	for encoding, text := range map[string]string{"windows-1252": strings.ReplaceAll(worksheet, "ú", "u"), "us-ascii": strings.ReplaceAll(worksheet, "ú", "u"), "UTF8": worksheet, "utf-16": worksheet} {
		if _, err := word.Read(def, said(encoding, text)); err != nil {
			t.Errorf("%s: %v", encoding, err)
		}
	}
	for _, encoding := range []string{"windows-1252", "ISO-8859-15", "koi8-r"} {
		var refusal *word.Refusal
		if _, err := word.Read(def, said(encoding, worksheet)); !errors.As(err, &refusal) || refusal.Why != word.Encoding {
			t.Errorf("%s: %v", encoding, err)
		}
	}
}
