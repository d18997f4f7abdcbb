package opendata_test

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	dilemma "github.com/openbaarheid-schuurt/dilemma"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/opendata"
)

func definition(t *testing.T) *canvas.Definition {
	t.Helper()
	def, err := canvas.Load(dilemma.Files)
	if err != nil {
		t.Fatal(err)
	}
	return def
}

// hostile are texts that a spreadsheet might calculate, or that XML or a workbook reads as something else.
var hostile = []string{"=1+1", "+31", "-2+3", "@SUM(A1)", "\tx", "5.2", "1-2", "a & <b> ]]> \"q\"", "_x0041_ blijft", "regel\nregel", "🙂 é ", "  ervoor en erachter  ", "'=1"}

func hostileBook(long string) *opendata.Book {
	b := &opendata.Book{Name: "Boek & <zo>", URL: "https://host.example/", Modified: "2026-02-01", Licence: opendata.Licence{Name: "CC0-1.0"}}
	for _, title := range hostile {
		b.Dilemmas = append(b.Dilemmas, opendata.Dilemma{Slug: "x", Title: title, Date: "2026-01-05", Minutes: 4, Status: "gepubliceerd", Story: &long})
	}
	return b
}

// TestWorkbook reads the parts of a workbook back: well-formed, no formula, each text whole, and the same bytes each time.
func TestWorkbook(t *testing.T) {
	long := strings.Repeat("é🙂", 20_000) + "\x00\x0b\ufffe"
	book, def := hostileBook(long), definition(t)
	made, err := book.XLSX(def)
	if err != nil {
		t.Fatal(err)
	}
	if again, _ := hostileBook(long).XLSX(def); !bytes.Equal(made, again) {
		t.Error("the same book gives other bytes")
	}
	z, err := zip.NewReader(bytes.NewReader(made), int64(len(made)))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range z.File {
		r, err := file.Open()
		if err != nil {
			t.Fatal(err)
		}
		for decoder := xml.NewDecoder(r); ; {
			token, err := decoder.Token()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v", file.Name, err)
			}
			switch token := token.(type) {
			case xml.StartElement:
				if token.Name.Local == "f" {
					t.Errorf("%s has a formula", file.Name)
				}
			case xml.CharData:
				if n := len(utf16.Encode([]rune(string(token)))); n > 32767 {
					t.Errorf("%s has a cell of %d", file.Name, n)
				}
			}
		}
	}
}

// absent skips a test for want of something on this machine; where DILEMMA_NO_SKIP is set, that is a failure.
func absent(t *testing.T, format string, args ...any) {
	t.Helper()
	if os.Getenv("DILEMMA_NO_SKIP") != "" {
		t.Fatalf("may not be skipped: "+format, args...)
	}
	t.Skipf(format, args...)
}

// TestLibreOffice opens a workbook in LibreOffice and compares what it reads with what was written. Days are days and not texts.
func TestLibreOffice(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long: not under -short")
	}
	soffice, err := exec.LookPath("soffice")
	if err != nil {
		absent(t, "no soffice: install libreoffice-calc-nogui")
	}
	dir, profile := t.TempDir(), t.TempDir()
	made, err := hostileBook("Het verhaal.").XLSX(definition(t))
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(dir, "boek.xlsx")
	if err := os.WriteFile(name, made, 0o600); err != nil {
		t.Fatal(err)
	}
	// The first sheet, as it is shown, in UTF-8.
	output, err := exec.Command(soffice, "-env:UserInstallation=file://"+filepath.ToSlash(profile), "--headless", "--convert-to",
		"csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false", "--outdir", dir, name).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
	text, err := os.ReadFile(filepath.Join(dir, "boek.csv"))
	if err != nil {
		absent(t, "soffice reads no workbook: install libreoffice-calc-nogui (%s)", output)
	}
	rows, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil || len(rows) != len(hostile)+1 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	for i, want := range hostile {
		row := rows[i+1]
		if row[2] != want || row[3] != "2026-01-05" || row[14] != "4" {
			t.Errorf("%q is %q, %q, %q", want, row[2], row[3], row[14])
		}
	}
}

// TestCSV gives a cell that would be a formula an apostrophe.
func TestCSV(t *testing.T) {
	var table bytes.Buffer
	if err := opendata.CSV(&table, slices.Values(hostileBook("").Dilemmas)); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&table).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"'=1+1", "'+31", "'-2+3", "'@SUM(A1)", "'\tx", "5.2"} {
		if got := rows[i+1][2]; got != want {
			t.Errorf("%q is %q", hostile[i], got)
		}
	}
}

// BenchmarkXLSX makes a workbook of 1,000 dilemmas of 8 kB.
func BenchmarkXLSX(b *testing.B) {
	def, err := canvas.Load(dilemma.Files)
	if err != nil {
		b.Fatal(err)
	}
	story := strings.Repeat("Een zin van een verhaal. ", 320)
	book := &opendata.Book{Modified: time.Now().Format(time.DateOnly)}
	for range 1000 {
		book.Dilemmas = append(book.Dilemmas, opendata.Dilemma{Slug: "x", Title: "Titel", Story: &story})
	}
	for b.Loop() {
		made, err := book.XLSX(def)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(len(made)), "bytes")
	}
}
