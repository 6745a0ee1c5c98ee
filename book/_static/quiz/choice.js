// Choosing one option or several: every option is explained, chosen or not.

import { explain } from "./parts.js";

export class Choice {
  constructor(form, reasons) {
    this.inputs = Array.from(form.querySelectorAll(".ftd-options input"));
    this.reasons = reasons;
    this.empty = "Choose an answer first.";
    this.keys = this.inputs.length; // so many number keys choose
  }

  get given() { return this.inputs.filter((input) => input.checked).map((input) => input.value); }

  set given(values) { this.inputs.forEach((input) => { input.checked = values.includes(input.value); }); }

  get focus() { return this.inputs[0]; }

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
    this.inputs.forEach((input) => { input.disabled = false; input.checked = false; delete input.closest("li").dataset.correct; });
  }
}
