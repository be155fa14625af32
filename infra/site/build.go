package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"stellwerk/app/pages"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
	"stellwerk/shared/text"
)

// site collects the files before any is written.
type site struct {
	files map[string][]byte // by address without the first slash
}

func build(out, wasmFile string, release bool, how variant) error {
	s := &site{files: map[string][]byte{}}
	wasm, err := program(wasmFile, "./app", how)
	if err != nil {
		return err
	}
	gallery, err := program("", "./app/gallery/main", how)
	if err != nil {
		return err
	}
	names := named{}
	names.wasm = s.hashed("web/app.wasm", wasm)
	galleryWasm := s.hashed("web/gallery.wasm", gallery)
	for _, l := range languages {
		names.texts = append(names.texts, s.hashed("web/texts."+string(l)+".txt", []byte(text.Of(l))))
	}
	if names.exec, err = s.runtime(); err != nil {
		return err
	}
	if names.fonts, err = s.fonts("web/fonts"); err != nil {
		return err
	}
	if names.style, err = s.styles("web/css", names.fonts); err != nil {
		return err
	}
	early, err := os.ReadFile("web/js/early.js")
	if err != nil {
		return err
	}
	names.early = s.hashed("web/early.js", early)
	if names.forms, err = s.forms(); err != nil {
		return err
	}
	if names.loader, err = s.loader("web/app.js", names, wasm, "web/js/update.js", "web/js/device.js", "web/js/menu.js", "web/js/whole.js", "web/js/press.js", "web/js/vault-keys.js", "web/js/vault.js", "web/js/photo.js", "web/js/crop.js", "web/js/push.js"); err != nil {
		return err
	}
	names.integrity = s.integrity
	inGallery := names
	inGallery.wasm = galleryWasm
	if inGallery.loader, err = s.loader("web/gallery.js", inGallery, gallery, "web/js/menu.js", "web/js/whole.js", "web/js/photo.js", "web/js/crop.js"); err != nil {
		return err
	}
	if err := s.icons("web/icons"); err != nil {
		return err
	}
	if err := s.manifest(); err != nil {
		return err
	}
	if err := s.pages(names); err != nil {
		return err
	}
	s.files["gallery.html"] = galleryPage(inGallery)
	if err := s.worker(names); err != nil {
		return err
	}
	return s.write(out, release)
}

// loader adds the script that loads a program, with what else this needs of JavaScript.
func (s *site) loader(name string, n named, program []byte, more ...string) (string, error) {
	texts := map[org.Language][2]string{}
	for i, l := range languages {
		texts[l] = [2]string{n.texts[i], s.integrity(n.texts[i])}
	}
	list, err := json.Marshal(texts)
	if err != nil {
		return "", err
	}
	loader, err := fill("web/js/app.js", "Texts", string(list), "Wasm", n.wasm, "WasmBytes", strconv.Itoa(len(program)), "WasmHash", integrity(program))
	if err != nil {
		return "", err
	}
	for _, file := range more {
		script, err := part(file)
		if err != nil {
			return "", err
		}
		loader = append(loader, script...)
	}
	return s.hashed(name, loader), nil
}

// named are the addresses of the hashed files.
type named struct {
	wasm, exec, style, early, forms, loader string
	texts                                   []string                    // in the order of languages
	fonts                                   map[string]string           // by their names in web/fonts
	integrity                               func(address string) string // what browsers compare a file with
}

// integrity is the hash of a file, as browsers compare it: W3C, Subresource Integrity.
func integrity(data []byte) string {
	sum := sha256.Sum256(data)
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}

// integrity is the hash of the file at an address.
func (s *site) integrity(address string) string {
	return integrity(s.files[strings.TrimPrefix(address, "/")])
}

// hashed adds a file under a name that changes with its content, and returns its address.
func (s *site) hashed(name string, data []byte) string {
	ext := filepath.Ext(name)
	sum := sha256.Sum256(data)
	name = strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum[:6]) + ext
	s.files[name] = data
	return "/" + name
}

// runtime adds Go's own glue between JavaScript and WebAssembly, of the very toolchain that builds the app.
func (s *site) runtime() (string, error) {
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return "", fmt.Errorf("go env GOROOT: %w", err)
	}
	data, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(root)), "lib", "wasm", "wasm_exec.js"))
	if err != nil {
		return "", err
	}
	return s.hashed("web/wasm_exec.js", data), nil
}

// fonts adds the typeface, and returns the addresses of its files by their names.
func (s *site) fonts(dir string) (map[string]string, error) {
	names, err := filepath.Glob(filepath.Join(dir, "*.woff2"))
	if err != nil || len(names) == 0 {
		return nil, fmt.Errorf("no fonts in %s", dir)
	}
	addresses := map[string]string{}
	for _, n := range names {
		data, err := os.ReadFile(n)
		if err != nil {
			return nil, err
		}
		base := filepath.Base(n)
		addresses[base] = s.hashed("web/fonts/"+base, data)
	}
	license, err := os.ReadFile(filepath.Join(dir, "LICENSE.txt"))
	s.files["web/fonts/LICENSE.txt"] = license
	return addresses, err
}

