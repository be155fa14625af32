// Knows whether something on this page is typed and not yet sent, so that nothing loads the page anew under somebody's hands:
// stellwerkUnsaved(). Fields are known by their ids, as the app puts its own in the place of those that were there before it.
(() => {
  const fields = "form :is(input, textarea, select):not([type=search])";
  const touched = {}; // by id of the field
  const value = (f) => (f.type === "checkbox" || f.type === "radio" ? f.checked : f.value);
  const note = (f) => {
    if (touched[f.id]?.at !== location.pathname) touched[f.id] = { at: location.pathname, was: value(f) };
    return touched[f.id];
  };
  const on = (event, selector, act) => addEventListener(event, (e) => {
    const found = e.target.closest?.(selector);
    if (found) act(found);
  }, true);
  const typed = (f) => Object.assign(note(f), { typed: true, sent: false });
  on("focusin", fields, note);
  on("input", fields, typed);
  on("change", fields, typed);
  on("click", "form .multi button", (b) => typed(b.closest(".multi").querySelector("input")));
  on("submit", "form", (form) => {
    for (const f of form.elements) if (touched[f.id]) touched[f.id].sent = true;
  });

  // A form that was sent and has come back with faults, or waits for its answer, is not done with.
  const open = ([id, t]) => {
    const f = t.typed && t.at === location.pathname && document.getElementById(id);
    if (!f || !f.checkVisibility() || !f.form) return false;
    if (t.sent) return !!f.form.querySelector("[aria-invalid=true], .faults, [aria-busy=true]");
    return f.matches(".multi input") || value(f) !== t.was;
  };
  window.stellwerkUnsaved = () =>
    !!document.querySelector("dialog[open], .imports-2") || // a list on the desk is not typed, but as gone
    Object.entries(touched).some(open) ||
    !dispatchEvent(new Event("beforeunload", { cancelable: true })); // whoever would ask before the page is closed
})();
