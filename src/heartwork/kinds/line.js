// `line`: a few words on one line.
export default {
  build({ h, id, edited }) {
    const input = h("input", { type: "text", id, class: "hw-input", autocomplete: "off", oninput: () => edited() });
    return {
      element: input,
      value: () => input.value || null,
      show: (value) => (input.value = value ?? ""),
    };
  },
};
