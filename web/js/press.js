// A press belongs to what it began on. Where lines of a list move between pressing and letting go, as somebody else's change comes in, the
// browser gives the click to whatever holds both places, and it would be lost.
(() => {
  const still = 8; // pixels that a hand moves while pressing
  let began = null;
  document.addEventListener(
    "pointerdown",
    (e) => {
      const on = e.target.closest?.("button, a");
      began = on?.id && e.button === 0 && e.isPrimary ? { id: on.id, on, x: e.clientX, y: e.clientY } : null;
    },
    true,
  );
  document.addEventListener("pointercancel", () => (began = null), true);
  document.addEventListener(
    "pointerup",
    (e) => {
      const from = began;
      began = null;
      if (!from || !e.isPrimary || Math.hypot(e.clientX - from.x, e.clientY - from.y) > still) return;
      if (from.on.isConnected && from.on.contains(e.target)) return; // the browser's own click finds it
      document.getElementById(from.id)?.click();
    },
    true,
  );
})();
