// `rows`: add, fill, move and take out rows; what was taken out can be put back.
export default {
  build({ h, spec, kinds, unique, edited }) {
    const list = h("ol", { class: "hw-rows" });
    const undo = h("p", { class: "hw-undo", "aria-live": "polite" });
    const add = h("button", { type: "button", class: "hw-button hw-second" }, `Add a ${spec.row}`);
    let rows = [];

    function row(values = {}) {
      const cells = spec.columns.map((column) => {
        const id = unique();
        const control = kinds[column.kind].build({ h, id, spec: column, kinds, unique, edited });
        control.show(values[column.id] ?? null);
        const hint = column.hint && h("p", { class: "hw-hint", id: `${id}-hint` }, column.hint);
        const about = column.grouped ? [h("fieldset", { class: "hw-cell" }, h("legend", {}, column.ask), hint, control.element)]
          : [h("div", { class: "hw-cell" }, h("label", { for: id }, column.ask), hint, control.element)];
        if (hint) (control.targets ?? [control.element])[0].setAttribute("aria-describedby", hint.id);
        return { id: column.id, control, about };
      });
      const button = (text, act) => h("button", { type: "button", class: "hw-quiet", onclick: act }, text);
      const made = {
        cells,
        value: () => Object.fromEntries(cells.map(({ id, control }) => [id, control.value()]).filter(([, value]) => value !== null)),
        first: () => (cells[0].control.targets ?? [cells[0].control.element])[0],
      };
      made.up = button("Move up", () => move(made, -1));
      made.down = button("Move down", () => move(made, 1));
      made.title = h("p", { class: "hw-row-title" });
      made.element = h("li", {}, made.title, ...cells.flatMap((cell) => cell.about),
        h("div", { class: "hw-row-actions" }, made.up, made.down, button("Take out", () => remove(made))));
      return made;
    }

    function draw() {
      list.replaceChildren(...rows.map((made) => made.element));
      const name = spec.row[0]?.toUpperCase() + spec.row.slice(1);
      rows.forEach((made, index) => {
        made.title.textContent = `${name} ${index + 1}`;
        made.up.hidden = index === 0;
        made.down.hidden = index === rows.length - 1;
        for (const button of made.element.querySelectorAll(".hw-row-actions button"))
          button.setAttribute("aria-label", `${button.textContent}: ${made.title.textContent}`);
      });
    }
    function move(made, by) {
      const from = rows.indexOf(made);
      rows.splice(from, 1);
      rows.splice(from + by, 0, made);
      draw();
      (by < 0 ? (made.up.hidden ? made.down : made.up) : (made.down.hidden ? made.up : made.down)).focus();
      edited(true);
    }
    function remove(made) {
      const at = rows.indexOf(made);
      rows.splice(at, 1);
      draw();
      edited(true);
      const back = h("button", { type: "button", class: "hw-quiet", onclick: () => {
        rows.splice(Math.min(at, rows.length), 0, made);
        undo.replaceChildren();
        draw();
        made.first().focus();
        edited(true);
      } }, "Put it back");
      undo.replaceChildren(`${made.title.textContent} is taken out. `, back);
      back.focus();
    }
    add.addEventListener("click", () => {
      const made = row();
      rows.push(made);
      undo.replaceChildren();
      draw();
      made.first().focus();
    });
    const value = () => {
      const values = rows.map((made) => made.value());
      return values.some((cells) => Object.keys(cells).length) ? values : null;
    };
    return {
      element: h("div", {}, list, undo, add),
      targets: [add],
      value,
      show: (to) => {
        const same = JSON.stringify(to ?? null) === JSON.stringify(value());
        if (same && rows.length) return;
        rows = (to ?? []).map((values) => row(values));
        draw();
      },
    };
  },
};
