// The review of an audit: one suspect at a time; keep, fix or drop.  What is shown and every sentence come from the
// kernel; here they are only laid out, and what was pressed is sent back.  Text is only ever set as text, never as markup.

// A kernel that says nothing for so long is busy with something else, or gone; the first answer waits for the audit.
const SILENT_MS = 15_000;
const SILENT_AT_FIRST_MS = 90_000;
const KEYS = { k: "keep", f: "fix", d: "drop", u: "undo", ArrowLeft: "back", ArrowRight: "on" };
const BUTTONS = [["keep", "Keep", "k"], ["fix", "Fix", "f"], ["drop", "Drop", "d"], ["undo", "Undo", "u"], ["back", "Previous", "←"], ["on", "Next", "→"]];
let instances = 0;

/** Builds an element: attributes by name, children as text or nodes.  Never parses markup. */
function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(name, "");
    else if (value !== false && value != null) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child != null && child !== ""));
  return element;
}

const paragraph = (text, kind) => (text ? h("p", { class: `ftd-rev-${kind}` }, text) : null);

/** Which command a key press is; null where the reader is typing, or a shortcut of the browser is meant. A key that is
 * held decides once. */
export function commandOf({ key, target, ctrlKey, metaKey, altKey, isComposing, repeat }) {
  const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(target?.tagName ?? "");
  return typing || ctrlKey || metaKey || altKey || isComposing || repeat ? null : KEYS[key.length === 1 ? key.toLowerCase() : key] ?? null;
}

/** The parts that were typed anew, by their pointers: only what differs from what the record says. */
export function changesOf(fields) {
  return Object.fromEntries(fields.filter(({ now, was }) => now !== was).map(({ pointer, now }) => [pointer, now]));
}

const partView = ({ name, text }) => h("div", { class: "ftd-rev-part" }, h("h5", {}, name), h("div", { class: "ftd-rev-text", dir: "auto" }, text));

const partsView = (parts, title) => h("section", { class: "ftd-rev-parts", "aria-label": title }, h("h4", {}, title), ...parts.map(partView));

/** The suspect as nodes: what it is, why, its text, and what stands beside it. */
function itemView(item, reveal) {
  const title = h("h3", { tabindex: -1 }, item.title);
  const show = item.hides || reveal ? h("button", { type: "button", class: "ftd-rev-show", "aria-pressed": String(reveal) }, reveal ? "Hide what is private" : "Show what is hidden") : null;
  const beside = item.parts.length ? [partsView(item.parts, "The record"), item.other ? partsView(item.other.parts, item.other.title) : null] : [];
  const nodes = [h("p", { class: "ftd-rev-place" }, item.place), title, paragraph(item.status, "status"),
    h("p", { class: "ftd-rev-reason" }, item.reason, item.sure ? ` ${item.sure}` : ""), paragraph(item.suggestion, "suggestion"),
    paragraph(item.also, "quiet"), paragraph(item.advice, "quiet"), show,
    beside.length ? h("div", { class: "ftd-rev-beside" }, ...beside) : null];
  return { title, show, nodes: nodes.filter(Boolean) };
}

/** A text that is cut off by its height is a stop of the keyboard, so that the arrows move it. */
function scrolledByKeys(text) {
  if (text.scrollHeight <= text.clientHeight) return;
  const name = text.previousElementSibling.textContent;
  for (const [attribute, value] of [["tabindex", "0"], ["role", "region"], ["aria-label", name]]) text.setAttribute(attribute, value);
}

/** A field for a part: a line with the known labels for a label, an area for a text. */
function fieldOf(part, labels) {
  const id = `ftd-rev-${++instances}`;
  const line = part.label && labels.length;
  const input = line ? h("input", { id, type: "text", list: `${id}-labels`, autocomplete: "off", autocapitalize: "off" }) : h("textarea", { id, rows: Math.min(12, 2 + Math.ceil(part.proposed.length / 70)), dir: "auto" });
  input.value = part.proposed;
  const known = line ? h("datalist", { id: `${id}-labels` }, ...labels.map((label) => h("option", { value: label }))) : null;
  return { input, part, node: h("div", { class: "ftd-rev-field" }, h("label", { for: id }, part.name), input, known) };
}

