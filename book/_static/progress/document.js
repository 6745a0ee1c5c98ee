// The document that remembers a reader: {"schema": 2, "epoch": time or null, "entries": {ID: entry}}.  How one is read
// and how two become one; ftdecide/course/progress.py does the same, and a test compares the two.

export const SCHEMA = 2;
export const UNDATED = "2026-01-01T00:00:00.000Z"; // when a file of schema 1 was answered: it does not say
const LAST_YEAR = "2999"; // no entry is dated there, so that times are left for a deletion after the last one
const LONGEST_ID = 80; // characters
export const LARGEST_TEXT = 5_000_000; // characters, what a browser keeps in all
const CONFIDENCES = [25, 50, 75, 95];
const TIME = /^2\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/; // of the years 2000 to 2999: what follows stays a date everywhere
const REMEDY = "Choose a file that “Export” wrote, whole.";

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const isText = (value) => typeof value === "string" && value !== "";
/** Whether this is a time as entries have it, on a day that there is. */
export const isTime = (text) => {
  if (typeof text !== "string" || !TIME.test(text)) return false;
  const read = new Date(text);
  return !Number.isNaN(read.getTime()) && read.toISOString() === text;
};

const isEntryTime = (text) => isTime(text) && (text < LAST_YEAR);
const after = (time) => new Date(Date.parse(time) + 1).toISOString();

/** JSON with sorted keys, so that equal values are equal texts. */
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (!isObject(value)) return JSON.stringify(value) ?? "null";
  return `{${Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(",")}}`;
}

/** A place for entries under any name, "__proto__" among them. */
export const entriesOf = (pairs) => {
  const entries = Object.create(null);
  for (const [id, entry] of pairs) entries[id] = entry;
  return entries;
};
export const empty = () => ({ schema: SCHEMA, epoch: null, entries: entriesOf([]) });

/** The time that counts in a merge: `again`, when it was imported after a deletion, or `at`; "" where there is none. */
export function stamp(entry) {
  const times = isObject(entry) ? [entry.at, entry.again].filter(isEntryTime) : [];
  return times.sort().at(-1) ?? "";
}

const later = (one, other) => {
  const [a, b] = [stamp(one), stamp(other)];
  if (a !== b) return a > b ? one : other;
  return canonical(one) >= canonical(other) ? one : other;
};

/** The union of two documents: of an entry in both the later, nothing from before the later deletion. */
export function merge(one, other) {
  const epoch = [one.epoch, other.epoch].filter(Boolean).sort().at(-1) ?? null;
  const entries = entriesOf(Object.entries(one.entries));
  for (const [id, entry] of Object.entries(other.entries)) entries[id] = id in entries ? later(entries[id], entry) : entry;
  const kept = Object.entries(entries).filter(([, entry]) => epoch === null || stamp(entry) > epoch);
  return { schema: SCHEMA, epoch, entries: entriesOf(kept) };
}

/** The text as it is kept: the same for the same document, whoever wrote it. */
export const textOf = (document) => canonical(document);

const KINDS = {
  answer: ({ item, chapter, variant, given, right, confidence_percent: percent, where }) => {
    if (!isText(item)) return ["item", "it names no question"];
    if (!isText(chapter)) return ["chapter", "it names no chapter"];
    if (!Number.isInteger(variant) || variant < 0 || variant > 7) return ["variant", "it must be a whole number from 0 to 7"];
    if (!Array.isArray(given) || !given.every((each) => typeof each === "string")) return ["given", "it must be a list of texts"];
    if (typeof right !== "boolean" && right !== null) return ["right", "it must be true, false or null"];
    if (percent != null && !CONFIDENCES.includes(percent)) return ["confidence_percent", "it must be 25, 50, 75, 95 or null"];
    return ["chapter", "review"].includes(where) ? null : ["where", "it must be chapter or review"];
  },
  read: ({ chapter }) => (isText(chapter) ? null : ["chapter", "it names no chapter"]),
  reset: ({ chapter }) => (isText(chapter) ? null : ["chapter", "it names no chapter"]),
  verdict: ({ decision, justified, headline }) => {
    const missing = Object.entries({ decision, justified, headline }).find(([, value]) => !isText(value));
    return missing ? [missing[0], "it must be text"] : null;
  },
  first_answer: ({ answer }) => (isObject(answer) ? null : ["answer", "it must be a JSON object"]),
  drill: ({ profile }) => (isObject(profile) ? null : ["profile", "it must be a JSON object"]),
};

