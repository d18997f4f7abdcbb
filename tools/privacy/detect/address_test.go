package detect

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// The least shares of testdata/addresses.txt that must be right: of the addresses, and of the sentences without one.
const (
	leastAddresses = 0.97
	leastClean     = 0.97
)

// TestAddresses looks for every address in the sentences of testdata/addresses.txt, and for none in the sentences that have none.
func TestAddresses(t *testing.T) {
	data, err := os.ReadFile("testdata/addresses.txt")
	if err != nil {
		t.Fatal(err)
	}
	marked := regexp.MustCompile(`⟦([^⟧]*)⟧`)
	addresses, found, clean, quiet, sure := 0, 0, 0, 0, 0
	for sentence := range strings.Lines(string(data)) {
		if sentence = strings.TrimSpace(sentence); strings.HasPrefix(sentence, "#") {
			continue
		}
		want := marked.FindAllStringSubmatch(sentence, -1)
		hits := slices.DeleteFunc(Scan(strings.NewReplacer("⟦", "", "⟧", "").Replace(sentence)), func(h Hit) bool { return h.Kind != Address })
		if len(want) == 0 {
			clean++
			if len(hits) == 0 {
				quiet++
			} else {
				t.Logf("no address: %q %+v", sentence, hits)
			}
		}
		for _, w := range want {
			addresses++
			i := slices.IndexFunc(hits, func(h Hit) bool { return strings.HasSuffix(h.Value, w[1]) })
			if i < 0 {
				t.Logf("missed: %q in %q: %+v", w[1], sentence, hits)
				continue
			}
			found++
			if hits[i].Sure {
				sure++
			}
		}
	}
	t.Logf("%d of %d addresses found, %d as an error; %d of %d sentences without one are quiet", found, addresses, sure, quiet, clean)
	if addresses < 200 || share(found, addresses) < leastAddresses {
		t.Errorf("%d of %d addresses found, want %.2f", found, addresses, leastAddresses)
	}
	if clean < 60 || share(quiet, clean) < leastClean {
		t.Errorf("%d of %d sentences without an address are quiet, want %.2f", quiet, clean, leastClean)
	}
}
