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
    this.settled = false; // whether the reader has kept their mark
  }

  get given() { return this.box.value.trim() ? [this.box.value.trim(), ...this.ticked] : []; }

  set given([text = "", ...ticked]) {
    this.box.value = text;
    this.ticked = ticked;
  }

  get focus() { return this.box; }

  /** The first of the points, where the reader goes on. */
  get marks() { return this.form.querySelector(".ftd-self input"); }

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
      if (event.key === "Enter") event.preventDefault(); // it would keep the mark; the space bar ticks
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
    ticks.forEach((tick) => { tick.disabled = true; });
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
}
