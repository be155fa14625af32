package org_test

import (
	"bytes"
	"encoding/base64"
	"image"
	"image/jpeg"
	"math/rand/v2"
	"slices"
	"testing"

	"stellwerk/shared/fault"
	"stellwerk/shared/org"
)

func jpegOf(t *testing.T, side, quality int) []byte {
	t.Helper()
	img, noise := image.NewRGBA(image.Rect(0, 0, side, side)), rand.New(rand.NewPCG(1, 2))
	for i := range img.Pix {
		img.Pix[i] = byte(noise.IntN(256))
	}
	var out bytes.Buffer
	if err := jpeg.Encode(&out, img, &jpeg.Options{Quality: quality}); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// with puts a segment behind the first mark of a file.
func with(file []byte, mark byte, content string) []byte {
	n := len(content) + 2
	return slices.Concat(file[:2], []byte{0xff, mark, byte(n >> 8), byte(n)}, []byte(content), file[2:])
}

func TestAPictureIsASmallJPEGThatShowsOnlyWhatItShows(t *testing.T) {
	small := jpegOf(t, 64, 60)
	for name, c := range map[string]struct {
		file []byte
		code string
	}{
		"a small one":           {small, ""},
		"the largest":           {jpegOf(t, 130, 80), ""},
		"with a colour profile": {with(small, 0xe2, "ICC_PROFILE"), ""},
		"where it was taken":    {with(small, 0xe1, "Exif\x00\x00"), "picture.talks"},
		"a comment":             {with(small, 0xfe, "for your eyes only"), "picture.talks"},
		"too many bytes":        {jpegOf(t, 300, 95), "picture.large"},
		"too many pixels":       {jpegOf(t, 513, 1), "picture.large"},
		"nothing":               {nil, "picture.malformed"},
		"a PNG":                 {[]byte("\x89PNG\r\n\x1a\n0000"), "picture.malformed"},
		"cut off":               {small[:len(small)/2], "picture.malformed"},
		"a script behind it":    {slices.Concat(small, []byte("<script>")), "picture.malformed"},
		"a segment beyond it":   {[]byte{0xff, 0xd8, 0xff, 0xe0, 0xff, 0xff, 0xff, 0xd9}, "picture.malformed"},
		"no image":              {[]byte{0xff, 0xd8, 0xff, 0xda, 0, 2, 0xff, 0xd9}, "picture.malformed"},
	} {
		t.Run(name, func(t *testing.T) {
			id, data, err := org.ParsePicture("picture", base64.StdEncoding.EncodeToString(c.file))
			if c.code != "" {
				if f := fault.First(err); f == nil || f.Code != c.code || f.Field != "picture" {
					t.Errorf("got %v, want %s", err, c.code)
				}
				return
			}
			if err != nil || !bytes.Equal(data, c.file) || id != org.NamePicture(c.file) || len(id) != 22 {
				t.Errorf("got %q, %d bytes, %v", id, len(data), err)
			}
		})
	}
	if _, _, err := org.ParsePicture("picture", "not base64"); !fault.Is(err, "picture.malformed") {
		t.Errorf("not base64: %v", err)
	}
}

func TestPicturesAreNamedInOneWay(t *testing.T) {
	good := string(org.NamePicture([]byte("x")))
	for in, ok := range map[string]bool{"": true, good: true, good + "=": false, good[:20]: false, good[:20] + "\n" + good[20:]: false, "../" + good[3:]: false} {
		if _, err := org.ParsePictureID("photo", in); (err == nil) != ok {
			t.Errorf("%q: %v", in, err)
		}
	}
}
