// `scale`: a place from 0 to 10. It has no value until it is touched: no place is suggested.
export default {
  build({ h, id, spec, edited, _ }) {
    let value = null;
    const middle = Math.round((spec.min + spec.max) / 2);
    const range = h("input", { type: "range", id, class: "hw-range", min: spec.min, max: spec.max, step: 1, autocomplete: "off" });
    const out = h("span", { class: "hw-out", "aria-hidden": "true" });
    const end = (place, label) => h("span", { "aria-hidden": "true" }, h("b", {}, String(place)), ` ${label}`);
    const element = h("div", { class: "hw-scale" }, range, h("div", { class: "hw-ends" }, end(spec.min, spec.low), out, end(spec.max, spec.high)));
    const draw = () => {
      element.classList.toggle("hw-unset", value === null);
      range.value = value ?? middle;
      range.style.setProperty("--at", `${((value ?? spec.min) - spec.min) / (spec.max - spec.min) * 100}%`);
      out.textContent = value ?? _("not answered");
      const meaning = spec.looks?.[value] ?? (value === spec.min ? spec.low : value === spec.max ? spec.high : "");
      range.setAttribute("aria-valuetext", value === null ? _("Not answered yet") : _("{place} of {most}", { place: value, most: spec.max }) + (meaning && `, ${meaning}`));
    };
    const put = (now) => {
      value = Number(range.value);
      draw();
      edited(now);
    };
    range.addEventListener("input", () => put(false));
    range.addEventListener("change", () => put(true));
    // A tap on the middle, or Space or Enter there, is an answer too, though the range does not move.
    range.addEventListener("click", () => value === null && put(true));
    range.addEventListener("keydown", (event) => {
      if (event.key !== " " && event.key !== "Enter") return;
      event.preventDefault();
      put(true);
    });
    draw();
    return {
      element,
      targets: [range],
      clearable: true,
      value: () => value,
      show: (to) => {
        value = to;
        draw();
      },
    };
  },
};
