// `circles`: how close, as two circles that lie apart or over each other. The control is a range, as in `scale`;
// dragging a circle does the same. No closeness is shown until it is touched.
const RADIUS = 52, WIDE = 300, HIGH = 164, MIDDLE = 82;
const FURTHEST = 2 * RADIUS + 26, NEAREST = 12; // between the centres

export default {
  build(context) {
    const { s, spec, edited, _ } = context;
    const step = (FURTHEST - NEAREST) / (spec.max - spec.min);
    const apart = (place) => FURTHEST - (place - spec.min) * step;
    const scale = context.kinds.scale.build({ ...context, edited: (now) => (draw(), edited(now)) });
    const circle = (name) => s("circle", { class: `hw-circle hw-circle-${name}`, cy: MIDDLE, r: RADIUS });
    const me = circle("me"), her = circle("her");
    // One label above and one below: they never meet, however close the circles are.
    const name = (text, y) => s("text", { y, "text-anchor": "middle" }, text);
    const myName = name(spec.me, MIDDLE - RADIUS - 12), herName = name(spec.her, MIDDLE + RADIUS + 24);
    const svg = s("svg", { class: "hw-circles-drawn", viewBox: `0 0 ${WIDE} ${HIGH}`, role: "img", direction: "ltr" }, me, her, myName, herName);

    function draw() {
      const place = scale.value();
      const half = apart(place ?? (spec.min + spec.max) / 2) / 2;
      svg.classList.toggle("hw-unset", place === null);
      for (const [x, ...marks] of [[WIDE / 2 - half, me], [WIDE / 2 + half, her]]) marks.forEach((mark) => mark.setAttribute("cx", x));
      myName.setAttribute("x", WIDE / 2 - half);
      herName.setAttribute("x", WIDE / 2 + half);
      svg.setAttribute("aria-label", `${spec.me}, ${spec.her}: ${place === null ? _("not answered yet") : spec.looks[place]}`);
    }

    /** The circle under the pointer follows it, the other one mirrors it. */
    function drag(down) {
      if (down.button) return;
      const side = down.target === me ? -1 : 1;
      const start = apart(scale.value() ?? (spec.min + spec.max) / 2);
      const unit = WIDE / svg.getBoundingClientRect().width;
      let moved = false;
      const move = (event) => {
        const by = (event.clientX - down.clientX) * unit * side * 2;
        if (!moved && Math.abs(by) < step / 2) return;
        moved = true;
        const place = Math.round(spec.min + (FURTHEST - start - by) / step);
        const near = Math.min(spec.max, Math.max(spec.min, place));
        if (near === scale.value()) return;
        scale.show(near);
        draw();
        edited(false);
      };
      const end = () => {
        down.target.removeEventListener("pointermove", move);
        if (moved) edited(true);
      };
      down.target.setPointerCapture(down.pointerId);
      down.target.addEventListener("pointermove", move);
      for (const over of ["pointerup", "pointercancel"]) down.target.addEventListener(over, end, { once: true });
    }
    for (const one of [me, her]) one.addEventListener("pointerdown", drag);

    draw();
    scale.element.prepend(svg);
    return { ...scale, show: (to) => (scale.show(to), draw()) };
  },
};
