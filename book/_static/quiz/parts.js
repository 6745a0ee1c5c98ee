// What every kind of question is shown with: elements, shapes, a reason under what it explains.

const SHAPES = {
  right: "M3 8.5 6.5 12 13 4.5",
  wrong: "M4 4 12 12 M12 4 4 12",
};

export function element(tag, className, text) {
  const made = document.createElement(tag);
  made.className = className;
  if (text) made.textContent = text;
  return made;
}

/** A tick or a cross; it always stands beside the word that says the same. */
export function shape(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("aria-hidden", "true");
  svg.classList.add("ftd-shape");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", SHAPES[name]);
  svg.append(path);
  return svg;
}

/** Puts a reason under what it explains: its shape, its word, then the reason's own node. */
export function explain(item, correct, word, reason) {
  const why = element("p", "ftd-why ftd-shown");
  why.append(shape(correct ? "right" : "wrong"), element("strong", "", word), reason.cloneNode(true));
  item.dataset.correct = correct;
  item.append(why);
}

/** A copy of a part of the answer's fold, shown at the end of the card. */
export function showCopy(form, part) {
  const copy = part.cloneNode(true);
  copy.classList.add("ftd-shown");
  form.append(copy);
  return copy;
}
