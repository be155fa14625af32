package story

import (
	"stellwerk/app/ui"
	"stellwerk/shared/org"
)

// Device says on what something was done; "" where no device was noted.
func Device(d org.Device) string {
	switch {
	case d == (org.Device{}):
		return ""
	case d.Kind == org.Software:
		return ui.T("audit.device.api")
	case d.Browser != "" && d.System != "":
		return ui.T("audit.device.both", "browser", d.Browser, "system", d.System)
	case d.System != "":
		return ui.T("audit.device.system", "system", d.System)
	case d.Browser != "":
		return d.Browser
	}
	return ui.T("audit.device.unknown")
}

// DeviceKind names what sort of thing a device is; "" where that is in its other words, or unknown.
func DeviceKind(d org.Device) string {
	switch d.Kind {
	case org.Computer:
		return ui.T("audit.device.computer")
	case org.Phone:
		return ui.T("audit.device.phone")
	case org.Tablet:
		return ui.T("audit.device.tablet")
	}
	return ""
}
