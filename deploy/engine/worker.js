// CPython in a worker, with ftdecide's own wheel.  Each message names its kind and carries a request as JSON:
// "drill", a profile; "changed", a first answer and what it is to be set beside; "learning", a reader's progress and
// what is asked of it; "anki", the cards of a deck; "ask", a question to the tutor; "upload", a file, which comes beside
// the request and is read where it lies: its progress is told meanwhile.

import { loadPyodide } from "./pyodide.mjs";

const DOORS = {
  drill: "ftdecide.doors.drill",
  changed: "ftdecide.doors.changed",
  learning: "ftdecide.doors.learning",
  anki: "ftdecide.doors.anki",
  ask: "ftdecide.doors.ask",
  upload: "ftdecide.doors.drill_upload",
};
const NEEDS = { learning: "fsrs", anki: "genanki" }; // loaded when the kind is first asked for

const MISSING = "a file did not arrive; check the connection";

/** Pyodide waits for ever on a WebAssembly that does not come, whether the server lacks it or the connection broke. */
async function isThere(url) {
  const answer = await fetch(url, { method: "HEAD" })
    .catch(() => fetch(url, { cache: "force-cache" })) // offline it may still be in the browser's cache
    .catch(() => null);
  if (!answer?.ok) throw new Error(MISSING);
}

async function start() {
  const home = new URL("./", import.meta.url);
  const [pyodide] = await Promise.all([loadPyodide({ indexURL: home.href }), isThere(new URL("pyodide.asm.wasm", home))]);
  async function load(name) {
    await pyodide.loadPackage(name, { messageCallback: () => {} }); // a wheel that does not come raises nothing
    if (!(name in pyodide.loadedPackages)) throw new Error(MISSING);
  }
  await load("ftdecide");
  const opened = {};
  /** Shows a file to Python without copying it; returns its path there. */
  function lend(file) {
    const { FS } = pyodide;
    const folder = "/lent";
    if (FS.analyzePath(folder).exists) FS.unmount(folder); else FS.mkdir(folder);
    FS.mount(FS.filesystems.WORKERFS, { blobs: [{ name: "file", data: file }] }, folder);
    return `${folder}/file`;
  }
  return async (kind, request, file, tell) => {
    if (kind in NEEDS && !opened[kind]) await load(NEEDS[kind]);
    const door = (opened[kind] ??= pyodide.pyimport(DOORS[kind]).respond_text);
    return file ? door(JSON.stringify({ ...JSON.parse(request), path: lend(file) }), tell) : door(request);
  };
}

// Where the connection breaks, Pyodide waits for ever; its own failure shows only here.
let started = false;
const stopped = new Promise((_, reject) => {
  addEventListener("unhandledrejection", ({ reason }) => { if (!started) reject(reason); });
});
const ready = Promise.race([start(), stopped]);
ready.then(() => { started = true; }, () => {});
const told = (fault) => String(fault?.message ?? fault).trim().split("\n").at(-1);
ready.catch((fault) => postMessage({ fault: told(fault) }));

onmessage = async ({ data: { id, kind, request, file } }) => {
  let door;
  try { door = await ready; } catch { return; } // said above, once
  try {
    const tell = (said, share) => postMessage({ id, told: [said, share] });
    postMessage({ id, answer: await door(kind, request, file, tell) });
  } catch (fault) {
    postMessage({ id, fault: told(fault) });
  }
};
