/* Filters the glossary and opens the card that an address names.  Without it every card stands on the page.
   What is chosen is kept in the fragment: #find=cost&category=money&level=beginner. */
"use strict";
(() => {
  const form = document.querySelector(".ft-filter");
  if (!form) return;
  const count = form.querySelector(".ft-count");
  const FIELDS = ["find", "category", "level"];
  const SAY_AFTER_MS = 300;  // a screen reader hears the result of a word, not of each letter
  let timer = 0;

  const plain = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  const cards = Array.from(document.querySelectorAll(".ft-card"), (card) => ({
    card,
    level: card.dataset.level,
    category: card.dataset.category,
    text: plain(["dt", ".ft-also", ".ft-definition"].map((part) => card.querySelector(part)?.textContent ?? "").join(" ")),
  }));

  const chosen = () => Object.fromEntries(FIELDS.map((name) => [name, form.elements[name].value.trim()]));

  function filter() {
    const { find, category, level } = chosen();
    const words = plain(find).split(/\s+/).filter(Boolean);
    let left = 0;
    for (const one of cards) {
      const fits = (!category || one.category === category) && (!level || one.level === level)
        && words.every((word) => one.text.includes(word));
      one.card.hidden = !fits;
      left += fits;
    }
    clearTimeout(timer);
    timer = setTimeout(() => {
      count.textContent = left ? `${left} of ${cards.length} words` : "No word fits. Use fewer letters, or show all.";
    }, SAY_AFTER_MS);
  }

  function keep() {
    const query = new URLSearchParams(Object.entries(chosen()).filter(([, value]) => value)).toString();
    history.replaceState(history.state, "", location.pathname + location.search + (query && `#${query}`));
  }

  /** Read the fragment: a card to open, or what to filter by. */
  function read() {
    const fragment = location.hash.slice(1);  // terms have plain anchors: nothing in them to decode
    const card = document.getElementById(fragment)?.closest(".ft-card");
    if (card) {
      if (card.hidden) form.reset();
      card.querySelector("details").open = true;
      filter();
      const land = () => card.scrollIntoView({ behavior: "instant" });  // thousands of pixels are no way to travel
      land();
      requestAnimationFrame(() => requestAnimationFrame(land));  // cards on the way were laid out only now
    } else {
      const given = new URLSearchParams(fragment.includes("=") ? fragment : "");
      for (const name of FIELDS) {
        form.elements[name].value = given.get(name) ?? "";
        if (form.elements[name].selectedIndex < 0) form.elements[name].value = "";  // a choice that is gone
      }
      filter();
    }
  }

  form.addEventListener("input", () => { filter(); keep(); });
  form.addEventListener("reset", () => setTimeout(() => { filter(); keep(); form.elements.find.focus(); }));
  addEventListener("hashchange", read);
  form.hidden = false;
  read();
})();
