package terminal

import (
	"bytes"
	"os"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// TestColours asks for colours where there is no terminal: in a pipe and in a file.
func TestColours(t *testing.T) {
	file, err := os.Create(t.TempDir() + "/file")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for setting, want := range map[string]bool{
		"":                               false,
		"TERM=xterm":                     false,
		"FORCE_COLOR=1":                  true,
		"FORCE_COLOR=0":                  false,
		"CLICOLOR_FORCE=1":               true,
		"CLICOLOR_FORCE=0":               false,
		"NO_COLOR=1 FORCE_COLOR=1":       false,
		"NO_COLOR=1 CLICOLOR_FORCE=1":    false,
		"TERM=dumb FORCE_COLOR=1":        true,
		"TERM=xterm-256color CLICOLOR=1": false,
	} {
		t.Run(setting, func(t *testing.T) {
			for _, name := range []string{"NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "CLICOLOR", "TERM"} {
				t.Setenv(name, "")
			}
			for s := range strings.FieldsSeq(setting) {
				name, value, _ := strings.Cut(s, "=")
				t.Setenv(name, value)
			}
			if Colours(&bytes.Buffer{}) != want || Colours(file) != want {
				t.Errorf("want %v", want)
			}
		})
	}
}

func TestPaint(t *testing.T) {
	if got := Palette(true).Paint(Red, "fout"); got != "\x1b[1;31mfout\x1b[0m" {
		t.Errorf("%q", got)
	}
	if got := Palette(false).Paint(Red, "fout") + Palette(true).Paint(Plain, "a") + Palette(true).Paint(Red, ""); got != "fouta" {
		t.Errorf("%q", got)
	}
}

// lines is a writer that another goroutine reads.
type lines struct {
	sync.Mutex
	bytes.Buffer
}

func (l *lines) Write(p []byte) (int, error) {
	l.Lock()
	defer l.Unlock()
	return l.Buffer.Write(p)
}

func TestProgress(t *testing.T) {
	told := func(rewrite bool, width int, after time.Duration) (text string) {
		synctest.Test(t, func(t *testing.T) {
			w := &lines{}
			p := &Progress{w: w, text: func(d time.Duration) string { return "bezig " + d.Round(time.Second).String() }, stop: make(chan struct{}), rewrite: rewrite, width: width}
			p.done.Go(p.run)
			time.Sleep(after)
			p.Stop()
			p.Stop()
			text = w.String()
		})
		return text
	}
	if got := told(true, 80, 900*time.Millisecond) + told(false, 80, 19900*time.Millisecond); got != "" {
		t.Errorf("within a second it says %q", got)
	}
	if got := told(true, 80, 1300*time.Millisecond); got != "\rbezig 1s\x1b[K\rbezig 1s\x1b[K\r\x1b[K" {
		t.Errorf("on a terminal: %q", got)
	}
	if got := told(true, 6, 1100*time.Millisecond); got != "\rbezig\x1b[K\r\x1b[K" {
		t.Errorf("on a narrow terminal: %q", got)
	}
	if got := told(false, 80, 41*time.Second); got != "bezig 20s\nbezig 40s\n" {
		t.Errorf("in a file: %q", got)
	}
	Start(nil, nil).Stop()
}
