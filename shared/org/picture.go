package org

import (
	"crypto/sha256"
	"encoding/base64"
	"strconv"

	"stellwerk/shared/fault"
)

// PictureID names a picture by what it shows: the first half of the SHA-256 of its bytes, in 22 characters of base64url. "" is none.
type PictureID string

// Limits of pictures.
const (
	MaxPicture     = 24 << 10 // bytes
	MaxPictureSide = 512      // pixels
)

// ParsePictureID accepts the name of a picture, or nothing. Fault: picture.id.
func ParsePictureID(field, s string) (PictureID, error) {
	b, err := base64.RawURLEncoding.Strict().DecodeString(s)
	if s != "" && (err != nil || len(b) != sha256.Size/2 || len(s) != base64.RawURLEncoding.EncodedLen(len(b))) {
		return "", fault.On(field, "picture.id")
	}
	return PictureID(s), nil
}

// ParsePicture accepts a JPEG file in base64, of up to 24 KB and 512 pixels a side, that tells nothing beside what it shows: not where, when or with what it was taken.
// Faults: picture.malformed, picture.large, picture.talks.
func ParsePicture(field, encoded string) (id PictureID, data []byte, err error) {
	if len(encoded) > base64.StdEncoding.EncodedLen(MaxPicture) {
		return "", nil, tooLarge(field)
	}
	data, err = base64.StdEncoding.Strict().DecodeString(encoded)
	if err != nil {
		return "", nil, fault.On(field, "picture.malformed")
	}
	wide, high, talks, ok := jpeg(data)
	switch {
	case !ok:
		return "", nil, fault.On(field, "picture.malformed")
	case max(wide, high) > MaxPictureSide || len(data) > MaxPicture:
		return "", nil, tooLarge(field)
	case talks:
		return "", nil, fault.On(field, "picture.talks")
	}
	return NamePicture(data), data, nil
}

// PictureNamed checks that a picture, as ParsePicture takes it, is the one of a name. Faults: picture.missing, those of ParsePicture.
func PictureNamed(field string, name PictureID, encoded string) error {
	id, _, err := ParsePicture(field, encoded)
	if err == nil && id != name {
		err = fault.On(field, "picture.missing")
	}
	return err
}

func tooLarge(field string) error {
	return fault.On(field, "picture.large", "kb", strconv.Itoa(MaxPicture>>10), "side", strconv.Itoa(MaxPictureSide))
}

// NamePicture is the name of a picture.
func NamePicture(data []byte) PictureID {
	sum := sha256.Sum256(data)
	return PictureID(base64.RawURLEncoding.EncodeToString(sum[:sha256.Size/2]))
}

// The markers of JPEG (ITU-T T.81, table B.1).
const (
	markSOI, markEOI, markSOS = 0xd8, 0xd9, 0xda
	markApp0, markApp15       = 0xe0, 0xef // what programs add: only JFIF's own (0), colour profiles (2) and Adobe's colours (14) are not about the taking
	markComment               = 0xfe
)

// jpeg reads the segments of a file up to its image. ok is false for what is none; talks says that it holds more than an image.
func jpeg(b []byte) (wide, high int, talks, ok bool) {
	if len(b) < 4 || b[0] != 0xff || b[1] != markSOI || b[len(b)-2] != 0xff || b[len(b)-1] != markEOI {
		return 0, 0, false, false
	}
	for at := 2; at+4 <= len(b) && b[at] == 0xff; {
		mark, size := b[at+1], int(b[at+2])<<8|int(b[at+3])
		if size < 2 || at+2+size > len(b) {
			return 0, 0, false, false
		}
		switch {
		case mark == markSOS:
			return wide, high, talks, wide > 0 && high > 0
		case mark >= 0xc0 && mark <= 0xc2 && size >= 8: // frames that browsers show: baseline, extended, progressive
			high, wide = int(b[at+5])<<8|int(b[at+6]), int(b[at+7])<<8|int(b[at+8])
		case mark == markComment, mark >= markApp0 && mark <= markApp15 && mark != markApp0 && mark != markApp0+2 && mark != markApp0+14:
			talks = true
		}
		at += 2 + size
	}
	return 0, 0, false, false
}
