// Giving a number: within the tolerance it is right; the slip that leads to another one is told.

import { element, showCopy } from "./parts.js";

const SCALES = { k: 1e3, thousand: 1e3, m: 1e6, million: 1e6, bn: 1e9, billion: 1e9 };
const SLIP_PERCENT = 2; // so near to a slip's number counts as that slip

/** The numbers that a text may mean, the likelier first; none where it is no number: "430,000", "$1.5 million", "62 %",
    "430k", "0,5", "about 12 months" where the unit is months.  "128.571" is a thousand to one reader and not to another:
    it may mean either. */
export function numbersOf(text, unit = "") {
  let words = text.normalize("NFKC").toLowerCase().replace(/^\s*(about|around|roughly|approx\.?|approximately|ca\.?|[~≈])\s*/, "");
  for (const word of unit.toLowerCase().match(/[a-z]+/g) ?? []) words = words.replace(new RegExp(`\\b${word.replace(/s$/, "")}s?\\b`), "");
  const bare = words.replace(/[$€£%\s\u00a0\u2009\u202f_’']/g, "").replace(/percent|usd|dollars?/g, "");
  const found = /^([+\-−]?)([\d.,]+?)(e\d{1,2}|k|thousand|m|million|bn|billion)?$/.exec(bare);
  if (!found) return [];
  const scale = found[3]?.startsWith("e") ? 10 ** Number(found[3].slice(1)) : SCALES[found[3]] ?? 1;
  const sign = found[1] === "" || found[1] === "+" ? scale : -scale;
  return plainDigits(found[2]).map((digits) => sign * Number(digits));
}

/** The ways to read digits with commas and points in them, as JavaScript writes numbers. */
function plainDigits(text) {
  const bare = text.replace(/[.,]/g, "");
  if (/^\d{1,3}[.,]\d{3}$/.test(text)) return text.includes(",") ? [bare, text.replace(",", ".")] : [text, bare];
  if (/^\d{1,3}(,\d{3})+(\.\d+)?$/.test(text)) return [text.replaceAll(",", "")];
  if (/^\d{1,3}(\.\d{3})+(,\d+)?$/.test(text)) return [text.replaceAll(".", "").replace(",", ".")];
  if (/^\d+,\d+$/.test(text)) return [text.replace(",", ".")];
  return /^(\d+\.?\d*|\.\d+)$/.test(text) ? [text] : [];
}

const within = (value, right, percent) => Math.abs(value - right) <= Math.abs(right) * percent / 100 + 1e-9;

export class NumberBox {
  constructor(form, reasons) {
    this.form = form;
    this.input = form.querySelector(".ftd-box input");
    this.reasons = reasons;
    this.key = form.querySelector(".ftd-right-number");
    this.inputs = [this.input];
    this.unit = form.querySelector(".ftd-box label").textContent.split(", in ")[1] ?? "";
  }

  get empty() { return this.input.value.trim() ? `“${this.input.value.trim()}” is no number. Write one such as 430,000 or 0.5.` : "Write a number first."; }

  get numbers() { return numbersOf(this.input.value, this.unit); }

  get given() { return this.numbers.length ? [this.input.value.trim()] : []; }

  set given([value = ""]) { this.input.value = value; }

  get focus() { return this.input; }

  show() {
    const { numbers } = this;
    const near = (value, percent) => numbers.some((number) => within(number, Number(value), percent));
    const right = near(this.key.dataset.value, Number(this.key.dataset.tolerance));
    const slip = right ? undefined : this.reasons.find((reason) => near(reason.dataset.value, SLIP_PERCENT));
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
