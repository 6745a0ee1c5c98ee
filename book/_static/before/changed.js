// Sets the first answer beside the drill's: both from this browser, or the verdict from a file.  The comparison and
// all its sentences come from the Python core in the drill's worker, which starts only once both are there.

import { asideList, button, chooser, confirm, h, save } from "./elements.js";
import { engine } from "../drill/engine.js";
import { currentAnswers, onChange } from "../progress/store.js";
import { DRAFT, DRILL, FIRST, forget, recallDrill, recallFirst, setAside } from "./kept.js";

const OTHER_DOORS = "The same comparison runs as `ftdecide changed` at the command line.";

const root = document.querySelector("[data-ftd-changed]");
const home = root.querySelector(".ftd-home");
const keys = JSON.parse(root.querySelector(".ftd-keys").textContent);
const live = h("p", { class: "ftd-spoken", role: "status", "aria-live": "polite" });
let ask = null;
let asked = 0;
let loaded = null; // a saved verdict: {name, verdict}; it lives as long as this page

const say = (text) => { live.textContent = text; };
const link = (key, text) => h("a", { href: root.dataset[key] }, text);

function missing(first, drill) {
  const lines = [];
  if (!first) lines.push(h("li", {}, "There is no first answer in this browser. ", link("first", "Write it down"), ", or load the one you saved, on its own page."));
  if (!drill) lines.push(h("li", {}, "There is no verdict in this browser. ", link("drill", "Work the drill"), ", or load a verdict that you saved."));
  return h("div", { class: "ftd-missing" }, h("p", {}, "Before anything can be compared:"), h("ul", {}, ...lines));
}

function controls(first, drill, comparison) {
  const clear = (label, question, names) => {
    const each = button(label, () => confirm(bar, question, "Delete", "Keep", () => {
      names.forEach(forget);
      if (names.includes(DRILL)) try { sessionStorage.removeItem(DRAFT); } catch { /* nothing was kept */ }
      draw();
      say("Deleted from this browser.");
    }, each));
    return each;
  };
  const bar = h("div", { class: "ftd-buttons ftd-screen" },
    ...(comparison ? [button("Save as Markdown", () => save("what-changed.md", comparison.markdown, "text/markdown"), true), button("Print", () => window.print())] : []),
    chooser("Load a saved verdict (JSON)", load),
    loaded && drill ? button("Use the drill’s answers again", () => { loaded = null; draw(); }) : null,
    first ? clear("Delete the first answer", "Delete the first answer from this browser?", [FIRST]) : null,
    drill ? clear("Delete the drill’s answers", "Delete the drill’s answers from this browser? A drill that is open in another tab keeps its own until you clear it.", [DRILL]) : null);
  return bar;
}

function load(text, name) {
  try {
    if (text.length > 1_000_000) throw new Error();
    loaded = { name, verdict: JSON.parse(text) };
  } catch {
    loaded = null;
    return fail(`${name} is not whole JSON. Choose a verdict that the drill saved.`);
  }
  draw();
}

function fail(text) {
  home.querySelector(".ftd-result").replaceChildren(h("p", { class: "ftd-error" }, text));
  say(text);
}

/** Shows what there is now; where both answers are there, what changed between them. */
async function draw() {
  const mine = ++asked;
  const [kept, drill] = [recallFirst(), recallDrill()];
  const first = kept.value;
  const profile = drill.value?.profile;
  const ready = first && (loaded || profile);
  const result = h("div", { class: "ftd-result" }, ready ? h("p", {}, "Comparing. The engine is loading: 6 MB the first time, from this book.") : missing(first, profile || loaded));
  const from = loaded ? h("p", { class: "ftd-hint ftd-screen" }, `Compared with ${loaded.name}, until you leave this page.`) : null;
  const off = kept.off ? h("p", { class: "ftd-caution" }, "This browser keeps nothing for this page, so there is no first answer to show.") : null;
  home.replaceChildren(...[asideList(setAside(), forget, draw), off, from, result, controls(first, profile, null)].filter(Boolean));
  root.dataset.state = ready ? "comparing" : "missing";
  if (!ready) return;
  ask ??= engine(OTHER_DOORS);
  const verdict = loaded ? { verdict: loaded.verdict } : { profile };
  try {
    const answer = await ask("changed", { first, ...verdict, quiz: Object.fromEntries(keys.map(({ name }) => [name, currentAnswers(name)])), keys });
    if (mine === asked) show(answer, first, profile);
  } catch (fault) {
    if (mine !== asked) return;
    fail(fault.message);
    result.append(button("Try again", draw));
  }
}

function show({ comparison, fault, of }, first, profile) {
  root.dataset.state = fault ? "refused" : "shown";
  if (fault) {
    const what = of === "first" ? "The first answer" : loaded?.name ?? "The drill’s answers";
    return fail(`${what} cannot be used: ${fault}`);
  }
  const result = h("div", { class: "ftd-result" });
  result.innerHTML = comparison.html; // the core's own markup, in which every text is escaped
  result.querySelectorAll("table").forEach((table) => table.setAttribute("tabindex", 0));
  home.querySelector(".ftd-result").replaceWith(result);
  home.querySelector(".ftd-buttons").replaceWith(controls(first, profile, comparison));
  say(comparison.headline);
}

root.prepend(live);
draw();
window.addEventListener("storage", ({ key }) => {
  if (key === null || key === FIRST || key === DRILL) draw();
});
onChange(draw);
