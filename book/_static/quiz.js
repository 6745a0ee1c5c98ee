/* Checks the questions that the {quiz} directive puts on a page, shows every option's reason in place
   and keeps the answers in this browser.  Which answer is right stands in the page; nothing is sent.
   plainWords and matchAnswers judge as ftdecide/course/phrases.py does; a test compares them. */
"use strict";
(() => {
  const MAX_ANSWER_CHARACTERS = 200;
  const MAX_CONCEPTS_TOUCHED = 2;

  // What an answer denies is taken out before it is matched; phrases.py says how.
  const CLAUSE_END = /[.,;:!?()]+|(?=\b(?:but|yet|though|although|however)\b)/;
  const ABSENT = new RegExp(
    "\\b(?:no|without|zero|lack|lacks|lacking|neither|nor|hardly|missing"
    + "|(?:not|t|dont|doesnt|havent|never) (?:have|has|got|enough|any|many|much|high|large|clean|good|often"
    + "|frequent\\w*|repetitive|repeated|almost|nearly|near|close|volume|example\\w*|data|an? (?:high|large|clean|near|lot)))\\b"
    + "(?: (?!(?:and|with|in|on|we|you|i|it|they|that|which|so|because|while)\\b)[a-z0-9]+)*", "g");
  const DENIED = new RegExp(
    "\\b(?:not|t|dont|doesnt|isnt|arent|never)(?: (?:be|really|always|even|that|very|so))*"
    + " (?:need\\w*|requir\\w*|necessary|matter\\w*|important|relevant|essential)\\b"
    + "|\\b(?:unnecessary|irrelevant|unimportant|optional|needless|nobody needs)\\b"
    + "|\\b(?:is|are|was|were) (?:missing|absent|lacking|zero|low|none)\\b");

  const withoutAccents = (answer) => Array.from(answer).slice(0, MAX_ANSWER_CHARACTERS).join("")
    .normalize("NFKD").toLowerCase().replace(/[\u0300-\u036f]/g, "");
  const trimmed = (words) => words.replace(/^ +| +$/g, "");
  const wordsOf = (text) => trimmed(text.replace(/[^a-z0-9]+/g, " "));

  /** The answer in lower-case ASCII words, one space between them. */
  const plainWords = (answer) => wordsOf(withoutAccents(answer));

  /** The plain words without what the answer says is absent or not needed. */
  const meantWords = (answer) => withoutAccents(answer).split(CLAUSE_END).map(wordsOf)
    .filter((clause) => !DENIED.test(clause)).map((clause) => trimmed(clause.replace(ABSENT, "")))
    .filter(Boolean).join(" ");

  const found = (patterns, words) => patterns.some((pattern) => new RegExp(pattern).test(words));

  /** For each answer the index of the concept {accepts, rejects} it counts for, or null; both are lists of
      regular expressions.  Each concept and each wording counts once. */
  function matchAnswers(concepts, answers) {
    const seen = new Set();
    const named = answers.map((answer) => {
      const words = plainWords(answer);
      const meant = meantWords(answer);
      const touched = concepts.map((concept) => found(concept.accepts, meant));
      const spent = touched.filter(Boolean).length > MAX_CONCEPTS_TOUCHED || seen.has(words);
      seen.add(words);
      return spent ? [] : concepts.flatMap((concept, i) => (touched[i] && !found(concept.rejects, words) ? [i] : []));
    });
    const answerOf = new Map();
    const place = (answer, tried) => named[answer].some((concept) => {
      if (tried.has(concept)) return false;
      tried.add(concept);
      if (answerOf.has(concept) && !place(answerOf.get(concept), tried)) return false;
      answerOf.set(concept, answer);
      return true;
    });
    answers.forEach((_, answer) => place(answer, new Set()));
    const conceptOf = new Map(Array.from(answerOf, ([concept, answer]) => [answer, concept]));
    return answers.map((_, answer) => (conceptOf.has(answer) ? conceptOf.get(answer) : null));
  }

  /** Why answer i counts for nothing: the one reason that applies. */
  function refusal(concepts, answers, i) {
    const words = plainWords(answers[i]);
    if (!answers[i].trim()) return "left empty.";
    const touching = (text) => concepts.filter((concept) => found(concept.accepts, text));
    const meant = touching(meantWords(answers[i]));
    const allowed = meant.filter((concept) => !found(concept.rejects, words));
    const same = answers.slice(0, i).findIndex((other) => plainWords(other) === words);
    if (words && same >= 0) return `the same words as in answer ${same + 1}.`;
    if (meant.length > MAX_CONCEPTS_TOUCHED) return "several in one box; write one in each.";
    if (allowed.length) return "named already in another box.";
    if (meant.length) return "part of it says something else than what is asked for.";
    if (touching(words).length) return "it says that this is missing or not needed.";
    return "not one of them.";
  }

  if (typeof module !== "undefined") {
    module.exports = { plainWords, meantWords, matchAnswers, refusal };
    return;
  }

  const SHAPES = {
    right: "M3 8.5 6.5 12 13 4.5",
    wrong: "M4 4 12 12 M12 4 4 12",
  };

  function element(tag, className, text) {
    const made = document.createElement(tag);
    made.className = className;
    if (text) made.textContent = text;
    return made;
  }

  /** A tick or a cross; it always stands beside the word that says the same. */
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

  /** One question on the page: reads what was given, judges it, shows the reasons. */
  class Question {
    constructor(form, onChange) {
      this.form = form;
      this.onChange = onChange;
      this.id = form.dataset.id;
      this.inputs = Array.from(form.querySelectorAll("input"));
      this.reasons = Array.from(form.querySelectorAll(".ftd-reasons > li"));
      this.button = form.querySelector(".ftd-check");
      this.result = form.querySelector(".ftd-result");
      this.fold = form.querySelector(".ftd-answer");
      this.checked = false;
      form.querySelector(".ftd-actions").hidden = false;
      this.fold.hidden = true;
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        if (this.checked) this.retry();
        else this.check();
      });
      form.addEventListener("keydown", (event) => this.pressed(event));
    }

    get isChoice() { return this.form.dataset.kind !== "name"; }

    get given() {
      return this.isChoice
        ? this.inputs.filter((input) => input.checked).map((input) => input.value)
        : this.inputs.map((input) => input.value);
    }

    set given(values) {
      this.inputs.forEach((input, i) => {
        if (this.isChoice) input.checked = values.includes(input.value);
        else input.value = values[i] || "";
      });
    }

    /** Keys 1 to 5 choose while the focus is in this question; they never act elsewhere on the page. */
    pressed(event) {
      const input = this.inputs[Number(event.key) - 1];
      if (!this.isChoice || this.checked || !input || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      input.checked = input.type === "radio" || !input.checked;
      input.focus();
    }

    check() {
      if (!this.given.some((value) => value.trim())) {
        this.result.textContent = this.isChoice ? "Choose an answer first." : "Write an answer first.";
        this.inputs[0].focus();
        return;
      }
      this.show();
      this.onChange();
      this.button.focus(); // the options are disabled now; one of them may have had the focus
      this.result.textContent = "";
      this.result.append(shape(this.right ? "right" : "wrong"), element("span", "", this.sentence()));
    }

    /** Mark every option, chosen or not, with its reason. */
    show() {
      this.checked = true;
      if (this.isChoice) this.showOptions();
      else this.showNames();
      this.form.dataset.state = this.right ? "right" : "wrong";
      this.button.textContent = "Try again";
      const after = this.fold.querySelector(".ftd-after").cloneNode(true);
      after.classList.add("ftd-shown");
      this.form.append(after);
    }

    showOptions() {
      const given = new Set(this.given);
      this.right = true;
      this.inputs.forEach((input, i) => {
        const correct = this.reasons[i].dataset.correct === "true";
        const chosen = given.has(input.value);
        if (correct !== chosen) this.right = false;
        const item = input.closest("li");
        item.dataset.correct = correct;
        const word = (correct ? "Correct" : "Not correct") + (chosen ? ", your answer. " : ". ");
        this.explain(item, correct, word, this.reasons[i].lastElementChild);
        input.disabled = true;
      });
    }

    showNames() {
      const concepts = this.reasons.map((reason) => ({
        accepts: JSON.parse(reason.dataset.accepts), rejects: JSON.parse(reason.dataset.rejects),
      }));
      const counted = matchAnswers(concepts, this.given);
      this.named = counted.filter((concept) => concept !== null).length;
      this.right = this.named === concepts.length;
      this.inputs.forEach((input, i) => {
        const name = counted[i] === null ? null : this.reasons[counted[i]].querySelector("strong").textContent;
        const note = element("span", "", name || refusal(concepts, this.given, i));
        const item = input.closest("li");
        item.dataset.correct = name !== null;
        this.explain(item, name !== null, name ? "Counts as: " : "Does not count: ", note);
        input.readOnly = true;
      });
      const all = this.fold.querySelector(".ftd-reasons").cloneNode(true);
      all.classList.add("ftd-shown");
      this.form.append(all);
    }

    explain(item, correct, word, reason) {
      const why = element("p", "ftd-why ftd-shown");
      why.append(shape(correct ? "right" : "wrong"), element("strong", "", word), reason.cloneNode(true));
      item.append(why);
    }

    sentence() {
      if (this.isChoice) return this.right ? "Right. The reasons stand under each option." : this.keySentence();
      return `${this.named} of ${this.inputs.length} named. All of them stand below.`;
    }

    keySentence() {
      const key = this.reasons.filter((reason) => reason.dataset.correct === "true")
        .map((reason) => reason.dataset.letter.toUpperCase());
      const letters = key.length > 1 ? `${key.slice(0, -1).join(", ")} and ${key[key.length - 1]}` : key[0];
      return `Not right. The answer is ${letters}; the reasons stand under each option.`;
    }

    retry() {
      this.clear();
      this.onChange();
      this.inputs[0].focus();
    }

    clear() {
      this.form.querySelectorAll(".ftd-shown").forEach((shown) => shown.remove());
      this.form.querySelectorAll("li[data-correct]:not([data-letter])").forEach((item) => delete item.dataset.correct);
      delete this.form.dataset.state;
      this.checked = false;
      this.inputs.forEach((input) => { input.disabled = false; input.readOnly = false; });
      this.given = [];
      this.result.textContent = "";
      this.button.textContent = "Check the answer";
    }
  }

  /** All questions of one quiz, their score line, and what this browser remembers of them. */
  class Quiz {
    constructor(section) {
      this.key = `ftd-quiz:${section.dataset.quiz}`;
      this.line = section.querySelector(".ftd-score-line");
      this.questions = Array.from(section.querySelectorAll(".ftd-question"),
        (form) => new Question(form, () => this.changed()));
      section.querySelector(".ftd-score").hidden = false;
      const choices = this.questions.filter((question) => question.isChoice);
      const most = Math.max(...choices.map((question) => question.inputs.length));
      if (choices.length) { // once: it holds for every question after it
        choices[0].form.querySelector(".ftd-how").append(` Keys 1 to ${most} work too, here and below.`);
      }
      section.querySelector(".ftd-forget").addEventListener("click", () => {
        this.questions.forEach((question) => question.clear());
        this.changed();
      });
      const kept = this.recall();
      this.questions.filter((question) => Array.isArray(kept[question.id])).forEach((question) => {
        question.given = kept[question.id];
        if (question.given.some((value) => value.trim())) question.show();
      });
      this.write();
    }

    changed() {
      const answered = this.questions.filter((question) => question.checked);
      const kept = this.recall();
      this.questions.forEach((question) => delete kept[question.id]);
      answered.forEach((question) => { kept[question.id] = question.given; });
      try { localStorage.setItem(this.key, JSON.stringify(kept)); } catch { this.forgetful = true; }
      this.write();
    }

    /** What was kept; nothing where the browser keeps nothing or somebody else wrote there. */
    recall() {
      try {
        const kept = JSON.parse(localStorage.getItem(this.key));
        return kept && typeof kept === "object" && !Array.isArray(kept) ? kept : {};
      } catch { return {}; }
    }

    write() {
      const answered = this.questions.filter((question) => question.checked);
      const right = answered.filter((question) => question.right).length;
      const kept = this.forgetful ? "This browser does not keep it." : "Kept in this browser only.";
      this.line.textContent = answered.length
        ? `${right} right of ${answered.length} answered, ${this.questions.length} in all. ${kept}`
        : `${this.questions.length} questions. Your answers stay in this browser.`;
    }
  }

  document.querySelectorAll(".ftd-quiz").forEach((section) => new Quiz(section));
})();
