// The review, the chapters' questions and the progress in a notebook: the kernel keeps the document in the reader's
// home and answers what the worker answers in the book.  `python -m deploy.engine.widget` bundles this into ftdecide/doors/review_widget.js.

import { h } from "../before/elements.js";
import { Card } from "../quiz/card.js";
import { ofKind } from "./document.js";
import { mountProgress } from "./progress_view.js";
import { mountReview } from "./review_view.js";

const SILENT_MS = 60_000;

/** `ask(kind, request) -> Promise` of the kernel behind this widget. */
function kernel(model) {
  const waiting = new Map();
  let last = 0;
  const hear = ({ id, answer, fault }) => {
    const asker = waiting.get(id);
    if (!asker) return;
    waiting.delete(id);
    clearTimeout(asker.timer);
    if (fault) asker.reject(new Error(fault));
    else asker.resolve(answer);
  };
  model.on("msg:custom", hear);
  const ask = (kind, request = null) => new Promise((resolve, reject) => {
    const id = ++last;
    const timer = setTimeout(() => { waiting.delete(id); reject(new Error("The kernel does not answer. Restart it and run the cell again; what was answered before is kept.")); }, SILENT_MS);
    waiting.set(id, { resolve, reject, timer });
    model.send({ id, kind, request });
  });
  return { ask, stop: () => model.off("msg:custom", hear) };
}

/** The same store as the book's, with the kernel's file behind it. */
function storeOf(ask, first) {
  const listeners = new Set();
  let state = first;
  const take = ({ document, notes, ...rest }) => {
    state = { document, notes };
    for (const listener of listeners) listener();
    return rest;
  };
  return {
    notes: () => state.notes,
    load: () => ({ ...state.document, aside: null, off: false, stuck: false }),
    all: (kind) => ofKind(state.document.entries, kind),
    add: async (fields) => { take(await ask("add", fields)); return true; },
    importText: async (text) => take(await ask("import", text)),
    exportText: () => ask("export"),
    deleteAll: async () => { take(await ask("delete")); return true; },
    setAside: () => [],
    forget: () => {},
    onChange: (listener) => { listeners.add(listener); return () => listeners.delete(listener); },
  };
}

function homeOf(ask, store, path) {
  return {
    Card, store,
    loading: "",
    privacy: `Everything is kept in ${path}, on the machine of this kernel; nothing is sent anywhere. Who can read your home folder can read it.`,
    off: "",
    href: null,
    derive: () => ask("derive", { offset_minutes: -new Date().getTimezoneOffset() }),
    chapter: (name) => ask("chapter", name),
    anki: (items) => ask("anki", items),
  };
}

/** One chapter's questions, one after another, by way of the review's own view: each with other numbers than last time. */
function practice(home, name, items) {
  let begun = false;
  const latest = new Map(home.store.all("answer").map((entry) => [entry.item, entry.variant]));
  const due = items.map((item) => ({ item, chapter: name, variant: latest.get(item) ?? -1 }));
  return {
    ...home,
    store: { ...home.store, onChange: () => {}, add: (fields) => home.store.add({ ...fields, where: "chapter" }) },
    derive: async () => {
      if (begun) return home.derive();
      begun = true;
      return { review: { due, items } };
    },
  };
}

function chooser(chapters, begin) {
  const select = h("select", { id: `ftd-chapter-${Math.random().toString(36).slice(2)}` }, ...chapters.map(({ name, title }) => h("option", { value: name }, title)));
  const go = h("button", { type: "button", on: { click: () => begin(select.value) } }, "Answer its questions");
  return h("p", { class: "ftd-choose" }, h("label", { for: select.id }, "A chapter "), select, " ", go);
}

async function render({ model, el }) {
  const { ask, stop } = kernel(model);
  const root = h("div", { class: "ftd-before ftd-learning ftd-notebook" }, h("p", {}, "Reading your progress."));
  el.append(root);
  try {
    const { chapters, path, ...state } = await ask("state");
    const store = storeOf(ask, state);
    const home = homeOf(ask, store, path);
    const [review, questions, progress] = [h("div"), h("div"), h("div")];
    const notes = h("div", {}, ...state.notes.map((note) => h("p", { class: "ftd-caution" }, note)));
    const pick = chooser(chapters, (name) => mountReview(questions, practice(home, name, chapters.find((each) => each.name === name).items)));
    root.replaceChildren(notes, h("h2", {}, "Review"), review, h("h2", {}, "Questions"), pick, questions, progress);
    mountReview(review, home);
    mountProgress(progress, home);
  } catch (fault) {
    root.replaceChildren(h("p", { class: "ftd-error", role: "alert" }, fault.message));
  }
  return stop;
}

export default { render };
