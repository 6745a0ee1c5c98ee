// Progress: what was read, how the questions went, how sure the reader was, verdicts, what is due, what next; and the
// reader's hand on all of it.  Every figure and every sentence on it comes from the core.

import { asideList, button, chooser, confirm, h, save } from "../before/elements.js";
import { nextSentence } from "./review_view.js";

const percent = (value) => `${Math.round(value)}\u00a0%`;
const dayOf = (at) => new Date(at).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });
const DECISIONS = { yes: "train", no: "do not train", unclear: "cannot tell yet" };

const table = (caption, heads, rows) => h("div", { class: "ftd-table", tabindex: 0, role: "region", "aria-label": caption },
  h("table", {}, h("thead", {}, h("tr", {}, ...heads.map((head) => h("th", { scope: "col" }, head)))),
    h("tbody", {}, ...rows.map(([first, ...others]) => h("tr", {}, h("th", { scope: "row" }, first), ...others.map((each) => h("td", {}, each)))))));
const section = (title, ...parts) => h("section", {}, h("h2", {}, title), ...parts);

function chapterRows(chapters, home) {
  return chapters.map(({ title, page, read, right, answered, unmarked, total }) => [
    home.href && page ? h("a", { href: home.href(page) }, title) : title,
    read ? "read" : "not yet",
    (answered ? `${right} right of ${answered} answered, ${total} in all` : `none of ${total}`) + (unmarked ? `; ${unmarked} not marked by you yet` : ""),
  ]);
}

const levelRows = (levels) => levels.map(({ said_percent: said, right, answers, low_percent: low, high_percent: high }) =>
  [percent(said), answers ? `${right} of ${answers} (${percent(100 * right / answers)})` : "none", answers ? `${percent(low)} to ${percent(high)}` : ""]);

function verdictItem({ at, task, headline, justified, profile }, home) {
  const back = profile && home.drill ? h("a", { href: home.drill(profile) }, "Open it in the drill") : null;
  return h("li", {}, h("b", {}, task || "A task without a name"), `, ${dayOf(at)}: ${DECISIONS[justified] ?? justified}. ${headline} `, back);
}

export function mountProgress(root, home) {
  const { store } = home;
  const live = h("p", { class: "ftd-spoken", role: "status", "aria-live": "polite" });
  const notes = h("div");
  const derivedPlace = h("div", { class: "ftd-result" });
  const said = h("p", { class: "ftd-note" });
  const controls = h("section", {});
  root.replaceChildren(live, notes, derivedPlace, controls);
  const say = (text) => { live.textContent = text; said.textContent = text; };
  let asked = 0;
  let deck = null; // the questions in the review, for Anki; null until they are worked out

  function drawNotes() {
    const { off, stuck } = store.load();
    const offNote = off ? h("p", { class: "ftd-caution" }, home.off) : null;
    const stuckNote = stuck ? h("p", { class: "ftd-caution" }, "What is kept here cannot be read, and there is no room to set it aside. Nothing is written over it. Save what else you keep for this site, delete it, then reload.") : null;
    const list = asideList(store.setAside(), store.forget, draw);
    notes.replaceChildren(...[offNote, stuckNote, list].filter(Boolean));
  }

  async function draw() {
    const mine = ++asked;
    drawNotes();
    if (!derivedPlace.childElementCount) derivedPlace.replaceChildren(h("p", {}, `Adding up. ${home.loading}`));
    try {
      const answer = await home.derive();
      if (mine !== asked) return;
      if (answer.fault) throw new Error(answer.fault);
      show(answer);
      root.dataset.state = "shown";
    } catch (fault) {
      if (mine !== asked) return;
      root.dataset.state = "failed";
      derivedPlace.replaceChildren(h("p", { class: "ftd-error" }, fault.message), button("Try again", draw, true));
      say(fault.message);
    }
  }

  function show({ chapters, totals, calibration, verdicts, review, next, faults }) {
    deck = review.items;
    const nothing = !totals.read && !totals.answered && !verdicts.length;
    const faulty = faults.length ? h("details", { class: "ftd-caution" }, h("summary", {}, `${faults.length} entries cannot be read. They are kept and not counted.`), h("ul", {}, ...faults.map((each) => h("li", {}, each)))) : null;
    derivedPlace.replaceChildren(...[
      nothing ? h("p", {}, "Nothing is remembered yet. It fills itself as you read, answer questions and work the drill.") : null,
      next ? section("What next", h("p", {}, next.reason), h("p", {}, home.href ? h("a", { href: home.href(next.page), class: "ftd-strong-link" }, next.page_title) : h("b", {}, next.page_title))) : null,
      section("Review", h("p", {}, review.due.length ? `${review.due.length === 1 ? "1 question is" : `${review.due.length} questions are`} due today. ` : "Nothing is due today. ",
        review.items.length ? (review.due.length ? "" : nextSentence(review)) : "Questions come here when you miss them or are not sure. ",
        home.href ? h("a", { href: home.href("book/review") }, review.due.length ? "Review now" : "The review") : null)),
      section("Chapters", h("p", {}, `${totals.read} of ${chapters.length} read, ${totals.right} of ${totals.answered} answered questions right, ${totals.total} in all.`),
        table("Chapters", ["Chapter", "Read", "Questions"], chapterRows(chapters, home))),
      section("How sure you are", h("p", {}, calibration.sentence), table("How sure, and how often right", ["You said", "Right", "Where it may lie (95 %)"], levelRows(calibration.levels))),
      section("Verdicts", verdicts.length ? h("ul", {}, ...verdicts.map((each) => verdictItem(each, home))) : h("p", {}, "None yet. ", home.href ? h("a", { href: home.href("notebooks/drill") }, "Work the drill") : "Work the drill", " on a task of your own.")),
      faulty].filter(Boolean));
  }

  async function load(text, name) {
    const { added, leftOut, kept, fault } = await store.importText(text);
    if (fault) return say(`${name} was not imported, and nothing was changed: ${fault}`);
    const left = leftOut ? ` ${leftOut} could not be read and were left out.` : "";
    say(`${name}: ${added === 1 ? "1 entry" : `${added} entries`} added.${left}${kept ? "" : ` ${home.off}`}`);
  }

  async function saveDeck() {
    if (!deck) return say("What is in your review is not worked out yet. Wait until the page shows it, or try again there.");
    if (!deck.length) return say("Your review holds no question yet, so there is no deck to save.");
    say("Making the deck.");
    try {
      const { package: text, notes: n } = await home.anki(deck);
      save("ftdecide-review.apkg", Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0)), "application/octet-stream");
      say(`${n} ${n === 1 ? "card" : "cards"} saved. Import the file in Anki; importing a later one updates the same cards.`);
    } catch (fault) { say(fault.message); }
  }

  const remove = button("Delete everything", () => confirm(bar, "Delete your progress, first answer, the drill’s answers and what was set aside? Export first if you may want them again.",
    "Delete", "Keep", async () => { say(await store.deleteAll() ? "Everything is deleted." : home.off); remove.focus(); }, remove));
  const bar = h("div", { class: "ftd-buttons" }, button("Export", async () => { save("ftdecide-progress.json", await store.exportText()); say("Exported to ftdecide-progress.json."); }, true),
    chooser("Import a file that was exported", load), button("Save the review for Anki", saveDeck), remove);
  controls.replaceChildren(h("h2", {}, "Your data"), h("p", {}, home.privacy), bar, said);
  store.onChange(draw);
  return draw();
}

