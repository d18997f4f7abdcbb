//go:build !unix

package bound

import "time"

var begin = time.Now()

// used is the time since the process began: that of the processor is not known here.
func used() time.Duration { return time.Since(begin) }
