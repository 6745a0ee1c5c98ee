/* Shows one card a day.  The day is the reader's own; the page holds the cards in an order that never changes. */
"use strict";
(() => {
  for (const place of document.querySelectorAll(".ft-day")) {
    const cards = JSON.parse(place.querySelector("script").textContent);
    if (!cards.length) continue;
    const now = new Date();
    const day = Math.floor(Date.UTC(now.getFullYear(), now.getMonth(), now.getDate()) / 86400000);
    const [id, term, pronunciation, meaning] = cards[((day % cards.length) + cards.length) % cards.length];
    const said = document.createElement("span");
    said.className = "ft-pronounced";
    said.textContent = ` /${pronunciation}/ `;
    const link = document.createElement("a");
    link.href = `${place.dataset.glossary}#${id}`;
    link.textContent = term;
    place.querySelector(".ft-day-title").textContent = "Today's word";
    place.querySelector(".ft-day-text").replaceChildren(link, said, meaning);
  }
})();
