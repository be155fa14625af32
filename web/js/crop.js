// <photo-crop> shows an image in a window and cuts out what is seen there: it is moved by dragging or by the arrows, and grows by the wheel or by the field whose id
// stands in "zoom".
(() => {
  const side = 256; // pixels of what is cut out
  const maxBytes = 24 << 10;
  class Crop extends HTMLElement {
    connectedCallback() {
      if (this.canvas) return;
      this.canvas = this.appendChild(document.createElement("canvas"));
      this.canvas.width = this.canvas.height = side;
      this.addEventListener("pointerdown", (e) => {
        this.setPointerCapture(e.pointerId);
        this.held = [e.clientX, e.clientY];
      });
      this.addEventListener("pointermove", (e) => {
        if (!this.held) return;
        const scale = side / this.clientWidth;
        this.move((e.clientX - this.held[0]) * scale, (e.clientY - this.held[1]) * scale);
        this.held = [e.clientX, e.clientY];
      });
      for (const end of ["pointerup", "pointercancel"]) this.addEventListener(end, () => (this.held = null));
      this.addEventListener("wheel", (e) => {
        e.preventDefault();
        const field = this.field;
        field.value = Number(field.value) - Math.sign(e.deltaY) * 5;
        this.draw();
      });
      this.addEventListener("keydown", (e) => {
        const step = { ArrowLeft: [-8, 0], ArrowRight: [8, 0], ArrowUp: [0, -8], ArrowDown: [0, 8] }[e.key];
        if (!step) return;
        e.preventDefault();
        this.move(...step);
      });
    }
    get field() {
      return document.getElementById(this.getAttribute("zoom"));
    }
    // open takes a file; it fails for what no browser can show.
    async open(file) {
      const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
      this.picture?.close();
      this.picture = picture;
      this.at = [0, 0]; // of the image's middle, from the window's
      this.field.value = this.field.min;
      this.draw();
    }
    move(x, y) {
      if (!this.picture) return;
      this.at = [this.at[0] + x, this.at[1] + y];
      this.draw();
    }
    draw() {
      const p = this.picture;
      if (!p) return;
      const scale = (side / Math.min(p.width, p.height)) * (Number(this.field.value) / 100);
      const size = [p.width * scale, p.height * scale];
      this.at = this.at.map((a, i) => Math.max(-(size[i] - side) / 2, Math.min((size[i] - side) / 2, a))); // no edge within the window
      const brush = this.canvas.getContext("2d");
      brush.imageSmoothingQuality = "high";
      brush.fillStyle = "#fff"; // behind what is transparent
      brush.fillRect(0, 0, side, side);
      brush.drawImage(p, (side - size[0]) / 2 + this.at[0], (side - size[1]) / 2 + this.at[1], ...size);
    }
    // cut gives what is seen, as a JPEG file in base64 that tells nothing of where it was taken, and remembers it. whose is "tenant/member" or "tenant/logo".
    async cut(whose) {
      let bytes;
      for (let quality = 0.9; quality > 0.2; quality -= 0.1) {
        const blob = await new Promise((done) => this.canvas.toBlob(done, "image/jpeg", quality));
        bytes = bare(new Uint8Array(await blob.arrayBuffer()));
        if (bytes.length <= maxBytes) break;
      }
      const sum = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).slice(0, 16);
      const name = btoa(String.fromCharCode(...sum)).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
      await window.stellwerkPhotoMade(whose + "/" + name, bytes);
      return { name, picture: btoa(String.fromCharCode(...bytes)) };
    }
  }
  // bare leaves out what some browsers write beside the image: Exif and comments.
  const bare = (file) => {
    const parts = [file.subarray(0, 2)];
    let at = 2;
    while (file[at] === 0xff && file[at + 1] !== 0xda) {
      const mark = file[at + 1];
      const end = at + 2 + file[at + 2] * 256 + file[at + 3];
      const talks = mark === 0xfe || (mark >= 0xe0 && mark <= 0xef && ![0xe0, 0xe2, 0xee].includes(mark));
      if (!talks) parts.push(file.subarray(at, end));
      at = end;
    }
    parts.push(file.subarray(at));
    const out = new Uint8Array(parts.reduce((n, p) => n + p.length, 0));
    parts.reduce((n, p) => (out.set(p, n), n + p.length), 0);
    return out;
  };
  customElements.define("photo-crop", Crop);
  document.addEventListener("input", (e) => {
    for (const crop of document.getElementsByTagName("photo-crop")) if (e.target === crop.field) crop.draw();
  });
})();
