// Command mark draws Stellwerk's mark, a railway switch where one track leaves the other, as the icons of web/icons.
package main

import (
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math"
	"os"
	"path/filepath"
)

const (
	dir  = "web/icons"
	grid = 24.0 // the mark is drawn on 24 by 24 units
)

var (
	ink  = color.NRGBA{0x15, 0x20, 0x2b, 0xff}
	rail = color.NRGBA{0xff, 0xff, 0xff, 0xff}
)

const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48"><rect width="48" height="48" rx="11" fill="#15202b"/>` +
	`<path d="M9 34h30M16 34c9 0 10-16 21-16" fill="none" stroke="#fff" stroke-width="3.8" stroke-linecap="round"/></svg>` + "\n"

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "mark:", err)
		os.Exit(1)
	}
}

func run() error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, "icon.svg"), []byte(svg), 0o644); err != nil {
		return err
	}
	for _, i := range []struct {
		name   string
		size   int
		corner float64 // in parts of the width; 0 where the system cuts the shape itself
		scale  float64 // of the mark: systems may cut off a tenth on each side
	}{
		{"icon-192.png", 192, 0.23, 1},
		{"icon-512.png", 512, 0.23, 1},
		{"icon-maskable-512.png", 512, 0, 0.78},
		{"icon-apple-180.png", 180, 0, 0.88},
	} {
		if err := write(filepath.Join(dir, i.name), draw(i.size, i.corner, i.scale)); err != nil {
			return err
		}
	}
	return nil
}

func write(name string, img image.Image) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(f, img); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}

type point struct{ x, y float64 }

// tracks are the two lines as many short ones.
func tracks() [][2]point {
	var out [][2]point
	out = append(out, [2]point{{4.5, 17}, {19.5, 17}})
	last := point{8, 17}
	const steps = 64
	for i := 1; i <= steps; i++ {
		t := float64(i) / steps
		p := bezier(point{8, 17}, point{12.5, 17}, point{13, 9}, point{18.5, 9}, t)
		out = append(out, [2]point{last, p})
		last = p
	}
	return out
}

func bezier(a, b, c, d point, t float64) point {
	u := 1 - t
	mix := func(a, b, c, d float64) float64 { return u*u*u*a + 3*u*u*t*b + 3*u*t*t*c + t*t*t*d }
	return point{mix(a.x, b.x, c.x, d.x), mix(a.y, b.y, c.y, d.y)}
}

// draw fills each pixel by how much of it the shapes cover, taken from its distance to their edges.
func draw(size int, corner, scale float64) image.Image {
	img := image.NewNRGBA(image.Rect(0, 0, size, size))
	lines, unit := tracks(), float64(size)/grid
	for y := range size {
		for x := range size {
			px, py := float64(x)+0.5, float64(y)+0.5
			c := mix(ink, rail, cover(0.95*unit*scale-nearest(lines, px, py, unit, scale)))
			c.A = uint8(255*cover(-outside(px, py, float64(size), corner*float64(size))) + 0.5)
			img.SetNRGBA(x, y, c)
		}
	}
	return img
}

func cover(inside float64) float64 { return math.Max(0, math.Min(1, inside+0.5)) }

func mix(a, b color.NRGBA, t float64) color.NRGBA {
	f := func(a, b uint8) uint8 { return uint8(float64(a)*(1-t) + float64(b)*t + 0.5) }
	return color.NRGBA{f(a.R, b.R), f(a.G, b.G), f(a.B, b.B), 0xff}
}

// nearest is the distance in pixels to the tracks, drawn around the middle.
func nearest(lines [][2]point, px, py, unit, scale float64) float64 {
	x, y := (px/unit-grid/2)/scale+grid/2, (py/unit-grid/2)/scale+grid/2+1
	best := math.Inf(1)
	for _, l := range lines {
		dx, dy := l[1].x-l[0].x, l[1].y-l[0].y
		t := math.Max(0, math.Min(1, ((x-l[0].x)*dx+(y-l[0].y)*dy)/(dx*dx+dy*dy)))
		best = math.Min(best, math.Hypot(x-l[0].x-t*dx, y-l[0].y-t*dy))
	}
	return best * unit * scale
}

// outside is the distance to a square with round corners, negative within.
func outside(px, py, size, r float64) float64 {
	dx, dy := math.Abs(px-size/2)-size/2+r, math.Abs(py-size/2)-size/2+r
	return math.Hypot(math.Max(dx, 0), math.Max(dy, 0)) + math.Min(math.Max(dx, dy), 0) - r
}
