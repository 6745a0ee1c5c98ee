// What this browser remembers of its reader, under one key, for every page and every tab: who writes reads first what
// the others wrote and keeps the union, so that no tab loses another's work.  Nothing here leaves the browser.

import { ASIDE, DRAFT, DRILL, FIRST, QUIZ, forget, recallFirst, recallQuizzes, setAside } from "../before/kept.js";
import { LARGEST_TEXT, canonical, deleted, documentFrom, empty, entriesOf, fromQuizzes, imported, lifted, merge, ofKind, textOf } from "./document.js";
import { elsewhere, ofOthers, putBack } from "./elsewhere.js";

export const KEY = "ftdecide.progress";
const CHANGED = "ftdecide-progress"; // between two copies of this module in one page
const listeners = new Set();
let held = null; // the document as this tab knows it
let kept = false; // whether the browser held it when we last looked
let aside = null; // why something was set aside since this page was opened
let off = false; // this browser keeps nothing
let stuck = false; // what is kept cannot be read, and there is no room to set it aside

const now = () => new Date().toISOString();
const same = (one, other) => canonical(one) === canonical(other);

/** What the browser holds: a document; undefined where there is nothing, null where nothing can be read. */
function stored() {
  let text;
  try { text = localStorage.getItem(KEY); } catch { off = true; return null; }
  off = false;
  stuck = false;
  if (text === null) return undefined;
  try {
    return documentFrom(text);
  } catch (fault) {
    try {
      if (!setAside().some((copy) => copy.text === text)) localStorage.setItem(`${ASIDE}${KEY}.${now()}`, text); // another tab may have
    } catch { stuck = true; return null; } // no room for a copy: it stays where it is, and nothing is written
    aside = fault.message;
    return write(empty()) ? empty() : null; // only now that the copy is there
  }
}

function write(document) {
  const text = textOf(document);
  if (stuck || text.length > LARGEST_TEXT) return false; // what could not be read again is not written
  try { localStorage.setItem(KEY, text); } catch { return false; }
  kept = true;
  return true;
}

/** Takes in what is kept now, and what another tab says it wrote; writes where that lacks something of ours. */
function refresh(theirs = null) {
  const before = held;
  const found = stored();
  if (found === undefined && kept) held = empty(); // somebody cleared this browser: so do we
  kept = Boolean(found);
  const all = [found, theirs].filter(Boolean).reduce(merge, held ?? empty());
  held = all;
  takeOver();
  if ((found || Object.keys(held.entries).length) && ![found, theirs ?? found].every((each) => each && same(each, held))) write(held);
  if (before && !same(before, held)) tell();
}

/** What the quizzes kept before there was this document becomes a part of it, once. */
function takeOver() {
  const quizzes = recallQuizzes();
  const entries = fromQuizzes(quizzes);
  if (stuck || !Object.keys(entries).length) return;
  held = merge(held, { ...empty(), entries: lifted(entries, held.epoch, now()) });
  if (write(held)) Object.keys(quizzes).forEach((chapter) => forget(`${QUIZ}${chapter}`));
}

function tell() {
  for (const listener of listeners) listener();
}

/** Merges entries in and keeps the result; returns whether this browser did. */
function put(entries) {
  refresh();
  held = merge(held, { ...empty(), entries: lifted(entries, held.epoch, now()) });
  const done = !off && write(held);
  window.dispatchEvent(new CustomEvent(CHANGED));
  tell();
  return done;
}

/** What is remembered: {entries, epoch}, why something was set aside, whether this browser keeps nothing (`off`), or
    cannot write over what it keeps (`stuck`). */
export function load() {
  if (!held) refresh();
  return { entries: held.entries, epoch: held.epoch, aside, off, stuck };
}

/** Keeps an entry under its ID; returns whether this browser did. */
export const add = (id, entry) => { load(); return put(entriesOf([[id, { at: now(), ...entry }]])); };

/** Keeps an answer to a question: its ID and its time are made here. */
export function addAnswer(fields) {
  const at = now();
  const random = Array.from(crypto.getRandomValues(new Uint8Array(6)), (byte) => (byte % 36).toString(36)).join("");
  return add(`answer:${at}:${random}`, { at, kind: "answer", ...fields });
}

