// Keeps the files of one version of the app, all or none, so that it starts without a connection. Values in double braces are
// put in by infra/site. Data is none of its business: what begins with /v1/ or /local/ never passes through here.
const version = "stellwerk-{{.Version}}";
const shell = "/app.html";
const files = new Set({{.Files}});

// A name with a hash in it always means the same bytes.
const hashed = /[.-][0-9a-f]{8,64}\.[a-z0-9]+$/;

const keep = async () => {
  const cache = await caches.open(version);
  try {
    await Promise.all(
      [...files].map(async (file) => {
        const known = hashed.test(file) ? await caches.match(file) : undefined;
        const answer = known || (await fetch(new Request(file, { cache: hashed.test(file) ? "default" : "no-cache" })));
        if (!answer.ok) throw new Error(file + ": " + answer.status);
        await cache.put(file, answer);
      }),
    );
  } catch (err) {
    await caches.delete(version);
    throw err; // the version before stays in charge
  }
};

const clear = async () => {
  const names = await caches.keys();
  await Promise.all(names.filter((n) => n.startsWith("stellwerk-") && n !== version).map((n) => caches.delete(n)));
  await self.clients.claim();
};

const kept = async (file, request) => (await (await caches.open(version)).match(file)) || fetch(request);

self.addEventListener("install", (e) => e.waitUntil(keep()));
self.addEventListener("activate", (e) => e.waitUntil(clear()));
self.addEventListener("message", (e) => {
  if (e.data === "skipWaiting") self.skipWaiting();
});
self.addEventListener("fetch", (e) => {
  const url = new URL(e.request.url);
  if (e.request.method !== "GET" || url.origin !== location.origin || url.pathname.startsWith("/v1/") || url.pathname.startsWith("/local/")) return;
  if (url.pathname === "/gallery") return; // a program of its own
  if (e.request.mode === "navigate") e.respondWith(kept(files.has(url.pathname) ? url.pathname : shell, e.request)); // constant pages are themselves
  else if (files.has(url.pathname)) e.respondWith(kept(url.pathname, e.request));
});