/** The form to type a record anew; `save(changes)` is called with what was changed. */
function fixView(item, { save, cancel }) {
  const fields = item.parts.filter((part) => part.proposed !== null).map((part) => fieldOf(part, item.labels));
  const closed = item.parts.some((part) => part.proposed === null);
  const keep = h("button", { type: "submit", class: "ftd-rev-strong" }, "Save the fix");
  const leave = h("button", { type: "button" }, "Cancel");
  const form = h("form", { class: "ftd-rev-form", "aria-label": "Type it anew" }, ...fields.map((field) => field.node),
    closed ? paragraph("A text that holds something hidden, or is too long to be shown whole, is left as it is.", "quiet") : null,
    h("div", { class: "ftd-rev-buttons" }, keep, leave));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    // a text area knows only one line end; a text whose ends differ would else look changed
    const plain = (text) => text.replace(/\r\n?/g, "\n");
    save(changesOf(fields.map(({ input, part }) => ({ pointer: part.pointer, now: input.value, was: part.hidden ? null : plain(part.text) }))));
  });
  leave.addEventListener("click", cancel);
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); cancel(); }
    if (event.key === "Enter" && event.target.tagName === "INPUT" && !event.isComposing) { event.preventDefault(); form.requestSubmit(); }
  });
  const begin = fields.find(({ part }) => part.proposed !== part.text) ?? fields.find(({ part }) => part.label) ?? fields[0];
  return { form, first: begin?.input };
}

/** The frame that stays while suspects come and go. */
function frame() {
  const id = `ftd-rev-${++instances}`;
  const parts = {
    count: h("p", { class: "ftd-rev-count" }), left: h("p", { class: "ftd-rev-left" }), notes: h("div", { class: "ftd-rev-notes" }),
    select: h("select", { id }), item: h("article", { class: "ftd-rev-item" }), fix: h("div"),
    fault: h("p", { class: "ftd-rev-fault", role: "alert" }), status: h("p", { class: "ftd-rev-spoken", role: "status", "aria-live": "polite" }),
    wait: h("p", { class: "ftd-rev-wait" }, "Auditing the file."), saved: h("p", { class: "ftd-rev-quiet" }), buttons: {},
  };
  for (const [name, text, key] of BUTTONS) {
    parts.buttons[name] = h("button", { type: "button", "aria-keyshortcuts": KEYS[key] ? key : { back: "ArrowLeft", on: "ArrowRight" }[name] }, `${text} `, h("kbd", { "aria-hidden": "true" }, key));
  }
  parts.bar = h("div", { class: "ftd-rev-buttons ftd-rev-bar", role: "group", "aria-label": "Decide" }, ...Object.values(parts.buttons));
  parts.choice = h("p", { class: "ftd-rev-choice" }, h("label", { for: id }, "Show "), parts.select);
  parts.body = h("div", { hidden: true }, parts.count, parts.left, parts.notes, parts.choice, parts.item, parts.fix, parts.bar, parts.saved);
  parts.home = h("section", { class: "ftd-rev", tabindex: -1, "aria-label": "Review of suspects", "data-lm-suppress-shortcuts": "true" }, parts.wait, parts.body, parts.fault, parts.status);
  return parts;
}

