// What the two pages build their own parts with.  Text is only ever set as text, never as markup.

/** Builds an element: attributes by name, `on` handlers, children as text or nodes. */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "on") for (const [event, handler] of Object.entries(value)) element.addEventListener(event, handler);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value != null) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child != null));
  return element;
}

export const button = (label, click, strong = false) => h("button", { type: "button", class: strong ? "ftd-strong" : null, on: { click } }, label);

export function save(name, text, type = "application/json") {
  const link = h("a", { href: URL.createObjectURL(new Blob([text], { type })), download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** A question in `place`, its two answers as buttons; the safe one has the focus.  `back` takes the focus after it. */
export function confirm(place, question, yes, no, act, back) {
  const close = () => { panel.remove(); back?.focus(); };
  const safe = button(no, close);
  const panel = h("div", { class: "ftd-confirm", role: "group", "aria-label": question, on: { keydown: (event) => { if (event.key === "Escape") close(); } } },
    h("p", {}, question), h("div", { class: "ftd-buttons" }, button(yes, () => { panel.remove(); act(); }), safe));
  place.querySelector(".ftd-confirm")?.remove();
  place.append(panel);
  safe.focus();
}

/** A button that lets the reader choose a file; `read(text, name)` takes it. */
export function chooser(label, read) {
  const input = h("input", { type: "file", accept: ".json,application/json", on: { change: async () => {
    const [file] = input.files;
    input.value = "";
    if (file) read(await file.text(), file.name);
  } } });
  return h("label", { class: "ftd-load" }, label, input);
}

/** What was set aside because it could not be read: each can be saved or deleted. */
export function asideList(entries, forget, redraw) {
  if (!entries.length) return null;
  return h("section", { class: "ftd-caution", "aria-label": "Set aside" },
    h("p", {}, "What this browser had kept could not be read. It is set aside, not lost:"),
    h("ul", {}, ...entries.map(({ key, text }) => h("li", {}, `${key.replace("ftdecide.set-aside.", "")} `,
      button("Save it", () => save("set-aside.json", text)), " ",
      button("Delete it", () => { forget(key); redraw(); })))));
}
