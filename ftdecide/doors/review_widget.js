// Made by `python -m deploy.engine.widget` from book/_static: edit there.
// book/_static/before/elements.js
function h(tag, attributes = {}, ...children) {
  const element2 = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "on") for (const [event, handler] of Object.entries(value)) element2.addEventListener(event, handler);
    else if (value === true) element2.setAttribute(name, "");
    else if (value !== false && value != null) element2.setAttribute(name, value);
  }
  element2.append(...children.filter((child) => child != null));
  return element2;
}
var button = (label, click, strong = false) => h("button", { type: "button", class: strong ? "ftd-strong" : null, on: { click } }, label);
function save(name, text, type = "application/json") {
  const link = h("a", { href: URL.createObjectURL(new Blob([text], { type })), download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 1e4);
}
function confirm(place, question, yes, no, act, back) {
  const close = () => {
    panel.remove();
    back?.focus();
  };
  const safe = button(no, close);
  const panel = h(
    "div",
    { class: "ftd-confirm", role: "group", "aria-label": question, on: { keydown: (event) => {
      if (event.key === "Escape") close();
    } } },
    h("p", {}, question),
    h("div", { class: "ftd-buttons" }, button(yes, () => {
      panel.remove();
      act();
    }), safe)
  );
  place.querySelector(".ftd-confirm")?.remove();
  place.append(panel);
  safe.focus();
}
function chooser(label, read) {
  const input = h("input", { type: "file", accept: ".json,application/json", on: { change: async () => {
    const [file] = input.files;
    input.value = "";
    if (file) read(await file.text(), file.name);
  } } });
  return h("label", { class: "ftd-load" }, label, input);
}
function asideList(entries, forget, redraw) {
  if (!entries.length) return null;
  return h(
    "section",
    { class: "ftd-caution", "aria-label": "Set aside" },
    h("p", {}, "What this browser had kept could not be read. It is set aside, not lost:"),
    h("ul", {}, ...entries.map(({ key, text }) => h(
      "li",
      {},
      `${key.replace("ftdecide.set-aside.", "")} `,
      button("Save it", () => save("set-aside.json", text)),
      " ",
      button("Delete it", () => {
        forget(key);
        redraw();
      })
    )))
  );
}

// book/_static/quiz/parts.js
var SHAPES = {
  right: "M3 8.5 6.5 12 13 4.5",
  wrong: "M4 4 12 12 M12 4 4 12"
};
function element(tag, className, text) {
  const made = document.createElement(tag);
  made.className = className;
  if (text) made.textContent = text;
  return made;
}
function shape(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("aria-hidden", "true");
  svg.classList.add("ftd-shape");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", SHAPES[name]);
  svg.append(path);
  return svg;
}
function explain(item, correct, word, reason) {
  const why = element("p", "ftd-why ftd-shown");
  why.append(shape(correct ? "right" : "wrong"), element("strong", "", word), reason.cloneNode(true));
  item.dataset.correct = correct;
  item.append(why);
}
function showCopy(form, part) {
  const copy = part.cloneNode(true);
  copy.classList.add("ftd-shown");
  form.append(copy);
  return copy;
}

// book/_static/quiz/choice.js
var Choice = class {
  constructor(form, reasons) {
    this.inputs = Array.from(form.querySelectorAll(".ftd-options input"));
    this.reasons = reasons;
    this.empty = "Choose an answer first.";
    this.keys = this.inputs.length;
  }
  get given() {
    return this.inputs.filter((input) => input.checked).map((input) => input.value);
  }
  set given(values) {
    this.inputs.forEach((input) => {
      input.checked = values.includes(input.value);
    });
  }
  get focus() {
    return this.inputs[0];
  }
  pressed(digit) {
    const input = this.inputs[digit - 1];
    if (!input) return false;
    input.checked = input.type === "radio" || !input.checked;
    input.focus();
    return true;
  }
  /** Shows every reason under its option; {right, sentence}. */
  show() {
    const given = new Set(this.given);
    let right = true;
    this.inputs.forEach((input, i) => {
      const correct = this.reasons[i].dataset.correct === "true";
      const chosen = given.has(input.value);
      if (correct !== chosen) right = false;
      explain(input.closest("li"), correct, `${correct ? "Correct" : "Not correct"}${chosen ? ", your answer" : ""}. `, this.reasons[i].lastElementChild);
      input.disabled = true;
    });
    return { right, sentence: right ? "Right. The reasons stand under each option." : this.keySentence() };
  }
  keySentence() {
    const key = this.reasons.filter((reason) => reason.dataset.correct === "true").map((reason) => reason.dataset.letter.toUpperCase());
    const letters = key.length > 1 ? `${key.slice(0, -1).join(", ")} and ${key[key.length - 1]}` : key[0];
    return `Not right. The answer is ${letters}; the reasons stand under each option.`;
  }
  clear() {
    this.inputs.forEach((input) => {
      input.disabled = false;
      input.checked = false;
      delete input.closest("li").dataset.correct;
    });
  }
};

// book/_static/quiz/phrases.js
var MAX_ANSWER_CHARACTERS = 200;
var MAX_CONCEPTS_TOUCHED = 2;
var CLAUSE_END = /[.,;:!?()]+|(?=\b(?:but|yet|though|although|however)\b)/;
var ABSENT = new RegExp(
  "\\b(?:no|without|zero|lack|lacks|lacking|neither|nor|hardly|missing|(?:not|t|dont|doesnt|havent|never) (?:have|has|got|enough|any|many|much|high|large|clean|good|often|frequent\\w*|repetitive|repeated|almost|nearly|near|close|volume|example\\w*|data|an? (?:high|large|clean|near|lot)))\\b(?: (?!(?:and|with|in|on|we|you|i|it|they|that|which|so|because|while)\\b)[a-z0-9]+)*",
  "g"
);
var DENIED = new RegExp(
  "\\b(?:not|t|dont|doesnt|isnt|arent|never)(?: (?:be|really|always|even|that|very|so))* (?:need\\w*|requir\\w*|necessary|matter\\w*|important|relevant|essential)\\b|\\b(?:unnecessary|irrelevant|unimportant|optional|needless|nobody needs)\\b|\\b(?:is|are|was|were) (?:missing|absent|lacking|zero|low|none)\\b"
);
var withoutAccents = (answer) => Array.from(answer).slice(0, MAX_ANSWER_CHARACTERS).join("").normalize("NFKD").toLowerCase().replace(/[\u0300-\u036f]/g, "");
var trimmed = (words) => words.replace(/^ +| +$/g, "");
var wordsOf = (text) => trimmed(text.replace(/[^a-z0-9]+/g, " "));
var plainWords = (answer) => wordsOf(withoutAccents(answer));
var meantWords = (answer) => withoutAccents(answer).split(CLAUSE_END).map(wordsOf).filter((clause) => !DENIED.test(clause)).map((clause) => trimmed(clause.replace(ABSENT, ""))).filter(Boolean).join(" ");
var listsAll = (touched, concepts) => touched.length > Math.max(MAX_CONCEPTS_TOUCHED, concepts.length - 1);
var found = (patterns, words) => patterns.some((pattern) => new RegExp(pattern).test(words));
function matchAnswers(concepts, answers) {
  const seen = /* @__PURE__ */ new Set();
  const named = answers.map((answer) => {
    const words = plainWords(answer);
    const meant = meantWords(answer);
    const touched = concepts.map((concept) => found(concept.accepts, meant));
    const spent = listsAll(touched.filter(Boolean), concepts) || seen.has(words);
    seen.add(words);
    return spent ? [] : concepts.flatMap((concept, i) => touched[i] && !found(concept.rejects, words) ? [i] : []);
  });
  const answerOf = /* @__PURE__ */ new Map();
  const place = (answer, tried) => named[answer].some((concept) => {
    if (tried.has(concept)) return false;
    tried.add(concept);
    if (answerOf.has(concept) && !place(answerOf.get(concept), tried)) return false;
    answerOf.set(concept, answer);
    return true;
  });
  answers.forEach((_, answer) => place(answer, /* @__PURE__ */ new Set()));
  const conceptOf = new Map(Array.from(answerOf, ([concept, answer]) => [answer, concept]));
  return answers.map((_, answer) => conceptOf.has(answer) ? conceptOf.get(answer) : null);
}
function refusal(concepts, answers, i) {
  const words = plainWords(answers[i]);
  if (!answers[i].trim()) return "left empty.";
  const touching = (text) => concepts.filter((concept) => found(concept.accepts, text));
  const meant = touching(meantWords(answers[i]));
  const allowed = meant.filter((concept) => !found(concept.rejects, words));
  const same = answers.slice(0, i).findIndex((other) => plainWords(other) === words);
  if (words && same >= 0) return `the same words as in answer ${same + 1}.`;
  if (listsAll(meant, concepts)) return "several in one box; write one in each.";
  if (allowed.length) return "named already in another box.";
  if (meant.length) return "part of it says something else than what is asked for.";
  if (touching(words).length) return "it says that this is missing or not needed.";
  return "not one of them.";
}

// book/_static/quiz/names.js
var Names = class {
  constructor(form, reasons) {
    this.form = form;
    this.inputs = Array.from(form.querySelectorAll(".ftd-boxes input"));
    this.reasons = reasons;
    this.empty = "Write an answer first.";
  }
  get given() {
    return this.inputs.map((input) => input.value);
  }
  set given(values) {
    this.inputs.forEach((input, i) => {
      input.value = values[i] ?? "";
    });
  }
  get focus() {
    return this.inputs[0];
  }
  show() {
    const concepts = this.reasons.map((reason) => ({ accepts: JSON.parse(reason.dataset.accepts), rejects: JSON.parse(reason.dataset.rejects) }));
    const counted = matchAnswers(concepts, this.given);
    const named = counted.filter((concept) => concept !== null).length;
    this.inputs.forEach((input, i) => {
      const name = counted[i] === null ? null : this.reasons[counted[i]].querySelector("strong").textContent;
      const note = element("span", "", name || refusal(concepts, this.given, i));
      explain(input.closest("li"), name !== null, name ? "Counts as: " : "Does not count: ", note);
      input.readOnly = true;
    });
    showCopy(this.form, this.form.querySelector(".ftd-answer .ftd-reasons"));
    return { right: named === concepts.length, sentence: `${named} of ${this.inputs.length} named. All of them stand below.` };
  }
  clear() {
    this.inputs.forEach((input) => {
      input.readOnly = false;
      input.value = "";
      delete input.closest("li").dataset.correct;
    });
  }
};

// book/_static/quiz/number.js
var SCALES = { k: 1e3, thousand: 1e3, m: 1e6, million: 1e6, bn: 1e9, billion: 1e9 };
var SLIP_PERCENT = 2;
function numbersOf(text, unit = "") {
  let words = text.normalize("NFKC").toLowerCase().replace(/^\s*(about|around|roughly|approx\.?|approximately|ca\.?|[~≈])\s*/, "");
  for (const word of unit.toLowerCase().match(/[a-z]+/g) ?? []) words = words.replace(new RegExp(`\\b${word.replace(/s$/, "")}s?\\b`), "");
  const bare = words.replace(/[$€£%\s\u00a0\u2009\u202f_’']/g, "").replace(/percent|usd|dollars?/g, "");
  const found2 = /^([+\-−]?)([\d.,]+?)(e\d{1,2}|k|thousand|m|million|bn|billion)?$/.exec(bare);
  if (!found2) return [];
  const scale = found2[3]?.startsWith("e") ? 10 ** Number(found2[3].slice(1)) : SCALES[found2[3]] ?? 1;
  const sign = found2[1] === "" || found2[1] === "+" ? scale : -scale;
  return plainDigits(found2[2]).map((digits) => sign * Number(digits));
}
function plainDigits(text) {
  const bare = text.replace(/[.,]/g, "");
  if (/^\d{1,3}[.,]\d{3}$/.test(text)) return text.includes(",") ? [bare, text.replace(",", ".")] : [text, bare];
  if (/^\d{1,3}(,\d{3})+(\.\d+)?$/.test(text)) return [text.replaceAll(",", "")];
  if (/^\d{1,3}(\.\d{3})+(,\d+)?$/.test(text)) return [text.replaceAll(".", "").replace(",", ".")];
  if (/^\d+,\d+$/.test(text)) return [text.replace(",", ".")];
  return /^(\d+\.?\d*|\.\d+)$/.test(text) ? [text] : [];
}
var within = (value, right, percent2) => Math.abs(value - right) <= Math.abs(right) * percent2 / 100 + 1e-9;
var NumberBox = class {
  constructor(form, reasons) {
    this.form = form;
    this.input = form.querySelector(".ftd-box input");
    this.reasons = reasons;
    this.key = form.querySelector(".ftd-right-number");
    this.inputs = [this.input];
    this.unit = form.querySelector(".ftd-box label").textContent.split(", in ")[1] ?? "";
  }
  get empty() {
    return this.input.value.trim() ? `“${this.input.value.trim()}” is no number. Write one such as 430,000 or 0.5.` : "Write a number first.";
  }
  get numbers() {
    return numbersOf(this.input.value, this.unit);
  }
  get given() {
    return this.numbers.length ? [this.input.value.trim()] : [];
  }
  set given([value = ""]) {
    this.input.value = value;
  }
  get focus() {
    return this.input;
  }
  show() {
    const { numbers } = this;
    const near = (value, percent2) => numbers.some((number) => within(number, Number(value), percent2));
    const right = near(this.key.dataset.value, Number(this.key.dataset.tolerance));
    const slip = right ? void 0 : this.reasons.find((reason) => near(reason.dataset.value, SLIP_PERCENT));
    this.input.readOnly = true;
    if (slip) {
      const said = element("p", "ftd-slip ftd-shown");
      said.append(element("strong", "", "What led there. "), slip.lastElementChild.cloneNode(true));
      this.form.append(said);
    }
    for (const part of this.form.querySelectorAll(".ftd-answer > :is(.ftd-right-number, .ftd-slips, .ftd-reasons)")) showCopy(this.form, part);
    return { right, sentence: right ? "Right. How it comes about stands below." : "Not right. How the number comes about stands below." };
  }
  clear() {
    this.input.readOnly = false;
    this.input.value = "";
  }
};

// book/_static/quiz/steps.js
var Steps = class {
  constructor(form, reasons) {
    this.list = form.querySelector(".ftd-steps");
    this.shown = Array.from(this.list.children);
    this.right = reasons.map((reason) => reason.dataset.letter);
    this.reasons = reasons;
    this.live = element("p", "ftd-unseen");
    this.live.setAttribute("role", "status");
    this.list.after(this.live);
    for (const item of this.shown) this.equip(item);
    this.mark();
  }
  equip(item) {
    const name = item.querySelector(".ftd-text").textContent;
    const buttons = element("span", "ftd-moves");
    for (const [word, sign, by] of [["up", "↑", -1], ["down", "↓", 1]]) {
      const button2 = element("button", "ftd-move", sign);
      button2.type = "button";
      button2.setAttribute("aria-label", `Move ${word}: ${name}`);
      button2.addEventListener("click", () => this.move(item, by, button2));
      buttons.append(button2);
    }
    item.append(buttons);
  }
  move(item, by, button2) {
    const all = Array.from(this.list.children);
    const beside = all[all.indexOf(item) + by];
    if (!beside) return;
    if (by < 0) beside.before(item);
    else beside.after(item);
    this.mark();
    const other = item.querySelector(".ftd-move:not([aria-disabled=true])");
    (button2.getAttribute("aria-disabled") === "true" ? other : button2).focus();
    this.live.textContent = `Now ${Array.from(this.list.children).indexOf(item) + 1} of ${all.length}.`;
  }
  /** The first cannot go up, nor the last down; their buttons stay where the focus may be. */
  mark() {
    Array.from(this.list.children).forEach((item, place, all) => {
      const [up, down] = item.querySelectorAll(".ftd-move");
      up.setAttribute("aria-disabled", place === 0);
      down.setAttribute("aria-disabled", place === all.length - 1);
    });
  }
  get given() {
    return Array.from(this.list.children, (item) => item.dataset.letter);
  }
  set given(letters) {
    const known = letters.filter((letter) => this.shown.some((item) => item.dataset.letter === letter));
    if (known.length === this.shown.length) this.list.append(...known.map((letter) => this.shown.find((item) => item.dataset.letter === letter)));
    this.mark();
  }
  get focus() {
    return this.list.querySelector(".ftd-move:not([aria-disabled=true])");
  }
  show() {
    const given = this.given;
    const placed = given.filter((letter, place) => letter === this.right[place]).length;
    Array.from(this.list.children).forEach((item, place) => {
      const should = this.right.indexOf(item.dataset.letter);
      const word = should === place ? "In its place. " : `Belongs in place ${should + 1}. `;
      explain(item, should === place, word, this.reasons[should].lastElementChild);
    });
    this.list.querySelectorAll(".ftd-moves").forEach((moves) => {
      moves.hidden = true;
    });
    const right = placed === given.length;
    const order = this.right.map((letter) => letter.toUpperCase()).join(", ");
    return { right, sentence: right ? "Right. The reasons stand under each step." : `Not right. The order is ${order}; the reasons stand under each step.` };
  }
  clear() {
    this.list.append(...this.shown);
    this.list.querySelectorAll(".ftd-moves").forEach((moves) => {
      moves.hidden = false;
    });
    this.shown.forEach((item) => delete item.dataset.correct);
    this.live.textContent = "";
    this.mark();
  }
};

// book/_static/quiz/written.js
var Written = class {
  constructor(form, reasons) {
    this.form = form;
    this.box = form.querySelector("textarea");
    this.reasons = reasons;
    this.inputs = [this.box];
    this.empty = "Write an answer first.";
    this.ticked = [];
    this.settled = false;
  }
  get given() {
    return this.box.value.trim() ? [this.box.value.trim(), ...this.ticked] : [];
  }
  set given([text = "", ...ticked]) {
    this.box.value = text;
    this.ticked = ticked;
  }
  get focus() {
    return this.box;
  }
  /** The first of the points, where the reader goes on. */
  get marks() {
    return this.form.querySelector(".ftd-self input");
  }
  /** Shows the model answer and the points, to be ticked and then kept as the reader's own mark. */
  show() {
    this.box.readOnly = true;
    showCopy(this.form, this.form.querySelector(".ftd-answer .ftd-model"));
    const group = element("fieldset", "ftd-self ftd-shown");
    group.append(element("legend", "", "Tick each point that your answer makes."), ...this.reasons.map((reason) => this.point(reason)));
    if (!this.settled) {
      const keep = element("button", "ftd-keep", "Keep this mark");
      keep.type = "submit";
      group.append(keep);
    }
    this.form.append(group);
    return this.settled ? this.settle() : { right: null, sentence: "Compare it with ours below, tick the points that yours makes, then keep your mark." };
  }
  point(reason) {
    const label = element("label", "");
    const tick = document.createElement("input");
    Object.assign(tick, { type: "checkbox", value: reason.dataset.letter, checked: this.ticked.includes(reason.dataset.letter) });
    tick.addEventListener("keydown", (event) => {
      if (event.key === "Enter") event.preventDefault();
    });
    const said = element("span", "ftd-text");
    said.append(...Array.from(reason.cloneNode(true).childNodes));
    label.append(tick, said);
    return label;
  }
  /** Takes the ticks as the reader's mark: right where every point is made. */
  settle() {
    const ticks = Array.from(this.form.querySelectorAll(".ftd-self input"));
    this.settled = true;
    this.ticked = ticks.filter((tick) => tick.checked).map((tick) => tick.value);
    ticks.forEach((tick) => {
      tick.disabled = true;
    });
    this.form.querySelector(".ftd-keep")?.remove();
    const [made, all] = [this.ticked.length, ticks.length];
    return { right: made === all, sentence: `${made === all ? "Right" : "Not whole yet"}, by your own mark: it makes ${made} of ${all} points.` };
  }
  clear() {
    this.box.readOnly = false;
    this.box.value = "";
    this.ticked = [];
    this.settled = false;
  }
};

// book/_static/quiz/card.js
var KINDS = { one: Choice, several: Choice, order: Steps, number: NumberBox, text: Written, name: Names };
var SURE = [[25, "A guess"], [50, "As likely as not"], [75, "Fairly sure"], [95, "Sure"]];
var FIRST_SURE_KEY = 6;
var SETTLE_MS = 400;
var Card = class {
  /** `onAnswer(fields)` is told of every answer, `onRetry()` may put another variant in this card's place. */
  constructor(form, { onAnswer = () => {
  }, onRetry = null, where = "chapter" } = {}) {
    Object.assign(this, { form, onAnswer, onRetry, where });
    this.id = form.dataset.id;
    this.fold = form.querySelector(".ftd-answer");
    this.result = form.querySelector(".ftd-result");
    this.button = form.querySelector(".ftd-check");
    this.view = new KINDS[form.dataset.kind](form, Array.from(this.fold.querySelectorAll(".ftd-reasons > li")));
    this.checked = false;
    this.right = null;
    this.equip();
  }
  equip() {
    this.fold.hidden = true;
    this.sure = this.sureness();
    const actions = this.form.querySelector(".ftd-actions");
    actions.hidden = false;
    actions.before(this.sure);
    const hint = this.form.querySelector(".ftd-hint");
    if (hint) this.form.querySelector(".ftd-given").after(hint);
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (this.justAnswered) return;
      if (!this.checked) this.check();
      else if (this.right === null) this.settle();
      else this.retry();
    });
    this.form.addEventListener("keydown", (event) => this.pressed(event));
  }
  sureness() {
    const group = element("fieldset", "ftd-sure");
    group.append(element("legend", "", "How sure are you?"));
    const row = element("div", "ftd-sure-row");
    for (const [percent2, word] of SURE) {
      const label = element("label", "");
      const input = document.createElement("input");
      Object.assign(input, { type: "radio", name: `${this.form.id}-sure`, value: percent2 });
      label.append(input, element("span", "", `${word} (${percent2} %)`));
      row.append(label);
    }
    group.append(row);
    return group;
  }
  get confidence() {
    const chosen = this.sure.querySelector("input:checked");
    return chosen ? Number(chosen.value) : null;
  }
  set confidence(percent2) {
    this.sure.querySelectorAll("input").forEach((input) => {
      input.checked = Number(input.value) === percent2;
    });
  }
  /** Keys 1 to 5 choose and 6 to 9 say how sure, while the focus is in this card and no box takes text. */
  pressed(event) {
    if (event.key === "Enter" && event.repeat) return event.preventDefault();
    const digit = Number(event.key);
    const typing = event.target.matches("textarea, input[type=text]");
    if (typing || this.checked || !digit || event.ctrlKey || event.metaKey || event.altKey) return;
    const sure = this.sure.querySelectorAll("input")[digit - FIRST_SURE_KEY];
    if (sure) {
      sure.checked = true;
      sure.focus();
    } else if (!this.view.pressed?.(digit)) return;
    event.preventDefault();
  }
  check() {
    if (!this.view.given.some((value) => value.trim())) return this.ask(this.view.empty, this.view.focus);
    if (this.confidence === null) return this.ask("Say how sure you are first.", this.sure.querySelector("input"));
    this.show();
    (this.right === null ? this.view.marks : this.button).focus();
    this.tell();
  }
  ask(what, where) {
    this.result.textContent = what;
    where.focus();
  }
  /** Whether the answer was given a moment ago. */
  get justAnswered() {
    return performance.now() - this.answeredAt < SETTLE_MS;
  }
  tell() {
    this.answeredAt = performance.now();
    const { given, right } = { given: this.view.given, right: this.right };
    const { id: item, dataset: { chapter, variant } } = { id: this.id, dataset: this.form.dataset };
    this.onAnswer({ item, chapter, variant: Number(variant), given, right, confidence_percent: this.confidence, where: this.where });
  }
  /** Marks everything with its reason and says how it went. */
  show() {
    this.checked = true;
    const { right, sentence } = this.view.show();
    showCopy(this.form, this.fold.querySelector(".ftd-after"));
    this.sure.querySelectorAll("input").forEach((input) => {
      input.disabled = true;
    });
    this.button.textContent = "Try again";
    this.say(right, sentence);
  }
  /** `right` is null while the reader marks their own answer. */
  say(right, sentence) {
    this.right = right;
    this.button.hidden = right === null;
    if (right === null) return this.result.replaceChildren(element("span", "", sentence));
    this.form.dataset.state = right ? "right" : "wrong";
    this.result.replaceChildren(shape(right ? "right" : "wrong"), element("span", "", sentence));
  }
  /** The reader has marked their own answer: only now is it right or wrong. */
  settle() {
    const { right, sentence } = this.view.settle();
    this.say(right, sentence);
    this.button.focus();
    this.tell();
  }
  /** An answer from before, as it was given; `right` is null where it was not marked yet. */
  restore(given, confidence, right) {
    this.view.given = given;
    this.confidence = confidence;
    this.view.settled = right !== null;
    if (this.view.given.some((value) => value.trim())) this.show();
  }
  retry() {
    if (this.onRetry) return this.onRetry();
    this.clear();
    this.view.focus.focus();
  }
  clear() {
    this.form.querySelectorAll(".ftd-shown").forEach((shown) => shown.remove());
    delete this.form.dataset.state;
    this.checked = false;
    this.right = null;
    this.confidence = null;
    this.sure.querySelectorAll("input").forEach((input) => {
      input.disabled = false;
    });
    this.view.clear();
    this.result.textContent = "";
    this.button.hidden = false;
    this.button.textContent = "Check the answer";
  }
};

// book/_static/progress/document.js
var LAST_YEAR = "2999";
var LONGEST_ID = 80;
var CONFIDENCES = [25, 50, 75, 95];
var TIME = /^2\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
var isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
var isText = (value) => typeof value === "string" && value !== "";
var isTime = (text) => {
  if (typeof text !== "string" || !TIME.test(text)) return false;
  const read = new Date(text);
  return !Number.isNaN(read.getTime()) && read.toISOString() === text;
};
var isEntryTime = (text) => isTime(text) && text < LAST_YEAR;
var KINDS2 = {
  answer: ({ item, chapter, variant, given, right, confidence_percent: percent2, where }) => {
    if (!isText(item)) return ["item", "it names no question"];
    if (!isText(chapter)) return ["chapter", "it names no chapter"];
    if (!Number.isInteger(variant) || variant < 0 || variant > 7) return ["variant", "it must be a whole number from 0 to 7"];
    if (!Array.isArray(given) || !given.every((each) => typeof each === "string")) return ["given", "it must be a list of texts"];
    if (typeof right !== "boolean" && right !== null) return ["right", "it must be true, false or null"];
    if (percent2 != null && !CONFIDENCES.includes(percent2)) return ["confidence_percent", "it must be 25, 50, 75, 95 or null"];
    return ["chapter", "review"].includes(where) ? null : ["where", "it must be chapter or review"];
  },
  read: ({ chapter }) => isText(chapter) ? null : ["chapter", "it names no chapter"],
  reset: ({ chapter }) => isText(chapter) ? null : ["chapter", "it names no chapter"],
  verdict: ({ decision, justified, headline }) => {
    const missing = Object.entries({ decision, justified, headline }).find(([, value]) => !isText(value));
    return missing ? [missing[0], "it must be text"] : null;
  },
  first_answer: ({ answer }) => isObject(answer) ? null : ["answer", "it must be a JSON object"],
  drill: ({ profile }) => isObject(profile) ? null : ["profile", "it must be a JSON object"]
};
function faultOf(id, entry) {
  if (Array.from(id).length > LONGEST_ID) return ["ID", `it is longer than ${LONGEST_ID} characters`];
  if (!isObject(entry)) return ["entry", "it must be a JSON object"];
  if (!isEntryTime(entry.at)) return ["at", "it must be a time like 2026-11-28T14:00:00.000Z"];
  if (!isText(entry.kind)) return ["kind", "it must be text"];
  return Object.hasOwn(KINDS2, entry.kind) ? KINDS2[entry.kind](entry) : null;
}
function ofKind(entries, kind) {
  return Object.entries(entries).filter(([id, entry]) => entry?.kind === kind && !faultOf(id, entry)).sort(([a, one], [b, other]) => one.at === other.at ? a < b ? -1 : 1 : one.at < other.at ? -1 : 1).map(([, entry]) => entry);
}

// book/_static/progress/review_view.js
var few = (n, one, many) => n === 1 ? `1 ${one}` : `${n} ${many}`;
var questions = (n) => few(n, "question", "questions");
function dayName(day, today) {
  const apart = Math.round((Date.parse(day) - Date.parse(today)) / 864e5);
  if (apart === 0) return "today";
  if (apart === 1) return "tomorrow";
  return `on ${(/* @__PURE__ */ new Date(`${day}T12:00:00`)).toLocaleDateString("en-GB", { weekday: "long", day: "numeric", month: "long" })}`;
}
function nextSentence({ next_day: day, next_count: count, today }) {
  return day ? `Next: ${questions(count)} ${dayName(day, today)}.` : "Nothing else waits.";
}
function mountReview(root, home) {
  const live = h("p", { class: "ftd-spoken", role: "status", "aria-live": "polite" });
  const place = h("div", { class: "ftd-home" });
  root.replaceChildren(live, place);
  const say = (text) => {
    live.textContent = text;
  };
  let queue = [];
  let at = 0;
  let right = 0;
  let answered = 0;
  let missing = 0;
  let begun = "";
  const ours = /* @__PURE__ */ new Set();
  const shown = (state, ...parts) => {
    root.dataset.state = state;
    place.replaceChildren(...parts.filter(Boolean));
  };
  const offNote = () => home.store.load().off ? h("p", { class: "ftd-caution" }, home.off) : null;
  const missingNote = () => missing ? h("p", { class: "ftd-caution" }, `${questions(missing)} more could not be fetched. Reload the page to try again; the answers are kept.`) : null;
  const progressLink = () => home.href ? h("p", {}, h("a", { href: home.href("book/progress") }, "Your progress")) : null;
  function fail(fault) {
    shown("failed", h("p", { class: "ftd-error" }, fault.message), button("Try again", start, true));
    say(fault.message);
  }
  async function start() {
    shown("loading", h("p", {}, `Working out what is due. ${home.loading}`));
    try {
      const derived = await home.derive();
      if (derived.fault) throw new Error(derived.fault);
      const { review } = derived;
      const { chapters, faults } = await fetchedChapters(new Set(review.due.map(({ chapter }) => chapter)));
      if (faults.length && !chapters.size) throw faults[0];
      queue = review.due.map((due) => ({ ...due, from: chapters.get(due.chapter), held: chapters.get(due.chapter)?.items[due.item] })).filter(({ held }) => held);
      missing = review.due.length - queue.length;
      begun = (/* @__PURE__ */ new Date()).toISOString();
      ours.clear();
      at = right = answered = 0;
      if (queue.length) begin();
      else if (review.items.length) idle(review);
      else empty();
    } catch (fault) {
      fail(fault);
    }
  }
  async function fetchedChapters(names) {
    const [chapters, faults] = [/* @__PURE__ */ new Map(), []];
    for (const name of names) {
      try {
        chapters.set(name, await home.chapter(name));
      } catch (fault) {
        faults.push(fault);
      }
    }
    return { chapters, faults };
  }
  function empty() {
    shown(
      "empty",
      offNote(),
      h("p", {}, "Nothing is in your review yet."),
      h("p", {}, "A question comes here when you answer it wrongly, or rightly while you were 50 % sure or less. It comes back tomorrow, then after longer and longer gaps as you get it right, and sooner where you miss it."),
      h("p", {}, "So answer the questions at the end of a chapter first, and say honestly how sure you are."),
      progressLink()
    );
    say("Nothing is in your review yet.");
  }
  function idle(review) {
    shown("idle", offNote(), missingNote(), h("p", { class: "ftd-headline" }, "Nothing is due today."), h("p", {}, nextSentence(review)), progressLink());
    say(`Nothing is due today. ${nextSentence(review)}`);
  }
  function begin() {
    const text = `${questions(queue.length)} ${queue.length === 1 ? "is" : "are"} due.`;
    const first = button("Begin", () => card(), true);
    shown("due", offNote(), missingNote(), h("p", { class: "ftd-headline" }, text), h("p", {}, "Say how sure you are, then see every reason."), first);
    say(text);
  }
  const elsewhere = (item) => !ours.has(item) && home.store.all("answer").some((entry) => entry.item === item && entry.at > begun);
  function card() {
    while (at < queue.length && elsewhere(queue[at].item)) at += 1;
    if (at >= queue.length) return end();
    const { item, chapter, variant, from, held } = queue[at];
    const other = (variant + 1) % held.forms.length;
    const section2 = h("section", { class: "ftd-quiz", "aria-label": `Question ${at + 1} of ${queue.length}` });
    section2.innerHTML = held.forms[other];
    const form = section2.querySelector("form");
    form.id = `review-${item}`;
    const heading = h("h2", { tabindex: -1 }, `Question ${at + 1} of ${queue.length}`);
    const where = h("p", { class: "ftd-hint" }, "From ", home.section && held.section ? h("a", { href: home.section(held.section) }, from.title) : from.title);
    const note = h("p", { class: "ftd-caution", hidden: true }, home.off);
    const next = button(at + 1 < queue.length ? "Next question" : "Finish", () => {
      if (view.justAnswered) return;
      at += 1;
      card();
    }, true);
    const after = h("div", { class: "ftd-buttons", hidden: true }, next);
    const view = new home.Card(form, { where: "review", onRetry: () => next.click(), onAnswer: async (fields) => {
      ours.add(item);
      const judged = fields.right !== null;
      if (judged) {
        answered += 1;
        right += fields.right;
        after.hidden = false;
        view.button.hidden = true;
      }
      note.hidden = await home.store.add({ ...fields, item, chapter, variant: other, where: "review" });
      if (judged) next.focus();
    } });
    shown("asking", heading, where, section2, note, after);
    heading.focus();
  }
  async function end() {
    const text = answered ? `${right} of ${answered} right.` : "All of them were answered in another tab.";
    shown("ending", h("p", { class: "ftd-headline" }, text), h("p", {}, "Working out when the next is due."));
    try {
      const { review } = await home.derive();
      const more = review.due.length ? button("Go on with what is due now", start) : null;
      shown("done", h("h2", { tabindex: -1 }, text), h("p", {}, nextSentence(review)), more, progressLink());
      place.querySelector("h2").focus();
      say(`${text} ${nextSentence(review)}`);
    } catch (fault) {
      fail(fault);
    }
  }
  home.store.onChange(() => {
    if (["empty", "idle", "due"].includes(root.dataset.state)) start();
  });
  return start();
}

// book/_static/progress/progress_view.js
var percent = (value) => `${Math.round(value)} %`;
var dayOf = (at) => new Date(at).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });
var DECISIONS = { yes: "train", no: "do not train", unclear: "cannot tell yet" };
var table = (caption, heads, rows) => h(
  "div",
  { class: "ftd-table", tabindex: 0, role: "region", "aria-label": caption },
  h(
    "table",
    {},
    h("thead", {}, h("tr", {}, ...heads.map((head) => h("th", { scope: "col" }, head)))),
    h("tbody", {}, ...rows.map(([first, ...others]) => h("tr", {}, h("th", { scope: "row" }, first), ...others.map((each) => h("td", {}, each)))))
  )
);
var section = (title, ...parts) => h("section", {}, h("h2", {}, title), ...parts);
function chapterRows(chapters, home) {
  return chapters.map(({ title, page, read, right, answered, unmarked, total }) => [
    home.href && page ? h("a", { href: home.href(page) }, title) : title,
    read ? "read" : "not yet",
    (answered ? `${right} right of ${answered} answered, ${total} in all` : `none of ${total}`) + (unmarked ? `; ${unmarked} not marked by you yet` : "")
  ]);
}
var levelRows = (levels) => levels.map(({ said_percent: said, right, answers, low_percent: low, high_percent: high }) => [percent(said), answers ? `${right} of ${answers} (${percent(100 * right / answers)})` : "none", answers ? `${percent(low)} to ${percent(high)}` : ""]);
function verdictItem({ at, task, headline, justified, profile }, home) {
  const back = profile && home.drill ? h("a", { href: home.drill(profile) }, "Open it in the drill") : null;
  return h("li", {}, h("b", {}, task || "A task without a name"), `, ${dayOf(at)}: ${DECISIONS[justified] ?? justified}. ${headline} `, back);
}
function mountProgress(root, home) {
  const { store } = home;
  const live = h("p", { class: "ftd-spoken", role: "status", "aria-live": "polite" });
  const notes = h("div");
  const derivedPlace = h("div", { class: "ftd-result" });
  const said = h("p", { class: "ftd-note" });
  const controls = h("section", {});
  root.replaceChildren(live, notes, derivedPlace, controls);
  const say = (text) => {
    live.textContent = text;
    said.textContent = text;
  };
  let asked = 0;
  let deck = null;
  function drawNotes() {
    const { off, stuck } = store.load();
    const offNote = off ? h("p", { class: "ftd-caution" }, home.off) : null;
    const stuckNote = stuck ? h("p", { class: "ftd-caution" }, "What is kept here cannot be read, and there is no room to set it aside. Nothing is written over it. Save what else you keep for this site, delete it, then reload.") : null;
    const list = asideList(store.setAside(), store.forget, draw);
    notes.replaceChildren(...[offNote, stuckNote, list].filter(Boolean));
  }
  async function draw() {
    const mine = ++asked;
    drawNotes();
    if (!derivedPlace.childElementCount) derivedPlace.replaceChildren(h("p", {}, `Adding up. ${home.loading}`));
    try {
      const answer = await home.derive();
      if (mine !== asked) return;
      if (answer.fault) throw new Error(answer.fault);
      show(answer);
      root.dataset.state = "shown";
    } catch (fault) {
      if (mine !== asked) return;
      root.dataset.state = "failed";
      derivedPlace.replaceChildren(h("p", { class: "ftd-error" }, fault.message), button("Try again", draw, true));
      say(fault.message);
    }
  }
  function show({ chapters, totals, calibration, verdicts, review, next, faults }) {
    deck = review.items;
    const nothing = !totals.read && !totals.answered && !verdicts.length;
    const faulty = faults.length ? h("details", { class: "ftd-caution" }, h("summary", {}, `${faults.length} entries cannot be read. They are kept and not counted.`), h("ul", {}, ...faults.map((each) => h("li", {}, each)))) : null;
    derivedPlace.replaceChildren(...[
      nothing ? h("p", {}, "Nothing is remembered yet. It fills itself as you read, answer questions and work the drill.") : null,
      next ? section("What next", h("p", {}, next.reason), h("p", {}, home.href ? h("a", { href: home.href(next.page), class: "ftd-strong-link" }, next.page_title) : h("b", {}, next.page_title))) : null,
      section("Review", h(
        "p",
        {},
        review.due.length ? `${review.due.length === 1 ? "1 question is" : `${review.due.length} questions are`} due today. ` : "Nothing is due today. ",
        review.items.length ? review.due.length ? "" : nextSentence(review) : "Questions come here when you miss them or are not sure. ",
        home.href ? h("a", { href: home.href("book/review") }, review.due.length ? "Review now" : "The review") : null
      )),
      section(
        "Chapters",
        h("p", {}, `${totals.read} of ${chapters.length} read, ${totals.right} of ${totals.answered} answered questions right, ${totals.total} in all.`),
        table("Chapters", ["Chapter", "Read", "Questions"], chapterRows(chapters, home))
      ),
      section("How sure you are", h("p", {}, calibration.sentence), table("How sure, and how often right", ["You said", "Right", "Where it may lie (95 %)"], levelRows(calibration.levels))),
      section("Verdicts", verdicts.length ? h("ul", {}, ...verdicts.map((each) => verdictItem(each, home))) : h("p", {}, "None yet. ", home.href ? h("a", { href: home.href("notebooks/drill") }, "Work the drill") : "Work the drill", " on a task of your own.")),
      faulty
    ].filter(Boolean));
  }
  async function load(text, name) {
    const { added, leftOut, kept, fault } = await store.importText(text);
    if (fault) return say(`${name} was not imported, and nothing was changed: ${fault}`);
    const left = leftOut ? ` ${leftOut} could not be read and were left out.` : "";
    say(`${name}: ${added === 1 ? "1 entry" : `${added} entries`} added.${left}${kept ? "" : ` ${home.off}`}`);
  }
  async function saveDeck() {
    if (!deck) return say("What is in your review is not worked out yet. Wait until the page shows it, or try again there.");
    if (!deck.length) return say("Your review holds no question yet, so there is no deck to save.");
    say("Making the deck.");
    try {
      const { package: text, notes: n } = await home.anki(deck);
      save("ftdecide-review.apkg", Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0)), "application/octet-stream");
      say(`${n} ${n === 1 ? "card" : "cards"} saved. Import the file in Anki; importing a later one updates the same cards.`);
    } catch (fault) {
      say(fault.message);
    }
  }
  const remove = button("Delete everything", () => confirm(
    bar,
    "Delete your progress, first answer, the drill’s answers and what was set aside? Export first if you may want them again.",
    "Delete",
    "Keep",
    async () => {
      say(await store.deleteAll() ? "Everything is deleted." : home.off);
      remove.focus();
    },
    remove
  ));
  const bar = h(
    "div",
    { class: "ftd-buttons" },
    button("Export", async () => {
      save("ftdecide-progress.json", await store.exportText());
      say("Exported to ftdecide-progress.json.");
    }, true),
    chooser("Import a file that was exported", load),
    button("Save the review for Anki", saveDeck),
    remove
  );
  controls.replaceChildren(h("h2", {}, "Your data"), h("p", {}, home.privacy), bar, said);
  store.onChange(draw);
  return draw();
}