/** Wires the view; `ask(kind, request)` is a promise of the state after it.  Returns the node and `tell(text)`. */
export function review(ask) {
  const parts = frame();
  let now = null;
  let reveal = false;
  let busy = false;

  const closeFix = (focus = true) => {
    const open = parts.fix.hasChildNodes();
    parts.fix.replaceChildren();
    parts.bar.hidden = parts.choice.hidden = !now?.item;
    if (open && focus) parts.item.querySelector("h3")?.focus();
  };

  function show(state) {
    now = state;
    const old = parts.item.querySelector("h3");
    const focused = old && old === parts.home.ownerDocument.activeElement;
    parts.wait.hidden = true;
    parts.body.hidden = false;
    parts.count.textContent = state.count;
    parts.left.textContent = state.left;
    parts.notes.replaceChildren(...[...state.notes, state.finished].filter(Boolean).map((text) => h("p", {}, text)));
    parts.select.replaceChildren(...state.kinds.map(({ name, says }) => h("option", { value: name, selected: name === state.kind }, says)));
    parts.choice.hidden = !state.item;
    parts.bar.hidden = !state.item;
    parts.saved.textContent = state.item ? state.saved : "";
    parts.item.replaceChildren();
    if (state.item) {
      const view = itemView(state.item, reveal);
      parts.item.replaceChildren(...view.nodes);
      parts.item.querySelectorAll(".ftd-rev-text").forEach(scrolledByKeys);
      view.show?.addEventListener("click", () => { reveal = !reveal; go({ at: now.at }, true); });
      for (const name of ["keep", "fix", "drop"]) parts.buttons[name].hidden = !state.item.may.includes(name);
      if (focused) view.title.focus();
    }
    parts.status.textContent = state.announce;
  }

  /** Asks, shows what comes, and says what went wrong; nothing else is taken meanwhile. */
  async function send(kind, request) {
    if (busy) return false;
    busy = true;
    parts.home.setAttribute("aria-busy", "true");
    try {
      const state = await ask(kind, { kind: now?.kind ?? "", at: now?.at ?? 0, reveal, ...request });
      parts.fault.textContent = "";
      show(state);
      return true;
    } catch (problem) {
      parts.fault.textContent = problem.message;
      if (!now) parts.wait.hidden = true;
      return false;
    } finally {
      busy = false;
      parts.home.removeAttribute("aria-busy");
    }
  }

  /** Shows an answer that came after all, unless another is on its way or something is being typed. */
  function late(state) {
    if (busy || parts.fix.hasChildNodes()) return;
    parts.fault.textContent = "";
    show(state);
  }

  function go(request, staying = false) {
    if (!staying) { reveal = false; closeFix(false); }
    return send("state", { ...request, reveal }).then(() => { if (staying) parts.item.querySelector(".ftd-rev-show")?.focus(); });
  }

  async function decide(action, changes) {
    if (!now?.item) return;
    const shown = reveal;
    reveal = false;
    if (await send("decide", { row: now.item.row, of: now.item.kind, action, changes })) closeFix();
    else reveal = shown;
  }

  function openFix() {
    if (!now?.item?.may.includes("fix")) return;
    const { form, first } = fixView(now.item, { save: (changes) => decide("fix", changes), cancel: () => { parts.fault.textContent = ""; closeFix(); } });
    parts.fix.replaceChildren(form);
    parts.bar.hidden = parts.choice.hidden = true; // what is typed is saved or left before anything else is shown
    first?.focus();
    if (first?.tagName === "INPUT") first.select();
  }

  const commands = {
    keep: () => now?.item?.may.includes("keep") && decide("keep"), drop: () => now?.item && decide("drop"), fix: openFix,
    undo: () => { reveal = false; closeFix(false); return now && send("undo", {}); },
    back: () => now?.item && go({ by: -1 }), on: () => now?.item && go({ by: 1 }),
  };
  const onKey = (event) => {
    if (event.repeat && event.key === "Enter" && event.target.closest("button")) event.preventDefault(); // held, it presses once
    const command = commandOf(event);
    if (!command || !now?.item || parts.fix.hasChildNodes()) return;
    event.preventDefault();
    event.stopPropagation();
    commands[command]();
  };
  parts.home.addEventListener("keydown", onKey);
  for (const [name, button] of Object.entries(parts.buttons)) button.addEventListener("click", () => commands[name]());
  parts.select.addEventListener("change", () => go({ kind: parts.select.value, at: 0, step: "open" }));
  return { home: parts.home, start: () => send("state", { step: "open" }), late, tell: (text) => { parts.wait.textContent = text; } };
}

// ---- home in a notebook: an anywidget, whose kernel answers ----

function kernelAsk(model, tell, late) {
  const waiting = new Map();
  const view = Math.random().toString(36).slice(2); // two views of one widget hear each other's answers
  let last = 0;
  let heard = false;
  const hear = ({ id, answer, fault, progress }) => {
    if (progress) { tell(progress); waiting.forEach((asker) => asker.again()); return; }
    heard = true;
    const asker = waiting.get(id);
    waiting.delete(id);
    if (!asker && answer && id?.startsWith(view)) late(answer); // it was waited for, and given up
    if (!asker) return;
    clearTimeout(asker.timer);
    if (answer) asker.resolve(answer); else asker.reject(new Error(fault));
  };
  model.on("msg:custom", hear);
  const ask = (kind, request) => new Promise((resolve, reject) => {
    const id = `${view}-${++last}`;
    const silent = () => {
      if (waiting.delete(id)) reject(new Error("The kernel says nothing: it is busy, or it has stopped. What was saved is safe. If it is busy, this is done when it is free; if it has stopped, copy what you typed, then run the cell again, or reload a page without cells."));
    };
    const asker = { resolve, reject, again() { clearTimeout(this.timer); this.timer = setTimeout(silent, SILENT_AT_FIRST_MS * 10); } };
    asker.timer = setTimeout(silent, heard ? SILENT_MS : SILENT_AT_FIRST_MS);
    waiting.set(id, asker);
    model.send({ id, kind, request });
  });
  return { ask, stop: () => model.off("msg:custom", hear) };
}

function render({ model, el }) {
  let view = null;
  const kernel = kernelAsk(model, (text) => view?.tell(text), (state) => view?.late(state));
  view = review(kernel.ask);
  el.replaceChildren(view.home);
  view.start();
  return () => { kernel.stop(); view.home.remove(); };
}

export default { render };
