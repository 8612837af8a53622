// `number`: a number with a unit. What reads as a number at first sight is sent as one; of everything else the kernel
// says what it is (heartwork/normalization/numbers.py). A number is shown with the mark of the page's language.
const PLAIN = /^[-+]?(\d+([.,]\d*)?|[.,]\d+)$/;
const AMBIGUOUS = /^[-+]?[1-9]\d{0,2}[.,]\d{3}$/; // 1,000 is a thousand here and one there
const DIGITS = 15; // so many are kept exactly

export default {
  build({ h, id, spec, edited, _ }) {
    const input = h("input", { type: "text", id, inputmode: "decimal", class: "hw-input hw-short", autocomplete: "off", oninput: () => edited() });
    const unit = spec.unit && h("span", { id: `${id}-unit`, class: "hw-unit" }, spec.unit);
    return {
      element: h("div", { class: "hw-row" }, input, unit),
      targets: [input],
      described: unit ? [unit.id] : [],
      value: () => {
        const text = input.value.trim();
        if (!text) return null;
        const known = PLAIN.test(text) && !AMBIGUOUS.test(text) && text.replace(/\D/g, "").length <= DIGITS;
        return known ? Number(text.replace(",", ".")) : input.value;
      },
      show: (value) => (input.value = typeof value === "number" ? written(value, _("1.5")[1]) : value ?? ""),
    };
  },
};

/** A number in digits only, with this mark before its decimals. */
function written(value, mark) {
  const digits = String(value);
  return (digits.includes("e") && Math.abs(value) < 1 ? value.toFixed(20).replace(/0+$/, "") : digits).replace(".", mark);
}
