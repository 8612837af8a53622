// `line`: a few words on one line. On a phone the box grows with them, so that all of them can be read.
export default {
  build({ h, id, edited, fitted }) {
    // A line stays one line: Enter adds none, and what is pasted is joined.
    const typed = () => {
      if (/[\r\n]/.test(input.value)) input.value = input.value.replace(/\s*[\r\n]+\s*/g, " ");
      grow();
      edited();
    };
    const input = h("textarea", {
      id, class: "hw-input", rows: 1, "aria-multiline": "false", autocomplete: "off", oninput: typed,
      onkeydown: (event) => event.key === "Enter" && !event.isComposing && event.preventDefault(),
    });
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
