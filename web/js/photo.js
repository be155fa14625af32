// Photos of people, and the logo of an organisation. They come one by one when they are in sight, and stay on this device, encrypted like all else. In <member-photo
// of="tenant/member/picture">, or "tenant/logo/picture", one shows over the initials.
(() => {
  const shown = new Map(); // of → promise of an address of the image, "" if it can't be had now
  const most = 400; // addresses that are kept
  const restful = 80; // milliseconds that a line has to stay before its photo is asked for
  const mine = (tenant) => [...(window.stellwerkVaults || [])].find((v) => v.name.endsWith("/" + tenant));
  const stored = ([, whose, picture]) => "p/" + whose + "/" + picture;
  const image = (bytes) => URL.createObjectURL(new Blob([bytes], { type: "image/jpeg" }));

  const fetched = async (parts, vault) => {
    const [tenant, whose, picture] = parts;
    const answer = await fetch(whose === "logo" ? `/v1/tenants/${tenant}/logos/${picture}` : `/v1/tenants/${tenant}/members/${whose}/photos/${picture}`);
    if (!answer.ok) return "";
    const bytes = new Uint8Array(await answer.arrayBuffer());
    vault?.put(stored(parts), bytes).catch(() => {}); // it is fetched again next time
    return image(bytes);
  };
  const found = async (of) => {
    const parts = of.split("/");
    const vault = mine(parts[0]);
    const [[, bytes]] = vault ? await vault.read([stored(parts)]) : [[]];
    return bytes?.length ? image(bytes) : fetched(parts, vault);
  };
  const address = (of) => {
    const known = shown.get(of);
    if (known) return known;
    const coming = found(of)
      .catch(() => "")
      .then((url) => {
        if (!url) shown.delete(of); // asked for again when it is shown next, or the connection is back
        return url;
      });
    shown.set(of, coming);
    for (const [old, url] of shown) {
      if (shown.size <= most) break;
      shown.delete(old);
      url.then((u) => u && URL.revokeObjectURL(u));
    }
    return coming;
  };

  class Photo extends HTMLElement {
    static observedAttributes = ["of"];
    attributeChangedCallback() {
      this.style.backgroundImage = "";
      clearTimeout(this.soon);
      if (shown.has(this.of)) this.show();
      else if (this.of) this.soon = setTimeout(() => this.show(), restful);
    }
    get of() {
      return this.getAttribute("of");
    }
    async show() {
      const of = this.of;
      const url = await address(of);
      if (url && this.of === of) this.style.backgroundImage = `url("${url}")`;
    }
  }
  customElements.define("member-photo", Photo);
  // What is locked or wiped is not to be seen here either.
  addEventListener("stellwerk-closed", () => {
    for (const url of shown.values()) url.then((u) => u && URL.revokeObjectURL(u));
    shown.clear();
  });
  addEventListener("online", () => document.querySelectorAll("member-photo[of]").forEach((p) => p.show()));

  // What was cut out on this device shows at once.
  window.stellwerkPhotoMade = async (of, bytes) => {
    const parts = of.split("/");
    await mine(parts[0])?.put(stored(parts), bytes);
    shown.set(of, Promise.resolve(image(bytes)));
  };
})();
