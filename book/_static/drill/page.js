// The drill's home in the book: the questions are answered by the Python core in a Pyodide worker,
// served from the book itself.  The worker starts while the reader reads; nothing leaves the page.
// The answers are kept in this browser, for the page that sets them beside the reader's first answer.

import { mount } from "./drill.js";
import { engine } from "./engine.js";
import { keepDrill, keepTyped, resumeDrill } from "../before/kept.js";

const OTHER_DOORS = "The same drill runs in notebooks/drill.ipynb, as the Voila page that `make serve` opens, and as `ftdecide assess` at the command line.";

for (const home of document.querySelectorAll("[data-ftd-drill]")) {
  const ask = engine(OTHER_DOORS);
  resumeDrill();
  mount(home, (profile) => {
    keepDrill(profile);
    return ask("drill", profile);
  });
  window.addEventListener("pagehide", keepTyped);
}
