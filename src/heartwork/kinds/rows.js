// `rows`: add, fill, move and take out rows; what was taken out can be put back. With a view, they are drawn below.
// Older browsers know no segments: a letter with its marks, emoji that are joined or coloured, a pair of a flag.
// biome-ignore lint/suspicious/noMisleadingCharacterClass: marks and joiners are meant one by one
const CLUSTER = /\p{Regional_Indicator}{2}|(?:\P{M}[\p{M}\u{1f3fb}-\u{1f3ff}]*\u200d)*(?:\r\n|\P{M})[\p{M}\u200c\u200d\u0e33\u0eb3\u{1f3fb}-\u{1f3ff}\u{e0020}-\u{e007f}]*|\p{M}+/gsu;
const segments = globalThis.Intl?.Segmenter && new Intl.Segmenter(undefined, { granularity: "grapheme" });
/** The text in the pieces that are read as one letter, and are never cut. */
const clusters = (text) => (segments ? [...segments.segment(text)].map(({ segment }) => segment) : text.match(CLUSTER) ?? []);

const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
/** Words from right to left set apart, so that they run in their own direction, and their full stop is at their end. */
const apart = (text) => (RIGHT_TO_LEFT.test(text) ? `\u2068${text}\u2069` : text);

/** The rows as a picture, as wide as there is room, drawn anew as they change. */
function drawn({ h, s, spec, views, _, language }, rows) {
  const note = h("figcaption", { class: "hw-hint" });
  // Its places are counted from the left, in a page from right to left too.
  const svg = s("svg", { role: "img", direction: "ltr" });
  const element = h("figure", { class: "hw-view", hidden: true, translate: "no" }, svg, note);
  const pen = document.createElement("canvas").getContext("2d");

  const wide = (text, weight = 400) => {
    pen.font = `${weight} 16px ${getComputedStyle(element).fontFamily}`;
    return pen.measureText(text).width;
  };
  /** A text in lines that are no wider than this; a word that is wider than a line is broken. */
  function lines(text, room, weight = 400) {
    const fits = (part) => wide(part, weight) <= Math.max(room, 40);
    const done = [""];
    for (const word of text.split(/\s+/)) {
      const longer = `${done.at(-1)} ${word}`.trim();
      if (fits(longer)) {
        done[done.length - 1] = longer;
        continue;
      }
      if (done.at(-1)) done.push("");
      let letters = clusters(word);
      while (letters.length > 1 && !fits(letters.join(""))) {
        let size = letters.length - 1;
        while (size > 1 && !fits(letters.slice(0, size).join(""))) size--;
        done[done.length - 1] = letters.slice(0, size).join("");
        letters = letters.slice(size);
        done.push("");
      }
      done[done.length - 1] = letters.join("");
    }
    return done.map(apart);
  }

  let width = 320;
  function draw() {
    const picture = views[spec.view].draw({ s, spec, rows: rows(), width, lines, wide, _, language });
    element.hidden = !picture;
    if (!picture) return;
    svg.replaceChildren(...picture.drawn);
    svg.setAttribute("viewBox", `0 0 ${width} ${picture.height}`);
    svg.setAttribute("aria-label", picture.name);
    note.textContent = picture.note;
    note.hidden = !picture.note;
  }
  new ResizeObserver(([{ contentRect }]) => {
    // In large print the drawing is larger too: it has fewer of its own units for the same room.
    const now = Math.round((contentRect.width * 16) / parseFloat(getComputedStyle(document.documentElement).fontSize));
    if (now < 1 || now === width) return;
    width = now;
    draw();
  }).observe(svg);
  return { element, draw };
}

export default {
  build(context) {
    const { h, spec, kinds, views, unique, _ } = context;
    const edited = (now) => {
      picture.draw();
      context.edited(now);
    };
    const list = h("ol", { class: "hw-rows" });
    const undo = h("p", { class: "hw-undo", "aria-live": "polite" });
    const add = h("button", { type: "button", class: "hw-button hw-second" }, /^[aeiou]/i.test(spec.row) ? _("Add an {row}", { row: spec.row }) : _("Add a {row}", { row: spec.row }));
    let rows = [];

    function row(values = {}) {
      const own = new Set(spec.columns.map((column) => column.id));
      const unknown = Object.entries(values).filter(([key]) => !own.has(key)); // of columns that are gone: kept
      const cells = spec.columns.map((column) => {
        const id = unique();
        const control = kinds[column.kind].build({ ...context, id, spec: column, edited: (now) => (dress(), edited(now)) });
        // What cannot be emptied by hand has a way to be empty again.
        const clear = control.clearable && h("button", { type: "button", class: "hw-quiet", "aria-label": _("Clear: {what}", { what: column.ask }), onclick: () => {
          control.show(null);
          dress();
          control.targets[0].focus();
          edited(true);
        } }, _("Clear"));
        const dress = () => clear && (clear.hidden = control.value() === null);
        control.show(values[column.id] ?? null);
        dress();
        const hint = column.hint && h("p", { class: "hw-hint", id: `${id}-hint` }, column.hint);
        const looks = clear ? "hw-cell hw-clearing" : "hw-cell";
        const about = column.grouped ? [h("fieldset", { class: looks }, h("legend", {}, column.ask), hint, control.element, clear)]
          : [h("div", { class: looks }, h("label", { for: id }, column.ask), hint, control.element, clear)];
        if (hint) (control.targets ?? [control.element])[0].setAttribute("aria-describedby", hint.id);
        return { id: column.id, control, about };
      });
      const button = (text, act) => h("button", { type: "button", class: "hw-quiet", onclick: act }, text);
      const made = {
        cells,
        value: () => Object.fromEntries([...unknown, ...cells.map(({ id, control }) => [id, control.value()]).filter(([, value]) => value !== null)]),
        first: () => (cells[0].control.targets ?? [cells[0].control.element])[0],
      };
      made.up = button(_("Move up"), () => move(made, -1));
      made.down = button(_("Move down"), () => move(made, 1));
      made.title = h("p", { class: "hw-row-title" });
      made.element = h("li", {}, made.title, ...cells.flatMap((cell) => cell.about),
        h("div", { class: "hw-row-actions" }, made.up, made.down, button(_("Take out"), () => remove(made))));
      return made;
    }

    function draw() {
      list.replaceChildren(...rows.map((made) => made.element));
      picture.draw();
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
      } }, _("Put it back"));
      const gone = _("{what} is taken out.", { what: made.title.textContent });
      undo.replaceChildren(`${gone} `, back);
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
    const picture = views[spec.view] ? drawn(context, () => rows.map((made) => made.value())) : { draw: () => {} };
    return {
      element: h("div", {}, list, undo, add, picture.element),
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
