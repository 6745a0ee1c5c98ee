// The first answer: the form that stands in the page, checked and kept in this browser, then shown with its date
// and locked.  A new one replaces it only after a second yes.  What is typed and not committed belongs to the tab.

import { asideList, button, chooser, confirm, h, save } from "./elements.js";
import { FIRST, LIMITS, SCHEMA, firstFrom, forget, keepFirst, recallFirst, setAside, today } from "./kept.js";

const TYPED = "ftdecide.first-answer.typed"; // in sessionStorage
const TEXTS = ["task", "next_step", "would_change"];

const root = document.querySelector("[data-ftd-first]");
const form = root.querySelector("form");
const home = root.querySelector(".ftd-home");
const live = h("p", { class: "ftd-spoken", role: "status", "aria-live": "polite" });
const summary = h("div", { class: "ftd-errors", tabindex: -1, hidden: true });
const submit = form.querySelector("[type=submit]");
const keepOld = button("Keep the old answer", () => { rewriting = false; draw(); focusOn(home.querySelector("h2")); });
let rewriting = false; // a new answer is being written beside the kept one
let unkept = null; // committed, but this browser keeps nothing
let shown; // the text of the kept answer as this tab shows it

const say = (text) => { live.textContent = ""; setTimeout(() => { live.textContent = text; }, 50); };
const focusOn = (element) => { element?.focus(); element?.scrollIntoView({ block: "nearest" }); };
const field = (name) => form.elements[name];
const legend = (name) => form.querySelector(`[data-name="${name}"] legend`).textContent;
const chosen = (name) => field(name).value;
const labelOf = (name, value) => form.querySelector(`input[name="${name}"][value="${value}"]`).parentElement.textContent.trim();

// ---- the form ----

/** The form's values as one flat object, for this tab and for reading. */
const typed = () => Object.fromEntries(new FormData(form));

function fill(values) {
  form.reset();
  for (const [name, value] of Object.entries(values)) if (field(name)) field(name).value = value;
  askForBases();
}

/** How one knows is only asked of what one says one knows. */
function askForBases() {
  for (const name of LIMITS.conditions) {
    const known = ["met", "unmet"].includes(chosen(`${name}.status`));
    form.querySelector(`[data-name="${name}.basis"]`).hidden = !known;
  }
}

function remember() {
  try { sessionStorage.setItem(TYPED, JSON.stringify(typed())); } catch { /* a reload will lose it */ }
}

function remembered() {
  try { return JSON.parse(sessionStorage.getItem(TYPED)) ?? {}; } catch { return {}; }
}

const hasTyped = () => Object.values(typed()).some((value) => value.trim());

/** Every fault, in the order of the page: the element to go to, where to say it, and the words. */
function faults() {
  const found = [];
  for (const place of form.querySelectorAll("[data-missing]")) {
    if (place.closest("[hidden]")) continue;
    const input = place.matches("fieldset") ? place.querySelector("input") : place;
    const value = place.matches("fieldset") ? chosen(place.dataset.name) : place.value.trim();
    if (!value) found.push({ input, place, text: place.dataset.missing });
    else if (place.dataset.wrong && percentOf(value) === null) found.push({ input, place, text: place.dataset.wrong });
  }
  return found;
}

function percentOf(text) {
  const bare = text.trim().replace(/\s*(%|per cent)$/, "");
  const [least, most] = LIMITS.confidence;
  return /^\d{1,3}$/.test(bare) && Number(bare) >= least && Number(bare) <= most ? Number(bare) : null;
}

function showFaults(found) {
  form.querySelectorAll(".ftd-error").forEach((each) => each.remove());
  form.querySelectorAll("[aria-invalid]").forEach((each) => {
    each.removeAttribute("aria-invalid");
    each.setAttribute("aria-describedby", (each.getAttribute("aria-describedby") ?? "").replace(/\S+-error/, "").trim());
    if (!each.getAttribute("aria-describedby")) each.removeAttribute("aria-describedby");
  });
  for (const { place, input, text } of found) {
    const id = `${input.id}-error`;
    const said = h("p", { class: "ftd-error", id }, h("span", { class: "ftd-spoken" }, "Error: "), text);
    if (place.matches("fieldset")) place.querySelector("legend").after(said); else place.closest(".ftd-field").querySelector(".ftd-hint").after(said);
    place.setAttribute("aria-invalid", "true");
    place.setAttribute("aria-describedby", `${place.getAttribute("aria-describedby") ?? ""} ${id}`.trim());
  }
  summary.hidden = found.length === 0;
  summary.replaceChildren(h("h2", {}, "There is a problem"), h("ul", {}, ...found.map(({ input, text }) =>
    h("li", {}, h("a", { href: `#${input.id}`, on: { click: (event) => { event.preventDefault(); focusOn(input); } } }, text)))));
}

function answerOf() {
  const conditions = Object.fromEntries(LIMITS.conditions.map((name) => {
    const status = chosen(`${name}.status`);
    return [name, status === "unknown" ? { status } : { status, basis: chosen(`${name}.basis`) }];
  }));
  const texts = Object.fromEntries(TEXTS.map((name) => [name, field(name).value.trim()]).filter(([, text]) => text));
  return { schema: SCHEMA, committed: today(), ...texts, justified: chosen("justified"),
    confidence_percent: percentOf(field("confidence_percent").value), conditions };
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const found = faults();
  showFaults(found);
  if (found.length) return focusOn(summary);
  put(answerOf(), "Your answer is committed.");
});
form.addEventListener("input", () => { askForBases(); remember(); });

