// A chapter counts as read when its questions were seen, or its end was reached.

import { add, load } from "./store.js";

const article = document.querySelector("article.bd-article");
const chapter = window.location.pathname.split("/").at(-1).replace(/\.html$/, "");
const id = `read:${chapter}`;

if (article && chapter && !(id in load().entries)) {
  const end = document.createElement("span"); // nothing to see: the place where the page ends
  article.append(end);
  const watch = new IntersectionObserver((seen) => {
    if (!seen.some(({ isIntersecting }) => isIntersecting)) return;
    watch.disconnect();
    add(id, { kind: "read", chapter });
  });
  [...article.querySelectorAll(".ftd-quiz"), end].forEach((mark) => watch.observe(mark));
}
