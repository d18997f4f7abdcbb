package repo

import (
	"errors"
	"io/fs"
	"os"
	"sync"
)

// DiskError means that a file below .git could not be written on this machine, whatever the reason: no server has a part in it.
type DiskError struct {
	Path string
	err  error
}

func (e *DiskError) Error() string { return e.Path + ": " + e.err.Error() }
func (e *DiskError) Unwrap() error { return e.err }

// onDisk turns an error of writing a file into a *DiskError. Other errors, such as that of reading what a server sends, stay as they are.
func onDisk(err error) error {
	var (
		file *fs.PathError
		link *os.LinkError
	)
	switch {
	case errors.As(err, &file) && file.Op != "read":
		return &DiskError{file.Path, file.Err}
	case errors.As(err, &link):
		return &DiskError{link.New, link.Err}
	}
	return err
}

// together puts files on the disk, many at the same time: to wait for it costs many no more than one. The error joins those of all.
func together(all []func() error) error {
	const most = 16
	var (
		mu    sync.Mutex
		wait  sync.WaitGroup
		errs  []error
		seats = make(chan struct{}, most)
	)
	for _, put := range all {
		seats <- struct{}{}
		wait.Go(func() {
			defer func() { <-seats }()
			if err := put(); err != nil {
				mu.Lock()
				defer mu.Unlock()
				errs = append(errs, err)
			}
		})
	}
	wait.Wait()
	return errors.Join(errs...)
}