/** Why nothing can be derived from this entry, as [field, reason], or null; of a kind that is not known nothing is. */
export function faultOf(id, entry) {
  if (Array.from(id).length > LONGEST_ID) return ["ID", `it is longer than ${LONGEST_ID} characters`];
  if (!isObject(entry)) return ["entry", "it must be a JSON object"];
  if (!isEntryTime(entry.at)) return ["at", "it must be a time like 2026-11-28T14:00:00.000Z"];
  if (!isText(entry.kind)) return ["kind", "it must be text"];
  return Object.hasOwn(KINDS, entry.kind) ? KINDS[entry.kind](entry) : null;
}

/** Every entry of a kind that can be read, oldest first. */
export function ofKind(entries, kind) {
  return Object.entries(entries).filter(([id, entry]) => entry?.kind === kind && !faultOf(id, entry))
    .sort(([a, one], [b, other]) => (one.at === other.at ? (a < b ? -1 : 1) : one.at < other.at ? -1 : 1))
    .map(([, entry]) => entry);
}

/** Entries as they are brought in at `now`: one from before the last deletion is marked as there `again`. */
export function lifted(entries, epoch, now) {
  const again = epoch !== null && now <= epoch ? after(epoch) : now;
  return entriesOf(Object.entries(entries).map(([id, entry]) => [id, epoch !== null && stamp(entry) <= epoch ? { ...entry, again } : entry]));
}

/** What a file's entries add to a document, and how many of them cannot be read. */
export function imported(into, file) {
  const every = Object.entries(file.entries);
  const good = every.filter(([id, entry]) => !faultOf(id, entry));
  const known = ([id, entry]) => id in into.entries && stamp(into.entries[id]) >= stamp(entry); // also from before a deletion
  return { added: entriesOf(good.filter((each) => !known(each))), leftOut: every.length - good.length };
}

/** Nothing, from now on; a clock that was ahead when something was written does not save it. */
export function deleted({ epoch, entries }, now) {
  const latest = [epoch ?? "", ...Object.values(entries).map(stamp)].sort().at(-1);
  return { ...empty(), epoch: latest >= now ? after(latest) : now };
}

/** Six letters and digits of a text, the same each time. */
export function six(text) {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash.toString(36).padStart(6, "0").slice(-6);
}

/** What the quizzes kept before there was this document, {chapter: {item: [given]}}, as entries. */
export function fromQuizzes(quizzes) {
  const entries = entriesOf([]);
  for (const [chapter, items] of Object.entries(isObject(quizzes) ? quizzes : {})) {
    for (const [item, given] of Object.entries(isObject(items) ? items : {})) {
      const shared = { item, chapter, variant: 0, given, right: null, confidence_percent: null, where: "chapter" };
      const entry = { at: UNDATED, kind: "answer", ...shared };
      const id = `answer:${UNDATED}:${six(`${chapter}/${item}`)}`;
      if (Array.isArray(given) && given.length && !faultOf(id, entry)) entries[id] = entry;
    }
  }
  return entries;
}

/** The document in a text.  Throws with the reason and the remedy; a single faulty entry is no reason. */
export function documentFrom(text) {
  if (text.length > LARGEST_TEXT) throw new Error(`it is larger than ${LARGEST_TEXT / 1e6} MB. ${REMEDY}`);
  let read;
  try { read = JSON.parse(text); } catch { throw new Error(`it is not whole JSON. ${REMEDY}`); }
  if (!isObject(read)) throw new Error(`it holds no JSON object. ${REMEDY}`);
  if (read.schema === 1 && "quizzes" in read) {
    if (!isObject(read.quizzes)) throw new Error(`quizzes: it must be a JSON object. ${REMEDY}`);
    return { ...empty(), entries: fromQuizzes(read.quizzes) };
  }
  if (!("entries" in read)) throw new Error(`entries: it is missing, so this is no progress. ${REMEDY}`);
  if (read.schema !== SCHEMA) throw new Error(`schema: this version reads 1 and ${SCHEMA}. Open it with the version that wrote it.`);
  if (!isObject(read.entries)) throw new Error(`entries: it must be a JSON object. ${REMEDY}`);
  if (read.epoch != null && !isTime(read.epoch)) throw new Error(`epoch: it must be a time like ${UNDATED}, or null. ${REMEDY}`);
  return { schema: SCHEMA, epoch: read.epoch ?? null, entries: entriesOf(Object.entries(read.entries)) };
}
