// Runs a Python program under the page's engine, in Node: for the tests and the benchmarks.
// Arguments: the engine's folder (Pyodide, ftdecide's wheel and those beside it), the program, a file that it finds as the text
// `given`, and a file for the text that its last expression gives.
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [folder, program, given, answered] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${folder}/pyodide.mjs`).href);
const pyodide = await loadPyodide({ indexURL: `${folder}/` });
for (const wheel of readdirSync(folder).filter((name) => name.endsWith(".whl"))) {
  pyodide.unpackArchive(new Uint8Array(readFileSync(`${folder}/${wheel}`)), "wheel");
}
pyodide.globals.set("given", readFileSync(given, "utf-8"));
try {
  writeFileSync(answered, pyodide.runPython(readFileSync(program, "utf-8")));
} catch (fault) {
  console.error(fault.message); // by itself Node would print the whole engine's source with it
  process.exitCode = 1;
}
