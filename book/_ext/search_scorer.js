// How the search ranks: a chapter that teaches a thing before a page that lists, credits or explains the course itself.
var Scorer = {
  score: ([page, title, anchor, description, score]) =>
    /\/about\/|\/(sources|course-map|journeys|index)$/.test(page) ? score / 2 : page === "book/glossary" ? score : score * 1.5,
  objNameMatch: 11, objPartialMatch: 6, objPrio: {0: 15, 1: 5, 2: -5}, objPrioDefault: 0,
  title: 15, partialTitle: 7, term: 5, partialTerm: 2,
};
