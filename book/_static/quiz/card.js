// One question on the page: it takes an answer and how sure the reader is of it, then shows every reason.

import { Choice } from "./choice.js";
import { Names } from "./names.js";
import { NumberBox } from "./number.js";
import { element, shape, showCopy } from "./parts.js";
import { Steps } from "./steps.js";
import { Written } from "./written.js";

const KINDS = { one: Choice, several: Choice, order: Steps, number: NumberBox, text: Written, name: Names };
export const SURE = [[25, "A guess"], [50, "As likely as not"], [75, "Fairly sure"], [95, "Sure"]];
const FIRST_SURE_KEY = 6; // keys 6 to 9 say how sure
export const SETTLE_MS = 400; // so soon after an answer a second press is the first one doubled

export class Card {
  /** `onAnswer(fields)` is told of every answer, `onRetry()` may put another variant in this card's place. */
  constructor(form, { onAnswer = () => {}, onRetry = null, where = "chapter" } = {}) {
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
    for (const [percent, word] of SURE) {
      const label = element("label", "");
      const input = document.createElement("input");
      Object.assign(input, { type: "radio", name: `${this.form.id}-sure`, value: percent });
      label.append(input, element("span", "", `${word} (${percent} %)`));
      row.append(label);
    }
    group.append(row);
    return group;
  }

  get confidence() {
    const chosen = this.sure.querySelector("input:checked");
    return chosen ? Number(chosen.value) : null;
  }

  set confidence(percent) {
    this.sure.querySelectorAll("input").forEach((input) => { input.checked = Number(input.value) === percent; });
  }

  /** Keys 1 to 5 choose and 6 to 9 say how sure, while the focus is in this card and no box takes text. */
  pressed(event) {
    if (event.key === "Enter" && event.repeat) return event.preventDefault(); // held down
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
    (this.right === null ? this.view.marks : this.button).focus(); // the options are disabled now; one of them may have had the focus
    this.tell();
  }

  ask(what, where) {
    this.result.textContent = what;
    where.focus();
  }

  /** Whether the answer was given a moment ago. */
  get justAnswered() { return performance.now() - this.answeredAt < SETTLE_MS; }

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
    this.sure.querySelectorAll("input").forEach((input) => { input.disabled = true; });
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
    this.sure.querySelectorAll("input").forEach((input) => { input.disabled = false; });
    this.view.clear();
    this.result.textContent = "";
    this.button.hidden = false;
    this.button.textContent = "Check the answer";
  }
}
