
// What the device offers: installing, a number on the app's icon, and lists that the system hands over. The app calls what is set here
// and listens to the events.
(() => {
  const tell = (name) => window.dispatchEvent(new Event("stellwerk-" + name));

  // stellwerkInstall asks the browser to install the app; it is there only while that is possible.
  const offer = (install) => {
    window.stellwerkInstall = install;
    tell("install");
  };
  addEventListener("beforeinstallprompt", (e) => {
    e.preventDefault();
    offer(() => {
      offer();
      e.prompt();
    });
  });
  addEventListener("appinstalled", () => offer());

  // stellwerkIdle is how long nobody has used the app in any tab, in seconds.
  let used = Date.now();
  let told = used;
  const use = () => {
    used = Date.now();
    if (used - told > 2000) localStorage.setItem("stellwerk.used", (told = used));
  };
  for (const event of ["pointerdown", "keydown", "wheel"]) addEventListener(event, use, { capture: true, passive: true });
  window.stellwerkIdle = () => Math.abs(Date.now() - Math.max(used, localStorage.getItem("stellwerk.used"))) / 1000;

  // stellwerkBadge shows how many changes wait; 0 takes the number away.
  window.stellwerkBadge = (n) => navigator.setAppBadge?.(n).catch(() => {});

  // stellwerkLater has the service worker send what waits once there is a connection, should the app be closed by then. Browsers without
  // Background Sync send when the app is opened.
  window.stellwerkLater = async () => (await navigator.serviceWorker?.ready)?.sync?.register("outbox").catch(() => {});

  // A shared list lies in a cache of its own: web/js/worker-share.js puts it there. It belongs to nobody yet, so not for long.
  const [cacheName, place, day] = ["shared", "/import/shared", 24 * 60 * 60 * 1000];
  window.stellwerkSharedDone = () => window.caches?.delete(cacheName);
  // stellwerkShared hands over the list that waits, if there is one.
  window.stellwerkShared = async (then) => {
    const kept = await window.caches?.match(place, { cacheName });
    if (!kept) return;
    if (Date.now() - kept.headers.get("X-At") > day) return stellwerkSharedDone();
    then(new File([await kept.blob()], decodeURIComponent(kept.headers.get("X-Name"))));
  };
  // The system opens a file with the installed app.
  window.launchQueue?.setConsumer(async ({ files }) => {
    if (!files.length) return;
    const file = await files[0].getFile();
    const cache = await caches.open(cacheName);
    await cache.put(place, new Response(file, { headers: { "X-Name": encodeURIComponent(file.name), "X-At": Date.now() } }));
    tell("shared");
  });
})();
