// CPython in a worker, with ftdecide's own wheel: each message's request is a profile as JSON.

import { loadPyodide } from "./pyodide.mjs";

async function start() {
  const pyodide = await loadPyodide({ indexURL: new URL("./", import.meta.url).href });
  await pyodide.loadPackage("ftdecide", { messageCallback: () => {} });
  return pyodide.pyimport("ftdecide.doors.drill").respond_text;
}

const ready = start();
const told = (fault) => String(fault?.message ?? fault).trim().split("\n").at(-1);
ready.catch((fault) => postMessage({ fault: told(fault) }));

onmessage = async ({ data: { id, request } }) => {
  let respond;
  try { respond = await ready; } catch { return; } // said above, once
  try {
    postMessage({ id, verdict: respond(request) });
  } catch (fault) {
    postMessage({ id, fault: told(fault) });
  }
};
