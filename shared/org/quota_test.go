package org_test

import (
	"testing"

	"stellwerk/shared/org"
)

func TestQuotas(t *testing.T) {
	for in, want := range map[string]string{
		"": "", " ": "", "10 GB": "10 GB", "10gb": "10 GB", "1,5 TB": "1.5 TB", "1.50 tb": "1.5 TB", "0,5 GiB": "0.5 GB", "512": "512 B", "512 Bytes": "512 B", "007 M": "7 MB",
		"2.0 KB": "2 KB", "1024 TB": "1024 TB", "1 048 576": "1048576 B",
	} {
		got, err := org.ParseQuota("quota", in)
		if err != nil || got != want {
			t.Errorf("%q is %q, %v, want %q", in, got, err, want)
		}
		if again, err := org.ParseQuota("quota", got); err != nil || again != got {
			t.Errorf("%q is read again as %q, %v", got, again, err)
		}
	}
	for _, in := range []string{"0", "0 GB", "-1 GB", "GB", "viel", "10 XB", "1025 TB", "1,5,5 GB", "1. GB", "1.5", "1e3 GB", "99999999999999999 TB", "NaN", "Inf GB", "10 GB frei"} {
		if got, err := org.ParseQuota("quota", in); err == nil {
			t.Errorf("%q is taken as %q", in, got)
		}
	}
}

func TestQuotasInBytes(t *testing.T) {
	for in, want := range map[string]uint64{"": 0, "512 B": 512, "1 KB": 1024, "1.5 MB": 3 << 19, "2 GB": 2 << 30, "1024 TB": 1 << 50} {
		if got := org.QuotaBytes(in); got != want {
			t.Errorf("%q is %d bytes, want %d", in, got, want)
		}
	}
}
