// The view of ftdecide.doors.break_even_widget: a labelled slider and a number box for each control.
// It computes nothing: what is entered goes to the kernel, the sentence and the drawing come back.

function nearest(stops, value) {
  let best = 0;
  stops.forEach((stop, index) => {
    if (Math.abs(stop - value) < Math.abs(stops[best] - value)) best = index;
  });
  return best;
}

function row(model, control, prefix) {
  const id = `${prefix}-${control.name}`;
  const element = document.createElement("div");
  element.className = "ft-lab-row";
  element.innerHTML = `<label for="${id}"></label>
    <input type="range" step="1" min="0" aria-label="" data-lm-suppress-shortcuts="true">
    <span class="ft-lab-number"><input type="number" data-lm-suppress-shortcuts="true" step="any" min="0" inputmode="decimal" id="${id}"
      aria-describedby="${id}-unit ${id}-fault"><span id="${id}-unit"></span></span>
    <p class="ft-lab-fault" id="${id}-fault"></p>`;
  const [label, slider, , fault] = element.children;
  const box = element.querySelector("[type=number]");
  const unit = element.querySelector(".ft-lab-number span");
  label.textContent = control.label;
  unit.textContent = control.unit;
  slider.max = control.stops.length - 1;
  slider.setAttribute("aria-label", `${control.label}, slider`);

  const enter = (value) => {
    model.set("entered", { ...model.get("entered"), [control.name]: value });
    model.save_changes();
  };
  const showSlider = (value) => {
    slider.value = nearest(control.stops, value);
    slider.setAttribute("aria-valuetext", `${value.toLocaleString("en")} ${control.unit}`);
  };
  slider.addEventListener("input", () => {
    const value = control.stops[slider.value];
    box.value = value;
    showSlider(value);
    enter(value);
  });
  box.addEventListener("input", () => {
    const value = box.value.trim() === "" ? null : box.valueAsNumber;
    if (Number.isFinite(value)) showSlider(value);
    enter(Number.isFinite(value) ? value : null);
  });
  const showFault = () => {
    fault.textContent = model.get("faults")[control.name] || "";
    box.setAttribute("aria-invalid", fault.textContent ? "true" : "false");
  };
  const showEntered = () => {
    const value = model.get("entered")[control.name];
    if (document.activeElement !== box && typeof value === "number") {
      box.value = value;
      showSlider(value);
    }
  };
  model.on("change:faults", showFault);
  model.on("change:entered", showEntered);
  showFault();
  showEntered();
  return element;
}

function render({ model, el }) {
  const prefix = `lab-${Math.random().toString(36).slice(2, 8)}`;
  const controls = document.createElement("div");
  controls.className = "ft-lab-controls";
  controls.setAttribute("role", "group");
  controls.setAttribute("aria-label", "What it costs");
  controls.append(...model.get("controls").map((control) => row(model, control, prefix)));

  const answer = document.createElement("p");
  answer.className = "ft-lab-answer";
  answer.setAttribute("role", "status"); // a screen reader hears the new finding
  const picture = document.createElement("div");
  picture.className = "ft-break-even";

  const show = () => {
    answer.textContent = model.get("sentence");
    picture.innerHTML = model.get("picture"); // drawn by the kernel from numbers only
  };
  model.on("change:sentence change:picture", show);
  show();
  el.classList.add("ft-lab");
  el.append(controls, answer, picture);
}

export default { render };
