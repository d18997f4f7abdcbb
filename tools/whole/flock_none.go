//go:build solaris || aix

package whole

import (
	"errors"
	"os"
)

// flock can't lock: these systems have no such call in package syscall.
func flock(*os.File) error { return errors.ErrUnsupported }
