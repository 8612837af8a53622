// `choice`: one of several, as radio buttons; perhaps a line of one's own.
export default {
  build({ h, id, spec, edited, kinds, fitted, _ }) {
    const inputs = [];
    const own = spec.other ? kinds.line.build({ h, id: `${id}-line`, fitted, edited: () => edited() }) : null;
    const line = own?.element;
    line?.classList.add("hw-other");
    line?.setAttribute("aria-label", _("Something else, in your words"));
    const open = (there) => line && (line.hidden = !there);
    const option = (key, label) => {
      const input = h("input", { type: "radio", name: id, value: key, id: `${id}-${key}`, autocomplete: "off" });
      input.addEventListener("change", () => {
        open(other?.checked);
        edited(true);
        if (input === other) line.focus();
      });
      inputs.push(input);
      return [input, h("div", { class: "hw-option" }, input, h("label", { for: input.id }, label))];
    };
    const list = h("div", { class: "hw-options" }, ...spec.options.map(([key, label]) => option(key, label)[1]));
    const [other, last] = spec.other ? option("other", _("Something else")) : [null, null];
    if (last) list.append(last, line);
    open(false);
    return {
      element: list,
      targets: inputs,
      clearable: true,
      value: () => {
        const chosen = inputs.find((input) => input.checked);
        if (!chosen) return null;
        return chosen === other ? { other: line.value } : chosen.value;
      },
      show: (value) => {
        const words = value !== null && typeof value === "object";
        for (const input of inputs) input.checked = words ? input === other : input.value === value;
        open(!!words);
        own?.show(words ? value.other : null);
      },
    };
  },
};
