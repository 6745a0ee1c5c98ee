// The review: what is due today, one question at a time, each in another variant than last time.

import { button, h } from "../before/elements.js";

const few = (n, one, many) => (n === 1 ? `1 ${one}` : `${n} ${many}`);
const questions = (n) => few(n, "question", "questions");

/** A day as people say it: today, tomorrow, or its date. */
export function dayName(day, today) {
  const apart = Math.round((Date.parse(day) - Date.parse(today)) / 86_400_000);
  if (apart === 0) return "today";
  if (apart === 1) return "tomorrow";
  return `on ${new Date(`${day}T12:00:00`).toLocaleDateString("en-GB", { weekday: "long", day: "numeric", month: "long" })}`;
}

/** One sentence on what comes next; `review` is what the core says of the deck. */
export function nextSentence({ next_day: day, next_count: count, today }) {
  return day ? `Next: ${questions(count)} ${dayName(day, today)}.` : "Nothing else waits.";
}

export function mountReview(root, home) {
  const live = h("p", { class: "ftd-spoken", role: "status", "aria-live": "polite" });
  const place = h("div", { class: "ftd-home" });
  root.replaceChildren(live, place);
  const say = (text) => { live.textContent = text; };
  let queue = [];
  let at = 0;
  let right = 0;
  let answered = 0;
  let missing = 0; // questions that are due and could not be fetched
  let begun = ""; // when this session was begun, as entries have times
  const ours = new Set(); // questions answered in it

  const shown = (state, ...parts) => {
    root.dataset.state = state;
    place.replaceChildren(...parts.filter(Boolean));
  };
  const offNote = () => (home.store.load().off ? h("p", { class: "ftd-caution" }, home.off) : null);
  const missingNote = () => (missing ? h("p", { class: "ftd-caution" }, `${questions(missing)} more could not be fetched. Reload the page to try again; the answers are kept.`) : null);
  const progressLink = () => (home.href ? h("p", {}, h("a", { href: home.href("book/progress") }, "Your progress")) : null);

  function fail(fault) {
    shown("failed", h("p", { class: "ftd-error" }, fault.message), button("Try again", start, true));
    say(fault.message);
  }

  async function start() {
    shown("loading", h("p", {}, `Working out what is due. ${home.loading}`));
    try {
      const derived = await home.derive();
      if (derived.fault) throw new Error(derived.fault);
      const { review } = derived;
      const { chapters, faults } = await fetchedChapters(new Set(review.due.map(({ chapter }) => chapter)));
      if (faults.length && !chapters.size) throw faults[0];
      queue = review.due.map((due) => ({ ...due, from: chapters.get(due.chapter), held: chapters.get(due.chapter)?.items[due.item] })).filter(({ held }) => held);
      missing = review.due.length - queue.length;
      begun = new Date().toISOString();
      ours.clear();
      at = right = answered = 0;
      if (queue.length) begin();
      else if (review.items.length) idle(review);
      else empty();
    } catch (fault) { fail(fault); }
  }

  /** The chapters that come, and why others do not: one that is missing does not stop the review. */
  async function fetchedChapters(names) {
    const [chapters, faults] = [new Map(), []];
    for (const name of names) {
      try { chapters.set(name, await home.chapter(name)); } catch (fault) { faults.push(fault); }
    }
    return { chapters, faults };
  }

  function empty() {
    shown("empty", offNote(), h("p", {}, "Nothing is in your review yet."),
      h("p", {}, "A question comes here when you answer it wrongly, or rightly while you were 50 % sure or less. It comes back tomorrow, then after longer and longer gaps as you get it right, and sooner where you miss it."),
      h("p", {}, "So answer the questions at the end of a chapter first, and say honestly how sure you are."), progressLink());
    say("Nothing is in your review yet.");
  }

  function idle(review) {
    shown("idle", offNote(), missingNote(), h("p", { class: "ftd-headline" }, "Nothing is due today."), h("p", {}, nextSentence(review)), progressLink());
    say(`Nothing is due today. ${nextSentence(review)}`);
  }

  function begin() {
    const text = `${questions(queue.length)} ${queue.length === 1 ? "is" : "are"} due.`;
    const first = button("Begin", () => card(), true);
    shown("due", offNote(), missingNote(), h("p", { class: "ftd-headline" }, text), h("p", {}, "Say how sure you are, then see every reason."), first);
    say(text);
  }

  /** Whether another tab has answered a question since this session was begun. */
  const elsewhere = (item) => !ours.has(item) && home.store.all("answer").some((entry) => entry.item === item && entry.at > begun);

  function card() {
    while (at < queue.length && elsewhere(queue[at].item)) at += 1;
    if (at >= queue.length) return end();
    const { item, chapter, variant, from, held } = queue[at];
    const other = (variant + 1) % held.forms.length;
    const section = h("section", { class: "ftd-quiz", "aria-label": `Question ${at + 1} of ${queue.length}` });
    section.innerHTML = held.forms[other]; // the build's own markup, in which every text is escaped
    const form = section.querySelector("form");
    form.id = `review-${item}`;
    const heading = h("h2", { tabindex: -1 }, `Question ${at + 1} of ${queue.length}`);
    const where = h("p", { class: "ftd-hint" }, "From ", home.section && held.section ? h("a", { href: home.section(held.section) }, from.title) : from.title);
    const note = h("p", { class: "ftd-caution", hidden: true }, home.off);
    const next = button(at + 1 < queue.length ? "Next question" : "Finish", () => { if (view.justAnswered) return; at += 1; card(); }, true);
    const after = h("div", { class: "ftd-buttons", hidden: true }, next);
    const view = new home.Card(form, { where: "review", onRetry: () => next.click(), onAnswer: async (fields) => {
      ours.add(item);
      const judged = fields.right !== null; // else the reader marks it first
      if (judged) {
        answered += 1;
        right += fields.right;
        after.hidden = false;
        view.button.hidden = true;
      }
      note.hidden = await home.store.add({ ...fields, item, chapter, variant: other, where: "review" });
      if (judged) next.focus();
    } });
    shown("asking", heading, where, section, note, after);
    heading.focus();
  }

  async function end() {
    const text = answered ? `${right} of ${answered} right.` : "All of them were answered in another tab.";
    shown("ending", h("p", { class: "ftd-headline" }, text), h("p", {}, "Working out when the next is due."));
    try {
      const { review } = await home.derive();
      const more = review.due.length ? button("Go on with what is due now", start) : null;
      shown("done", h("h2", { tabindex: -1 }, text), h("p", {}, nextSentence(review)), more, progressLink());
      place.querySelector("h2").focus();
      say(`${text} ${nextSentence(review)}`);
    } catch (fault) { fail(fault); }
  }

  home.store.onChange(() => { if (["empty", "idle", "due"].includes(root.dataset.state)) start(); });
  return start();
}
