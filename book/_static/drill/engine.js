// The Python core in a Pyodide worker, served from the book itself: nothing leaves the page.
// A page has one worker, whoever asks it.

let worker = null;
let last = 0;
const waiting = new Map();

function failAll(text) {
  worker?.terminate();
  worker = null;
  for (const { reject } of waiting.values()) reject(text);
  waiting.clear();
}

function start() {
  worker = new Worker(new URL("./engine/worker.js", import.meta.url), { type: "module" });
  worker.onmessage = ({ data }) => {
    if (data.id === undefined) return failAll(`The engine could not start (${data.fault}).`);
    const asker = waiting.get(data.id);
    waiting.delete(data.id);
    if (data.answer) asker.resolve(JSON.parse(data.answer));
    else asker.reject(`The engine could not answer (${data.fault}).`);
  };
  worker.onerror = () => failAll("The engine could not be loaded, or it stopped. Check the connection, then try again.");
}

/** `ask(kind, request) -> Promise` of the page's worker, which starts at once, and anew after it has failed.
    `otherDoors` ends each message of failure: where else the reader finds the same. */
export function engine(otherDoors) {
  const able = typeof WebAssembly === "object" && typeof Worker === "function";
  if (able && !worker) start();
  return (kind, request) => new Promise((resolve, fail) => {
    const reject = (text) => fail(new Error(`${text} ${otherDoors}`));
    if (!able) return reject("This browser cannot run the engine: it has no WebAssembly.");
    if (!worker) start();
    const id = ++last;
    waiting.set(id, { resolve, reject });
    worker.postMessage({ id, kind, request: JSON.stringify(request) });
  });
}
