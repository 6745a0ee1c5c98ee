// The drill's home in the book: the questions are answered by the Python core in a Pyodide worker,
// served from the book itself.  The worker starts while the reader reads; nothing leaves the page.
// The answers are kept in this browser, for the page that sets them beside the reader's first answer.

import { mount } from "./drill.js";
import { auditor } from "./auditor.js";
import { engine } from "./engine.js";
import { keepDrill, keepTyped, recallDrill, resumeDrill, today } from "../before/kept.js";
import { six } from "../progress/document.js";
import { add } from "../progress/store.js";

const OTHER_DOORS = "The same drill runs in notebooks/drill.ipynb, as the Voila page that `make serve` opens, and as `ftdecide assess` at the command line.";

const STAYS = "The file is read in this page and stays on this machine.";
const COUNT_ELSEWHERE = "ftdecide audit counts it at the command line.";

const SETTLED_MS = 5000; // nothing was typed for so long: this verdict is one to remember
let pending = null; // an answer and its verdict that are not settled yet
let timer = 0;

/** Keeps a verdict on the reader's own answers, one for each day and task. */
function settle() {
  clearTimeout(timer);
  if (!pending) return;
  const [profile, { decision, justified, headline }] = pending;
  pending = null;
  const task = profile.task ?? "";
  const slug = task.toLowerCase().replace(/[^a-z0-9]+/g, "-").slice(0, 40);
  add(`verdict:${today()}:${slug}-${six(task)}`, { kind: "verdict", task, decision, justified, headline, profile });
}

function remember(profile, verdict) {
  clearTimeout(timer);
  const own = JSON.stringify(recallDrill().value?.profile) === JSON.stringify(profile); // not those of a link
  pending = own ? [profile, verdict] : null;
  timer = setTimeout(settle, SETTLED_MS);
}

for (const home of document.querySelectorAll("[data-ftd-drill]")) {
  const ask = engine(OTHER_DOORS);
  resumeDrill();
  mount(home, (profile) => {
    keepDrill(profile);
    pending = null; // what was answered before is being changed
    return ask("drill", profile).then((verdict) => {
      remember(profile, verdict);
      return verdict;
    });
  }, { stays: STAYS, audit: auditor(COUNT_ELSEWHERE) });
  window.addEventListener("pagehide", () => { keepTyped(); settle(); });
}
