// The drill: questions beside a verdict that follows the answers.
//
// It asks, keeps what was typed and shows what comes back.  Every rule, number and sentence of a
// verdict comes from `answer(profile) -> Promise<verdict>`, the one thing that differs between homes:
// the widget's kernel (JupyterLab, Voila) or the Pyodide worker (the book page).  Where a home can count the clean
// examples of a file too, it gives `counting`: {stays, audit(file, {columns, onProgress, signal}) -> Promise<found>};
// drill_upload.py says what is found, and `found.whole` fetches the whole report as `html` or `json`.
// Text is only ever set as text, never as markup.

const WEEKS_PER_MONTH = 52 / 12;
const ASK_AFTER_MS = 150;
const ANNOUNCE_AFTER_MS = 900; // a screen reader hears the verdict once typing has paused
const LONGEST_FRAGMENT = 60_000;
const LARGEST_FILE = 1_000_000; // characters
const DEEPEST = 8; // levels of a profile, with room to spare
const DRAFT = "ftdecide.drill";
const FRAGMENT = "#profile=";
const TOO_LONG = "These answers are too long for a link; saving as JSON works.";
const GROUPS = ["rungs", "base_model", "economics"]; // left out when empty; a rung without numbers stays: it was tried

const YES_NO = [["true", "Yes"], ["false", "No"]];
const RUNGS = [
  ["prompt", "A better prompt"], ["primer", "A skill primer"], ["few_shot", "Examples in the prompt"],
  ["retrieval", "Retrieval over your own documents or examples"], ["structured_output", "Structured output"],
  ["stronger_model", "A stronger model"], ["prompt_optimisation", "Automatic prompt optimisation"],
  ["small_classifier", "A small classifier on embeddings"], ["caching", "Caching and batching"], ["lora", "LoRA fine-tuning"],
];

export const FORM = [
  { title: "The task", fields: [
    { key: "task", kind: "long", label: "What is the task?", hint: "For example: sort customer emails into 8 categories." },
    { key: "gap", kind: "choice", label: "What does the model not do yet?", options: [
      ["style", "Write in the form or tone that I want"], ["knowledge", "Know the facts that it needs"],
      ["behaviour", "Follow the steps or rules of the task"], ["classification", "Sort things into my categories"],
      ["cost_latency", "It does it, but too dear or too slow"]] },
  ] },
  { title: "Volume", fields: [
    { key: "requests_per_month", kind: "number", perWeek: true, canBeCounted: true, label: "How many times a week is it done?", unit: "a week",
      hint: "For everybody who would use it. For example 50." },
    { key: "volume", kind: "choice", label: "If you have no number: roughly?", options: [["low", "Low"], ["high", "High"]] },
    { key: "repetitive", kind: "flag", label: "Is it the same kind of task every time?" },
  ] },
  { title: "The model today", fields: [
    { key: "near_miss", kind: "flag", label: "Does the model almost do it already?",
      hint: "Right in kind, wrong in detail, time after time." },
    { key: "rule_expressible", kind: "flag", label: "Can the rule be written down?", hint: "So that a new colleague could follow it." },
    { key: "follows_written_rule", kind: "flag", label: "Does the model you can afford follow it once it is written?" },
    { key: "failure_cost", kind: "choice", label: "What does a wrong answer cost?", options: [
      ["trivial", "Next to nothing"], ["moderate", "Some time or goodwill"], ["expensive", "Money, customers or safety"]] },
  ] },
  { title: "Your examples", fields: [
    { key: "clean_examples", kind: "number", canBeCounted: true, inAFile: true, label: "How many clean examples could a training script use today?", unit: "examples",
      hint: "Input and right output, checked. Read fifty at random before you answer." },
    { key: "total_examples", kind: "number", canBeCounted: true, label: "And how many before cleaning?", unit: "examples" },
    { key: "has_eval_set", kind: "flag", label: "Do you have a set-aside test set with known right answers?" },
  ] },
  { title: "What you have tried", hint: "Tick what you tried. With a share right (0.82 for 82 in 100) it counts for more.",
    rungs: RUNGS },
  { title: "More about the task", folded: true, fields: [
    { key: "target_pass_rate", kind: "number", label: "What share right would be good enough?", unit: "0 to 1", hint: "For example 0.9 for 90 in 100." },
    { key: "months_between_rule_changes", kind: "number", label: "How long do the rules stay as they are?", unit: "months" },
    { key: "on_device", kind: "flag", label: "Must it run on the user's own device?" },
    { key: "private_data", kind: "flag", label: "Must the data stay on your machines?" },
    { key: "latency_target_seconds", kind: "number", label: "How slow may an answer be?", unit: "seconds" },
    { key: "base_model.provider", kind: "choice", label: "Who would train and serve the tuned model?", options: [
      ["openai", "OpenAI"], ["anthropic", "Anthropic"], ["cohere", "Cohere"], ["google", "Google Vertex"],
      ["together", "Together"], ["fireworks", "Fireworks"], ["tinker", "Tinker"], ["own", "We would, on our own or rented machines"]] },
    { key: "base_model.tunable", kind: "flag", label: "Can you fine-tune the base model today?" },
    { key: "base_model.retires", kind: "text", label: "When is the base model retired?", unit: "YYYY-MM-DD" },
  ] },
  { title: "Your prices", folded: true, fields: [
    { key: "economics.prompted_usd_per_request", kind: "number", label: "One request with your best prompt", unit: "US dollars" },
    { key: "economics.tuned_usd_per_request", kind: "number", label: "One request to the tuned model", unit: "US dollars" },
    { key: "economics.serving_usd_per_month", kind: "number", label: "Hosting paid even without requests", unit: "US dollars a month" },
    { key: "economics.training_usd", kind: "number", label: "Training one model", unit: "US dollars" },
    { key: "economics.curation_hours", kind: "number", label: "Collecting and cleaning the examples", unit: "hours" },
    { key: "economics.labour_usd_per_hour", kind: "number", label: "An hour of that work", unit: "US dollars" },
    { key: "economics.months_of_use", kind: "number", label: "Months until you train again", unit: "months" },
  ] },
  { title: "Instead of a price for each request: tokens", folded: true, fields: [
    { key: "economics.prompted_model", kind: "text", label: "The prompted model", hint: "Known prices are looked up, for example GPT-6 Luna." },
    { key: "economics.prompted_input_tokens", kind: "number", label: "Its prompt and input", unit: "tokens a request" },
    { key: "economics.cached_share", kind: "number", label: "Share of that billed as cached", unit: "0 to 1" },
    { key: "economics.output_tokens", kind: "number", label: "The answer", unit: "tokens a request" },
    { key: "economics.prompted_input_usd_per_million_tokens", kind: "number", label: "Prompted model, input tokens", unit: "US dollars a million" },
    { key: "economics.prompted_cached_usd_per_million_tokens", kind: "number", label: "Prompted model, cached input tokens", unit: "US dollars a million" },
    { key: "economics.prompted_output_usd_per_million_tokens", kind: "number", label: "Prompted model, output tokens", unit: "US dollars a million" },
    { key: "economics.prompted_price_fall_per_year", kind: "number", label: "How far that price falls in a year", unit: "0 to 1", hint: "For example 0.5 for half." },
    { key: "economics.tuned_model", kind: "text", label: "The tuned model", hint: "Known prices are looked up, for example gpt-4o-mini." },
    { key: "economics.tuned_input_tokens", kind: "number", label: "Its shorter prompt and input", unit: "tokens a request" },
    { key: "economics.tuned_input_usd_per_million_tokens", kind: "number", label: "Tuned model, input tokens", unit: "US dollars a million" },
    { key: "economics.tuned_output_usd_per_million_tokens", kind: "number", label: "Tuned model, output tokens", unit: "US dollars a million" },
    { key: "economics.tuned_price_ratio", kind: "number", label: "Or: tuned price over base price", unit: "times", hint: "For example 1.5." },
  ] },
  { title: "Instead of totals: hours, examples, errors", folded: true, fields: [
    { key: "economics.gpu", kind: "text", label: "The rented GPU", hint: "Known rents are looked up, for example T4." },
    { key: "economics.gpu_usd_per_hour", kind: "number", label: "Its rent", unit: "US dollars an hour" },
    { key: "economics.gpu_hours_per_month", kind: "number", label: "Hours it is rented", unit: "hours a month", hint: "Round the clock where you say nothing." },
    { key: "economics.upkeep_hours_per_month", kind: "number", label: "Watching and mending the model", unit: "hours a month" },
    { key: "economics.training_provider", kind: "text", label: "Where it is trained", hint: "Known prices are looked up, for example fireworks-16b." },
    { key: "economics.training_usd_per_million_tokens", kind: "number", label: "Price of training tokens", unit: "US dollars a million" },
    { key: "economics.training_examples", kind: "number", label: "Examples trained on", unit: "examples" },
    { key: "economics.tokens_per_example", kind: "number", label: "Length of one", unit: "tokens" },
    { key: "economics.training_epochs", kind: "number", label: "Passes over them", unit: "epochs", hint: "For example 3." },
    { key: "economics.curation_minutes_per_example", kind: "number", label: "Work on one example", unit: "minutes" },
    { key: "economics.evaluation_usd", kind: "number", label: "Evaluating one model: bills", unit: "US dollars" },
    { key: "economics.evaluation_hours", kind: "number", label: "Evaluating one model: work", unit: "hours" },
    { key: "economics.usd_per_error", kind: "number", label: "What one wrong answer costs", unit: "US dollars" },
    { key: "economics.prompted_error_rate", kind: "number", label: "Wrong with the best prompt", unit: "0 to 1", hint: "Taken from what you tried where you say nothing." },
    { key: "economics.tuned_error_rate", kind: "number", label: "Wrong with the tuned model", unit: "0 to 1" },
  ] },
];

