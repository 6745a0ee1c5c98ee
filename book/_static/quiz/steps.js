// Putting steps in order: each has a button to move it up and one to move it down.

import { element, explain } from "./parts.js";

export class Steps {
  constructor(form, reasons) {
    this.list = form.querySelector(".ftd-steps");
    this.shown = Array.from(this.list.children); // in the order in which the page offers them
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
      const button = element("button", "ftd-move", sign);
      button.type = "button";
      button.setAttribute("aria-label", `Move ${word}: ${name}`);
      button.addEventListener("click", () => this.move(item, by, button));
      buttons.append(button);
    }
    item.append(buttons);
  }

  move(item, by, button) {
    const all = Array.from(this.list.children);
    const beside = all[all.indexOf(item) + by];
    if (!beside) return;
    if (by < 0) beside.before(item); else beside.after(item);
    this.mark();
    const other = item.querySelector(".ftd-move:not([aria-disabled=true])");
    (button.getAttribute("aria-disabled") === "true" ? other : button).focus();
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

  get given() { return Array.from(this.list.children, (item) => item.dataset.letter); }

  set given(letters) {
    const known = letters.filter((letter) => this.shown.some((item) => item.dataset.letter === letter));
    if (known.length === this.shown.length) this.list.append(...known.map((letter) => this.shown.find((item) => item.dataset.letter === letter)));
    this.mark();
  }

  get focus() { return this.list.querySelector(".ftd-move:not([aria-disabled=true])"); }

  show() {
    const given = this.given;
    const placed = given.filter((letter, place) => letter === this.right[place]).length;
    Array.from(this.list.children).forEach((item, place) => {
      const should = this.right.indexOf(item.dataset.letter);
      const word = should === place ? "In its place. " : `Belongs in place ${should + 1}. `;
      explain(item, should === place, word, this.reasons[should].lastElementChild);
    });
    this.list.querySelectorAll(".ftd-moves").forEach((moves) => { moves.hidden = true; });
    const right = placed === given.length;
    const order = this.right.map((letter) => letter.toUpperCase()).join(", ");
    return { right, sentence: right ? "Right. The reasons stand under each step." : `Not right. The order is ${order}; the reasons stand under each step.` };
  }

  clear() {
    this.list.append(...this.shown);
    this.list.querySelectorAll(".ftd-moves").forEach((moves) => { moves.hidden = false; });
    this.shown.forEach((item) => delete item.dataset.correct);
    this.live.textContent = "";
    this.mark();
  }
}
