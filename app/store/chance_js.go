package store

import "syscall/js"

// random fills b with chance from the browser. Go's own source brings a generator, a cipher and hashes that nobody else here needs.
func random(b []byte) {
	from := js.Global().Get("Uint8Array").New(len(b))
	js.Global().Get("crypto").Call("getRandomValues", from)
	js.CopyBytesToGo(b, from)
}
