// `choices`: as many as apply, as check boxes; perhaps a line of one's own.
export default {
  build({ h, put, id, spec, edited, kinds, fitted, _ }) {
    const own = spec.other ? kinds.line.build({ h, id: `${id}-line`, fitted, edited: () => edited() }) : null;
    const line = own?.element;
    line?.classList.add("hw-other");
    line?.setAttribute("aria-label", _("Something else, in your words"));
    const open = (there) => line && (line.hidden = !there);
    const inputs = [];
    const option = (key, label, mine) => {
      const input = h("input", { type: "checkbox", value: key, id: `${id}-${key}`, autocomplete: "off" });
      input.addEventListener("change", () => {
        open(other?.checked);
        edited(true);
        if (input === other && input.checked) line.focus();
      });
      inputs.push(input);
      return [input, h("div", { class: "hw-option" }, input, h("label", { for: input.id, ...(mine && { dir: "auto", translate: "no" }) }, label))];
    };
    const list = h("div", { class: "hw-options" }, ...spec.options.map((one) => option(...one)[1]));
    const [other, last] = spec.other ? option("other", _("Something else")) : [null, null];
    if (last) list.append(last, line);
    open(false);
    return {
      // Options of the person's own come, go and are worded otherwise while the field is on the screen.
      follow: ({ options }) => {
        for (const input of inputs.filter((one) => one !== other && !one.checked && !options.some(([key]) => key === one.value))) {
          inputs.splice(inputs.indexOf(input), 1);
          input.parentElement.remove();
        }
        for (const [key, label, mine] of options) {
          const there = inputs.find((input) => input !== other && input.value === key);
          if (there) put(there.nextElementSibling, label);
          else if (last) last.before(option(key, label, mine)[1]);
          else list.append(option(key, label, mine)[1]);
        }
      },
      element: list,
      targets: inputs,
      value: () => {
        const chosen = inputs.filter((input) => input.checked).map((input) => (input === other ? { other: line.value } : input.value));
        return chosen.length ? chosen : null;
      },
      show: (value) => {
        const items = Array.isArray(value) ? value : [];
        const words = items.find((item) => item !== null && typeof item === "object");
        for (const input of inputs) input.checked = input === other ? !!words : items.includes(input.value);
        open(!!words);
        own?.show(words?.other);
      },
    };
  },
};
