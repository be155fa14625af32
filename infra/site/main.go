// Command site builds the web app: the WebAssembly, its loader and service worker, the style sheet, icons, manifest, and the
// constant pages. Names of files that never change under their name hold a hash; everything is compressed beforehand.
package main

import (
	"flag"
	"fmt"
	"os"
)

func main() {
	out := flag.String("out", "build/site", "directory to write; what is in it goes")
	release := flag.Bool("release", false, "compress as well as possible, which takes a minute")
	wasm := flag.String("wasm", "", "take this WebAssembly instead of building it")
	stock := flag.Bool("stock", false, "build with go-app as it is, to measure what the slim copy saves")
	lines := flag.Bool("lines", false, "keep the lines of the source for the traces of a panic")
	flag.Parse()
	if err := build(*out, *wasm, *release, variant{*stock, *lines}); err != nil {
		fmt.Fprintln(os.Stderr, "site:", err)
		os.Exit(1)
	}
}
