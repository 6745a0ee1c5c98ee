// Opens a lab in the page: loads the notebook's site into a frame, starts Python there and runs every cell.
// Before the click nothing is asked for.

const PAGE_MS = 60_000; // for the notebook's own page
const PYTHON_MS = 240_000; // for the rest of the download, and for every cell
const SLOW_MS = 45_000;
const OTHER_WAYS = "The other ways to run it stand below.";

class Failure extends Error {}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** What `look` gives once it gives something; a failure after `limit` milliseconds or when `broken` says one. */
async function until(look, limit, broken) {
  for (const end = Date.now() + limit; Date.now() < end; await pause(150)) {
    const found = look();
    if (found) return found;
    if (broken.text) throw new Failure(broken.text);
  }
  throw new Failure(`It took too long. The connection may be slow, or the device may be short of memory. Try again: what has arrived is kept. ${OTHER_WAYS}`);
}

function refuseWhatCannotWork() {
  if (location.protocol === "file:") throw new Failure(`A notebook cannot run from a file. Open the book through a web server: make serve. ${OTHER_WAYS}`);
  if (typeof WebAssembly !== "object" || typeof Worker !== "function") throw new Failure(`This browser cannot run Python: it has no WebAssembly. Use a current one. ${OTHER_WAYS}`);
}

async function start(place, address, say) {
  refuseWhatCannotWork();
  const broken = { text: "" };
  const offline = () => { broken.text = `The connection was lost. Connect, then try again. ${OTHER_WAYS}`; };
  addEventListener("offline", offline);
  const slow = setTimeout(() => say("Still loading: over a slow connection this takes a while."), SLOW_MS);
  try {
    say("Step 1 of 3: loading the notebook.");
    const answer = await fetch(address, { cache: "no-cache" }).catch(() => null);
    if (!answer?.ok) throw new Failure(`The notebook could not be loaded. Check the connection, then try again. ${OTHER_WAYS}`);
    const frame = document.createElement("iframe");
    frame.title = "The notebook";
    frame.src = address;
    place.replaceChildren(frame);
    const app = await until(() => frame.contentWindow?.jupyterapp, PAGE_MS, broken);
    const panel = await until(() => app.shell.currentWidget?.sessionContext && app.shell.currentWidget, PAGE_MS, broken);
    say("Step 2 of 3: loading Python.");
    if (document.documentElement.dataset.theme === "dark") app.commands.execute("apputils:change-theme", { theme: "JupyterLab Dark" }).catch(() => {});
    let ready = false;
    panel.context.ready.then(() => panel.sessionContext.ready).then(() => { ready = true; });
    await until(() => ready, PYTHON_MS, broken);
    app.shell.collapseTop?.(); // the page has a heading of its own
    say("Step 3 of 3: running the cells.");
    let ran = null;
    app.commands.execute("notebook:run-all-cells").then(() => { ran = true; });
    const cells = () => [...panel.content.widgets].filter((cell) => cell.model.type === "code");
    // A cell that fails stops the run: its message stands under it.
    await until(() => ran || cells().some((cell) => cell.model.outputs.toJSON().some((out) => out.output_type === "error")), PYTHON_MS, broken);
    if (cells().some((cell) => cell.model.outputs.toJSON().some((out) => out.output_type === "error"))) throw new Failure(`A cell failed; what it says stands under it. Close the notebook and try again. ${OTHER_WAYS}`);
    // Running all goes to the last cell; what was run is what the reader came for.
    const shown = panel.content.widgets.findIndex((cell) => cell.model.type === "code");
    panel.content.activeCellIndex = shown;
    await panel.content.scrollToItem(shown, "start");
  } finally {
    clearTimeout(slow);
    removeEventListener("offline", offline);
  }
}

function ready(home) {
  const button = home.querySelector("button");
  const state = home.querySelector(".ft-live-state");
  const place = home.querySelector(".ft-live-place");
  const address = home.dataset.liveNotebook;
  const offer = button.textContent;
  let attempt = 0;
  button.disabled = false;
  button.setAttribute("aria-expanded", "false");
  const close = () => {
    attempt += 1; // what is still loading for an earlier one says nothing any more
    place.replaceChildren();
    button.textContent = offer;
    button.setAttribute("aria-expanded", "false");
  };
  button.addEventListener("click", async () => {
    if (button.getAttribute("aria-expanded") === "true") {
      close();
      state.textContent = "";
      delete home.dataset.state;
      return;
    }
    const mine = (attempt += 1);
    const say = (text, now = "loading") => {
      if (mine !== attempt) return;
      state.textContent = text;
      home.dataset.state = now;
    };
    button.textContent = "Close the notebook";
    button.setAttribute("aria-expanded", "true");
    try {
      await start(place, address, say);
      say("The notebook runs. It is the next stop after the button.", "ready");
      if (mine === attempt) {
        const alone = Object.assign(document.createElement("a"), { href: address, target: "_blank", textContent: "Open it on a page of its own" });
        state.append(" ", alone, " (there, choose Run, Run All Cells).");
      }
    } catch (fault) {
      if (mine !== attempt) return;
      if (!place.querySelector("iframe")?.contentWindow?.jupyterapp) close();
      const text = fault instanceof Failure ? fault.message : `The notebook stopped (${fault.message}). Try again. ${OTHER_WAYS}`;
      home.dataset.state = "failed";
      state.textContent = text;
    }
  });
}

document.querySelectorAll("[data-live-notebook]").forEach(ready);
