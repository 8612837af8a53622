// `text`: several lines, as long as it needs to be; the box grows with the words.
export default {
  build({ h, id, edited }) {
    const grow = () => {
      if (CSS.supports("field-sizing", "content")) return;
      input.style.height = "auto";
      input.style.height = `${input.scrollHeight + 4}px`;
    };
    const input = h("textarea", { id, class: "hw-input", rows: 3, autocomplete: "off", oninput: () => (grow(), edited()) });
    return {
      element: input,
      value: () => input.value || null,
      show: (value) => {
        input.value = value ?? "";
        requestAnimationFrame(grow);
      },
    };
  },
};
