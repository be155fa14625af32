
// A new version waits until somebody says so, or a day has passed; then all tabs take it together, each as soon as nothing on it is
// unsaved. stellwerkUpdate tells the app where this stands: "" for nothing, "waits", "form" when it waits for what is unsaved here,
// "needed" when the server no longer understands this version. The event stellwerk-update says that it has changed.
(() => {
  const container = navigator.serviceWorker;
  const day = 24 * 60 * 60 * 1000;
  const since = "stellwerk.updateSeen"; // when a new version was first seen waiting, in ms
  const patience = 10; // how often the new version is told before the page is loaded anew: it helps where the browser has given up
  let registration;
  let wanted = false; // the new version, by somebody's word or after a day
  let told = 0; // how often it was told to take over
  let taken = false; // it is in charge, this page is of the one before
  let needed = false;
  let leaving = false; // then the page is hidden, too
  let timer;

  const tell = (state) => {
    if ((window.stellwerkUpdate || "") === state) return;
    window.stellwerkUpdate = state;
    window.dispatchEvent(new Event("stellwerk-update"));
  };
  const due = () => {
    try {
      if (!registration.waiting) {
        sessionStorage.removeItem(since);
        return localStorage.removeItem(since);
      }
      if (!localStorage.getItem(since)) localStorage.setItem(since, Date.now());
      return Date.now() - localStorage.getItem(since) >= day;
    } catch {
      return false; // storage is forbidden: somebody has to say so
    }
  };
  // again says, once in this tab, that the page may be loaded anew; then the new version is due at once.
  const again = () => {
    try {
      if (sessionStorage.getItem(since)) return false;
      sessionStorage.setItem(since, 1);
      localStorage.setItem(since, 1);
      return true;
    } catch {
      return false;
    }
  };
  // go takes the next step: it is called again and again while the new version is wanted and this page has to wait.
  const go = () => {
    clearTimeout(timer);
    if (!wanted && !taken) return tell(needed ? "needed" : registration?.waiting ? "waits" : "");
    if (window.stellwerkUnsaved?.()) {
      tell("form");
      timer = setTimeout(go, 500);
    } else if (!taken && (told || registration?.waiting)) {
      // Chromium may put it off for minutes when the worker in charge is just being asked something: so it is told again.
      registration.waiting?.postMessage("skipWaiting");
      told++;
      if (told === patience && again()) return location.reload();
      timer = setTimeout(go, 500);
    } else location.reload();
  };
  const look = (moment) => {
    if (!container.controller) return; // the very first version
    if (due() && moment && !window.stellwerkUnsaved?.()) wanted = true;
    go();
  };
  window.stellwerkTakeUpdate = () => {
    wanted = true;
    go();
  };
  // The server refuses this version: app/client says so.
  addEventListener("stellwerk-outdated", () => {
    needed = true;
    go();
    registration?.update().catch(() => {});
  });

  const watch = async () => {
    let mine = !!container.controller; // this page was served by a worker: the next one to control it is another version
    container.addEventListener("controllerchange", () => {
      taken = mine;
      mine = true;
      if (taken) go();
    });
    // A page that was on its way while a new version took over is told by that.
    container.addEventListener("message", (e) => {
      if (e.data !== "earlier") return;
      taken = true;
      go();
    });
    const parts = [...document.querySelectorAll("link[rel=stylesheet], script[src]")].map((e) => new URL(e.href || e.src).pathname);
    registration = await container.register("/app-worker.js");
    registration.addEventListener("updatefound", () => {
      const next = registration.installing;
      next?.addEventListener("statechange", () => next.state === "installed" && look(document.hidden));
    });
    look(true);
    if (!wanted) (await container.ready).active.postMessage({ started: parts });
    const ask = () => registration.update().catch(() => {});
    setInterval(() => (document.hidden && look(true), ask()), 60 * 60 * 1000);
    addEventListener("pagehide", () => (leaving = true));
    addEventListener("pageshow", () => (leaving = false));
    document.addEventListener("visibilitychange", () => (document.hidden ? leaving || look(true) : ask()));
  };
  if (container) addEventListener("load", () => watch().catch(() => {}));
})();
