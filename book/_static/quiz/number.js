// Giving a number: within the tolerance it is right; the slip that leads to another one is told.

import { element, showCopy } from "./parts.js";

const SCALES = { k: 1e3, thousand: 1e3, m: 1e6, million: 1e6, bn: 1e9, billion: 1e9 };
const SLIP_PERCENT = 2; // so near to a slip's number counts as that slip

/** The number in a text, or null: "430,000", "$1.5 million", "62 %", "430k", "0,5". */
export function numberOf(text) {
  const bare = text.toLowerCase().replace(/[$€£%\s\u00a0\u2009\u202f_’']/g, "").replace(/percent|usd|dollars?/g, "");
  const found = /^([+\-−]?)([\d.,]+?)(k|thousand|m|million|bn|billion)?$/.exec(bare);
  if (!found) return null;
  let digits = found[2];
  if (/^\d{1,3}(,\d{3})+(\.\d+)?$/.test(digits)) digits = digits.replaceAll(",", "");
  else if (/^\d+,\d+$/.test(digits)) digits = digits.replace(",", ".");
  if (!/^(\d+\.?\d*|\.\d+)$/.test(digits)) return null;
  const size = Number(digits) * (SCALES[found[3]] ?? 1);
  return found[1] === "" || found[1] === "+" ? size : -size;
}

const within = (value, right, percent) => Math.abs(value - right) <= Math.abs(right) * percent / 100 + 1e-9;

export class NumberBox {
  constructor(form, reasons) {
    this.form = form;
    this.input = form.querySelector(".ftd-box input");
    this.reasons = reasons;
    this.key = form.querySelector(".ftd-right-number");
    this.inputs = [this.input];
  }

  get empty() { return this.input.value.trim() ? `“${this.input.value.trim()}” is no number. Write one such as 430,000 or 0.5.` : "Write a number first."; }

  get given() { return numberOf(this.input.value) === null ? [] : [this.input.value.trim()]; }

  set given([value = ""]) { this.input.value = value; }

  get focus() { return this.input; }

  show() {
    const value = numberOf(this.input.value);
    const right = value !== null && within(value, Number(this.key.dataset.value), Number(this.key.dataset.tolerance));
    const slip = right ? undefined : this.reasons.find((reason) => within(value, Number(reason.dataset.value), SLIP_PERCENT));
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
}
