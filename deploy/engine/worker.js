// CPython in a worker, with ftdecide's own wheel.  Each message names its kind and carries a request as JSON:
// "drill", a profile; "changed", a first answer and what it is to be set beside; "learning", a reader's progress and
// what is asked of it; "anki", the cards of a deck; "ask", a question
// to the tutor.

import { loadPyodide } from "./pyodide.mjs";

const DOORS = {
  drill: "ftdecide.doors.drill",
  changed: "ftdecide.doors.changed",
  learning: "ftdecide.doors.learning",
  anki: "ftdecide.doors.anki",
  ask: "ftdecide.doors.ask",
};
const NEEDS = { learning: "fsrs", anki: "genanki" }; // loaded when the kind is first asked for

async function start() {
  const pyodide = await loadPyodide({ indexURL: new URL("./", import.meta.url).href });
  async function load(name) {
    await pyodide.loadPackage(name, { messageCallback: () => {} }); // a wheel that does not come raises nothing
    if (!(name in pyodide.loadedPackages)) throw new Error("a file did not arrive; check the connection");
  }
  await load("ftdecide");
  const opened = {};
  return async (kind) => {
    if (kind in NEEDS && !opened[kind]) await load(NEEDS[kind]);
    return (opened[kind] ??= pyodide.pyimport(DOORS[kind]).respond_text);
  };
}

const ready = start();
const told = (fault) => String(fault?.message ?? fault).trim().split("\n").at(-1);
ready.catch((fault) => postMessage({ fault: told(fault) }));

onmessage = async ({ data: { id, kind, request } }) => {
  let door;
  try { door = await ready; } catch { return; } // said above, once
  try {
    postMessage({ id, answer: (await door(kind))(request) });
  } catch (fault) {
    postMessage({ id, fault: told(fault) });
  }
};
