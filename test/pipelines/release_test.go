package pipelines_test

import (
	"fmt"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/must"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"
)

// TestReleaseFiles reads what the pipelines of a release say of rights and tokens: only the job of a tag may write, and its tokens are only there where the
// release is handed out.
func TestReleaseFiles(t *testing.T) {
	t.Parallel()
	for _, forge := range []string{"github", "forgejo"} {
		file := "." + forge + "/workflows/release.yml"
		var workflow struct {
			On          map[string]any
			Permissions map[string]string
			Jobs        map[string]struct {
				If, Environment string
				Permissions     map[string]string
				Steps           []struct {
					Uses, Run string
					With, Env map[string]string
				}
			}
		}
		must.Do(t, yaml.Unmarshal([]byte(must.Read(t, sitebuild.Root, file)), &workflow))
		if _, ok := workflow.On["pull_request"]; ok || len(workflow.Jobs) == 0 {
			t.Errorf("%s runs on a proposal", file)
		}
		for name, job := range workflow.Jobs {
			writes := strings.Contains(fmt.Sprint(job.Permissions, workflow.Permissions), "write")
			if writes && (job.Environment != "release" || !strings.HasPrefix(job.If, "github.ref_type == 'tag' && ")) {
				t.Errorf("%s: %s may write, also without a tag or an approval", file, name)
			}
			for _, s := range job.Steps {
				token := strings.Contains(fmt.Sprint(s.Env), "token") || strings.Contains(fmt.Sprint(s.Env), "secrets.")
				if token && (!writes || !strings.Contains(s.Run, ".ci/release publish")) {
					t.Errorf("%s: the token is there in\n%s", file, s.Run)
				}
				if strings.HasPrefix(s.Uses, "actions/checkout@") && s.With["persist-credentials"] != "false" || strings.HasPrefix(s.Uses, "actions/setup-go@") && s.With["cache"] != "false" || strings.HasPrefix(s.Uses, "actions/cache@") {
					t.Errorf("%s: %s keeps a token, or takes what another run made", file, s.Uses)
				}
			}
		}
	}
}
