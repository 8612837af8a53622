// `info`: something to read. It has no controls; the kernel sends it as text (see pages/).
export default { build: ({ h }) => ({ element: h("div"), value: () => null, show: () => {} }) };
