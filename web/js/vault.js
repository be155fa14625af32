// What lies on this device: for each account and organisation a database of its own, encrypted. The app and the service worker use it.
// Names of values tell nothing about people. Whoever reads or writes gets a promise; an error is a DOMException or has a name of
// web/js/vault-keys.js.
self.stellwerkVaults = new Set(); // those that are open
self.stellwerkVault = (() => {
  const { connect, done, get, put, first, cipher, plain, imported, chance } = self.stellwerkKeys;
  const named = (account, tenant) => "stellwerk/" + account + "/" + tenant;

  class Vault {
    constructor(name, db, keys) {
      this.name = name;
      this.db = db;
      this.keys = keys; // of the account
      this.key = null; // of the values; null until it is unlocked
      this.queue = Promise.resolve(); // writes follow each other
      this.steps = 0; // writes that were made here or heard of
      this.channel = typeof BroadcastChannel === "function" ? new BroadcastChannel(name) : null;
      this.closed = false;
      // Another tab that deletes the database must not wait for this one.
      db.onversionchange = () => this.close();
    }

    // unlock opens the values. secret is "" where none is needed, a PIN, or stands for a passkey.
    async unlock(secret) {
      const master = await this.keys.master(secret);
      const bound = this.name + "/data";
      let [data] = await get(this.db, "data");
      if (!data) {
        await first(this.db, "data", { data: await cipher(master, chance(32), bound) });
        [data] = await get(this.db, "data");
      }
      this.key = await plain(master, data, bound).then(imported, () => this.anew(master, bound));
      self.stellwerkVaults.add(this);
      if (secret) this.say({ kind: "opened", master });
    }
    // anew begins with nothing, where the browser has lost the key to what is here.
    async anew(master, bound) {
      const raw = chance(32);
      const data = await cipher(master, raw, bound);
      const tx = this.db.transaction(["keys", "blobs"], "readwrite", { durability: "strict" });
      tx.objectStore("blobs").clear();
      tx.objectStore("keys").put(data, "data");
      await done(tx);
      return imported(raw);
    }
    lockWith(old, secret, name) {
      return this.keys.lockWith(old, secret, name).then(() => this.say({ kind: "guarded" }));
    }
    guard() {
      return this.keys.guard();
    }
    // forget gives the keys up in this page: what is open stays open until it is closed.
    forget() {
      this.keys.forget();
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

    // put keeps one value that other tabs need not hear of.
    async put(name, data) {
      const sealed = await cipher(this.key, data, this.name + "/" + name);
      const tx = this.db.transaction("blobs", "readwrite");
      tx.objectStore("blobs").put(sealed, name);
      await done(tx);
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
        if (e.data.kind === "opened") this.keys.take(e.data.master);
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
      self.stellwerkVaults.delete(this);
      self.dispatchEvent(new Event("stellwerk-closed"));
      this.closed = true;
      this.key = null;
      this.release?.();
      this.channel?.close();
      this.db.close();
      this.keys.close();
    }
  }

  const open = async (account, tenant) => {
    const keys = await self.stellwerkKeys.open(account);
    const vault = new Vault(named(account, tenant), await connect(named(account, tenant), ["keys", "blobs"]), keys);
    vault.first = (await done(vault.db.transaction("blobs").objectStore("blobs").get("count"))) || 0;
    return vault;
  };
  // all lists the accounts and organisations of which there is something here.
  const all = async () =>
    (await indexedDB.databases()).map((d) => d.name.split("/")).filter((n) => n[0] === "stellwerk" && n.length === 3).map((n) => [n[1], n[2]]);
  // leave destroys all that lies here of an account.
  const leave = async (account) => {
    for (const [a, tenant] of await all()) if (a === account) await (await open(a, tenant)).wipe();
    const keys = await self.stellwerkKeys.open(account);
    keys.forget();
    await put(keys.db, { device: null, master: null, lock: null });
    keys.close();
    await done(indexedDB.deleteDatabase("stellwerk/" + account)).catch(() => {});
  };
  return { open, all, leave };
})();

// Asks the browser to keep what lies here also when space runs short, and remembers the answer for the page to show. How many commands wait
// is noted in a cookie: a browser that deletes what lies here leaves those.
if (self.window) {
  const note = "stellwerk-waits";
  window.stellwerkWaits = (n) => {
    document.cookie = note + "=" + n + ";path=/;samesite=strict;max-age=" + 400 * 86400 + (location.protocol === "https:" ? ";secure" : "");
  };
  window.stellwerkWaited = () => document.cookie.split("; ").find((c) => c.startsWith(note + "="))?.slice(note.length + 1) || "";
  window.stellwerkPersist = async () => {
    const told = (await navigator.storage?.persisted?.()) || (await navigator.storage?.persist?.());
    window.stellwerkPersisted = told ? "yes" : "no";
  };
  addEventListener("appinstalled", () => window.stellwerkPersist());
}