const ASKED = new Set(["rungs", ...FORM.flatMap(({ fields = [] }) => fields.map(({ key }) => key.split(".")[0]))]);

const TAKES_FOCUS = ["input", "textarea", "button", "summary", "a"];
let instances = 0;

/** Builds an element: attributes by name, `on` handlers, children as text or nodes.  Never parses markup. */
function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  // In JupyterLab the keys belong to what has the focus, not to the notebook's shortcuts.
  if (TAKES_FOCUS.includes(tag)) element.setAttribute("data-lm-suppress-shortcuts", "true");
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "on") for (const [event, handler] of Object.entries(value)) element.addEventListener(event, handler);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value != null) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child != null));
  return element;
}

// ---- the profile as typed: plain JSON, in which a value that is no number stays the text it is ----

const at = (profile, path) => path.split(".").reduce((level, key) => (isObject(level) ? level[key] : undefined), profile);
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** The profile with the value at these keys set, or left out where it is undefined. */
function withValue(profile, [key, ...rest], value) {
  const { [key]: inner, ...others } = isObject(profile) ? profile : {};
  const next = rest.length ? withValue(inner, rest, value) : value;
  const empty = next === undefined || (GROUPS.includes(key) && Object.keys(next).length === 0);
  return empty ? others : { ...others, [key]: next };
}

const MEASURED = "measured"; // the basis of a quantity that somebody counted
const isSourced = (value) => isObject(value) && value.basis === MEASURED && typeof value.source === "string";

/** Where a profile's answers stand: a question by its key, one of a group by the group's key and its own. */
const placesOf = (profile) => Object.entries(profile).flatMap(([key, value]) => (
  GROUPS.includes(key) && isObject(value) ? Object.keys(value).map((inner) => [key, inner]) : [[key]]));
const inPlace = (profile, place) => place.reduce((level, key) => (isObject(level) ? level[key] : undefined), profile);

/** The profile with what was measured laid over it, as `ftdecide assess --with` does; a null measured nothing. */
export function laidOver(profile, measured) {
  return placesOf(measured).reduce((next, place) => {
    const [before, value] = [inPlace(next, place), inPlace(measured, place)];
    if (value === null) return next;
    const grouped = [before, value].every((each) => isObject(each) && !("value" in each));
    const both = grouped ? { ...before, ...Object.fromEntries(Object.entries(value).filter(([, each]) => each !== null)) } : value;
    return withValue(next, place, both);
  }, profile);
}

