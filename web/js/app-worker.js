// Keeps the files of one version of the app, all or none, so that it starts without a connection. Values in double braces are
// put in by infra/site, which joins all web/js/worker-*.js to this file: what else a worker does is there. Data is none of its business:
// what begins with /v1/ or /local/ never passes through here.
const version = "stellwerk-{{.Version}}";
const shell = "/app.html";
const files = {{.Files}}; // address → what its bytes hash to

// A name with a hash in it always means the same bytes.
const hashed = /[.-][0-9a-f]{8,64}\.[a-z0-9]+$/;

// fresh gets a file of this very version from the server; one of another version, or a broken one, is an error.
const fresh = async (file, cache) => {
  const answer = await fetch(new Request(file, { cache, integrity: files[file] }));
  if (!answer.ok) throw new Error(file + ": " + answer.status);
  return answer;
};
const sound = async (file, answer) => {
  const sum = new Uint8Array(await crypto.subtle.digest("SHA-256", await answer.arrayBuffer()));
  return files[file] === "sha256-" + btoa(String.fromCharCode(...sum));
};

const keep = async () => {
  const before = await caches.has(version); // this version was here before, and pages of it may still be
  const cache = await caches.open(version);
  const take = async (file) => {
    const known = hashed.test(file) && (await caches.match(file));
    if (known && (await sound(file, known.clone()))) return cache.put(file, known);
    return cache.put(file, await fresh(file, hashed.test(file) ? "default" : "no-cache").catch(() => fresh(file, "reload")));
  };
  try {
    await Promise.all(Object.keys(files).map(take));
  } catch (err) {
    if (!before) await caches.delete(version);
    throw err; // the version before stays in charge
  }
};

// Pages that an earlier version has served need its files until they are gone: which ones these are is noted when this version takes over.
const earlier = "/earlier-pages";
const takeOver = async () => {
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  await (await caches.open(version)).put(earlier, new Response(JSON.stringify(pages.map((p) => p.id))));
  await self.clients.claim();
};
// sweep drops the files of other versions, unless a page needs them or a newer version is just gathering its own.
const sweep = async () => {
  const others = (await caches.keys()).filter((n) => n.startsWith("stellwerk-") && n !== version);
  const { installing, waiting } = self.registration;
  if (!others.length || installing || waiting) return;
  const noted = await caches.match(earlier, { cacheName: version });
  for (const id of noted ? await noted.json() : []) if (await self.clients.get(id)) return;
  await Promise.all(others.map((n) => caches.delete(n)));
};
// started is told by each page, with the scripts and styles that it is made of.
const started = async (page, parts) => {
  if (!(await caches.match(shell, { cacheName: version }))) return keep().catch(() => {}); // the browser needed the room
  if (parts.every((part) => part in files)) return sweep();
  page.postMessage("earlier"); // it was on its way when this version took over
};

const kept = async (file, request) => {
  if (request.mode !== "navigate" && request.cache === "reload") {
    // What is kept turned out to be broken.
    const answer = await fresh(file, "reload");
    await (await caches.open(version)).put(file, answer.clone());
    return answer;
  }
  return (await caches.match(file, { cacheName: version })) || fetch(request);
};

self.addEventListener("install", (e) => e.waitUntil(keep()));
self.addEventListener("activate", (e) => e.waitUntil(takeOver()));
self.addEventListener("message", (e) => {
  if (e.data === "skipWaiting") self.skipWaiting();
  if (e.data.started) e.waitUntil(started(e.source, e.data.started));
});
self.addEventListener("fetch", (e) => {
  const url = new URL(e.request.url);
  if (e.request.method !== "GET" || url.origin !== location.origin || url.pathname.startsWith("/v1/") || url.pathname.startsWith("/local/")) return;
  if (url.pathname === "/gallery") return; // a program of its own
  const file = url.pathname;
  if (e.request.mode === "navigate") e.respondWith(kept(file in files ? file : shell, e.request)); // constant pages are themselves
  else if (file in files) e.respondWith(kept(file, e.request));
  else if (hashed.test(file)) e.respondWith(caches.match(file).then((known) => known || fetch(e.request))); // for pages of an earlier version
});
