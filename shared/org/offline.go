package org

import (
	"strconv"
	"time"

	"stellwerk/shared/fault"
)

// For how long a device may work without having been in contact with the server, in whole hours.
const (
	MinOffline     = 1
	MaxOffline     = 90 * 24
	DefaultOffline = 30 * 24
)

// ParseOfflineHours accepts 1 to 2160 whole hours. Fault: offlineHours.range.
func ParseOfflineHours(field string, hours int) (int, error) {
	if hours < MinOffline || hours > MaxOffline {
		return 0, fault.On(field, "offlineHours.range", "min", strconv.Itoa(MinOffline), "max", strconv.Itoa(MaxOffline/24))
	}
	return hours, nil
}

// OfflineTime is hours as a time, within the limits; 0 is the default.
func OfflineTime(hours int) time.Duration {
	if hours == 0 {
		hours = DefaultOffline
	}
	return time.Duration(min(max(hours, MinOffline), MaxOffline)) * time.Hour
}