/** Where something measured from this source stands; a rung goes with its count. */
const placesFrom = (profile, source) => placesOf(profile).filter((place) => {
  const value = inPlace(profile, place);
  return isObject(value) && [value, value.pass_rate].some((each) => isSourced(each) && each.source === source);
});

/** The profile as a link carries it: a number stays measured, but which file it was counted in is nobody else's. */
function forALink(value) {
  if (!isObject(value)) return value;
  const kept = Object.entries(value).filter(([key]) => key !== "source" || !("value" in value));
  return Object.fromEntries(kept.map(([key, each]) => [key, forALink(each)]));
}

const SIGNIFICANT = 12; // digits that a week’s number keeps as a month’s, and a share as per cent
const rounded = (number) => Number(number.toPrecision(SIGNIFICANT));

/** What a number box holds: a number if it reads as one, the text itself if not, undefined if empty. */
function numberFrom(text, { perWeek, share }) {
  const bare = text.trim().replace(/[\s_'\u00a0\u202f]/g, "");
  if (!bare) return undefined;
  if (share && /^\d+(\.\d+)?%$/.test(bare)) return rounded(Number(bare.slice(0, -1)) / 100);
  const plain = /^-?[1-9]\d{0,2}(,\d{3})+(\.\d+)?$/.test(bare) ? bare.replaceAll(",", "") : bare;
  // No hexadecimal; and 1.000 is a thousand to one reader and one to another, so it is asked again.
  const clear = /^-?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain) && !/^[1-9]\d{0,2}(\.\d{3})+$/.test(plain);
  const number = Number(plain);
  if (!clear || !Number.isFinite(number)) return text.trim();
  return perWeek ? rounded(number * WEEKS_PER_MONTH) : number;
}

const readAs = ({ perWeek, unit }) => ({ perWeek, share: unit === "0 to 1" });

/** A stored value as its box shows it; a quantity with a range shows its value. */
function textFrom(value, perWeek) {
  const inner = isObject(value) && "value" in value ? value.value : value;
  if (inner === undefined || inner === null) return "";
  if (typeof inner === "number" && perWeek) return String(Number((inner / WEEKS_PER_MONTH).toPrecision(10)));
  return isObject(inner) || Array.isArray(inner) ? JSON.stringify(inner) : String(inner);
}

/** The range of a stored quantity, as it stands beside its box: a box takes one number. */
function rangeFrom(value, perWeek) {
  const ends = isObject(value) ? [value.low, value.high] : [];
  if (!ends.some((end) => typeof end === "number") || ends[0] === ends[1]) return "";
  const [low, high] = ends.map((end) => (typeof end === "number" ? Number(textFrom(end, perWeek)).toLocaleString("en", { maximumSignificantDigits: SIGNIFICANT }) : "open"));
  return `Range ${low} to ${high}. A number typed here replaces it.`;
}

// ---- the form ----

/** Controls for every question; `change(path, value)` reports each edit, `takeBack(source)` what is no longer to count as
    measured; `count` stands at the question that a file answers.  Returns the node and `show(profile)`. */
function buildForm(prefix, change, takeBack, count) {
  const controls = [];
  const idOf = (path) => `${prefix}-${path.replaceAll(".", "-")}`;
  const error = (path) => h("p", { class: "ftd-error", id: `${idOf(path)}-error`, hidden: true });

  function box(field) {
    const id = idOf(field.key);
    const hint = field.hint && h("p", { class: "ftd-hint", id: `${id}-hint` }, field.hint);
    const input = field.kind === "long"
      ? h("textarea", { id, rows: 3, "data-field": field.key })
      : h("input", { id, type: "text", autocomplete: "off", "data-field": field.key, "aria-label": field.of && `${field.label}, ${field.of}`,
        inputmode: field.kind === "number" ? "decimal" : null });
    const read = () => (field.kind === "number" ? numberFrom(input.value, readAs(field)) : input.value.trim() ? input.value : undefined);
    const fault = error(field.key);
    const unit = field.unit && h("span", { class: "ftd-unit", id: `${id}-unit` }, field.unit);
    const range = h("p", { class: "ftd-hint", id: `${id}-range`, hidden: true });
    const showRange = (text) => { range.textContent = text; range.hidden = !text; };
    const sourceText = h("span", { id: `${id}-source` });
    const sourced = h("p", { class: "ftd-hint", hidden: true }, sourceText, " ",
      h("button", { type: "button", class: "ftd-link", "aria-describedby": sourceText.id, on: { click: () => {
        takeBack(stated.source);
        input.focus(); // this button is gone
      } } }, "Remove this count"));
    const showSource = () => {
      sourced.hidden = !isSourced(stated);
      sourceText.textContent = sourced.hidden ? "" : `Measured: ${stated.source}.`;
    };
    let stated; // as it is kept: a number, or a quantity with its range and its basis
    const counted = field.canBeCounted && h("input", { type: "checkbox", id: `${id}-basis`, "data-field": `${field.key}.basis`,
      on: { change: () => state(isObject(stated) ? stated : read()) } });
    /** Keeps a value with the basis that is ticked; the text of a box that is no number stays as it is. */
    const state = (value) => {
      const { basis, ...others } = isObject(value) ? value : { value };
      const bare = Object.keys(others).length === 1 ? others.value : others;
      stated = counted?.checked && typeof others.value === "number" ? { ...others, basis: MEASURED } : bare;
      showSource();
      change(field.key, stated);
    };
    input.addEventListener("input", () => {
      if (counted && isSourced(stated)) counted.checked = false; // what is typed was not counted in that file
      showRange("");
      state(read());
    });
    controls.push({ path: field.key, input, fault, told: [hint, unit, range, sourceText], show: (value) => {
      stated = value;
      if (read() !== value) input.value = textFrom(value, field.perWeek);
      if (counted) counted.checked = isObject(value) && value.basis === MEASURED;
      showRange(rangeFrom(value, field.perWeek));
      showSource();
    } });
    return h("div", { class: "ftd-field" }, h("label", { for: id }, field.label), hint, fault,
      h("div", { class: "ftd-box" }, input, unit), range, sourced,
      counted && h("label", { class: "ftd-counted", for: counted.id }, counted, h("span", {}, "Counted, not guessed")));
  }

  function radios(field) {
    const id = idOf(field.key);
    const flag = field.kind === "flag";
    const options = [...(flag ? YES_NO : field.options), ["", "I don't know"]];
    const inputs = options.map(([value]) => h("input", { type: "radio", name: id, id: `${id}-${value || "unknown"}`, value,
      "data-field": field.key, checked: value === "",
      on: { change: (event) => change(field.key, value === "" ? undefined : flag ? event.target.value === "true" : value) } }));
    const fault = error(field.key);
    const hint = field.hint && h("p", { class: "ftd-hint", id: `${id}-hint` }, field.hint);
    const group = h("fieldset", { class: `ftd-field ftd-radios${flag ? " ftd-row" : ""}` }, h("legend", {}, field.label), hint, fault,
      h("div", { class: "ftd-options" }, ...inputs.map((input, i) => h("label", { for: input.id }, input, h("span", {}, options[i][1])))));
    const shown = (value) => (value === undefined || value === null ? "" : flag === (typeof value === "boolean") ? String(value) : null);
    controls.push({ path: field.key, input: inputs[0], group, fault, told: [hint],
      show: (value) => inputs.forEach((input) => { input.checked = input.value === shown(value); }) });
    return group;
  }

  function rung([name, label]) {
    const path = `rungs.${name}`;
    const rate = box({ key: `${path}.pass_rate`, kind: "number", label: "Share right", of: label, unit: "0 to 1" });
    const n = box({ key: `${path}.n`, kind: "number", label: "Counted on", of: label, unit: "items" });
    const details = h("div", { class: "ftd-rung-numbers", hidden: true }, rate, n);
    const tick = h("input", { type: "checkbox", id: idOf(path), "data-field": path,
      on: { change: () => { details.hidden = !tick.checked; change(path, tick.checked ? typed() : undefined); } } });
    const typed = () => Object.fromEntries([...details.querySelectorAll("input")]
      .map((input) => [input.dataset.field.split(".")[2], input.value])
      .map(([key, text]) => [key, numberFrom(text, { share: key === "pass_rate" })]).filter(([, value]) => value !== undefined));
    const fault = error(path);
    controls.push({ path, input: tick, fault, told: [], show: (value) => {
      tick.checked = value !== undefined && value !== null;
      details.hidden = !tick.checked;
    } });
    return h("div", { class: "ftd-rung" }, h("label", { for: idOf(path) }, tick, h("span", {}, label)), fault, details);
  }

  const build = (field) => (["flag", "choice"].includes(field.kind) ? radios(field) : box(field));
  const sections = FORM.map((section) => {
    const body = section.rungs
      ? [h("p", { class: "ftd-hint" }, section.hint), ...section.rungs.map(rung)]
      : section.fields.flatMap((field) => [build(field), ...(field.inAFile && count ? [count.node] : [])]);
    return section.folded
      ? h("details", { class: "ftd-section" }, h("summary", {}, section.title), ...body)
      : h("section", { class: "ftd-section", "aria-label": section.title }, h("h2", {}, section.title), ...body);
  });

  /** The control that a fault belongs to: the one with the longest path that leads to it. */
  function ownerOf(fault) {
    const leads = ({ path }) => path.split(".").every((key, i) => fault.path[i] === key);
    const exact = ({ path }) => !path.startsWith("rungs.") || path.split(".").length === Math.min(fault.path.length, 3);
    return controls.find((control) => leads(control) && exact(control));
  }

  /** Puts each fault beside its field; returns which control each one is at, where one is. */
  function showFaults(faults) {
    const owners = new Map(faults.map((fault) => [fault, ownerOf(fault)]));
    for (const control of controls) {
      const { input, group, fault, told } = control;
      const own = faults.filter((each) => owners.get(each) === control);
      fault.textContent = own.map(asRemedy).join(" ");
      fault.hidden = own.length === 0;
      const described = [...told, own.length ? fault : null].filter(Boolean).map((each) => each.id).join(" ");
      const target = group ?? input;
      if (described) target.setAttribute("aria-describedby", described); else target.removeAttribute("aria-describedby");
      if (own.length) input.setAttribute("aria-invalid", "true"); else input.removeAttribute("aria-invalid");
    }
    return owners;
  }

  return {
    node: h("form", { class: "ftd-form", "aria-label": "Questions", on: { submit: (event) => event.preventDefault() } }, ...sections),
    show: (profile) => {
      controls.forEach(({ path, show }) => show(at(profile, path)));
      count?.show(profile);
    },
    showFaults,
  };
}

// ---- clean examples, counted in a file ----

const STOPPED = "AbortError";
const SAVED_AS = [["html", "Save the whole report (HTML)", "audit.html", "text/html"],
  ["json", "Save it as JSON", "audit.json", "application/json"]];

/** What was found, in place: the core's own sentences, folded. */
function reportView({ report, whole }) {
  const worst = ({ place, reason, text }) => h("li", {}, `${place}: ${reason}`, text ? h("p", { class: "ftd-hint" }, text) : null);
  const kind = (each) => h("li", {}, h("strong", {}, each.title), `. ${each.advice}`,
    h("ul", {}, ...each.worst.map(worst), each.more ? h("li", {}, each.more) : null));
  const unsaved = h("p", { class: "ftd-error", role: "alert", hidden: true });
  const saving = ([form, label, name, type]) => h("button", { type: "button", on: { click: async () => {
    unsaved.hidden = true;
    try { save(name, await whole[form](), type); } catch (fault) { unsaved.textContent = fault.message; unsaved.hidden = false; }
  } } }, label);
  return h("details", { class: "ftd-found" }, h("summary", {}, report.title),
    ...report.lines.map((line) => h("p", {}, line)), h("ul", {}, ...report.kinds.map(kind)), h("p", {}, report.last),
    h("div", { class: "ftd-saves" }, ...SAVED_AS.map(saving)), unsaved);
}

/** The control that counts in a file; `take(found)` is given what was measured.  Returns the node, `show(profile)`,
    which drops a report that the answers no longer rest on, and `stop()`. */
function buildCount(prefix, { stays, audit }, take) {
  const id = `${prefix}-count`;
  const hint = h("p", { class: "ftd-hint", id: `${id}-hint` }, "JSON lines, JSON, CSV or TSV, also gzipped; or the JSON report of "
    + "ftdecide audit or ftdecide measure. ", stays, " A link to your answers does not name it.");
  const fault = h("p", { class: "ftd-error", id: `${id}-error`, role: "alert", hidden: true });
  const bar = h("progress", { max: 1, value: 0, "aria-labelledby": `${id}-doing` });
  const doing = h("span", { id: `${id}-doing` });
  const progress = h("p", { class: "ftd-progress", hidden: true }, bar, doing);
  const status = h("p", { role: "status" });
  const place = h("div", {});
  const button = h("button", { type: "button", "aria-describedby": `${hint.id} ${fault.id}`,
    on: { click: () => { if (running) running.abort(); else choose(); } } });
  const column = (label) => h("input", { type: "text", id: `${id}-${label}`, autocomplete: "off" });
  const columns = { text: column("text"), label: column("label") };
  const named = h("details", { hidden: true }, h("summary", {}, "My columns have names of their own"),
    h("div", { class: "ftd-field" }, h("label", { for: columns.text.id }, "Where the text stands"), columns.text),
    h("div", { class: "ftd-field" }, h("label", { for: columns.label.id }, "Where the label stands"), columns.label));
  const ours = (event) => { event.preventDefault(); event.stopPropagation(); }; // JupyterLab would take it as its own
  const dropped = (event) => { ours(event); over(false); if (!running) read(event.dataTransfer.files[0]); };
  const node = h("div", { class: "ftd-count", role: "group", "aria-label": "Count clean examples in a file", on: {
    dragover: (event) => { ours(event); over(true); }, dragleave: () => over(false), drop: dropped } },
  hint, fault, h("div", { class: "ftd-count-act" }, button, h("span", { class: "ftd-unit ftd-drop" }, "or drop it here")), progress, status, place, named);
  const over = (is) => node.classList.toggle("ftd-over", is);
  let running = null; // what stops the count that is going on
  let counted = 0; // files, whatever came of them
  let source = null; // of the numbers that the report shown here gave
  let said = ""; // of that report

  function choose() {
    const chooser = document.createElement("input");
    chooser.type = "file";
    chooser.addEventListener("change", () => read(chooser.files[0]));
    chooser.click();
  }

  function busy(stopper) {
    running = stopper;
    button.textContent = stopper ? "Stop counting" : "Count them in my file";
    progress.hidden = !stopper;
  }

  const showProgress = (text, share) => {
    doing.textContent = text;
    if (Number.isFinite(share)) bar.value = share; else bar.removeAttribute("value"); // nobody knows how far it is
  };
  const complain = (text) => { fault.textContent = text; fault.hidden = !text; };
  const clear = () => { place.replaceChildren(); status.textContent = said = ""; source = null; };

  async function read(file) {
    if (!file) return;
    const stopper = new AbortController();
    const given = Object.fromEntries(Object.entries(columns).map(([key, input]) => [key, input.value.trim() || null]));
    complain("");
    showProgress("Starting", null);
    busy(stopper);
    status.textContent = `Counting in ${file.name}.`;
    try {
      const found = await audit(file, { columns: given, onProgress: showProgress, signal: stopper.signal });
      clear();
      take(found.profile);
      source = placesOf(found.profile).map((path) => inPlace(found.profile, path)?.source).find(Boolean) ?? null;
      status.textContent = said = found.said;
      if (found.report) place.replaceChildren(reportView(found));
    } catch (refused) {
      status.textContent = refused.name === STOPPED ? "Stopped. Your answers are as they were." : said; // what stands here still holds
      if (refused.name !== STOPPED) complain(refused.message);
    } finally {
      busy(null);
      named.hidden = false; // now that it is known how the columns were read
      node.dataset.counted = ++counted;
    }
  }

  busy(null);
  return { node, stop: () => running?.abort(), show: (profile) => { if (source && !placesFrom(profile, source).length) clear(); } };
}

const LABELS = new Map(FORM.flatMap(({ fields = [] }) => fields.map(({ key, label }) => [key.split(".").at(-1), `“${label}”`])));

/** What to do about a fault, with the questions of the form where the core names fields. */
function asRemedy(fault) {
  const text = `${fault.bounds}. ${fault.remedy}`.replace(/\b[a-z]+(?:_[a-z]+)+\b/g, (name) => LABELS.get(name) ?? name);
  return text[0].toUpperCase() + text.slice(1);
}

// ---- the verdict ----

const MARKS = { met: "●", unmet: "○", unknown: "?" };

/** The card’s body; `copy` takes the text to run. */
function verdictView(verdict, copy) {
  const lamp = (condition) => h("li", { class: `ftd-lamp ftd-${condition.status}` },
    h("span", { class: "ftd-mark", "aria-hidden": "true" }, MARKS[condition.status]),
    h("div", {}, h("strong", {}, condition.title), ": ", h("em", {}, condition.status),
      condition.basis === "unknown" ? "" : ` (${[condition.basis, condition.margin].filter(Boolean).join(", ")})`, h("p", {}, condition.why)));
  const folded = (section) => h("details", {}, h("summary", {}, section.title),
    h("ul", {}, ...section.items.map((item) => h("li", {}, item))));
  return [
    h("p", { class: "ftd-headline" }, verdict.headline),
    h("p", { class: "ftd-question" }, verdict.record.question),
    ...(verdict.profile.task ? [h("p", { class: "ftd-hint ftd-task" }, `Task: ${verdict.profile.task}`)] : []),
    h("p", {}, verdict.answer),
    ...(verdict.weighed ? [h("p", { class: "ftd-weighed" }, verdict.weighed)] : []),
    h("ul", { class: "ftd-lamps", "aria-label": "The three conditions" }, ...verdict.conditions.map(lamp)),
    h("div", { class: "ftd-next" }, h("h3", {}, `Next: ${verdict.next_step.title}`), h("p", {}, verdict.next_step.text),
      h("details", {}, h("summary", {}, "The text to run"), h("pre", { tabindex: 0 }, verdict.record.experiment.template),
        h("button", { type: "button", class: "ftd-link", on: { click: () => copy(verdict.record.experiment.template) } }, "Copy this text"))),
    ...verdict.warnings.map((warning) => h("p", { class: "ftd-hint" }, warning)),
    h("details", { open: true }, h("summary", {}, "The ladder"), h("ol", { class: "ftd-ladder" }, ...verdict.ladder.map((rung) =>
      h("li", { class: `ftd-${rung.state}` }, h("span", {}, rung.title), h("span", { class: "ftd-said" }, rung.said))))),
    ...verdict.sections.map(folded),
    h("p", { class: "ftd-hint" }, verdict.given),
  ];
}

// ---- keeping and taking away ----

function save(name, text, type) {
  const link = h("a", { href: URL.createObjectURL(new Blob([text], { type })), download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

const depth = (value) => (typeof value === "object" && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depth)) : 0);

/** The profile in a file's text: a bare profile or a downloaded verdict.  Throws with the remedy. */
export function profileFrom(text) {
  const refuse = (why) => { throw new Error(`${why} Your answers stay as they are.`); };
  if (text.length > LARGEST_FILE) refuse("That file is too large to hold answers. Choose one that this page saved.");
  let read;
  try { read = JSON.parse(text); } catch { refuse("That file is not whole JSON; it may have been cut short. Download it again."); }
  const profile = isObject(read) && isObject(read.profile) ? read.profile : read;
  let deep = true;
  try { deep = depth(profile) > DEEPEST; } catch { /* too deep even to be measured */ }
  if (!isObject(profile) || deep || !Object.keys(profile).some((key) => ASKED.has(key))) {
    refuse("That file holds no answers. Choose one that this page saved.");
  }
  return profile;
}

/** The answers in the address, or null where it holds none.  Throws where they cannot be read. */
function linked() {
  const hash = window.location.hash;
  return hash.startsWith(FRAGMENT) ? profileFrom(decodeURIComponent(hash.slice(FRAGMENT.length))) : null;
}

/** The answers typed in this tab before a reload. */
function drafted() {
  try { return profileFrom(window.sessionStorage.getItem(DRAFT) ?? "{}"); } catch { return {}; }
}

/** Keeps the answers for a reload and in the address; returns whether they fit there. */
function remember(profile) {
  const text = JSON.stringify(profile);
  try { window.sessionStorage.setItem(DRAFT, text); } catch { /* storage is off or full: the fragment still holds it */ }
  const fragment = FRAGMENT + encodeURIComponent(JSON.stringify(forALink(profile)));
  const fits = fragment.length <= LONGEST_FRAGMENT;
  const bare = window.location.pathname + window.location.search;
  window.history.replaceState(window.history.state, "", fits && text !== "{}" ? bare + fragment : bare);
  return fits;
}

// ---- the whole ----

/** Puts the drill into `element`.  Returns a function that takes it away again. */
export function mount(element, answer, counting = null) {
  const prefix = `ftd${++instances}`;
  let profile = {};
  let verdict = null; // the latest; `fresh` says whether it answers the profile as it stands
  let fresh = false;
  let before = {}; // the answers that the last load, link or clearing replaced
  let asked = 0;
  let timer = 0;
  let voice = 0;

  const summary = h("div", { class: "ftd-summary", tabindex: -1, hidden: true });
  const body = h("div", { class: "ftd-card-body" }, h("p", {}, "The engine is loading. You can answer already; the verdict appears here when it is ready."));
  const note = h("p", { class: "ftd-note", role: "status" });
  const live = h("p", { class: "ftd-spoken", role: "status", "aria-live": "polite" });
  const undo = h("button", { type: "button", class: "ftd-link", hidden: true, on: { click: () => {
    setProfile(before);
    say("Your earlier answers are back.");
  } } }, "Undo");
  const manual = h("textarea", { class: "ftd-manual", readonly: true, rows: 6, hidden: true, "aria-label": "Text to copy" });
  const replaced = new Map(); // by its place, the answer that a measured one took the place of
  const count = counting && buildCount(prefix, counting, measured);
  const form = buildForm(prefix, (path, value) => { profile = withValue(profile, path.split("."), value); changed(); }, takeBack, count);

  const needsVerdict = [];
  const button = (label, action, needs = false) => {
    const each = h("button", { type: "button", on: { click: action } }, label);
    if (needs) { each.disabled = true; needsVerdict.push(each); }
    return each;
  };
  /** An action on the verdict on these very answers: one that is still to come is waited for. */
  const withVerdict = (action) => async () => {
    if (!fresh) { clearTimeout(timer); await ask(); }
    if (fresh) action(verdict);
  };
  const asJson = () => `${JSON.stringify({ ...(fresh ? verdict : { schema: 1 }), profile }, null, 2)}\n`;
  const chooser = h("input", { type: "file", accept: ".json,application/json", id: `${prefix}-load`, on: { change: load } });
  const actions = h("div", { class: "ftd-actions" },
    button("Copy as a prompt for any AI chat", withVerdict(({ prompt }) => copy(prompt, "The prompt is copied.")), true),
    button("Save the verdict (Markdown)", withVerdict(({ markdown }) => save("verdict.md", markdown, "text/markdown")), true),
    h("details", { class: "ftd-more" }, h("summary", {}, "More: JSON, link, print, load, clear"), button("Save answers and verdict (JSON)", async () => {
      if (!fresh && verdict) { clearTimeout(timer); await ask(); }
      save("verdict.json", asJson(), "application/json"); // without an engine, the answers alone
    }),
    button("Copy a link to these answers", () => {
      if (remember(profile)) copy(window.location.href, "The link is copied."); else say(TOO_LONG);
    }),
    button("Print", withVerdict(() => window.print()), true),
    h("label", { class: "ftd-load", for: chooser.id }, "Load saved answers (JSON)", chooser),
    button("Clear all answers", () => { setProfile({}); say("All answers are cleared.", true); })), note, undo, manual);

  const card = h("section", { class: "ftd-verdict", id: `${prefix}-verdict`, tabindex: -1, "aria-label": "Verdict", "aria-busy": "true" },
    h("h2", {}, "Verdict"), body, actions);
  const barText = h("span", {}, "Verdict: loading");
  const bar = h("a", { class: "ftd-bar", href: `#${prefix}-verdict`, on: { click: (event) => {
    event.preventDefault(); // the fragment holds the answers
    card.scrollIntoView({ block: "start" });
    card.focus({ preventScroll: true });
  } } }, barText);
  const root = h("div", { class: "ftd-drill" }, live, h("div", { class: "ftd-columns" }, h("div", {}, summary, form.node), card), bar);
  element.replaceChildren(root);

  const say = (text, undoable = false) => {
    note.textContent = text;
    undo.hidden = !undoable;
  };

  function changed() {
    fresh = false;
    say(remember(profile) ? "" : TOO_LONG);
    clearTimeout(timer);
    timer = setTimeout(ask, ASK_AFTER_MS);
  }

  function setProfile(next) {
    before = profile;
    put(next);
  }

  function put(next) {
    profile = next;
    form.show(profile);
    changed();
  }

  /** Lays what was measured over the answers, and keeps what stood there for when it is taken back. */
  function measured(found) {
    placesOf(found).forEach((place) => replaced.set(place.join("\n"), inPlace(profile, place)));
    put(laidOver(profile, found));
  }

  /** Takes back everything measured from a source: what stood there before stands there again. */
  function takeBack(source) {
    const previous = (place) => {
      const value = replaced.get(place.join("\n"));
      return placesFrom(withValue({}, place, value), source).length ? undefined : value;
    };
    put(placesFrom(profile, source).reduce((next, place) => withValue(next, place, previous(place)), profile));
    say("The count is removed.");
  }

  async function ask() {
    const mine = ++asked;
    const about = profile;
    card.setAttribute("aria-busy", "true");
    try {
      const given = await answer(about);
      if (mine !== asked) return;
      show(given);
      fresh = about === profile; // an answer may have been typed meanwhile, and not been asked about yet
    } catch (fault) {
      if (mine === asked) fail(fault);
    }
  }

  function show(given) {
    verdict = given;
    const folds = new Map([...body.querySelectorAll("details")].map((each) => [each.firstChild.textContent, each.open]));
    const turned = body.querySelector(".ftd-headline")?.textContent !== given.headline;
    const reading = body.contains(document.activeElement);
    body.replaceChildren(...verdictView(given, (text) => copy(text, "The text to run is copied.")));
    if (turned && !reading) body.scrollTop = 0; // a new answer is seen from its start
    body.querySelectorAll("details").forEach((each) => { each.open = folds.get(each.firstChild.textContent) ?? each.open; });
    card.dataset.decision = given.decision;
    card.dataset.justified = given.justified;
    card.removeAttribute("aria-busy");
    barText.textContent = given.headline;
    needsVerdict.forEach((each) => { each.disabled = false; });
    showSummary(form.showFaults(given.faults));
    clearTimeout(voice);
    const unused = given.faults.length ? ` Answers that cannot be used yet: ${given.faults.length}.` : "";
    voice = setTimeout(() => { live.textContent = given.headline + unused; }, ANNOUNCE_AFTER_MS);
  }

  function fail(fault) {
    clearTimeout(voice);
    verdict = null;
    delete card.dataset.decision;
    delete card.dataset.justified;
    card.removeAttribute("aria-busy");
    needsVerdict.forEach((each) => { each.disabled = true; });
    body.replaceChildren(h("p", { class: "ftd-error" }, fault.message), h("p", {}, "Your answers are kept, and can be saved. "),
      h("button", { type: "button", on: { click: ask } }, "Try again"));
    barText.textContent = live.textContent = fault.message;
  }

  /** Lists the faults: those with a field lead to it, those without can be left out. */
  function showSummary(owners) {
    const link = (label, action) => h("button", { type: "button", class: "ftd-link", on: { click: action } }, label);
    const jump = ({ input }) => link(labelOf(input), () => {
      input.closest("details")?.setAttribute("open", "");
      input.focus();
    });
    const drop = ({ path }) => link("Leave it out", () => {
      setProfile(withValue(profile, path, undefined));
    });
    summary.hidden = owners.size === 0;
    summary.replaceChildren(h("h2", {}, "Not used yet"), h("ul", {}, ...[...owners].map(([fault, owner]) => (owner
      ? h("li", {}, jump(owner), ` ${asRemedy(fault)}`)
      : h("li", {}, `${fault.text} `, ...(fault.path.length ? [drop(fault)] : []))))));
  }

  const labelOf = (input) => input.getAttribute("aria-label") ?? (input.closest("fieldset")?.querySelector("legend") ?? input.labels[0]).textContent;

  async function copy(text, done) {
    try {
      await window.navigator.clipboard.writeText(text);
      manual.hidden = true;
      say(done);
    } catch { // no clipboard here: plain http to another machine, or permission refused
      manual.value = text;
      manual.hidden = false;
      manual.focus();
      manual.select();
      say("This browser does not let the page copy. The text is selected: copy it by hand.");
    }
  }

  async function load() {
    const [file] = chooser.files;
    chooser.value = "";
    if (!file) return;
    try {
      setProfile(profileFrom(await file.text()));
      say(`The answers of ${file.name} are loaded.`, true);
    } catch (fault) {
      say(fault.message);
    }
  }

  /** Takes over the answers of a link; one that cannot be read changes nothing. */
  function followLink(otherwise) {
    try {
      const own = otherwise ?? profile;
      const brought = linked();
      const same = brought && JSON.stringify(forALink(own)) === JSON.stringify(brought); // a link names no source
      const answers = same ? own : brought ?? otherwise;
      if (answers) setProfile(answers);
    } catch {
      setProfile(otherwise ?? profile);
      say("The answers in this link cannot be read; it may have been cut short. Ask for it again.");
    }
  }

  // The bar stands in for the card only while the card is out of sight.
  const watch = new IntersectionObserver(([seen]) => { bar.style.visibility = seen.isIntersecting ? "hidden" : "visible"; });
  watch.observe(card);

  const onHash = () => followLink(null);
  const unfolded = [];
  const onPrint = () => {
    const folded = [...body.querySelectorAll("details:not([open])")];
    folded.forEach((each) => { each.open = true; });
    unfolded.push(...folded);
  };
  const afterPrint = () => unfolded.splice(0).forEach((each) => { each.open = false; });
  window.addEventListener("hashchange", onHash);
  window.addEventListener("beforeprint", onPrint);
  window.addEventListener("afterprint", afterPrint);
  followLink(drafted());
  return () => {
    watch.disconnect();
    count?.stop();
    clearTimeout(timer);
    clearTimeout(voice);
    window.removeEventListener("hashchange", onHash);
    window.removeEventListener("beforeprint", onPrint);
    window.removeEventListener("afterprint", afterPrint);
    root.remove();
  };
}

// ---- home in a notebook: an anywidget, whose kernel answers ----

const KERNEL_SILENT_MS = 30_000;
const KERNEL_BUSY = "The kernel is busy or has stopped. When it is free again, try again.";

/** `answer` through the widget's comm: each question carries an id, its answer the same one. */
function kernelAnswer(model) {
  const waiting = new Map();
  const view = Math.random().toString(36).slice(2); // two views of one widget hear each other's answers
  let last = 0;
  const hear = ({ id, verdict, fault }) => {
    const asker = waiting.get(id);
    waiting.delete(id);
    if (verdict) asker?.resolve(verdict); else asker?.reject(new Error(`The kernel could not answer: ${fault}`));
  };
  model.on("msg:custom", hear);
  const answer = (profile) => new Promise((resolve, reject) => {
    const id = `${view}-${++last}`;
    waiting.set(id, { resolve, reject });
    model.send({ id, profile });
    setTimeout(() => {
      if (waiting.delete(id)) reject(new Error(KERNEL_BUSY));
    }, KERNEL_SILENT_MS);
  });
  return { answer, stop: () => model.off("msg:custom", hear) };
}

const PART_BYTES = 512 * 1024; // of a file, as one message
const BETWEEN_PARTS_MS = 400; // of a report: a server drops what a kernel sends faster

/** `audit` through the widget's comm: the file goes by parts, each when the one before is acknowledged. */
function kernelAudit(model) {
  const listeners = new Map();
  const view = Math.random().toString(36).slice(2);
  let last = 0;
  const hear = (message, buffers) => listeners.get(message.upload)?.(message, buffers);
  model.on("msg:custom", hear);

  /** The whole report as JSON, fetched by parts. */
  async function fetched(id) {
    const parts = [];
    for (let [from, size] = [0, 1]; from < size;) {
      const heard = new Promise((resolve, reject) => {
        listeners.set(id, ({ part, fault }, [bytes] = []) => (part ? resolve([part, bytes]) : reject(new Error(fault))));
        setTimeout(() => reject(new Error(KERNEL_BUSY)), KERNEL_SILENT_MS);
      });
      model.send({ upload: id, json: from });
      const [[next, whole], bytes] = await heard;
      parts.push(bytes);
      [from, size] = [next, whole];
      if (from < size) await new Promise((resolve) => { setTimeout(resolve, BETWEEN_PARTS_MS); });
    }
    listeners.delete(id);
    return new Blob(parts);
  }

  const withWhole = (id, { html, ...found }) => ({ ...found, whole: { html: async () => html, json: () => fetched(id) } });

  const audit = (file, { columns, onProgress, signal }) => new Promise((resolve, reject) => {
    const id = `${view}-${++last}`;
    let silent = 0;
    const end = (settle) => {
      clearTimeout(silent);
      listeners.delete(id);
      signal.removeEventListener("abort", stop);
      settle();
    };
    const refuse = (text) => end(() => reject(new Error(text)));
    const stop = () => {
      model.send({ upload: id, stop: true });
      end(() => reject(new DOMException("stopped", STOPPED)));
    };
    async function send(from) {
      clearTimeout(silent);
      if (from === file.size) return; // all is there: the count may take its time
      silent = setTimeout(() => refuse(KERNEL_BUSY), KERNEL_SILENT_MS);
      onProgress(`Sending it, ${(from / file.size).toLocaleString("en", { style: "percent" })}`, from / file.size);
      try {
        const bytes = await file.slice(from, from + PART_BYTES).arrayBuffer();
        if (!signal.aborted) model.send({ upload: id, from }, undefined, [bytes]);
      } catch { refuse(`${file.name}: it can no longer be read. Choose it again.`); }
    }
    listeners.set(id, ({ got, told, found, fault }) => {
      if (told) onProgress(...told);
      else if (found) end(() => resolve(withWhole(id, found)));
      else if (fault) refuse(fault);
      else send(got);
    });
    signal.addEventListener("abort", stop);
    silent = setTimeout(() => refuse(KERNEL_BUSY), KERNEL_SILENT_MS);
    model.send({ upload: id, begin: { name: file.name, size: file.size, columns } });
  });
  return { audit, stop: () => model.off("msg:custom", hear) };
}

function render({ model, el }) {
  const [kernel, counting] = [kernelAnswer(model), kernelAudit(model)];
  const unmount = mount(el, kernel.answer, { stays: model.get("stays"), audit: counting.audit });
  return () => { unmount(); kernel.stop(); counting.stop(); };
}

export default { render };
