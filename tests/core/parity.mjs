// Runs the drill's core under Pyodide in Node: a file with a JSON list of profiles in, one with the verdicts out.
// Arguments: the folder of the engine (Pyodide and ftdecide's wheel), the day of the verdicts, both files.
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [folder, day, given, answered] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${folder}/pyodide.mjs`).href);
const pyodide = await loadPyodide({ indexURL: `${folder}/` });
const wheel = readdirSync(folder).find((name) => name.endsWith(".whl"));
pyodide.unpackArchive(new Uint8Array(readFileSync(`${folder}/${wheel}`)), "wheel");
pyodide.globals.set("profiles", readFileSync(given, "utf-8"));
pyodide.globals.set("day", day);
writeFileSync(answered, pyodide.runPython(`
import json
from datetime import date
from ftdecide.doors.drill import respond
json.dumps([respond(profile, as_of=date.fromisoformat(day)) for profile in json.loads(profiles)])
`));
