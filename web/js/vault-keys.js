// The keys of what lies on this device. Each account has a master key, which wraps the keys of its organisations' databases. It is
// itself wrapped by a key that scripts can't read out, and by a PIN or a passkey where the person has set one up. Values are bound to
// what they are, so none can be put in another's place. An error has the name "Sealed", "Wrong" (PIN or passkey), "Lacking" (no passkey
// can be had here) or "Cancelled".
self.stellwerkKeys = (() => {
  const passkey = "\u0000passkey"; // stands for a passkey where a PIN could be: app/vault
  const rounds = 600_000; // PBKDF2-SHA-256, as OWASP advises
  const aes = { name: "AES-GCM", length: 256 };
  const text = new TextEncoder();
  const chance = (n) => crypto.getRandomValues(new Uint8Array(n));
  const failure = (name) => Object.assign(new Error(name), { name });
  const fail = (name) => () => {
    throw failure(name);
  };

  // done turns IndexedDB's requests and transactions into promises.
  const done = (request) =>
    new Promise((kept, broken) => {
      request.onsuccess = request.oncomplete = () => kept(request.result);
      request.onerror = request.onabort = () => broken(request.error || failure("AbortError"));
    });
  const connect = (name, stores) => {
    const request = indexedDB.open(name, 2);
    request.onupgradeneeded = () => {
      const db = request.result;
      for (const old of [...db.objectStoreNames]) db.deleteObjectStore(old);
      for (const store of stores) db.createObjectStore(store);
    };
    return done(request);
  };
  const get = async (db, ...names) => {
    const store = db.transaction("keys").objectStore("keys");
    return Promise.all(names.map((n) => done(store.get(n))));
  };
  // put writes keys for good; null takes one away.
  const put = (db, values) => {
    const tx = db.transaction("keys", "readwrite", { durability: "strict" });
    for (const [name, value] of Object.entries(values)) value ? tx.objectStore("keys").put(value, name) : tx.objectStore("keys").delete(name);
    return done(tx);
  };
  // first writes what make has made, unless another tab was faster; then it returns false.
  const first = async (db, name, values) => {
    const tx = db.transaction("keys", "readwrite", { durability: "strict" });
    const store = tx.objectStore("keys");
    const mine = !(await done(store.get(name)));
    if (mine) for (const [n, value] of Object.entries(values)) store.put(value, n);
    await done(tx).catch(() => {});
    return mine;
  };

  const cipher = async (key, data, bound) => {
    const iv = chance(12);
    const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: text.encode(bound) }, key, data));
    const out = new Uint8Array(12 + sealed.length);
    out.set(iv);
    out.set(sealed, 12);
    return out;
  };
  const plain = async (key, data, bound) =>
    new Uint8Array(await crypto.subtle.decrypt({ name: "AES-GCM", iv: data.subarray(0, 12), additionalData: text.encode(bound) }, key, data.subarray(12)));
  const imported = async (raw) => {
    const key = await crypto.subtle.importKey("raw", raw, aes, false, ["encrypt", "decrypt"]);
    raw.fill(0);
    return key;
  };

  // A lock is { salt, rounds } of a PIN or { salt, id } of a passkey, which gives the same bytes for the same salt each time (WebAuthn, PRF).
  const asked = (options) => {
    if (!navigator.credentials || !self.PublicKeyCredential) throw failure("Lacking");
    return options().catch((err) => {
      throw failure(err.name === "NotAllowedError" || err.name === "AbortError" ? "Cancelled" : "Lacking");
    });
  };
  const prf = (salt) => ({ prf: { eval: { first: salt } } });
  const ask = async ({ id, salt }) => {
    const publicKey = { challenge: chance(32), allowCredentials: [{ type: "public-key", id }], userVerification: "required", extensions: prf(salt) };
    const found = await asked(() => navigator.credentials.get({ publicKey }));
    const bytes = found.getClientExtensionResults().prf?.results?.first;
    if (!bytes) throw failure("Lacking");
    return bytes;
  };
  const fromPasskey = async (lock) => crypto.subtle.importKey("raw", await ask(lock), aes, false, ["encrypt", "decrypt"]);
  const fromPIN = async (pin, { salt, rounds }) => {
    const raw = await crypto.subtle.importKey("raw", text.encode(pin.normalize("NFKC")), "PBKDF2", false, ["deriveKey"]);
    return crypto.subtle.deriveKey({ name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds }, raw, aes, false, ["encrypt", "decrypt"]);
  };
  const opener = (lock, secret) => {
    if (lock.id && secret && secret !== passkey) throw failure("Wrong");
    return lock.id ? fromPasskey(lock) : fromPIN(secret, lock);
  };
  // make sets up a lock.
  const make = async (secret, name) => {
    const salt = chance(32);
    if (secret !== passkey) return { salt, rounds };
    const publicKey = {
      challenge: chance(32), rp: { name: "Stellwerk" }, user: { id: chance(16), name, displayName: name },
      pubKeyCredParams: [{ type: "public-key", alg: -7 }, { type: "public-key", alg: -257 }],
      authenticatorSelection: { userVerification: "required", residentKey: "discouraged" }, extensions: prf(salt),
    };
    const made = await asked(() => navigator.credentials.create({ publicKey }));
    if (!made.getClientExtensionResults().prf?.enabled) throw failure("Lacking");
    return { salt, id: new Uint8Array(made.rawId) };
  };

  const masters = new Map(); // of this page, by account: opened, until the page is closed or locked
  class Keys {
    constructor(account, db) {
      this.account = account;
      this.db = db;
      this.bound = "stellwerk/" + account + "/master";
      db.onversionchange = () => db.close();
    }
    // stored reads the wrapped master and what wraps it, and makes them where there are none.
    async stored() {
      let [device, master, lock] = await get(this.db, "device", "master", "lock");
      if (!device) {
        const made = await crypto.subtle.generateKey(aes, false, ["encrypt", "decrypt"]);
        await first(this.db, "device", { device: made, master: await cipher(made, chance(32), this.bound) });
        [device, master, lock] = await get(this.db, "device", "master", "lock");
      }
      return { device, master, lock };
    }
    async raw(secret) {
      const { device, master, lock } = await this.stored();
      const raw = await plain(device, master, this.bound).catch(fail("Unreadable"));
      if (!lock) return raw;
      if (!secret) throw failure("Sealed");
      return plain(await opener(lock, secret), raw, this.bound + "/lock").catch((err) => {
        throw err.name === "OperationError" ? failure("Wrong") : err;
      });
    }
    // master opens the master key; secret is "" where none is needed, a PIN, or stands for a passkey.
    async master(secret) {
      if (secret || !masters.has(this.account)) masters.set(this.account, await imported(await this.raw(secret)));
      return masters.get(this.account);
    }
    // lockWith sets, changes or (with "") takes away the lock. old opens the present one. No value is written anew: only the master is
    // wrapped anew. name is what the person will find the passkey under.
    async lockWith(old, secret, name) {
      let raw = await this.raw(old);
      const lock = secret ? await make(secret, name) : null;
      if (lock) raw = await cipher(await opener(lock, secret), raw, this.bound + "/lock");
      const [device] = await get(this.db, "device");
      await put(this.db, { master: await cipher(device, raw, this.bound), lock });
    }
    // guard says how it is locked: "", "pin" or "passkey".
    async guard() {
      const [lock] = await get(this.db, "lock");
      return !lock ? "" : lock.id ? "passkey" : "pin";
    }
    // take takes a master over that another tab has opened, forget gives it up.
    take(master) {
      masters.set(this.account, master);
    }
    forget() {
      masters.delete(this.account);
    }
    close() {
      this.db.close();
    }
  }

  const open = async (account) => new Keys(account, await connect("stellwerk/" + account, ["keys"]));
  return { open, connect, done, get, put, first, cipher, plain, imported, chance };
})();
