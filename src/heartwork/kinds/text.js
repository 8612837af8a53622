// `text`: several lines, as long as it needs to be; the box grows with the words.
export default {
  build({ h, id, edited, fitted }) {
    const input = h("textarea", { id, class: "hw-input", rows: 3, autocomplete: "off", oninput: () => (grow(), edited()) });
    const grow = fitted(input);
    return {
      element: input,
      value: () => input.value || null,
      show: (value) => {
        input.value = value ?? "";
        grow();
      },
    };
  },
};
