// A short answer in one's own words: ours is shown beside it, and the reader says which points theirs makes.

import { element, showCopy } from "./parts.js";

export class Written {
  constructor(form, reasons) {
    this.form = form;
    this.box = form.querySelector("textarea");
    this.reasons = reasons;
    this.inputs = [this.box];
    this.empty = "Write an answer first.";
    this.ticked = [];
  }

  get given() { return this.box.value.trim() ? [this.box.value.trim(), ...this.ticked] : []; }

  set given([text = "", ...ticked]) {
    this.box.value = text;
    this.ticked = ticked;
  }

  get focus() { return this.box; }

  get right() { return this.reasons.every((reason) => this.ticked.includes(reason.dataset.letter)); }

  /** Shows the model answer and the points; `marked()` is called whenever the reader ticks one. */
  show(marked = () => {}) {
    this.box.readOnly = true;
    showCopy(this.form, this.form.querySelector(".ftd-answer .ftd-model"));
    const group = element("fieldset", "ftd-self ftd-shown");
    group.append(element("legend", "", "Tick each point that your answer makes."));
    for (const reason of this.reasons) {
      const label = element("label", "");
      const tick = document.createElement("input");
      tick.type = "checkbox";
      tick.value = reason.dataset.letter;
      tick.checked = this.ticked.includes(tick.value);
      tick.addEventListener("change", () => {
        this.ticked = Array.from(group.querySelectorAll("input:checked"), (each) => each.value);
        marked();
      });
      const said = element("span", "ftd-text");
      said.append(...Array.from(reason.cloneNode(true).childNodes));
      label.append(tick, said);
      group.append(label);
    }
    this.form.append(group);
    return { right: this.right, sentence: this.sentence };
  }

  get sentence() {
    const made = this.ticked.length;
    return `Compare it with ours, and tick the points that yours makes: ${made} of ${this.reasons.length} so far.`;
  }

  clear() {
    this.box.readOnly = false;
    this.box.value = "";
    this.ticked = [];
  }
}
