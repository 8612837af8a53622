// `sort`: cards on piles. Each card has a radio group of the piles; below, the piles are seen as piles, and cards
// can be dragged between them too. Both ways do the same.
const CLOSE = 60; // px from the edge of the window where dragging scrolls
const STIRRED = 6; // px a pointer moves before it is a drag

export default {
  build(context) {
    const { h, spec, kinds, edited, _, ngettext } = context;
    const names = new Map(spec.piles);
    const cards = kinds.grid.build({
      ...context,
      spec: { rows: spec.cards, options: spec.piles, many: false },
      edited: (now) => {
        const before = lying;
        draw();
        const [moved] = spec.cards.filter(([card]) => before[card] !== lying[card]);
        if (moved) say(...moved);
        edited(now);
      },
    });
    const said = h("p", { class: "hw-hidden", "aria-live": "polite" });
    const piles = h("div", { class: "hw-piles" });
    let lying = {};

    function say(card, label) {
      const pile = lying[card];
      const others = Object.values(lying).filter((other) => other === pile).length - 1;
      const company = others ? ngettext("with {count} other", "with {count} others", others) : _("with no others");
      said.textContent = pile === undefined ? _("{card}: not sorted", { card: label })
        : _("{card}: {pile}, {others}", { card: label, pile: names.get(pile) ?? pile, others: company });
    }

    function draw() {
      lying = cards.value() ?? {};
      const pile = (key, label) => {
        const here = spec.cards.filter(([card]) => (names.has(lying[card]) ? lying[card] : "") === key);
        const box = h("div", { class: "hw-pile" }, h("p", { class: "hw-pile-name" }, `${label} `, h("span", {}, `(${here.length})`)),
          h("ul", {}, ...here.map(([card, text]) => h("li", { class: "hw-card", onpointerdown: (event) => drag(event, card, text) },
            h("span", { class: "hw-grip", "aria-hidden": "true" }, "⠿"), text))));
        box.dataset.pile = key;
        return box;
      };
      piles.replaceChildren(...(Object.keys(lying).length < spec.cards.length ? [pile("", _("Not sorted"))] : []), ...spec.piles.map(([key, label]) => pile(key, label)));
    }

    /** With a mouse from anywhere on a card; with a finger from its grip, so that the rest still scrolls the page. */
    function drag(down, card, label) {
      if (down.button || (down.pointerType === "touch" && !down.target.matches(".hw-grip"))) return;
      down.preventDefault();
      const from = down.currentTarget;
      const box = from.getBoundingClientRect();
      let ghost = null, over = null;
      const move = (event) => {
        if (!ghost && Math.hypot(event.clientX - down.clientX, event.clientY - down.clientY) < STIRRED) return;
        if (!ghost) {
          ghost = from.cloneNode(true);
          ghost.classList.add("hw-ghost");
          ghost.style.width = `${box.width}px`;
          from.classList.add("hw-lifted");
          piles.append(ghost);
        }
        ghost.style.left = `${box.left + event.clientX - down.clientX}px`;
        ghost.style.top = `${box.top + event.clientY - down.clientY}px`;
        if (event.clientY < CLOSE) scrollBy(0, -12);
        if (event.clientY > innerHeight - CLOSE) scrollBy(0, 12);
        const under = document.elementFromPoint(event.clientX, event.clientY)?.closest(".hw-pile") ?? null;
        over?.classList.remove("hw-over");
        over = piles.contains(under) ? under : null;
        over?.classList.add("hw-over");
      };
      const end = (event) => {
        removeEventListener("pointermove", move);
        removeEventListener("pointerup", end);
        removeEventListener("pointercancel", end);
        ghost?.remove();
        from.classList.remove("hw-lifted");
        over?.classList.remove("hw-over");
        if (event.type !== "pointerup" || !over || over.dataset.pile === (lying[card] ?? "")) return;
        const { [card]: taken, ...rest } = lying;
        cards.show(over.dataset.pile ? { ...rest, [card]: over.dataset.pile } : rest);
        draw();
        say(card, label);
        edited(true);
      };
      addEventListener("pointermove", move);
      addEventListener("pointerup", end);
      addEventListener("pointercancel", end);
    }

    draw();
    return {
      element: h("div", {}, cards.element, piles, said),
      get clearable() {
        return cards.clearable;
      },
      targets: cards.targets,
      value: cards.value,
      show: (to) => (cards.show(to), draw()),
    };
  },
};
