// `grid`: the same short question a row: options, or a place from 0 to 10. Each row is a group of its own with
// native controls; where there is room for it, rows of options look like a table.
const MOST_COLUMNS = 5;

export default {
  build(context) {
    const { h, spec, kinds, unique, edited, _ } = context;
    const scales = !spec.options.length;
    let unknown = {}; // rows that are not asked about any more: kept until the answer is cleared
    const rows = spec.rows.map(([key, label]) => {
      const id = unique();
      const clear = h("button", { type: "button", class: "hw-quiet", "aria-label": _("Clear: {what}", { what: label }), onclick: () => {
        control.show(null);
        dress();
        control.targets[0].focus();
        edited(true);
      } }, _("Clear"));
      const dress = () => (clear.hidden = control.value() === null);
      const control = kinds[scales ? "scale" : spec.many ? "choices" : "choice"].build({
        ...context, id, spec: { ...spec, other: false }, edited: (now) => (dress(), edited(now)),
      });
      dress();
      const element = scales
        ? h("div", { class: "hw-grid-row hw-clearing" }, h("label", { for: id }, label), control.element, clear)
        : h("fieldset", { class: "hw-grid-row hw-clearing" }, h("legend", {}, label), control.element, clear);
      return { key, control, dress, element };
    });
    const table = !scales && spec.options.length <= MOST_COLUMNS;
    // What stands above the columns is for the eye: every control has its own label.
    const head = table && h("div", { class: "hw-grid-head", "aria-hidden": "true" }, ...spec.options.map(([, label]) => h("span", {}, label)));
    const element = h("div", { class: "hw-grid-rows" }, h("div", { class: table ? "hw-grid-table" : "" }, head, ...rows.map((row) => row.element)));
    element.style.setProperty("--columns", spec.options.length);
    return {
      element,
      // Each row has a Clear of its own; what belongs to no row has only that of the question.
      get clearable() {
        return Object.keys(unknown).length > 0;
      },
      targets: rows.flatMap(({ control }) => control.targets),
      value: () => {
        const answered = rows.map(({ key, control }) => [key, control.value()]).filter(([, one]) => one !== null);
        const all = { ...unknown, ...Object.fromEntries(answered) };
        return Object.keys(all).length ? all : null;
      },
      show: (to) => {
        const cells = to !== null && typeof to === "object" && !Array.isArray(to) ? to : {};
        unknown = Object.fromEntries(Object.entries(cells).filter(([key]) => !rows.some((row) => row.key === key)));
        for (const row of rows) {
          row.control.show(cells[row.key] ?? null);
          row.dress();
        }
      },
    };
  },
};
