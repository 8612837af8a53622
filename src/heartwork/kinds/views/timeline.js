// `view: timeline`: a line a person, over the same years. What has no year stands below its line, with no place on it.
const EDGE = 8, LINE = 21; // px: room at the sides, height of a line of text

const year = (when) => {
  const [, y, m, d] = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?$/.exec(when ?? "") ?? [];
  return y && Number(y) + (m ? (Number(m) - 1 + (d ? Number(d) / 31 : 0.5)) / 12 : 0.5);
};
const said = (when, language) => {
  const [y, m, d] = (when ?? "").split("-");
  if (year(when) === undefined || !m) return when ?? "";
  const form = d ? { day: "numeric", month: "long", year: "numeric" } : { month: "long", year: "numeric" };
  return new Intl.DateTimeFormat(language, form).format(new Date(y, m - 1, d ?? 1));
};

/** Years to write below: round ones, far enough from each other to be read. */
function ticks(from, to, most) {
  const step = [1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000].find((size) => (to - from) / size <= most) ?? 2000;
  const first = Math.ceil(from / step) * step;
  return Array.from({ length: Math.floor((to - first) / step) + 1 }, (_, n) => first + n * step);
}

export default {
  draw({ s, spec, rows, width, lines, wide, _, language }) {
    const labels = (id) => spec.columns.find((column) => column.id === id)?.options ?? [];
    const feeling = new Map(labels("was"));
    const people = labels("who");
    const events = rows
      .filter((row) => people.some(([key]) => key === row.who) && (row.when || row.what))
      .map((row) => ({ ...row, at: year(row.when) }))
      .sort((one, other) => (one.at ?? Infinity) - (other.at ?? Infinity));
    if (!events.length) return null;
    const dated = events.filter(({ at }) => at !== undefined).map(({ at }) => at);
    const [first, last] = dated.length ? [Math.floor(Math.min(...dated)), Math.ceil(Math.max(...dated))] : [0, 0];
    const spare = Math.max(0, 10 - (last - first)) / 2;
    const [from, to] = [Math.floor(first - spare), Math.ceil(last + spare)];
    const across = (at) => EDGE * 2 + ((at - from) / (to - from)) * (width - EDGE * 4);
    const drawn = [];
    let y = 0;

    /** Its shape says what it was, and the words beside it say so too. */
    const mark = (was, x, at) => {
      if (was === "hard") return s("rect", { class: "hw-mark", x: x - 6, y: at - 6, width: 12, height: 12 });
      if (was === "good") return s("circle", { class: "hw-mark", cx: x, cy: at, r: 6.5 });
      if (was === "both") return s("g", {}, s("circle", { class: "hw-mark-open", cx: x, cy: at, r: 6.5 }), s("path", { class: "hw-mark", d: `M${x} ${at - 6.5} a6.5 6.5 0 0 0 0 13 z` }));
      return s("circle", { class: "hw-mark-open hw-mark-unknown", cx: x, cy: at, r: 6.5 });
    };
    const words = (event) => {
      const day = event.at === undefined ? event.when || _("Year not known") : said(event.when, language());
      return [event.what ? `${day}:` : day, event.what, feeling.has(event.was) && `(${feeling.get(event.was)})`].filter(Boolean).join(" ");
    };

    for (const [key, label] of people) {
      const own = events.filter((event) => event.who === key);
      const line = y + 38;
      drawn.push(s("text", { class: "hw-view-name", x: 0, y: y + 18 }, label));
      drawn.push(s("line", { class: own.length ? "hw-view-line" : "hw-view-line hw-view-nothing", x1: EDGE, x2: width - EDGE, y1: line, y2: line }));
      y = line + 12;
      const leaders = [], texts = [], written = [];
      for (const event of own) {
        const known = event.at !== undefined;
        const x = known ? across(event.at) : EDGE * 2;
        const left = x > width * 0.55;
        const beside = left ? x - 10 : width - x - 12;
        const room = Math.max(beside, width * 0.7); // where it is narrow, words go on below their mark
        y += 6;
        if (known) leaders.push([x, room > beside ? y + 4 : y + 13]);
        texts.push(mark(event.was, x, known ? line : y + 12));
        lines(words(event), room).forEach((part) => {
          const from = left ? Math.max(x - 8, room) : Math.min(x + 12, width - room);
          texts.push(s("text", { x: from, y: y + 17, "text-anchor": left ? "end" : "start" }, part));
          written.push({ start: left ? from - wide(part) : from, end: left ? from : from + wide(part), top: y + 2 });
          y += LINE;
        });
      }
      if (!own.length) {
        drawn.push(s("text", { class: "hw-view-soft", x: EDGE, y: y + 14 }, _("nothing yet")));
        y += LINE;
      }
      // A leader never runs through words: it ends above the first that lie in its way.
      for (const [x, to] of leaders) {
        const y2 = Math.min(to, ...written.filter(({ start, end }) => start - 3 < x && x < end + 3).map(({ top }) => top));
        drawn.push(s("line", { class: "hw-view-leader", x1: x, x2: x, y1: line, y2 }));
      }
      drawn.push(...texts);
      y += 14;
    }
    if (dated.length) {
      drawn.push(s("line", { class: "hw-view-axis", x1: EDGE, x2: width - EDGE, y1: y, y2: y }));
      for (const tick of ticks(from, to, width / 70)) {
        drawn.push(s("line", { class: "hw-view-axis", x1: across(tick), x2: across(tick), y1: y, y2: y + 6 }));
        drawn.push(s("text", { class: "hw-view-soft", x: across(tick), y: y + 22, "text-anchor": "middle" }, String(tick)));
      }
      y += 26;
    }
    const name = people.map(([key, label]) => `${label}: ${events.filter((event) => event.who === key).map(words).join("; ") || _("nothing yet")}.`).join(" ");
    const open = rows.filter((row) => (row.when || row.what) && !events.some((event) => event.who === row.who)).length;
    return { drawn, height: y, name, note: open ? _("Anything that has no person yet isn't drawn.") : "" };
  },
};
