package template

import (
	"regexp"
	"time"

	"gopkg.in/yaml.v3"
)

// Bucket is one bucket of files.
type Bucket struct {
	ID, Name string
	Expire   []Expiry
}

// Expiry removes files some time after they were written.
type Expiry struct {
	Prefix string        // "" means every file
	After  time.Duration // whole days
}

var bucketName = regexp.MustCompile(`^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$`)

func (r *reader) bucket(res *resource, what string, n *yaml.Node) {
	b := Bucket{ID: res.id, Name: r.name(res)}
	if !bucketName.MatchString(b.Name) {
		r.refuse(res.node, "bucket name %q must be 3 to 63 lower-case letters, digits, dots and hyphens", b.Name)
	}
	r.fields(n, what, map[string]field{
		"BucketName":                     ignored,
		"BucketEncryption":               ignored,
		"PublicAccessBlockConfiguration": ignored,
		"OwnershipControls":              ignored,
		"VersioningConfiguration":        ignored, // what is deleted here is gone
		"LifecycleConfiguration": func(v *yaml.Node) {
			r.fields(v, "LifecycleConfiguration of "+what, map[string]field{"Rules": func(v *yaml.Node) {
				for _, rule := range r.list(v, "Rules of "+what) {
					if e, ok := r.expiry(rule, what); ok {
						b.Expire = append(b.Expire, e)
					}
				}
			}})
		},
		"Tags": ignored,
	})
	r.out.Buckets = append(r.out.Buckets, b)
}

// expiry reads a rule; ok is false for one that is off or only clears unfinished uploads.
func (r *reader) expiry(n *yaml.Node, what string) (e Expiry, ok bool) {
	days, status := 0, ""
	r.fields(n, "a lifecycle rule of "+what, map[string]field{
		"Id":                             ignored,
		"Status":                         func(v *yaml.Node) { r.only("Status of a rule of "+what, "Enabled", "Disabled")(v); status = v.Value },
		"Prefix":                         r.setText(&e.Prefix, "Prefix of a rule of "+what),
		"ExpirationInDays":               r.setInt(&days, "ExpirationInDays of a rule of "+what, 1, 36500),
		"AbortIncompleteMultipartUpload": ignored,
		"NoncurrentVersionExpiration":    ignored,
		"ExpiredObjectDeleteMarker":      ignored,
	})
	e.After = time.Duration(days) * 24 * time.Hour
	return e, status == "Enabled" && days > 0
}
