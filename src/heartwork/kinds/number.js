// `number`: a number with a unit. What is typed stays as typed; what reads as a number is kept as one.
export default {
  build({ h, id, spec, edited }) {
    const input = h("input", { type: "text", id, inputmode: "decimal", class: "hw-input hw-short", autocomplete: "off", oninput: () => edited() });
    const unit = spec.unit && h("span", { id: `${id}-unit`, class: "hw-unit" }, spec.unit);
    return {
      element: h("div", { class: "hw-row" }, input, unit),
      targets: [input],
      described: unit ? [unit.id] : [],
      value: () => {
        const text = input.value.trim();
        if (!text) return null;
        if (/^[-+]?[1-9]\d{0,2}(,\d{3})+$/.test(text)) return input.value; // 1,000 is a thousand here and one there
        return /^[-+]?(\d+([.,]\d*)?|[.,]\d+)$/.test(text) ? Number(text.replace(",", ".")) : input.value;
      },
      show: (value) => (input.value = value ?? ""),
    };
  },
};
