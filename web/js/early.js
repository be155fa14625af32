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
})();
