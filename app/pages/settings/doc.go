// Package settings holds the pages about the organisation and about one's own account.
package settings
