// `plan`: two lines that belong together: if this happens, then I will do that.
export default {
  build({ h, id, spec, edited }) {
    const part = (name, label) => {
      const input = h("textarea", { id: `${id}-${name}`, rows: 2, class: "hw-input", autocomplete: "off", oninput: () => edited() });
      return [input, h("div", { class: "hw-part" }, h("label", { for: input.id }, label), input)];
    };
    const [first, firstPart] = part("if", spec.if);
    const [second, secondPart] = part("then", spec.then);
    return {
      element: h("div", { class: "hw-plan-lines" }, firstPart, secondPart),
      targets: [first, second],
      value: () => (first.value || second.value ? { if: first.value, then: second.value } : null),
      show: (value) => {
        first.value = value?.if ?? "";
        second.value = value?.then ?? "";
      },
    };
  },
};
