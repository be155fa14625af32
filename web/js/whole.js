// What has no room in a line of a list is cut; pointing at it shows the whole of it.
(() => {
  const line = (e) => e.target.closest?.(".t-line");
  document.addEventListener("mouseover", (e) => {
    const l = line(e);
    if (l && l.scrollWidth > l.clientWidth) l.title = l.textContent;
  });
  document.addEventListener("mouseout", (e) => line(e)?.removeAttribute("title"));
})();
