// `date`: day, month and year; a year is enough, a month or a day can follow.
export default {
  build({ h, id, edited, _, language }) {
    const spelt = new Intl.DateTimeFormat(language(), { month: "long" });
    const months = Array.from({ length: 12 }, (none, month) => spelt.format(new Date(2000, month, 1)));
    const part = (of, name, control) => {
      control.id = `${id}-${of}`;
      control.addEventListener("input", () => edited(control.matches("select")));
      return h("div", { class: "hw-part" }, h("label", { for: control.id }, name), control);
    };
    const digits = (size) => h("input", { type: "text", inputmode: "numeric", maxlength: size, class: "hw-input", size, autocomplete: "off" });
    const day = digits(2);
    const year = digits(4);
    const month = h("select", { class: "hw-input" }, h("option", { value: "" }, "–"),
      ...months.map((name, index) => h("option", { value: String(index + 1).padStart(2, "0") }, name)));
    const two = (text) => (text ? text.padStart(2, "0") : "");
    return {
      element: h("div", { class: "hw-row hw-parts" }, part("day", _("Day"), day), part("month", _("Month"), month), part("year", _("Year"), year)),
      targets: [day, month, year],
      value: () => [year.value.trim(), month.value, two(day.value.trim())].join("-").replace(/-+$/, "") || null,
      show: (value) => {
        const [y = "", m = "", d = ""] = (value ?? "").split("-");
        if (two(day.value.trim()) !== d) day.value = d.replace(/^0/, "");
        month.value = m;
        year.value = y;
      },
    };
  },
};
