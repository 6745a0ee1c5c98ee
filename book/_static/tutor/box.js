// The tutor on every page of the book: the form at its foot, and the same over the page from the button in the header.
// The engine starts when a reader turns to either, never by itself; nothing leaves the page.

import { engine } from "../drill/engine.js";
import { formOf, h, wire } from "./view.js";

const OTHER_DOORS = "The same tutor answers at the command line, as ftdecide ask.";
const LAST = "ftdecide.tutor.last"; // this tab's last answer, for the way back from a link
const WARM = "drift"; // any question: it brings the index into memory
const box = document.getElementById("ask-box");
const root = box.dataset.root;
const megabytes = box.querySelector("[data-first]").textContent.match(/\d+ MB/)[0];
let ask = null;
let ready = false;

/** Starts the engine and puts the book into its memory; once is enough. */
function warmUp() {
  if (ready || (ask && warmUp.tried)) return;
  warmUp.tried = true;
  ask ??= engine(OTHER_DOORS);
  looks();
  ask("ask", { question: WARM }).then(() => { ready = true; }, () => { warmUp.tried = false; });
}

/** The look of the answers comes with the first need of it. */
function looks() {
  const address = new URL("./view.css", import.meta.url).href;
  if (!document.querySelector(`link[href="${address}"]`)) document.head.append(h("link", { rel: "stylesheet", href: address }));
}

/** What this browser remembers of the reader, for “what next?”. */
async function remembered() {
  try {
    return (await import("../progress/store.js")).reader();
  } catch { return {}; } // no memory here: the first way is a good one
}

async function answer(question, known) {
  warmUp();
  const offline = navigator.onLine === false && !ready;
  try {
    const reply = await ask("ask", { question, context: { ...(await remembered()), ...known } });
    ready = true;
    return reply;
  } catch (fault) {
    throw offline ? new Error(`You are offline, and the book's engine is not loaded yet. Connect, then try again. ${OTHER_DOORS}`) : fault;
  }
}

const searchFor = (question) => `${root}search.html?q=${encodeURIComponent(question)}`;
const elsewhere = (question) => h("p", {}, "Where to look instead: ", h("a", { href: searchFor(question) }, "search the pages for these words"),
  ", ", h("a", { href: `${root}book/index.html` }, "the contents"), " or ", h("a", { href: `${root}book/glossary.html` }, "the glossary"), ".");
const waiting = () => (ready ? "Looking for passages." : `Loading the book's engine: about ${megabytes} the first time. The answer follows.`);

function keep(where) {
  return (question, reply) => {
    try { sessionStorage.setItem(LAST, JSON.stringify({ page: location.pathname, where, question, reply })); } catch { /* storage is off */ }
  };
}

const options = (where) => ({ root, waiting, elsewhere, answered: keep(where) });
const foot = wire(box.querySelector("form"), answer, options("foot"));
foot.input.addEventListener("focus", warmUp);

// ---- the same over the page ----

const opener = document.querySelector(".ftd-ask-open");
let over = null;
let again = false; // opened on the way back from a link

function dialog() {
  const close = h("button", { type: "button", class: "ftd-ask-close" }, "Close");
  const form = formOf();
  const title = h("h2", { id: "ask-over-title" }, "Ask this book");
  const element = h("dialog", { class: "ftd-ask ftd-ask-over", "aria-labelledby": title.id }, h("div", { class: "ftd-ask-top" }, title, close), form);
  document.body.append(element);
  close.addEventListener("click", () => element.close());
  element.addEventListener("click", ({ target }) => {
    if (target === element || target.closest("a")) element.close(); // beside it; or away, perhaps to this very page
  });
  element.addEventListener("close", () => {
    opener.setAttribute("aria-expanded", "false");
    if (again) opener.focus(); // nobody opened it here: the way back did
    again = false;
  });
  element.addEventListener("keydown", ({ key }) => { if (key === "Escape") element.close(); }); // also where nobody has clicked yet
  return { element, ...wire(form, answer, options("over")) };
}

function open() {
  over ??= dialog();
  opener.setAttribute("aria-expanded", "true");
  warmUp();
  over.element.showModal();
  over.input.focus();
}

if (opener) {
  opener.setAttribute("role", "button");
  opener.setAttribute("aria-haspopup", "dialog");
  opener.setAttribute("aria-expanded", "false");
  opener.addEventListener("click", (event) => { event.preventDefault(); open(); });
  opener.addEventListener("keydown", (event) => { if (event.key === " ") { event.preventDefault(); open(); } });
}

/** Back from a link: the answer is there again. */
function comeBack() {
  if (performance.getEntriesByType("navigation")[0]?.type !== "back_forward") return;
  try {
    const last = JSON.parse(sessionStorage.getItem(LAST));
    if (last?.page !== location.pathname) return;
    looks();
    if (last.where === "over") { open(); again = true; }
    const { input, show } = last.where === "over" ? over : foot;
    input.value = last.question;
    show(last.question, last.reply, last.where === "over");
  } catch { /* nothing to come back to */ }
}

comeBack();
