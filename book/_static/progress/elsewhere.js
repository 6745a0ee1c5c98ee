// What of the reader is kept under keys of its own, and goes along in an exported file: the first answer, the drill's answers.

import { DRILL, FIRST, firstFrom } from "../before/kept.js";
import { entriesOf, faultOf } from "./document.js";

/** What else of the reader this browser keeps, as entries of an exported file. */
export function elsewhere() {
  const found = [];
  try { const answer = firstFrom(localStorage.getItem(FIRST)); found.push(["first_answer", { at: `${answer.committed}T12:00:00.000Z`, kind: "first_answer", answer }]); } catch { /* none */ }
  try {
    const { kept: day, profile } = JSON.parse(localStorage.getItem(DRILL));
    const entry = { at: `${day}T12:00:00.000Z`, kind: "drill", profile };
    if (!faultOf("drill", entry)) found.push(["drill", entry]);
  } catch { /* none */ }
  return entriesOf(found);
}

/** The entries of a file that are kept elsewhere in this browser, where they can be read. */
export const ofOthers = (entries) => entriesOf(["first_answer", "drill"].filter((id) => id in entries && !faultOf(id, entries[id])).map((id) => [id, entries[id]]));

/** Puts a first answer and a drill's answers back where this browser has none; one that it has is never replaced. */
export function putBack({ first_answer: first, drill }) {
  const missing = (key) => localStorage.getItem(key) === null;
  try {
    if (first && missing(FIRST)) localStorage.setItem(FIRST, JSON.stringify(firstFrom(JSON.stringify(first.answer))));
    if (drill && missing(DRILL)) localStorage.setItem(DRILL, JSON.stringify({ schema: 1, kept: drill.at.slice(0, 10), profile: drill.profile }));
  } catch { /* no room, or no first answer that can be shown */ }
}
