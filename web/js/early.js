// Runs before anything is painted: the look and the language this device is set to.
(() => {
  const root = document.documentElement;
  const kept = (name) => {
    try {
      return localStorage.getItem("stellwerk." + name);
    } catch {
      return null; // storage is forbidden
    }
  };
  root.dataset.theme = kept("theme") || "system";
  const wanted = [kept("language"), ...(navigator.languages || [])].map((l) => (l || "").slice(0, 2));
  root.lang = wanted.find((l) => l === "de" || l === "en") || "en";
  // A server that knows no other page answers every address with the first one. What is written there belongs to "/" only.
  if (root.dataset.at && root.dataset.at !== location.pathname) root.dataset.elsewhere = "";
  // Who was signed in here comes for the app: it opens without showing the first page before.
  if (root.dataset.at === "/" && kept("account")) root.dataset.elsewhere = "";
  // A script or style sheet that does not come, or does not hash to what the page says, is fetched anew, once.
  const again = {};
  addEventListener("error", ({ target: e }) => {
    const from = e.src || e.href;
    if (!/^(SCRIPT|LINK)$/.test(e.tagName) || !e.integrity || again[from]) return;
    again[from] = fetch(from, { cache: "reload" }).then(() => new Promise((done) => {
      const copy = document.createElement(e.tagName);
      for (const { name, value } of e.attributes) copy.setAttribute(name, value);
      copy.onload = copy.onerror = done;
      e.replaceWith(copy);
    })).catch(() => {});
    window.stellwerkMending = Promise.all(Object.values(again));
  }, true);
})();
