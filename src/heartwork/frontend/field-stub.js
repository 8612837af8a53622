// A field's own module: the kit comes once a page, whichever of them is there first.
const key = Symbol.for("heartwork.DIGEST"), ready = Symbol.for("heartwork.ready.DIGEST");
globalThis[ready] ??= new Promise((resolve) => (globalThis[key] = resolve));
export default { render: async (context) => (await globalThis[ready]).render(context) };
