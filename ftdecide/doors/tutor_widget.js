// The tutor's view: a question in, passages and ways on out.  The same in the book and in a notebook; what differs is
// `ask(question, context) -> Promise<reply>`: the page's worker or the notebook's kernel.
// Text is only ever set as text, never as markup.

const HEADINGS = {
  passages: "What the book says", declined: "Not in this book", drill: "For your own task",
  journey: "What to read next", hint: "A hint", answer_to_item: "The answer", aside: "This book cannot answer that",
};
const EMPTY = "Type a question first. For example: how many examples do I need?";
const LOOKING = "Looking for passages.";
let instances = 0;

/** Builds an element: attributes by name, children as text or nodes.  Never parses markup. */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(name, "");
    else if (value !== false && value != null) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child != null));
  return element;
}

/** An address below the book's root as it is reached from here; null where the book is not known to be reachable. */
function addressed(url, root) {
  if (/^https?:\/\//.test(url)) return url;
  return root === null || !/^[\w./%#=&;:,~()'!*+@$-]+$/.test(url) ? null : root + url;
}

const linked = (text, url, root, attributes = {}) => {
  const address = addressed(url, root);
  return address === null ? h("span", {}, text) : h("a", { href: address, ...attributes }, text);
};

function quoted(passage, root, outside) {
  const place = passage.section && passage.section !== passage.chapter ? `${passage.chapter}: ${passage.section}` : passage.chapter;
  return h("li", {}, h("blockquote", {}, ...passage.quote.split("\n").map((line) => h("p", {}, line))),
    h("p", { class: "ftd-ask-place" }, linked(place, passage.url, root, outside)));
}

function phrasedView(phrased) {
  if (phrased.fault) return h("p", { class: "ftd-ask-unphrased" }, phrased.fault);
  return h("section", { class: "ftd-ask-phrased", "aria-label": phrased.by }, ...phrased.text.split(/\n+/).map((line) => h("p", {}, line)),
    h("p", { class: "ftd-ask-by" }, phrased.by));
}

/** What is announced: how many passages there are, and what else is offered. */
function announced({ passages, links }) {
  if (!passages.length && !links.length) return "Nothing found.";
  const found = passages.length === 1 ? "1 passage found." : `${passages.length} passages found.`;
  return passages.length || !links.length ? found : `${links.length} link${links.length === 1 ? "" : "s"} to follow.`;
}

/** The reply as nodes, its heading first. */
function replyView(reply, { root, elsewhere, level, outside }) {
  const heading = h(level, { tabindex: -1, class: "ftd-ask-heading" }, HEADINGS[reply.kind] ?? HEADINGS.passages);
  const main = ([link]) => h("p", {}, linked(link.text, link.url, root, { class: "ftd-ask-way", ...outside }));
  return [heading, h("p", {}, reply.text),
    ...(reply.links.length ? [main(reply.links), ...reply.links.slice(1).map((link) => h("p", {}, linked(link.text, link.url, root, outside)))] : []),
    reply.kind === "declined" ? elsewhere?.() : null,
    reply.phrased ? phrasedView(reply.phrased) : null,
    reply.passages.length ? h("ol", { class: "ftd-ask-quotes" }, ...reply.passages.map((passage) => quoted(passage, root, outside))) : null,
  ].filter(Boolean);
}

/** A form for a place that has none, as the book's template writes it. */
export function formOf(label = "Your question, in your own words") {
  const id = `ftd-ask-${++instances}`;
  return h("form", { class: "ftd-ask-form", role: "search", "aria-label": "Ask this book" }, h("label", { for: id }, label),
    h("div", { class: "ftd-ask-row" }, h("input", { id, name: "q", type: "text", maxlength: 2000, autocomplete: "off", enterkeyhint: "search", "data-lm-suppress-shortcuts": "true" }),
      h("button", { type: "submit", "data-lm-suppress-shortcuts": "true" }, "Ask")));
}

/** Wires a form; its answers stand after it.  `options`: root (the book's address from here, or null where there is
    none), level (of the answer's heading), waiting() -> text while it is asked, elsewhere(question) -> a node that says
    where else to look, outside (attributes of links), answered(question, reply).  Returns `show(question, reply)`. */
export function wire(form, ask, options) {
  const input = form.querySelector("input");
  const fault = h("p", { class: "ftd-ask-fault", id: `${input.id}-fault`, hidden: true });
  const status = h("p", { class: "ftd-ask-status", role: "status", "aria-live": "polite" });
  const output = h("div", { class: "ftd-ask-output" });
  form.querySelector(".ftd-ask-row").before(fault);
  form.after(status, output);
  let asked = 0;
  let last = null; // the question of the bank that a hint was given on

  const refuse = (text) => {
    fault.textContent = text;
    fault.hidden = !text;
    input.toggleAttribute("aria-invalid", false);
    if (text) { input.setAttribute("aria-invalid", "true"); input.setAttribute("aria-describedby", fault.id); input.focus(); }
    else input.removeAttribute("aria-describedby");
  };
  const settle = (state, text) => { output.dataset.state = state; output.removeAttribute("aria-busy"); status.textContent = text; };

  function show(question, reply, focus = true) {
    output.replaceChildren(...replyView(reply, { level: "h3", ...options, elsewhere: () => options.elsewhere?.(question) }));
    settle("answered", announced(reply));
    last = reply.item;
    if (focus) output.firstChild.focus();
  }

  function fail(question, text) {
    const again = h("button", { type: "button" }, "Try again");
    again.addEventListener("click", () => { input.value = question; form.requestSubmit(); });
    output.replaceChildren(h("p", { class: "ftd-ask-failed" }, text), ...[options.elsewhere?.(question)].filter(Boolean), h("p", {}, again));
    settle("failed", text);
  }

  async function submit(event) {
    event.preventDefault();
    const question = input.value.trim();
    refuse(question ? "" : EMPTY);
    if (!question) return;
    const mine = ++asked;
    output.replaceChildren();
    output.dataset.state = "asking";
    output.setAttribute("aria-busy", "true");
    status.textContent = options.waiting?.() ?? LOOKING;
    try {
      const reply = await ask(question, last ? { item: last, hinted: last } : {});
      if (mine !== asked) return;
      if (reply.fault) { settle("refused", ""); refuse(reply.fault); return; }
      const whole = { links: [], passages: [], ...reply };
      show(question, whole);
      options.answered?.(question, whole);
    } catch (problem) {
      if (mine === asked) fail(question, problem.message);
    }
  }

  form.addEventListener("submit", submit);
  input.addEventListener("input", () => { if (!fault.hidden) refuse(""); });
  return { show, input, stop: () => form.removeEventListener("submit", submit) };
}

// ---- home in a notebook: an anywidget, whose kernel answers ----

const KERNEL_SILENT_MS = 90_000; // a model that phrases the answer may take its time

function kernelAsk(model) {
  const waiting = new Map();
  const view = Math.random().toString(36).slice(2); // two views of one widget hear each other's answers
  let last = 0;
  const hear = ({ id, reply, fault }) => {
    const asker = waiting.get(id);
    waiting.delete(id);
    if (reply) asker?.resolve(reply); else asker?.reject(new Error(`The kernel could not answer: ${fault}`));
  };
  model.on("msg:custom", hear);
  const ask = (question, context, phrase) => new Promise((resolve, reject) => {
    const id = `${view}-${++last}`;
    waiting.set(id, { resolve, reject });
    model.send({ id, question, context, phrase });
    setTimeout(() => {
      if (waiting.delete(id)) reject(new Error("The kernel is busy or has stopped. When it is free again, try again."));
    }, KERNEL_SILENT_MS);
  });
  return { ask, stop: () => model.off("msg:custom", hear) };
}

/** Where the book stands, seen from a notebook that runs inside it; elsewhere nobody knows. */
const bookAround = () => { const at = location.href.indexOf("/lite/"); return at < 0 ? null : location.href.slice(0, at + 1); };

function render({ model, el }) {
  const kernel = kernelAsk(model);
  const form = formOf();
  const note = h("p", { class: "ftd-ask-note" }, model.get("note"));
  const may = h("input", { type: "checkbox", "data-lm-suppress-shortcuts": "true" });
  const choice = model.get("offer") ? h("label", { class: "ftd-ask-may" }, may, h("span", {}, model.get("offer"))) : null;
  const home = h("section", { class: "ftd-ask ftd-ask-notebook", "aria-label": "Ask this book" }, ...[form, choice, note].filter(Boolean));
  el.replaceChildren(home);
  form.addEventListener("keydown", (event) => { // JupyterLab keeps Enter from sending a form by itself
    if (event.key !== "Enter" || event.isComposing || event.target.name !== "q") return;
    event.preventDefault();
    form.requestSubmit();
  });
  const wired = wire(form, (question, context) => kernel.ask(question, context, may.checked), { root: bookAround(), outside: { target: "_blank", rel: "noopener" } });
  return () => { wired.stop(); kernel.stop(); home.remove(); };
}

export default { render };
