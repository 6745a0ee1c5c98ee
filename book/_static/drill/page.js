// The drill's home in the book: the questions are answered by the Python core in a Pyodide worker,
// served from the book itself.  The worker starts while the reader reads; nothing leaves the page.

import { mount } from "./drill.js";

const OTHER_DOORS = "The same drill runs in notebooks/drill.ipynb, as the Voila page that `make serve` opens, and as `ftdecide assess` at the command line.";

/** `answer` through a worker that is started at once, and started anew after it has failed. */
function workerAnswer() {
  let worker = null;
  let last = 0;
  const waiting = new Map();

  function failAll(text) {
    worker?.terminate();
    worker = null;
    for (const { reject } of waiting.values()) reject(new Error(text));
    waiting.clear();
  }

  function start() {
    worker = new Worker(new URL("./engine/worker.js", import.meta.url), { type: "module" });
    worker.onmessage = ({ data }) => {
      if (data.id === undefined) return failAll(`The engine could not start (${data.fault}). ${OTHER_DOORS}`);
      const asker = waiting.get(data.id);
      waiting.delete(data.id);
      if (data.verdict) asker.resolve(JSON.parse(data.verdict));
      else asker.reject(new Error(`The engine could not answer (${data.fault}). ${OTHER_DOORS}`));
    };
    worker.onerror = () => failAll(`The engine could not be loaded, or it stopped. Check the connection, then try again. ${OTHER_DOORS}`);
  }

  const able = typeof WebAssembly === "object" && typeof Worker === "function";
  if (able) start();
  return (profile) => new Promise((resolve, reject) => {
    if (!able) return reject(new Error(`This browser cannot run the engine: it has no WebAssembly. ${OTHER_DOORS}`));
    if (!worker) start();
    const id = ++last;
    waiting.set(id, { resolve, reject });
    worker.postMessage({ id, request: JSON.stringify(profile) });
  });
}

for (const home of document.querySelectorAll("[data-ftd-drill]")) mount(home, workerAnswer());
