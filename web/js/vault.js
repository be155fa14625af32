// What lies on this device: for each account and organisation a database of its own, encrypted. The app and the service worker use it.
// Values are encrypted with a key that never leaves the browser: it is wrapped by one that can't be read out, and by a PIN if there is
// one. Names of values tell nothing about people. Whoever reads or writes gets a promise; an error is a DOMException or has the name
// "Sealed", "Wrong" (PIN), or "Unreadable".
self.stellwerkVault = (() => {
  const named = (account, tenant) => "stellwerk/" + account + "/" + tenant;
  const failure = (name, why) => Object.assign(new Error(why || name), { name });
  const text = new TextEncoder();

  // done turns IndexedDB's requests and transactions into promises.
  const done = (request) =>
    new Promise((kept, broken) => {
      request.onsuccess = request.oncomplete = () => kept(request.result);
      request.onerror = request.onabort = () => broken(request.error || failure("AbortError"));
    });
  const connect = (name) => {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("keys");
      request.result.createObjectStore("blobs");
    };
    return done(request);
  };

  // Keys. "device" is a CryptoKey that wraps; "data" is the wrapped key of the values; "pin" holds salt and rounds where a PIN wraps too.
  const rounds = 600_000; // PBKDF2-SHA-256, as OWASP advises
  const aes = { name: "AES-GCM", length: 256 };
  const cipher = async (key, data, bound) => {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: text.encode(bound) }, key, data));
    const out = new Uint8Array(12 + sealed.length);
    out.set(iv);
    out.set(sealed, 12);
    return out;
  };
  const plain = async (key, data, bound) =>
    new Uint8Array(await crypto.subtle.decrypt({ name: "AES-GCM", iv: data.subarray(0, 12), additionalData: text.encode(bound) }, key, data.subarray(12)));
  const stretched = async (pin, salt, n) => {
    const raw = await crypto.subtle.importKey("raw", text.encode(pin.normalize("NFKC")), "PBKDF2", false, ["deriveKey"]);
    return crypto.subtle.deriveKey({ name: "PBKDF2", hash: "SHA-256", salt, iterations: n }, raw, aes, false, ["encrypt", "decrypt"]);
  };
  const imported = (raw) => crypto.subtle.importKey("raw", raw, aes, false, ["encrypt", "decrypt"]);

  class Vault {
    constructor(name, db) {
      this.name = name;
      this.db = db;
      this.key = null; // of the values; null while a PIN is awaited
      this.queue = Promise.resolve(); // writes follow each other
      this.steps = 0; // writes that were made here or heard of
      this.channel = typeof BroadcastChannel === "function" ? new BroadcastChannel(name) : null;
      this.closed = false;
      // Another tab that deletes the database must not wait for this one.
      db.onversionchange = () => this.close();
    }

    // stored reads or makes the keys. What two tabs make at the same time only one of them keeps.
    async stored() {
      const tx = () => this.db.transaction("keys", "readwrite", { durability: "strict" }).objectStore("keys");
      let [device, data] = await this.keys("device", "data");
      if (!device) {
        const made = await crypto.subtle.generateKey(aes, false, ["encrypt", "decrypt"]);
        const raw = crypto.getRandomValues(new Uint8Array(32));
        const wrapped = await cipher(made, raw, this.name + "/data");
        raw.fill(0);
        const store = tx();
        const first = !(await done(store.get("device")));
        if (first) {
          store.put(made, "device");
          store.put(wrapped, "data");
        }
        await done(store.transaction).catch(() => {});
        [device, data] = await this.keys("device", "data");
      }
      return [device, data];
    }
    async keys(...names) {
      const store = this.db.transaction("keys").objectStore("keys");
      return Promise.all(names.map((n) => done(store.get(n))));
    }

    // unlock opens the values. pin is "" where there is none.
    async unlock(pin) {
      const [device, data] = await this.stored();
      const [lock] = await this.keys("pin");
      let raw = await plain(device, data, this.name + "/data").catch(() => {
        throw failure("Unreadable");
      });
      if (lock) {
        if (!pin) throw failure("Sealed");
        const key = await stretched(pin, lock.salt, lock.rounds);
        raw = await plain(key, raw, this.name + "/pin").catch(() => {
          throw failure("Wrong");
        });
      }
      this.key = await imported(raw);
      raw.fill(0);
    }

    // lockWith sets, changes or (with "") takes away the PIN. old is the present one. No value is written anew: only their key is wrapped anew.
    async lockWith(old, pin) {
      const [device, data] = await this.stored();
      const [lock] = await this.keys("pin");
      let raw = await plain(device, data, this.name + "/data");
      if (lock) {
        raw = await plain(await stretched(old, lock.salt, lock.rounds), raw, this.name + "/pin").catch(() => {
          throw failure("Wrong");
        });
      }
      const salt = crypto.getRandomValues(new Uint8Array(16));
      if (pin) raw = await cipher(await stretched(pin, salt, rounds), raw, this.name + "/pin");
      const wrapped = await cipher(device, raw, this.name + "/data");
      const store = this.db.transaction("keys", "readwrite", { durability: "strict" }).objectStore("keys");
      store.put(wrapped, "data");
      if (pin) store.put({ salt, rounds }, "pin");
      else store.delete("pin");
      await done(store.transaction);
      this.say({ kind: "sealed" });
    }
    async locked() {
      return !!(await this.keys("pin"))[0];
    }

    // names lists what there is under a beginning.
    async names(from) {
      return done(this.db.transaction("blobs").objectStore("blobs").getAllKeys(IDBKeyRange.bound(from, from + "\uffff")));
    }

    // read returns [name, bytes] for each name; bytes are null for what is not there, and undefined for what can't be read.
    async read(names) {
      await this.queue.catch(() => {});
      const store = this.db.transaction("blobs").objectStore("blobs");
      const found = await Promise.all(names.map((n) => done(store.get(n))));
      return Promise.all(
        found.map(async (data, i) => [names[i], data ? await plain(this.key, data, this.name + "/" + names[i]).catch(() => undefined) : null]),
      );
    }

    // write puts values in place, all or none; null takes one away. clear takes away what begins with one of these first.
    write(clear, values) {
      const key = this.key;
      const step = async () => {
        const sealed = await Promise.all(values.map(async ([n, data]) => [n, data && (await cipher(key, data, this.name + "/" + n))]));
        const tx = this.db.transaction("blobs", "readwrite");
        const store = tx.objectStore("blobs");
        for (const from of clear) store.delete(IDBKeyRange.bound(from, from + "\uffff"));
        for (const [n, data] of sealed) data ? store.put(data, n) : store.delete(n);
        const count = store.get("count");
        count.onsuccess = () => store.put((count.result || 0) + 1, "count");
        await done(tx);
        this.steps++;
        this.say({ kind: "written", clear: clear.length > 0, names: values.map(([n]) => n) });
      };
      this.queue = this.queue.catch(() => {}).then(step);
      return this.queue;
    }

    // missed says whether another tab has written something that this one has not heard of.
    async missed() {
      await this.queue.catch(() => {});
      const n = (await done(this.db.transaction("blobs").objectStore("blobs").get("count"))) || 0;
      const missed = this.first + this.steps !== n;
      this.first = n;
      this.steps = 0;
      return missed;
    }

    say(message) {
      this.channel?.postMessage(message);
    }
    // listen tells of what other tabs say.
    listen(hear) {
      if (!this.channel) return;
      this.channel.onmessage = (e) => {
        if (e.data.kind === "written") this.steps++;
        hear(e.data.kind, !!e.data.clear, e.data.names || []);
      };
    }

    // lead tells whether this tab is the one that talks with the server: true at once or when the one that does is closed, false if
    // there is another one now.
    lead(hear) {
      const lock = this.name + "/sync";
      const hold = () => {
        if (this.closed) return;
        hear(true);
        return new Promise((release) => (this.release = release));
      };
      if (!navigator.locks) return hear(true);
      navigator.locks.request(lock, { ifAvailable: true }, (mine) => {
        if (mine) return hold();
        if (this.closed) return;
        hear(false);
        navigator.locks.request(lock, hold);
      });
    }

    // wipe destroys the key first, then all that it opened.
    async wipe() {
      this.closed = true;
      this.say({ kind: "wiped" });
      const tx = this.db.transaction(["keys", "blobs"], "readwrite", { durability: "strict" });
      tx.objectStore("keys").clear();
      tx.objectStore("blobs").clear();
      await done(tx);
      this.close();
      await done(indexedDB.deleteDatabase(this.name)).catch(() => {}); // another tab may still have it open: it is empty
    }
    close() {
      this.closed = true;
      this.key = null;
      this.release?.();
      this.channel?.close();
      this.db.close();
    }
  }

  const open = async (account, tenant) => {
    const vault = new Vault(named(account, tenant), await connect(named(account, tenant)));
    await vault.stored();
    vault.first = (await done(vault.db.transaction("blobs").objectStore("blobs").get("count"))) || 0;
    return vault;
  };
  // all lists the accounts and organisations of which there is something here.
  const all = async () =>
    (await indexedDB.databases()).map((d) => d.name.split("/")).filter((n) => n[0] === "stellwerk" && n.length === 3).map((n) => [n[1], n[2]]);
  return { open, all };
})();

// Asks the browser to keep what lies here also when space runs short, and remembers the answer for the page to show.
if (self.window) {
  window.stellwerkPersist = async () => {
    const told = (await navigator.storage?.persisted?.()) || (await navigator.storage?.persist?.());
    window.stellwerkPersisted = told ? "yes" : "no";
  };
  addEventListener("appinstalled", () => window.stellwerkPersist());
}
