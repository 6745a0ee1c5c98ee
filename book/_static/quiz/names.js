// Naming concepts in one's own words, a box for each.

import { element, explain, showCopy } from "./parts.js";
import { matchAnswers, refusal } from "./phrases.js";

export class Names {
  constructor(form, reasons) {
    this.form = form;
    this.inputs = Array.from(form.querySelectorAll(".ftd-boxes input"));
    this.reasons = reasons;
    this.empty = "Write an answer first.";
  }

  get given() { return this.inputs.map((input) => input.value); }

  set given(values) { this.inputs.forEach((input, i) => { input.value = values[i] ?? ""; }); }

  get focus() { return this.inputs[0]; }

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
    this.inputs.forEach((input) => { input.readOnly = false; input.value = ""; delete input.closest("li").dataset.correct; });
  }
}
