/* Shows a term's meaning, a citation or what a number is beside its link, for a mouse that rests on it and for the keyboard that comes to it.
   The meanings stand in the page.  Touch follows the link, as without this script. */
"use strict";
(() => {
  const source = document.getElementById("ft-notes");
  const article = document.querySelector("article");
  if (!source || !article) return;
  const meanings = JSON.parse(source.textContent);
  const WAIT_MS = 150;  // long enough to cross a link without a flicker, and to reach the note
  const box = document.createElement("div");
  article.append(box);
  let open = null;
  let timer = 0;

  /** The note of one term, made once and hidden until it is shown; a hidden one still describes its links. */
  function note(id) {
    const known = document.getElementById(`ft-note-${id}`);
    if (known) return known;
    const made = document.createElement("div");
    made.id = `ft-note-${id}`;
    made.className = "ft-note";
    made.setAttribute("role", "tooltip");
    made.textContent = meanings[id];
    made.hidden = true;
    made.addEventListener("pointerenter", () => clearTimeout(timer));
    made.addEventListener("pointerleave", closeSoon);
    box.append(made);
    return made;
  }

  function show(link, id) {
    clearTimeout(timer);
    close();
    open = note(id);
    open.hidden = false;
    const from = (open.offsetParent || document.documentElement).getBoundingClientRect();
    const lines = link.getClientRects();
    const line = lines[lines.length - 1];
    const room = document.documentElement.clientWidth - open.offsetWidth - 16;
    const below = line.bottom + 6;
    const fits = below + open.offsetHeight <= innerHeight || lines[0].top < open.offsetHeight + 6;
    open.style.left = `${Math.max(16, Math.min(line.left, room)) - from.left}px`;
    open.style.top = `${(fits ? below : lines[0].top - open.offsetHeight - 6) - from.top}px`;
  }

  function close() {
    clearTimeout(timer);
    if (open) open.hidden = true;
    open = null;
  }

  function closeSoon() {
    clearTimeout(timer);
    timer = setTimeout(close, WAIT_MS);
  }

  for (const link of article.querySelectorAll('a[href*="#term-"], a[href*="#source-"], a[href*="#threshold-"]')) {
    const id = (link.hash ?? "").slice(1);  // a link inside a drawing has none
    if (!meanings[id] || link.classList.contains("headerlink")) continue;
    link.setAttribute("aria-describedby", note(id).id);
    link.removeAttribute("title");
    link.addEventListener("pointerenter", (event) => {
      if (event.pointerType === "touch") return;
      clearTimeout(timer);
      timer = setTimeout(() => show(link, id), WAIT_MS);
    });
    link.addEventListener("pointerleave", closeSoon);
    link.addEventListener("focus", () => link.matches(":focus-visible") && show(link, id));
    link.addEventListener("blur", close);
  }
  addEventListener("resize", close);  // its place was worked out for the width before
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });
})();
