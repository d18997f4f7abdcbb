package main

import "golang.org/x/sys/windows"

// What they mean: https://learn.microsoft.com/windows/win32/debug/system-error-codes. Those of the cloud are of OneDrive.
var systemTroubles = []trouble{
	{"full", []error{windows.ERROR_DISK_FULL, windows.ERROR_HANDLE_DISK_FULL}},
	{"read-only", []error{windows.ERROR_WRITE_PROTECT}},
	{"busy", []error{windows.ERROR_SHARING_VIOLATION, windows.ERROR_LOCK_VIOLATION, windows.ERROR_USER_MAPPED_FILE, windows.ERROR_CLOUD_FILE_IN_USE}},
	{"name", []error{windows.ERROR_FILENAME_EXCED_RANGE}},
	{"no-name", []error{windows.ERROR_INVALID_NAME}},
	{"disk", []error{windows.ERROR_IO_DEVICE, windows.ERROR_CRC, windows.ERROR_FILE_CORRUPT}},
	{"away", []error{
		windows.ERROR_NOT_READY, windows.ERROR_DEV_NOT_EXIST, windows.ERROR_UNEXP_NET_ERR, windows.ERROR_NETNAME_DELETED, windows.ERROR_BAD_NET_NAME,
		windows.ERROR_NETWORK_UNREACHABLE, windows.ERROR_CLOUD_FILE_PROVIDER_NOT_RUNNING, windows.ERROR_CLOUD_FILE_NETWORK_UNAVAILABLE,
		windows.ERROR_CLOUD_FILE_PROVIDER_TERMINATED, windows.ERROR_CLOUD_FILE_REQUEST_TIMEOUT,
	}},
}

func ignoreLimits() {}
