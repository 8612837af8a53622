// `sort`: cards on piles. Each card has a group of radio buttons, one a pile.
export default {
  build(context) {
    const { cards, piles } = context.spec;
    return context.kinds.grid.build({ ...context, spec: { rows: cards, options: piles, many: false } });
  },
};
