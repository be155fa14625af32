// A press belongs to what it began on. Where lines of a list move between pressing and letting go, as somebody else's change comes in or as the
// device is slow, the browser gives the click to whatever holds both places: it would be lost, or do something else.
(() => {
  const still = 8; // pixels that a hand moves while pressing
  let began = null;
  let done = false; // the browser's own click would come on top
  document.addEventListener(
    "pointerdown",
    (e) => {
      done = false;
      const on = e.target.closest?.("button, a, summary");
      const plain = e.button === 0 && e.isPrimary && !(e.ctrlKey || e.metaKey || e.shiftKey || e.altKey);
      began = on && plain ? { on, x: e.clientX, y: e.clientY } : null;
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
      const on = from.on.isConnected ? from.on : from.on.id && document.getElementById(from.on.id);
      if (!on) return;
      done = true;
      setTimeout(() => on.click()); // not sooner: letting go beside a menu closes it
    },
    true,
  );
  addEventListener(
    "click",
    (e) => {
      if (!done || !e.isTrusted || !e.detail) return;
      done = false;
      e.preventDefault();
      e.stopImmediatePropagation();
    },
    true,
  );
})();
