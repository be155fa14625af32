// What floats beside what opened it: menus, help, sheets of fields. The browser opens and closes it; here it gets its place, the focus and its keys.
(() => {
  const gap = 4;
  const edge = 8; // to the rim of the window

  let pressed = null;
  document.addEventListener("click", (e) => (pressed = e.target.closest("button") || pressed), true);

  const opener = (float) => {
    const asked = float.besides; // set by who opens it without a button of its own
    float.besides = null;
    // What was chosen in a menu is gone with it: then it is beside what opened the menu.
    const menu = asked?.closest("[popover]");
    if (menu && !menu.matches(":popover-open")) return document.querySelector(`[popovertarget="${CSS.escape(menu.id)}"]`);
    if (asked) return asked;
    if (pressed?.getAttribute("popovertarget") === float.id) return pressed;
    return document.querySelector(`[popovertarget="${CSS.escape(float.id)}"]`);
  };

  const place = (float, beside) => {
    const at = beside.getBoundingClientRect();
    const own = float.getBoundingClientRect();
    const left = Math.max(edge, Math.min(at.left, innerWidth - own.width - edge));
    const below = at.bottom + gap;
    const top = below + own.height > innerHeight - edge ? Math.max(edge, at.top - own.height - gap) : below;
    float.style.setProperty("left", left + "px");
    float.style.setProperty("top", top + "px");
  };

  const items = (menu) => [...menu.querySelectorAll("[role^=menuitem]")].filter((i) => i.getAttribute("aria-disabled") !== "true");

  document.addEventListener(
    "toggle",
    (e) => {
      const float = e.target;
      if (e.newState !== "open" || !float.matches?.(".menu, .help-text, .fields-sheet")) return;
      const beside = opener(float);
      if (beside) place(float, beside);
      if (float.matches(".help-text, .flyout")) float.focus();
      else if (float.matches(".fields-sheet")) float.querySelector("select, input")?.focus();
      else (float.querySelector("[role=menuitemradio][aria-checked=true]") || items(float)[0])?.focus();
    },
    true,
  );

  // What was typed lately in a menu leads to the item that begins with it.
  let typed = "";
  let typedAt = 0;
  const search = (all, at, key) => {
    const now = performance.now();
    typed = now - typedAt > 700 ? key : typed + key;
    typedAt = now;
    const same = [...typed].every((c) => c === typed[0]); // the same letter again goes on to the next
    const want = (same ? typed[0] : typed).toLowerCase();
    const from = same ? at + 1 : Math.max(0, at);
    const order = all.map((_, k) => all[(from + k) % all.length]);
    return order.find((i) => i.textContent.trim().toLowerCase().startsWith(want));
  };

  document.addEventListener("keydown", (e) => {
    const menu = e.target.closest?.("[role=menu]");
    if (!menu) return;
    const all = items(menu);
    const at = all.indexOf(document.activeElement);
    let to = null;
    switch (e.key) {
      case "ArrowDown":
        to = all[(at + 1) % all.length];
        break;
      case "ArrowUp":
        to = all[(at <= 0 ? all.length : at) - 1];
        break;
      case "Home":
      case "PageUp":
        to = all[0];
        break;
      case "End":
      case "PageDown":
        to = all.at(-1);
        break;
      case "Tab":
        menu.hidePopover(); // the focus returns to what opened it, and goes on from there
        return;
      default:
        if (e.key.length !== 1 || e.key === " " || e.ctrlKey || e.metaKey || e.altKey) return;
        to = search(all, at, e.key);
    }
    e.preventDefault();
    to?.focus();
  });
})();
