// The two pages' home in the book: what is remembered stays in this browser, what follows from it comes from the
// Python core in the drill's worker, questions and cards from files beside the pages.

import { forget, setAside } from "../before/kept.js";
import { engine } from "../drill/engine.js";
import { Card } from "../quiz/card.js";
import * as store from "./store.js";

const OTHER_DOORS = "Your answers are safe in this browser; “Export” saves them. With the file, ftdecide progress show says the same at the command line.";
const HERE = new URL("../", import.meta.url);
const BOOK = new URL("../", HERE);
const chapters = new Map();
let ask = null;
let contents = null;

async function fetched(name) {
  const address = new URL(name, HERE);
  let answer;
  try { answer = await fetch(address); } catch { throw new Error(`A file of this book did not arrive. Check the connection, then try again. ${OTHER_DOORS}`); }
  if (!answer.ok) throw new Error(`The book has no file ${name}. Reload the page. ${OTHER_DOORS}`);
  return answer.json();
}

const document = () => {
  const { entries, epoch } = store.load();
  return { schema: 2, epoch, entries };
};

const engineAsks = (kind, request) => {
  ask ??= engine(OTHER_DOORS);
  return ask(kind, request);
};

export const home = {
  Card,
  store: {
    add: store.addAnswer, all: store.all, load: store.load, onChange: store.onChange,
    exportText: store.exportText, importText: store.importText, deleteAll: store.deleteAll, setAside, forget,
  },
  loading: "The engine is loading: 6 MB the first time, from this book.",
  privacy: "Everything stays in this browser; nothing is sent. Who uses this browser can read it. Clearing site data deletes it: export first.",
  off: "This browser does not keep it: what you do here is gone when you leave the page.",
  href: (page) => new URL(`${page}.html`, BOOK).href,
  drill: (profile) => `${new URL("notebooks/drill.html", BOOK).href}#profile=${encodeURIComponent(JSON.stringify(profile))}`,
  section: (url) => new URL(url, BOOK).href,

  /** What the entries come to, by the reader's own clock. */
  async derive() {
    contents ??= await fetched("progress/contents.json");
    const now = new Date();
    return engineAsks("learning", { document: document(), now: now.toISOString(), offset_minutes: -now.getTimezoneOffset(), contents, done: store.done() });
  },

  /** The questions of a chapter, fetched once. */
  chapter(name) {
    if (!chapters.has(name)) chapters.set(name, fetched(`quiz/${name}.json`).catch((fault) => { chapters.delete(name); throw fault; }));
    return chapters.get(name);
  },

  /** Anki's file with the cards of these questions. */
  async anki(items) {
    const cards = (await fetched("anki/cards.json")).filter((card) => items.includes(card.id));
    return engineAsks("anki", { cards, name: "Fine-tune or prompt: my review" });
  },
};
