package search

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"
)

// Pagefind writes gzipped CBOR that begins with a signature. Its index consists of two kinds of files:
//
//   - the meta file: version, pages, chunks, filters, sorts, fields. A page has its id, its number of words and a group; a chunk has its first and its last
//     word, cut off where they differ from those of the neighbouring chunks, and its id.
//   - a chunk: a list with one list of words, each with the pages that it is on and the positions there.
//
// With many pages a search would fetch more of this than it needs: an id of seven digits for each page, and every frequent word in the chunk of the word
// that is searched. Therefore pack shortens the ids of pages as far as they stay different, and makes smaller chunks, with frequent words in chunks of their
// own. It changes nothing else. It returns errFormat for another form than this one: the version of Pagefind is pinned, and a test compares the results of
// a packed and an unpacked index.

const signature = "pagefind_dcd"

// chunkSize is the size of a chunk in bytes before compression, which halves it. Smaller chunks would cost more in the meta file than they save.
const chunkSize = 24_000

var errFormat = errors.New("unknown format")

// pack packs the index of each language in a folder.
func pack(dir string) error {
	metas, err := filepath.Glob(filepath.Join(dir, "pagefind.*.pf_meta"))
	if err != nil {
		return err
	}
	for _, name := range metas {
		if err := packLanguage(dir, name); err != nil {
			return fmt.Errorf("%s: %w", filepath.Base(name), err)
		}
	}
	return nil
}

func packLanguage(dir, name string) error {
	data, err := unzip(name)
	if err != nil {
		return err
	}
	meta, rest, err := decode(data)
	if err != nil {
		return err
	}
	parts, ok := meta.([]any)
	if !ok || len(parts) != 6 || len(rest) > 0 {
		return errFormat
	}
	pages, chunks := rowsOf(parts[1]), rowsOf(parts[2])
	if len(pages) == 0 || len(chunks) == 0 {
		return errFormat
	}
	if err := shortenIDs(filepath.Join(dir, "fragment"), pages); err != nil {
		return err
	}
	if parts[2], err = cutChunks(filepath.Join(dir, "index"), chunks); err != nil {
		return err
	}
	parts[3] = []any{} // facets replace the filters of Pagefind
	return zip(name, append([]byte(signature), encode(nil, parts)...))
}

// rowsOf returns the rows in a list, each of three values of which the first and the last are texts; nil for another list.
func rowsOf(v any) [][]any {
	list, ok := v.([]any)
	if !ok {
		return nil
	}
	rows := make([][]any, len(list))
	for i, item := range list {
		row, ok := item.([]any)
		if !ok || len(row) != 3 {
			return nil
		}
		for _, text := range []any{row[0], row[2]} {
			if _, ok := text.(string); !ok {
				return nil
			}
		}
		rows[i] = row
	}
	return rows
}

// shortenIDs cuts the id of each page to the shortest beginning that no other page has, and renames its file.
func shortenIDs(dir string, pages [][]any) error {
	sorted := slices.SortedFunc(slices.Values(pages), func(a, b []any) int { return strings.Compare(a[0].(string), b[0].(string)) })
	old := ""
	for i, page := range sorted {
		id := page[0].(string)
		n := strings.Index(id, "_") + 2
		n = max(n, shared(old, id)+1)
		if i+1 < len(sorted) {
			n = max(n, shared(id, sorted[i+1][0].(string))+1)
		}
		old = id
		page[0] = id[:min(n, len(id))]
		if err := os.Rename(filepath.Join(dir, id+".pf_fragment"), filepath.Join(dir, page[0].(string)+".pf_fragment")); err != nil {
			return err
		}
	}
	return nil
}

// shared returns the length in bytes of the common beginning of two texts, in whole characters.
func shared(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) {
		r, size := utf8.DecodeRuneInString(a[n:])
		if s, _ := utf8.DecodeRuneInString(b[n:]); r != s {
			break
		}
		n += size
	}
	return n
}

// upTo returns the first n bytes of a text and the character after them.
func upTo(text string, n int) string {
	_, size := utf8.DecodeRuneInString(text[min(n, len(text)):])
	return text[:min(n, len(text))+size]
}

// cutChunks writes the words of all chunks to new, smaller chunks, removes the old ones, and returns the rows of the new ones for the meta file.
func cutChunks(dir string, chunks [][]any) ([]any, error) {
	type word struct {
		text string
		raw  []byte
	}
	type chunk struct {
		words []word
		size  int
	}
	var all []chunk
	for _, row := range chunks {
		name := filepath.Join(dir, row[2].(string)+".pf_index")
		data, err := unzip(name)
		if err != nil {
			return nil, err
		}
		outer, data, err := open(data)
		if err != nil || outer != 1 {
			return nil, errors.Join(errFormat, err)
		}
		count, data, err := open(data)
		if err != nil {
			return nil, err
		}
		for range count {
			end, err := skip(data)
			if err != nil {
				return nil, err
			}
			raw := data[:end]
			data = data[end:]
			_, inner, err := open(raw)
			if err != nil {
				return nil, err
			}
			text, _, err := decode(inner)
			if err != nil {
				return nil, err
			}
			w, ok := text.(string)
			if !ok {
				return nil, errFormat
			}
			if last := len(all) - 1; last < 0 || all[last].size+len(raw) > chunkSize {
				all = append(all, chunk{})
			}
			last := &all[len(all)-1]
			last.words, last.size = append(last.words, word{w, raw}), last.size+len(raw)
		}
		if len(data) > 0 {
			return nil, errFormat
		}
		if err := os.Remove(name); err != nil {
			return nil, err
		}
	}
	language, _, _ := strings.Cut(chunks[0][2].(string), "_")
	var rows []any
	from := 0 // the length that the first word of a chunk has in common with the last word of the one before
	for i, c := range all {
		data := head(head([]byte(signature), list, 1), list, len(c.words))
		for _, w := range c.words {
			data = append(data, w.raw...)
		}
		first, last := c.words[0].text, c.words[len(c.words)-1].text
		to := len(last)
		next := 0
		if i+1 < len(all) {
			next = shared(last, all[i+1].words[0].text)
			to = next
		}
		sum := sha256.Sum256(data)
		id := language + "_" + hex.EncodeToString(sum[:4])
		end := upTo(last, to)
		if end == last && next == len(last) {
			end += "\x00" // else a search for a longer word with this beginning fetches this chunk too
		}
		rows = append(rows, []any{upTo(first, from), end, id})
		if err := zip(filepath.Join(dir, id+".pf_index"), data); err != nil {
			return nil, err
		}
		from = next
	}
	return rows, nil
}

// unzip decompresses a file of Pagefind and removes the signature.
func unzip(name string) ([]byte, error) {
	data, err := readZip(name)
	if err != nil {
		return nil, err
	}
	data, found := bytes.CutPrefix(data, []byte(signature))
	if !found {
		return nil, fmt.Errorf("%s: %w", name, errFormat)
	}
	return data, nil
}

// readZip reads and decompresses a file.
func readZip(name string) ([]byte, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	z, err := gzip.NewReader(file)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	data, err := io.ReadAll(z)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return data, nil
}

// zip compresses and writes a file.
func zip(name string, data []byte) error {
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return err
	}
	if _, err := z.Write(data); err != nil {
		return err
	}
	if err := z.Close(); err != nil {
		return err
	}
	return os.WriteFile(name, b.Bytes(), 0o644)
}
