// What this browser keeps of a reader's two answers, and how it is read: the first answer and the drill's.
// Both are versioned JSON; ftdecide/course/first_answer.py says what a first answer holds.  One that cannot be
// read is set aside under a key of its own, never written over.  Nothing here leaves the browser.

export const SCHEMA = 1;
export const FIRST = "ftdecide.first-answer";
export const ASIDE = "ftdecide.set-aside."; // then the key it stood under and the time
export const DRILL = "ftdecide.drill.kept"; // {"schema": 1, "kept": "YYYY-MM-DD", "profile": {...}}
export const DRAFT = "ftdecide.drill"; // drill.js: the answers of this tab, for a reload
export const QUIZ = "ftd-quiz:"; // quiz.js: then the chapter's name
export const LIMITS = {
  justified: ["yes", "no", "unclear"], statuses: ["met", "unmet", "unknown"], bases: ["measured", "estimated"],
  conditions: ["volume", "near_miss", "clean_examples"], confidence: [50, 100], longest: 1000,
};
const LARGEST_FILE = 1_000_000; // characters

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const isText = (value) => typeof value === "string" && value.length <= LIMITS.longest && (value.isWellFormed?.() ?? true);

/** The day by the reader's own clock, YYYY-MM-DD. */
export function today() {
  const now = new Date();
  const two = (number) => String(number).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

const KEYS = ["schema", "committed", "task", "justified", "confidence_percent", "next_step", "would_change", "conditions"];
const onlyKnown = (value, known) => Object.keys(value).every((key) => known.includes(key));
const isDay = (text) => typeof text === "string" && /^\d{4}-\d\d-\d\d$/.test(text)
  && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text);

/** Whether this is what is thought of one condition: a status, and how it is known where it is. */
function isBelief(value) {
  if (!isObject(value) || !onlyKnown(value, ["status", "basis"]) || !LIMITS.statuses.includes(value.status)) return false;
  return LIMITS.bases.includes(value.basis) || (value.status === "unknown" && value.basis == null);
}

/** Why this is no first answer that can be shown, or null where it is one; first_answer.py draws the same line. */
export function faultOfFirst(read) {
  if (!isObject(read)) return "it holds no answer";
  if (read.schema !== undefined && read.schema !== SCHEMA) return "it was written by another version of this book";
  if (!onlyKnown(read, KEYS)) return "it holds something else than an answer";
  const { committed, task, justified, confidence_percent: percent, conditions, next_step: next, would_change: change } = read;
  const [least, most] = LIMITS.confidence;
  if (!isDay(committed)) return "it has no date";
  if (!isText(task) || !task.trim()) return "it names no task";
  if (!LIMITS.justified.includes(justified)) return "it holds no verdict";
  if (!Number.isInteger(percent) || percent < least || percent > most) return "it does not say how sure you were";
  const whole = isObject(conditions) && onlyKnown(conditions, LIMITS.conditions)
    && LIMITS.conditions.every((name) => isBelief(conditions[name]));
  if (!whole) return "the three conditions are not all in it";
  return [next, change].every((text) => text == null || isText(text)) ? null : "its texts cannot be read";
}

/** The first answer in a text.  Throws with the reason. */
export function firstFrom(text) {
  if (text.length > LARGEST_FILE) throw new Error("it is too large");
  let read;
  try { read = JSON.parse(text); } catch { throw new Error("it is not whole JSON"); }
  const fault = faultOfFirst(read);
  if (fault) throw new Error(fault);
  return { schema: SCHEMA, ...read };
}

/** What is kept under a key, read by `read`: {value} or {} where there is nothing; {aside: why} where what stood
    there could not be read and was set aside; {off: true} where this browser keeps nothing. */
function recall(key, read) {
  let text;
  try { text = localStorage.getItem(key); } catch { return { off: true }; }
  if (text === null) return {};
  try {
    return { value: read(text), text };
  } catch (fault) {
    try {
      localStorage.setItem(`${ASIDE}${key}.${new Date().toISOString()}`, text);
      localStorage.removeItem(key); // only once the copy is there
    } catch { return { stuck: true, aside: fault.message, text }; } // no room for a copy: it stays where it is
    return { aside: fault.message };
  }
}

export const recallFirst = () => recall(FIRST, firstFrom);

/** Keeps a first answer; returns whether this browser did. */
export function keepFirst(answer) {
  try { localStorage.setItem(FIRST, JSON.stringify(answer)); } catch { return false; }
  return true;
}

export const forget = (key) => { try { localStorage.removeItem(key); } catch { /* nothing is kept here */ } };

/** What was set aside, oldest first: [{key, text}]. */
export function setAside() {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(ASIDE)).sort()
      .map((key) => ({ key, text: localStorage.getItem(key) }));
  } catch { return []; }
}

function drillFrom(text) {
  const read = JSON.parse(text);
  if (!isObject(read) || read.schema !== SCHEMA || !isObject(read.profile)) throw new Error("it holds no answers");
  return read;
}

export const recallDrill = () => recall(DRILL, drillFrom);

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
let linked = null; // answers that came with the address and are nobody's until somebody changes them
let answered = false; // whether the drill of this page has held an answer
let asked = null; // the answers of this page that were kept last, as text

/** The task that the first answer named, for a drill that has no answers yet. */
function taskOfFirst() {
  try { return { task: firstFrom(localStorage.getItem(FIRST)).task }; } catch { return null; } // its own page says why
}

/** Before the drill is mounted: a new tab goes on where the last one ended, unless its address brings answers. */
export function resumeDrill() {
  const kept = recallDrill().value?.profile;
  try {
    const drafted = sessionStorage.getItem(DRAFT);
    const hash = window.location.hash;
    if (hash.startsWith("#profile=")) {
      const brought = JSON.parse(decodeURIComponent(hash.slice("#profile=".length)));
      linked = kept && !same(brought, kept) && drafted !== JSON.stringify(brought) ? brought : null;
    } else if (drafted === null && (kept ?? taskOfFirst())) {
      sessionStorage.setItem(DRAFT, JSON.stringify(kept ?? taskOfFirst()));
    }
  } catch { /* storage is off, or the link cannot be read: the drill says so itself */ }
}

/** Keeps the drill's answers as they are asked about; cleared ones are forgotten here too. */
export function keepDrill(profile) {
  if (linked && same(linked, profile)) return;
  linked = null;
  asked = JSON.stringify(profile);
  const empty = Object.keys(profile).every((key) => key === "task"); // a task alone answers nothing
  try {
    if (!empty) localStorage.setItem(DRILL, JSON.stringify({ schema: SCHEMA, kept: today(), profile }));
    else if (answered) localStorage.removeItem(DRILL);
  } catch { /* storage is off or full: the drill works all the same */ }
  answered ||= !empty;
}

/** Before the page is left: also what was typed a moment ago, and not asked about yet.  What this page kept already
    is left alone: another tab may have answered otherwise since. */
export function keepTyped() {
  try {
    const typed = sessionStorage.getItem(DRAFT) ?? "{}";
    if (typed !== asked) keepDrill(JSON.parse(typed));
  } catch { /* storage is off */ }
}

/** What the quizzes of an older version kept in this browser, by chapter; progress/store.js takes it over. */
export function recallQuizzes() {
  const kept = {};
  try {
    for (const key of Object.keys(localStorage).filter((each) => each.startsWith(QUIZ))) {
      try { kept[key.slice(QUIZ.length)] = JSON.parse(localStorage.getItem(key)); } catch { /* not ours */ }
    }
  } catch { /* nothing is kept here */ }
  return kept;
}
