// Counts the clean examples of a file in a worker of its own, so that the drill goes on answering meanwhile.
// The worker reads the file where it lies; it is started when a file is chosen and ended with the count.

const STOPPED = "AbortError";

/** `audit(file, {columns, onProgress, signal}) -> Promise<found>`; `otherDoors` ends each message of failure. */
export function auditor(otherDoors) {
  return (file, { columns, onProgress, signal }) => new Promise((resolve, reject) => {
    if (typeof WebAssembly !== "object" || typeof Worker !== "function") {
      reject(new Error(`This browser cannot run the engine: it has no WebAssembly. ${otherDoors}`));
      return;
    }
    const worker = new Worker(new URL("./engine/worker.js", import.meta.url), { type: "module" });
    const refuse = (text) => end(() => reject(new Error(text)));
    const stop = () => end(() => reject(new DOMException("stopped", STOPPED)));
    function end(settle) {
      worker.terminate();
      signal.removeEventListener("abort", stop);
      settle();
    }
    worker.onerror = () => refuse(`The engine could not be loaded, or it stopped. Check the connection, then try again. ${otherDoors}`);
    worker.onmessage = ({ data: { id, told, answer, fault } }) => {
      if (id === undefined) return refuse(`The engine could not start (${fault}). ${otherDoors}`);
      if (told) return onProgress(...told);
      if (!answer) return refuse(`The engine could not count (${fault}). ${otherDoors}`);
      const found = JSON.parse(answer);
      return found.fault ? refuse(found.fault) : end(() => resolve(withWhole(found)));
    };
    signal.addEventListener("abort", stop);
    onProgress("Starting the engine for it", null);
    worker.postMessage({ id: 1, kind: "upload", file, request: JSON.stringify({ name: file.name, columns }) });
  });
}

/** What was found, with the whole report to be fetched; its texts are kept outside the page's own memory. */
function withWhole({ html, json, ...found }) {
  const [page, values] = [html, json].map((text) => new Blob([text ?? ""]));
  return { ...found, whole: { html: async () => page, json: async () => values } };
}
