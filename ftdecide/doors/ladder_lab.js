// The view of ftdecide.doors.ladder_widget: three choices, one button, and what came out.
// It computes nothing: the choices go to the kernel; figure, numbers and sentences come back.

function made(tag, text, properties = {}) {
  const element = Object.assign(document.createElement(tag), properties);
  if (text) element.textContent = text;
  return element;
}

function choice(label, name, options, first) {
  const group = made("fieldset", "", { className: "ft-ladder-choice" });
  group.append(made("legend", label));
  for (const { value, title } of options) {
    const line = made("label");
    const button = made("input", "", { type: "radio", name, value, checked: value === first });
    button.dataset.lmSuppressShortcuts = "true";
    line.append(button, made("span", title));
    group.append(line);
  }
  return group;
}

function chosen(element, name) {
  return element.querySelector(`input[name="${name}"]:checked`)?.value ?? "";
}

function table(columns, rows) {
  const whole = made("table", "", { className: "ft-ladder-table" });
  const head = made("tr");
  head.append(...Object.values(columns).map((title) => made("th", title, { scope: "col" })));
  whole.append(head);
  for (const row of rows) {
    const line = made("tr");
    line.append(made("th", row.rung, { scope: "row" }));
    for (const key of Object.keys(columns).slice(1)) line.append(made("td", row[key] || "unknown"));
    whole.append(line);
  }
  return whole;
}

function list(title, sentences, className) {
  const part = made("section", "", { className });
  part.setAttribute("aria-label", title); // the page's own headings differ from door to door
  part.append(made("p", title, { className: "ft-ladder-title" }));
  const items = made("ul");
  items.append(...sentences.map((sentence) => made("li", sentence)));
  part.append(items);
  return part;
}

function controls(model, prefix) {
  const { items, examples, guess, first } = model.get("choices");
  const numbers = (values) => values.map((value) => ({ value: String(value), title: String(value) }));
  const form = made("form", "", { className: "ft-ladder-form" });
  form.append(
    choice("Questions asked of each rung", `${prefix}-items`, numbers(items), String(first.items)),
    choice("Examples in a prompt", `${prefix}-examples`, numbers(examples), String(first.examples)),
    choice("Your guess first: which passes most?", `${prefix}-guess`,
      guess.map(({ name, title }) => ({ value: name, title })), ""),
    made("button", "Climb the ladder", { type: "submit", className: "ft-ladder-run" }),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (model.get("done") >= 0) return;
    const number = (name) => Number(chosen(form, `${prefix}-${name}`));
    model.send({ items: number("items"), examples: number("examples"), guess: chosen(form, `${prefix}-guess`) });
    form.dispatchEvent(new CustomEvent("asked"));
  });
  return form;
}

function render({ model, el }) {
  const prefix = `ladder-${Math.random().toString(36).slice(2, 8)}`;
  const form = controls(model, prefix);
  const bar = made("progress", "", { max: 1, hidden: true });
  bar.setAttribute("aria-label", "How far the rungs are");
  const answer = made("p", "", { className: "ft-lab-answer" });
  answer.setAttribute("role", "status"); // a screen reader hears what came out
  const out = made("div", "", { className: "ft-ladder-out" });

  const showProgress = () => {
    const done = model.get("done");
    bar.hidden = done < 0;
    if (done >= 0) bar.value = done;
    form.querySelector("button").disabled = done >= 0;
  };
  const show = () => {
    const shown = model.get("shown");
    const fault = model.get("fault");
    answer.textContent = fault || shown.finding || "";
    if (fault || !shown.picture) return;
    const picture = made("div", "", { className: "ft-break-even" });
    picture.innerHTML = shown.picture; // drawn by the kernel, which escapes the words in it
    out.replaceChildren(
      picture,
      table(model.get("choices").columns, shown.table),
      list("What can be told, and what cannot yet", shown.sentences, "ft-ladder-told"),
      list("Before you believe it", shown.notes, "ft-ladder-notes"),
    );
  };
  form.addEventListener("asked", () => { bar.hidden = false; bar.removeAttribute("value"); answer.textContent = "Asking"; });
  model.on("change:done", showProgress);
  model.on("change:done change:shown change:fault", () => { if (model.get("done") < 0) show(); });
  showProgress();
  show();
  el.classList.add("ft-lab");
  el.append(made("p", model.get("task_name"), { className: "ft-ladder-task" }), form, bar, answer, out);
}

export default { render };