// ---- keeping ----

/** Keeps an answer; one that is kept already is asked about first, also one that another tab has kept meanwhile. */
function put(answer, said) {
  const { value: old, stuck } = recallFirst();
  if (stuck) { draw(); return say("Save and delete what could not be read, then commit again."); }
  const store = () => {
    unkept = keepFirst(answer) ? null : answer;
    rewriting = false;
    fill({});
    try { sessionStorage.removeItem(TYPED); } catch { /* nothing was kept */ }
    draw();
    focusOn(home.querySelector("h2"));
    say(unkept ? "This browser does not keep it. Save it to a file." : said);
  };
  if (!old || JSON.stringify(old) === JSON.stringify(answer)) return store();
  confirm(root, `Replace the answer of ${old.committed}? It will be gone; save it to a file first if you want it.`,
    "Replace it", "Keep the old one", store, form.hidden ? home.querySelector("button") : submit);
}

function load(text, name) {
  let answer;
  try { answer = firstFrom(text); } catch (fault) {
    return note(`${name} cannot be used: ${fault.message}. Choose a file that this page saved.`);
  }
  put(answer, `The answer in ${name} is loaded.`);
}

function note(text) {
  home.querySelector(".ftd-note").textContent = text;
  say(text);
}

// ---- what stands on the page ----

function rowsOf(answer) {
  const known = (name) => {
    const { status, basis } = answer.conditions[name];
    const how = status === "unknown" ? "" : `, ${basis === "measured" ? "counted" : "guessed"}`;
    return labelOf(`${name}.status`, status) + how;
  };
  const rows = [["Task", answer.task], [legend("justified"), labelOf("justified", answer.justified)], ["How sure", `${answer.confidence_percent} %`],
    ...LIMITS.conditions.map((name) => [legend(`${name}.status`), known(name)]),
    ["What you would try next", answer.next_step], ["What would change your mind", answer.would_change]];
  return rows.map(([label, text]) => [label, text || "(nothing written)"]);
}

function lockedView(answer) {
  const remove = button("Delete", () => confirm(home, `Delete the answer of ${answer.committed} from this browser?`, "Delete it", "Keep it", () => {
    forget(FIRST);
    unkept = null;
    rewriting = false;
    draw();
    focusOn(field("task"));
    say("Your first answer is deleted.");
  }, remove));
  return h("section", { class: "ftd-locked", "aria-labelledby": "first-kept" },
    h("h2", { id: "first-kept", tabindex: -1 }, `Your first answer, committed on ${answer.committed}`),
    h("p", { class: "ftd-hint ftd-screen" }, unkept ? "This browser does not keep it: save it to a file now." : "It is locked, so that you can compare with it at the end. It is kept in this browser only."),
    h("dl", {}, ...rowsOf(answer).flatMap(([label, text]) => [h("dt", {}, label), h("dd", {}, text)])),
    h("div", { class: "ftd-buttons" },
      button("Save to a file", () => save("first-answer.json", `${JSON.stringify(answer, null, 2)}\n`)),
      button("Print", () => window.print()),
      button("Write a new one", () => { rewriting = true; draw(); focusOn(field("task")); say("The old answer stays until you replace it."); }),
      remove, chooser("Load a saved answer", load)), h("p", { class: "ftd-note" }));
}

function emptyView() {
  return h("div", {}, h("div", { class: "ftd-buttons" }, chooser("Load an answer that you saved earlier", load)), h("p", { class: "ftd-note" }));
}

/** Shows what is kept now; the form stands open where nothing is, or where a new answer is being written. */
function draw(heard = false) {
  const { value, text, off, stuck } = recallFirst();
  const answer = value ?? unkept;
  if (heard && answer && text !== shown && !form.hidden && hasTyped()) {
    rewriting = true;
    say("An answer was committed in another tab. What you typed here is still in the form.");
  }
  shown = text;
  root.querySelectorAll(":scope > .ftd-confirm").forEach((each) => each.remove());
  const stuckNote = stuck ? h("p", { class: "ftd-caution" }, "What is kept here cannot be read, and there is no room to set it aside. ",
    button("Save it", () => save("set-aside.json", text)), " ", button("Delete it", () => { forget(FIRST); draw(); })) : null;
  const offNote = off ? h("p", { class: "ftd-caution" }, "This browser keeps nothing for this page. You can commit, save to a file and print.") : null;
  home.replaceChildren(...[asideList(setAside(), forget, draw), stuckNote, offNote, answer ? lockedView(answer) : emptyView()].filter(Boolean));
  form.hidden = Boolean(answer) && !rewriting;
  keepOld.hidden = !answer;
  submit.textContent = answer ? "Commit the new answer" : "Commit this answer";
  root.dataset.state = answer ? (rewriting ? "rewriting" : "locked") : "open";
  showFaults([]);
}

form.prepend(summary);
submit.parentElement.append(keepOld);
submit.parentElement.hidden = false;
root.prepend(live);
fill(remembered());
draw();
window.addEventListener("storage", ({ key }) => { if (key === FIRST || key === null) draw(true); });
