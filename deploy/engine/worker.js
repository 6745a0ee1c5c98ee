// CPython in a worker, with ftdecide's own wheel.  Each message names its kind and carries a request as JSON:
// "drill", a profile; "changed", a first answer and what it is to be set beside.

import { loadPyodide } from "./pyodide.mjs";

const DOORS = { drill: "ftdecide.doors.drill", changed: "ftdecide.doors.changed" };

async function start() {
  const pyodide = await loadPyodide({ indexURL: new URL("./", import.meta.url).href });
  await pyodide.loadPackage("ftdecide", { messageCallback: () => {} }); // a wheel that does not come raises nothing
  if (!("ftdecide" in pyodide.loadedPackages)) throw new Error("a file did not arrive; check the connection");
  const opened = {};
  return (kind) => (opened[kind] ??= pyodide.pyimport(DOORS[kind]).respond_text);
}

const ready = start();
const told = (fault) => String(fault?.message ?? fault).trim().split("\n").at(-1);
ready.catch((fault) => postMessage({ fault: told(fault) }));

onmessage = async ({ data: { id, kind, request } }) => {
  let door;
  try { door = await ready; } catch { return; } // said above, once
  try {
    postMessage({ id, answer: door(kind)(request) });
  } catch (fault) {
    postMessage({ id, fault: told(fault) });
  }
};