// book/_static/progress/widget.js
var SILENT_MS = 6e4;
function kernel(model) {
  const waiting = /* @__PURE__ */ new Map();
  let last = 0;
  const hear = ({ id, answer, fault }) => {
    const asker = waiting.get(id);
    if (!asker) return;
    waiting.delete(id);
    clearTimeout(asker.timer);
    if (fault) asker.reject(new Error(fault));
    else asker.resolve(answer);
  };
  model.on("msg:custom", hear);
  const ask = (kind, request = null) => new Promise((resolve, reject) => {
    const id = ++last;
    const timer = setTimeout(() => {
      waiting.delete(id);
      reject(new Error("The kernel does not answer. Restart it and run the cell again; what was answered before is kept."));
    }, SILENT_MS);
    waiting.set(id, { resolve, reject, timer });
    model.send({ id, kind, request });
  });
  return { ask, stop: () => model.off("msg:custom", hear) };
}
function storeOf(ask, first) {
  const listeners = /* @__PURE__ */ new Set();
  let state = first;
  const take = ({ document: document2, notes, ...rest }) => {
    state = { document: document2, notes };
    for (const listener of listeners) listener();
    return rest;
  };
  return {
    notes: () => state.notes,
    load: () => ({ ...state.document, aside: null, off: false, stuck: false }),
    all: (kind) => ofKind(state.document.entries, kind),
    add: async (fields) => {
      take(await ask("add", fields));
      return true;
    },
    importText: async (text) => take(await ask("import", text)),
    exportText: () => ask("export"),
    deleteAll: async () => {
      take(await ask("delete"));
      return true;
    },
    setAside: () => [],
    forget: () => {
    },
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    }
  };
}
function homeOf(ask, store, path) {
  return {
    Card,
    store,
    loading: "",
    privacy: `Everything is kept in ${path}, on the machine of this kernel; nothing is sent anywhere. Who can read your home folder can read it.`,
    off: "",
    href: null,
    derive: () => ask("derive", { offset_minutes: -(/* @__PURE__ */ new Date()).getTimezoneOffset() }),
    chapter: (name) => ask("chapter", name),
    anki: (items) => ask("anki", items)
  };
}
function practice(home, name, items) {
  let begun = false;
  const latest = new Map(home.store.all("answer").map((entry) => [entry.item, entry.variant]));
  const due = items.map((item) => ({ item, chapter: name, variant: latest.get(item) ?? -1 }));
  return {
    ...home,
    store: { ...home.store, onChange: () => {
    }, add: (fields) => home.store.add({ ...fields, where: "chapter" }) },
    derive: async () => {
      if (begun) return home.derive();
      begun = true;
      return { review: { due, items } };
    }
  };
}
function chooser2(chapters, begin) {
  const select = h("select", { id: `ftd-chapter-${Math.random().toString(36).slice(2)}` }, ...chapters.map(({ name, title }) => h("option", { value: name }, title)));
  const go = h("button", { type: "button", on: { click: () => begin(select.value) } }, "Answer its questions");
  return h("p", { class: "ftd-choose" }, h("label", { for: select.id }, "A chapter "), select, " ", go);
}
async function render({ model, el }) {
  const { ask, stop } = kernel(model);
  const root = h("div", { class: "ftd-before ftd-learning ftd-notebook" }, h("p", {}, "Reading your progress."));
  el.append(root);
  try {
    const { chapters, path, ...state } = await ask("state");
    const store = storeOf(ask, state);
    const home = homeOf(ask, store, path);
    const [review, questions2, progress] = [h("div"), h("div"), h("div")];
    const notes = h("div", {}, ...state.notes.map((note) => h("p", { class: "ftd-caution" }, note)));
    const pick = chooser2(chapters, (name) => mountReview(questions2, practice(home, name, chapters.find((each) => each.name === name).items)));
    root.replaceChildren(notes, h("h2", {}, "Review"), review, h("h2", {}, "Questions"), pick, questions2, progress);
    mountReview(review, home);
    mountProgress(progress, home);
  } catch (fault) {
    root.replaceChildren(h("p", { class: "ftd-error", role: "alert" }, fault.message));
  }
  return stop;
}
var widget_default = { render };
export {
  widget_default as default
};
