// Blind rating: one input, two answers, which is better?  The kernel sends each screen and knows where the answers come
// from; here nobody does.  Text is only ever set as text, never as markup.

const CHOICES = [ // what the kernel calls it, what it says beside each other and below each other, its keys
  ["left", "Left is better", "Upper is better", ["1", "ArrowLeft"]],
  ["right", "Right is better", "Lower is better", ["2", "ArrowRight"]],
  ["tie", "Tie", "Tie", ["0"]],
  ["both_bad", "Both bad", "Both bad", ["3"]],
];
const KERNEL_SILENT_MS = 15_000;
const SILENT = "The kernel is busy or has stopped, and this is not saved yet. When it is free again, press again; if it has stopped, run the cell again.";
let instances = 0;

/** Builds an element: attributes by name, children as text or nodes.  Never parses markup. */
function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "click") element.addEventListener("click", value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value != null) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child != null));
  return element;
}

const button = (label, click, strong = false) => h("button", { type: "button", class: strong ? "ftd-rate-strong" : null, click }, ...[label].flat());
const paragraphs = (texts = []) => texts.map((text) => h("p", {}, text));
const buttons = (...children) => h("div", { class: "ftd-rate-buttons" }, ...children);

/** What somebody wrote, exactly; its own direction, line by line; scrolls by keyboard where it is long. */
function written(text, heading) {
  return h("div", { class: "ftd-rate-text", dir: "auto", tabindex: 0, role: "group", "aria-labelledby": heading.id },
    text.trim() ? text : h("em", {}, "(empty)"));
}

const both = (wide, narrow) => [h("span", { class: "ftd-rate-wide" }, wide), h("span", { class: "ftd-rate-narrow" }, narrow)];

const STAGES = {
  nothing: (screen) => paragraphs(screen.sentences),

  start(screen, send) {
    const name = `ftd-rate-plan-${++instances}`;
    const radio = ({ ratings, text }) => h("label", {}, h("input", { type: "radio", name, value: ratings, checked: ratings === screen.planned }), h("span", {}, text));
    const set = h("fieldset", {}, h("legend", {}, screen.legend), ...screen.choices.map(radio));
    const begin = () => send({ do: "start", ratings: Number(set.querySelector("input:checked").value) });
    return [...paragraphs(screen.sentences), set, buttons(button("Start", begin, true))];
  },

  pair(screen, send) {
    const id = `ftd-rate-${++instances}`;
    const head = (part, ...words) => h("h3", { id: `${id}-${part}` }, ...words);
    const [asked, left, right] = [head("input", "The input"), head("left", ...both("Left answer", "Upper answer")), head("right", ...both("Right answer", "Lower answer"))];
    const choose = ([choice, wide, narrow, [key]]) => {
      const label = button([...both(wide, narrow), h("kbd", { "aria-hidden": "true" }, key)], () => send({ do: "choose", choice }), true);
      label.setAttribute("aria-keyshortcuts", key);
      return label;
    };
    return [
      h("progress", { max: screen.of, value: screen.done, "aria-label": `${screen.done} of ${screen.of} rated` }),
      h("div", { class: "ftd-rate-input" }, asked, written(screen.input, asked)),
      h("div", { class: "ftd-rate-answers" }, h("div", {}, left, written(screen.left, left)), h("div", {}, right, written(screen.right, right))),
      h("div", { class: "ftd-rate-choices", role: "group", "aria-label": "Which answer is better?" }, ...CHOICES.map(choose)),
      buttons(screen.can_undo ? button("Undo the last (u)", () => send({ do: "undo" })) : null, button("Stop and see the result", () => send({ do: "ask" }))),
      h("p", { class: "ftd-rate-keys" }, "Keys: 1 or ← and 2 or → for the better answer, 0 for a tie, 3 where both are bad, u to undo. Saved as you go."),
    ];
  },

  done: (screen, send) => [...paragraphs(screen.sentences),
    buttons(button("Show the result", () => send({ do: "look" }), true), button("Undo the last (u)", () => send({ do: "undo" })))],

  ask: (screen, send) => [...paragraphs(screen.sentences),
    buttons(button("Go on rating", () => send({ do: "on" }), true), screen.can_look ? button("See it all the same", () => send({ do: "look" })) : null)],

  result: (screen, send) => [
    ...screen.headlines.map((text) => h("p", { class: "ftd-rate-headline" }, text)),
    h("ul", {}, ...screen.sentences.map((text) => h("li", {}, text))),
    h("div", { class: "ftd-rate-table", tabindex: 0, role: "group", "aria-label": "The counts" }, h("table", {},
      h("thead", {}, h("tr", {}, ...screen.head.map((cell) => h("th", { scope: "col" }, cell)))),
      h("tbody", {}, ...screen.rows.map((row) => h("tr", {}, ...row.map((cell) => h("td", {}, cell))))))),
    h("p", { class: "ftd-rate-keys" }, `Saved in ${screen.path}`),
...(screen.go_on ? [h("p", {}, screen.go_on.note), buttons(button(screen.go_on.text, () => send({ do: screen.go_on.do })))] : []),
  ],
};

function render({ model, el }) {
  const home = h("section", { class: "ftd-rate", "aria-label": "Blind rating", "data-lm-suppress-shortcuts": "true" });
  let waiting = null;

  function send(message) {
    if (waiting) return;
    const turn = model.get("screen").turn;
    home.setAttribute("aria-busy", "true");
    waiting = setTimeout(() => { free(); say(SILENT); }, KERNEL_SILENT_MS);
    model.send({ ...message, turn });
  }
  function free() {
    clearTimeout(waiting);
    waiting = null;
    home.removeAttribute("aria-busy");
  }
  function say(text) {
    const fault = home.querySelector(".ftd-rate-fault");
    fault.textContent = text;
    fault.hidden = !text;
  }
  function draw() {
    const mine = waiting !== null || home.contains(document.activeElement);
    const screen = model.get("screen");
    free();
    const title = h("h2", { tabindex: -1 }, screen.title);
    home.dataset.stage = screen.stage;
    home.replaceChildren(title, h("p", { class: "ftd-rate-fault", role: "alert", hidden: true }), ...STAGES[screen.stage](screen, send).filter(Boolean));
    say(screen.fault);
    if (mine) { title.focus({ preventScroll: true }); home.scrollIntoView({ block: "nearest" }); }
  }
  function pressed(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || event.target.matches("input")) return;
    const { stage, can_undo: before } = model.get("screen");
    const choice = stage === "pair" ? CHOICES.find(([, , , keys]) => keys.includes(event.key)) : null;
    const back = event.key === "u" && (stage === "done" || (stage === "pair" && before));
    if (!choice && !back) return;
    event.preventDefault();
    send(back ? { do: "undo" } : { do: "choose", choice: choice[0] });
  }

  home.addEventListener("keydown", pressed);
  model.on("change:screen", draw);
  draw();
  el.replaceChildren(home);
  return () => { model.off("change:screen", draw); free(); home.remove(); };
}

export default { render };
