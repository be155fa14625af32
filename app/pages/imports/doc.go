// Package imports holds the page that brings a staff list in: a file is read and judged row by row on this device, mended in place,
// and only then sent. What the page knows of a file is List, which is plain Go.
package imports
