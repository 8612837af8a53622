// `view: fate`: what became of each pattern on its way to me: the words, and a strip whose shape says the same.
const LINE = 21, STRIP = 130, MIDDLE = STRIP / 2, ROOM = 110; // px; with less room than that words would break by letters

/** From left (before me) to right (me). What is not known is dotted. */
function strip(s, fate, y) {
  const path = (d, name = "hw-strip") => s("path", { class: name, d });
  switch (fate) {
    case "repeated":
      return [path(`M0 ${y - 4} H${STRIP} V${y + 4} H0 Z`)];
    case "softened":
      return [path(`M0 ${y - 7} L${STRIP} ${y - 1} V${y + 1} L0 ${y + 7} Z`)];
    case "reversed":
      return [path(`M0 ${y + 5} C${MIDDLE} ${y + 5} ${MIDDLE} ${y - 6} ${STRIP - 4} ${y - 6}`, "hw-strip-line"), path(`M${STRIP - 10} ${y - 12} L${STRIP} ${y - 6} L${STRIP - 10} ${y} Z`)];
    case "stopped":
      return [path(`M0 ${y - 4} H${MIDDLE} V${y + 4} H0 Z`), path(`M${MIDDLE} ${y - 10} h4 v20 h-4 Z`)];
    default:
      return [path(`M2 ${y} H${STRIP}`, "hw-strip-line hw-strip-unknown")];
  }
}

export default {
  draw({ s, spec, rows, width, lines, _ }) {
    const label = (id, key) => (spec.columns.find((column) => column.id === id)?.options ?? []).find(([one]) => one === key)?.[1] ?? "";
    const patterns = rows.filter((row) => row.what || row.fate);
    if (!patterns.length) return null;
    const drawn = [
      s("text", { class: "hw-view-soft", x: 0, y: 14 }, _("before me")),
      s("text", { class: "hw-view-soft", x: STRIP, y: 14, "text-anchor": "end" }, _("me")),
    ];
    let y = 28;
    const told = [];
    for (const row of patterns) {
      const sort = label("sort", row.sort);
      const what = [row.what || "…", sort && `(${sort})`].filter(Boolean).join(" ");
      const fate = label("fate", row.fate) || _("not answered yet");
      for (const part of lines(what, width, 600)) {
        drawn.push(s("text", { class: "hw-view-name", x: 0, y: y + 16 }, part));
        y += LINE;
      }
      drawn.push(...strip(s, row.fate, y + 15));
      const beside = width - STRIP - 16 >= ROOM;
      const [x, below] = beside ? [STRIP + 16, y + 20] : [0, y + 44];
      const said = lines(fate, width - x);
      said.forEach((part, n) => drawn.push(s("text", { x, y: below + n * LINE }, part)));
      y = below + said.length * LINE + 2;
      told.push(`${what}: ${fate}.`);
    }
    return { drawn, height: y, name: told.join(" "), note: "" };
  },
};
