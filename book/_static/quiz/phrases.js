// Whether words of one's own name a concept.  ftdecide/course/phrases.py judges the same way; a test compares them.

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
export const plainWords = (answer) => wordsOf(withoutAccents(answer));

/** The plain words without what the answer says is absent or not needed. */
export const meantWords = (answer) => withoutAccents(answer).split(CLAUSE_END).map(wordsOf)
  .filter((clause) => !DENIED.test(clause)).map((clause) => trimmed(clause.replace(ABSENT, "")))
  .filter(Boolean).join(" ");

/** Whether an answer that touches these lists all there are. */
const listsAll = (touched, concepts) => touched.length > Math.max(MAX_CONCEPTS_TOUCHED, concepts.length - 1);

const found = (patterns, words) => patterns.some((pattern) => new RegExp(pattern).test(words));

/** For each answer the index of the concept {accepts, rejects} it counts for, or null; both are lists of
    regular expressions.  Each concept and each wording counts once. */
export function matchAnswers(concepts, answers) {
  const seen = new Set();
  const named = answers.map((answer) => {
    const words = plainWords(answer);
    const meant = meantWords(answer);
    const touched = concepts.map((concept) => found(concept.accepts, meant));
    const spent = listsAll(touched.filter(Boolean), concepts) || seen.has(words);
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
export function refusal(concepts, answers, i) {
  const words = plainWords(answers[i]);
  if (!answers[i].trim()) return "left empty.";
  const touching = (text) => concepts.filter((concept) => found(concept.accepts, text));
  const meant = touching(meantWords(answers[i]));
  const allowed = meant.filter((concept) => !found(concept.rejects, words));
  const same = answers.slice(0, i).findIndex((other) => plainWords(other) === words);
  if (words && same >= 0) return `the same words as in answer ${same + 1}.`;
  if (listsAll(meant, concepts)) return "several in one box; write one in each.";
  if (allowed.length) return "named already in another box.";
  if (meant.length) return "part of it says something else than what is asked for.";
  if (touching(words).length) return "it says that this is missing or not needed.";
  return "not one of them.";
}
