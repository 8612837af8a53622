// `grid`: the same short question a row: options, or a place from 0 to 10. Each row is a group of its own.
export default {
  build(context) {
    const { h, spec, kinds, unique, edited } = context;
    let unknown = {}; // rows that are not asked about any more: kept until the answer is cleared
    const rows = spec.rows.map(([key, label]) => {
      const id = unique();
      const scale = !spec.options.length;
      const clear = h("button", { type: "button", class: "hw-quiet", "aria-label": `Clear: ${label}`, onclick: () => {
        control.show(null);
        dress();
        (control.targets ?? [])[0].focus();
        edited(true);
      } }, "Clear");
      const dress = () => (clear.hidden = control.value() === null);
      const control = kinds[scale ? "scale" : spec.many ? "choices" : "choice"].build({
        ...context, id, spec: { ...spec, other: false }, edited: (now) => (dress(), edited(now)),
      });
      dress();
      const element = scale
        ? h("div", { class: "hw-grid-row" }, h("label", { for: id }, label), control.element, clear)
        : h("fieldset", { class: "hw-grid-row" }, h("legend", {}, label), control.element, clear);
      return { key, control, dress, element };
    });
    const value = () => {
      const answered = rows.map(({ key, control }) => [key, control.value()]).filter(([, one]) => one !== null);
      const all = { ...unknown, ...Object.fromEntries(answered) };
      return Object.keys(all).length ? all : null;
    };
    return {
      element: h("div", { class: "hw-grid-rows" }, ...rows.map((row) => row.element)),
      targets: rows.flatMap(({ control }) => control.targets),
      value,
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
