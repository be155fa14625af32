package testworld

import (
	"bytes"
	"encoding/base64"
	"image"
	"image/jpeg"

	"stellwerk/shared/org"
)

// Picture is a photo of one shade, as members.edit takes it, and its name.
func Picture(shade byte) (id org.PictureID, encoded string) {
	img := image.NewGray(image.Rect(0, 0, 16, 16))
	for i := range img.Pix {
		img.Pix[i] = shade
	}
	var out bytes.Buffer
	if err := jpeg.Encode(&out, img, nil); err != nil {
		panic("testworld: " + err.Error()) // memory takes everything
	}
	return org.NamePicture(out.Bytes()), base64.StdEncoding.EncodeToString(out.Bytes())
}