// styles joins the style sheets in the order of their names and puts the addresses of fonts in: {{fonts/name}}.
func (s *site) styles(dir string, fonts map[string]string) (string, error) {
	names, err := filepath.Glob(filepath.Join(dir, "*.css"))
	if err != nil || len(names) == 0 {
		return "", fmt.Errorf("no style sheets in %s", dir)
	}
	slices.Sort(names)
	var all bytes.Buffer
	for _, n := range names {
		data, err := os.ReadFile(n)
		if err != nil {
			return "", err
		}
		all.Write(squeeze(data))
		all.WriteByte('\n')
	}
	css := all.String()
	for name, address := range fonts {
		css = strings.ReplaceAll(css, "{{fonts/"+name+"}}", address)
	}
	if strings.Contains(css, "{{") {
		return "", errors.New("a style sheet names a font that is not there")
	}
	return s.hashed("web/style.css", []byte(css)), nil
}

// squeeze drops the space at the beginnings of lines and the comments, except those that name a licence: they begin with an
// exclamation mark.
func squeeze(css []byte) []byte {
	var out bytes.Buffer
	for rest := css; ; {
		before, after, found := bytes.Cut(rest, []byte("/*"))
		out.Write(before)
		if !found {
			break
		}
		var comment []byte
		comment, rest, _ = bytes.Cut(after, []byte("*/"))
		if bytes.HasPrefix(comment, []byte("!")) {
			out.WriteString("/*" + string(comment) + "*/")
		}
	}
	var lines bytes.Buffer
	for l := range bytes.SplitSeq(out.Bytes(), []byte("\n")) {
		if l = bytes.TrimSpace(l); len(l) > 0 {
			lines.Write(l)
			lines.WriteByte('\n')
		}
	}
	return lines.Bytes()
}

// forms adds the script of the constant pages, which calls the server at the addresses of shared/route.
func (s *site) forms() (string, error) {
	data, err := fill("web/js/forms.js", "SignUp", route.SignUp, "SignUpState", route.SignUpState, "SignUpResend", route.SignUpResend,
		"SignUpConfirm", route.SignUpConfirm, "SignIn", route.SignIn, "ForgotPassword", route.ForgotPassword, "ResetPassword", route.ResetPassword,
		"Demo", route.Demo, "Session", route.Session, "Snapshot", route.Snapshot, "Home", pages.Home(),
		"ShapeHeader", route.ShapeHeader, "Shape", strconv.Itoa(route.Shape), "RequestHeader", route.RequestHeader)
	if err != nil {
		return "", err
	}
	unsaved, err := os.ReadFile("web/js/unsaved.js")
	return s.hashed("web/forms.js", append(data, unsaved...)), err
}

func (s *site) icons(dir string) error {
	names, err := filepath.Glob(filepath.Join(dir, "icon*"))
	if err != nil || len(names) == 0 {
		return fmt.Errorf("no icons in %s", dir)
	}
	for _, n := range names {
		data, err := os.ReadFile(n)
		if err != nil {
			return err
		}
		s.files["web/icons/"+filepath.Base(n)] = data
	}
	return nil
}

// fill reads a script and puts values in for names in double braces: name, value, …
func fill(file string, values ...string) ([]byte, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	text := string(data)
	for i := 0; i+1 < len(values); i += 2 {
		mark := "{{." + values[i] + "}}"
		if !strings.Contains(text, mark) {
			return nil, fmt.Errorf("%s: %s is not in it", file, mark)
		}
		text = strings.ReplaceAll(text, mark, values[i+1])
	}
	if strings.Contains(text, "{{.") {
		return nil, fmt.Errorf("%s: a value is left open", file)
	}
	return []byte(text), nil
}

// worker adds the service worker. Its version is a hash over all files, so that it changes if and only if one of them does.
func (s *site) worker(n named) error {
	keep := map[string]string{}
	for _, address := range []string{"/app.html", "/manifest.webmanifest", n.wasm, n.exec, n.style, n.early, n.forms, n.loader, "/web/icons/icon.svg", "/web/icons/icon-192.png"} {
		keep[address] = s.integrity(address)
	}
	for _, path := range pages.Constant() {
		keep[path] = s.integrity(pageFile(path))
	}
	for _, words := range n.texts {
		keep[words] = s.integrity(words)
	}
	for _, font := range n.fonts {
		keep[font] = s.integrity(font)
	}
	all := sha256.New()
	for _, name := range slices.Sorted(maps.Keys(s.files)) {
		fmt.Fprintf(all, "%s %x\n", name, sha256.Sum256(s.files[name]))
	}
	list, err := json.Marshal(keep)
	if err != nil {
		return err
	}
	data, err := fill("web/js/app-worker.js", "Version", hex.EncodeToString(all.Sum(nil)[:8]), "Files", string(list))
	if err != nil {
		return err
	}
	more, err := filepath.Glob("web/js/worker-*.js")
	if err != nil {
		return err
	}
	for _, name := range append([]string{"web/js/vault-keys.js", "web/js/vault.js"}, more...) {
		script, err := part(name)
		if err != nil {
			return err
		}
		data = append(data, script...)
	}
	s.files["app-worker.js"] = data
	return nil
}

// pageFile is the name of the file that is a constant page.
func pageFile(path string) string {
	if path == "/" {
		return "index.html"
	}
	return strings.TrimPrefix(path, "/") + ".html"
}

// pages adds the constant pages, and app.html for all other addresses.
func (s *site) pages(n named) error {
	for _, path := range pages.Constant() {
		page, err := constant(path, n)
		if err != nil {
			return err
		}
		s.files[pageFile(path)] = page
	}
	page, err := constant("", n)
	if err != nil {
		return err
	}
	s.files["app.html"] = page
	return nil
}
