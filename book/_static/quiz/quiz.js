// The quizzes of a chapter: their cards, score and calibration line, a second try at what was missed.  What is answered
// goes into the reader's progress, which stays in this browser.

import { add, addAnswer, currentAnswers, firstAnswers } from "../progress/store.js";
import { Card } from "./card.js";
import { element } from "./parts.js";

const PROGRESS = "progress.html"; // beside the chapters, also where the book is unpacked and read without a server

/** A question and its variants, of which one is on the page. */
class Item {
  constructor(form, more, onAnswer) {
    this.pristine = [form, ...more].map((each) => each.cloneNode(true));
    this.onAnswer = onAnswer;
    this.id = form.dataset.id;
    this.at = 0;
    this.begin(form);
  }

  begin(form) {
    const told = (fields) => this.onAnswer(this, fields);
    this.card = new Card(form, { onAnswer: told, onRetry: () => { this.fresh(); this.onAnswer(this, null); this.card.view.focus.focus(); } });
  }

  get focus() { return this.card.view.focus; }

  /** This variant in place of the one that is shown, unanswered. */
  put(variant) {
    if (variant === this.at) return this.card.clear();
    const form = this.pristine[variant].cloneNode(true);
    this.card.form.replaceWith(form);
    this.at = variant;
    this.begin(form);
  }

  /** The next variant; a question that has none is cleared. */
  fresh() { this.put((this.at + 1) % this.pristine.length); }

  restore({ given, confidence_percent: confidence, variant, right }) {
    if (!Array.isArray(given) || !this.pristine[variant]) return;
    this.put(variant);
    this.card.restore(given, confidence, right);
  }
}

/** All questions of one quiz: what stands below and above them. */
class Quiz {
  constructor(section) {
    this.section = section;
    this.chapter = section.dataset.quiz;
    this.line = section.querySelector(".ftd-score-line");
    this.end = section.querySelector(".ftd-end");
    this.kept = true;
    this.items = Array.from(section.querySelectorAll(":scope > .ftd-question"), (form) => {
      const more = section.querySelector(`:scope > template[data-id="${form.dataset.id}"]`);
      return new Item(form, more ? Array.from(more.content.children) : [], (item, fields) => this.answered(item, fields));
    });
    section.querySelector(".ftd-score").hidden = false;
    this.sayKeys();
    section.querySelector(".ftd-forget").addEventListener("click", () => this.startAgain());
    section.querySelector(".ftd-missed").addEventListener("click", () => this.retryMissed());
    this.recall();
    this.write();
  }

  /** Once: it holds for every question after it. */
  sayKeys() {
    const choices = this.items.filter((item) => item.card.view.keys);
    if (!choices.length) return;
    const most = Math.max(...choices.map((item) => item.card.view.keys));
    choices[0].card.form.querySelector(".ftd-how").append(` Keys 1 to ${most} choose, 6 to 9 say how sure, here and below.`);
  }

  recall() {
    const current = currentAnswers(this.chapter, this.ids);
    for (const item of this.items) {
      const entry = Object.hasOwn(current, item.id) ? current[item.id] : null;
      if (!entry) continue;
      item.restore(entry);
      if (entry.right === null && item.card.right !== null) this.judgeAnew(item, entry);
    }
  }

  get ids() { return this.items.map((item) => item.id); }

  /** What an older version kept does not say whether it was right; the card does. */
  judgeAnew(item, { at, kind, ...fields }) {
    addAnswer({ ...fields, right: item.card.right });
  }

  /** An answer was given; `fields` is null where one was taken back to be tried again. */
  answered(item, fields) {
    if (fields) this.kept = addAnswer(fields);
    this.write();
  }

  startAgain() {
    this.kept = add(`reset:${this.chapter}`, { kind: "reset", chapter: this.chapter });
    for (const quiz of quizzes.filter(({ chapter }) => chapter === this.chapter)) {
      quiz.items.forEach((item) => item.card.clear());
      quiz.write();
    }
  }

  get missed() { return this.items.filter((item) => item.card.right === false); }

  retryMissed() {
    const { missed } = this;
    missed.forEach((item) => item.fresh());
    this.write();
    missed[0]?.focus.focus();
  }

  write() {
    const answered = this.items.filter((item) => item.card.checked);
    const right = answered.filter((item) => item.card.right);
    const kept = this.kept ? "Kept in this browser only." : "This browser does not keep it.";
    this.line.textContent = answered.length
      ? `${right.length} right of ${answered.length} answered, ${this.items.length} in all. ${kept}`
      : `${this.items.length} questions. Your answers stay in this browser.`;
    this.end.hidden = !answered.length;
    this.section.querySelector(".ftd-missed").hidden = !this.missed.length;
    this.sayHowSure();
  }

  /** How sure the reader was beside how often right, before any reason was seen; what that tells is said elsewhere. */
  sayHowSure() {
    const sure = firstAnswers(this.chapter, this.ids).filter((entry) => entry.confidence_percent !== null);
    const line = this.section.querySelector(".ftd-calibration");
    line.replaceChildren();
    if (!sure.length) return;
    const said = Math.round(sure.reduce((sum, entry) => sum + entry.confidence_percent, 0) / sure.length);
    const right = sure.filter((entry) => entry.right).length;
    const link = element("a", "", "your progress says how well the two fit");
    link.href = PROGRESS;
    line.append(`First tries: ${said} % sure on average, ${right} of ${sure.length} right; `, link, ".");
  }
}

const quizzes = Array.from(document.querySelectorAll(".ftd-quiz"), (section) => new Quiz(section));