/** Every entry of a kind that can be read, oldest first. */
export const all = (kind) => ofKind(load().entries, kind);

/** The latest entry of a kind for which `predicate` holds, or null. */
export const newest = (kind, predicate = () => true) => all(kind).filter(predicate).at(-1) ?? null;

/** The answers to a chapter's questions since it was begun anew, oldest first.  A question whose chapter has another
    name now is known by `items`; what a wrong clock dated ahead counts when its time has come. */
function answersOf(chapter, items) {
  const told = now();
  const since = newest("reset", (entry) => entry.chapter === chapter && entry.at <= told)?.at ?? "";
  return all("answer").filter((entry) => (items.includes(entry.item) || entry.chapter === chapter) && entry.at >= since && entry.at <= told);
}

/** The latest answer to each question of a chapter since the chapter was begun anew: {item: entry}. */
export const currentAnswers = (chapter, items = []) => Object.fromEntries(answersOf(chapter, items).map((entry) => [entry.item, entry]));

/** The first answer to each of these questions that was judged, since the chapter was begun anew. */
export function firstAnswers(chapter, items) {
  const judged = answersOf(chapter, items).filter((entry) => items.includes(entry.item) && entry.right !== null);
  return Object.values(Object.fromEntries(judged.reverse().map((entry) => [entry.item, entry])));
}

/** Pages that were done and leave no entry of their own. */
export const done = () => (recallFirst().value ? ["your-first-answer"] : []);

/** What this browser remembers of its reader, as the tutor takes it. */
export function reader() {
  const chapters = [...new Set(all("answer").map((entry) => entry.chapter))];
  const missed = chapters.map((chapter) => [chapter, Object.values(currentAnswers(chapter)).filter((entry) => entry.right === false).length]);
  return {
    read: [...all("read").map((entry) => entry.chapter), ...done()],
    missed: Object.fromEntries(missed.filter(([, wrong]) => wrong)),
    has_verdict: all("verdict").length > 0,
  };
}

/** Calls `listener` when something is remembered or forgotten, here or in another tab; returns how to stop that. */
export function onChange(listener) {
  load();
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Everything as the text of a file. */
export function exportText() {
  refresh();
  const whole = merge(held, { ...empty(), entries: lifted(elsewhere(), held.epoch, now()) });
  return `${JSON.stringify(JSON.parse(textOf(whole)), null, 1)}\n`;
}

/** Merges an exported file in: {added, leftOut, kept, fault}.  One that cannot be read changes nothing; `fault` says why. */
export function importText(text) {
  load();
  let read;
  try { read = documentFrom(text); } catch (fault) { return { added: 0, leftOut: 0, kept: false, fault: fault.message }; }
  const { added, leftOut } = imported(held, read);
  const others = ofOthers(read.entries);
  const own = Object.entries(added).filter(([id]) => !(id in others));
  const done = put(entriesOf(own));
  if (done) putBack(others);
  return { added: own.length, leftOut, kept: done, fault: null };
}

/** Forgets everything: progress in every tab, the first answer, the drill's answers, what was set aside. */
export function deleteAll() {
  load();
  held = deleted(held, now());
  aside = null;
  stuck = false;
  const done = write(held);
  for (const [area, drop] of [["localStorage", (key) => key === FIRST || key === DRILL || key.startsWith(ASIDE) || key.startsWith(QUIZ)],
    ["sessionStorage", (key) => key === DRAFT || key === "ftdecide.first-answer.typed"]]) {
    try { Object.keys(window[area]).filter(drop).forEach((key) => window[area].removeItem(key)); } catch { /* nothing is kept */ }
  }
  window.dispatchEvent(new CustomEvent(CHANGED));
  tell();
  return done;
}

function readOr(text) {
  try { return text ? documentFrom(text) : null; } catch { return null; }
}

window.addEventListener("storage", ({ key, newValue }) => { if (held && (key === null || key === KEY)) refresh(readOr(newValue)); });
window.addEventListener(CHANGED, () => { if (held) refresh(); });
window.addEventListener("pageshow", ({ persisted }) => { if (persisted && held) refresh(); });
