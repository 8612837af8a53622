// Questions and choices of one's own: made, worded otherwise, put away and brought back, where they stand.
//
// What is typed here is kept in this script's memory until the kernel says that it is in the file: when the page is
// opened in place, with another kernel too, the form is as it was, and what was asked for is asked for again.

const AGAIN = 4000; // ms before something that had no answer is asked for once more
const PATIENCE = 2000; // ms after which the page says that there is none yet
const FOUND = 5000; // ms in which what was added has to be on the page

const forms = new Map(); // by workbook and place: { open, id, kind, ask, low, high, asked }
let number = Math.floor(Math.random() * 2 ** 40) * 2 ** 12; // two windows on one kernel never use the same
for (const name of ["heartwork:leave", "heartwork:lock", "heartwork:forgotten"]) document.addEventListener(name, () => forms.clear());

export default function own({ model, el }, { h, _, put, attribute, hide, keepKeys, unique, flush }) {
  el.classList.add("hw", "hw-own");
  keepKeys(el);
  const under = model.get("under"), words = model.get("words"); // few pages have these words, so they come with it
  const at = `${model.get("desk").split(":")[0]} ${under || model.get("address")}`;
  const blank = () => ({ open: false, id: "", kind: "scale", ask: "", low: words.low, high: words.high, asked: null });
  let form = forms.get(at);
  // What stands in an untouched form is in the language of the page.
  if (!form?.ask && !form?.id && !form?.asked) forms.set(at, (form = { ...blank(), open: !!form?.open }));
  let timer = 0, over = false;

  const id = unique();
  const word = h("p", { class: "hw-word", id: `${id}-word`, "aria-live": "polite" });
  const said = h("p", { class: "hw-hint", "aria-live": "polite" });
  const text = (name, label) => {
    const input = h("input", {
      type: "text", id: `${id}-${name}`, class: "hw-input", "aria-describedby": word.id, autocapitalize: "sentences",
      oninput: () => ((form[name] = input.value), put(word, "")),
      onkeydown: (event) => event.key === "Enter" && (event.preventDefault(), give()),
    });
    return [input, h("div", { class: "hw-part" }, h("label", { class: "hw-ask", for: input.id }, label), input)];
  };
  const [ask, askPart] = text("ask", under ? words.choice : words.question);
  const [low, lowPart] = text("low", words.zero);
  const [high, highPart] = text("high", words.ten);
  const kinds = [["scale", words.scale], ["line", words.line]].map(([kind, label]) => {
    const input = h("input", { type: "radio", name: `${id}-kind`, id: `${id}-${kind}`, value: kind, autocomplete: "off", onchange: () => ((form.kind = kind), draw()) });
    return [input, h("div", { class: "hw-option" }, input, h("label", { for: input.id }, label))];
  });
  const answered = h("fieldset", {}, h("legend", { class: "hw-ask" }, words.answered), h("div", { class: "hw-options" }, ...kinds.map(([, part]) => part)));
  const button = h("button", { type: "button", class: "hw-button hw-second", onclick: () => give() });
  const stop = h("button", { type: "button", class: "hw-quiet", onclick: () => back() }, words.keep);
  const list = h("ul", { class: "hw-own-made" });
  const summary = h("summary", {}, under ? words.ownChoice : words.ownQuestion);
  const fold = h("details", { open: form.open, ontoggle: () => {
    if (fold.open && !form.open) ask.focus({ preventScroll: true });
    form.open = fold.open;
  } }, summary, askPart, answered, lowPart, highPart, word, h("div", { class: "hw-two" }, button, stop), list);

  function draw() {
    const scale = !under && form.kind === "scale";
    for (const [name, input] of Object.entries({ ask, low, high })) if (input.value !== form[name]) input.value = form[name];
    for (const [input] of kinds) input.checked = input.value === form.kind;
    hide(answered, !!under || !!form.id);
    hide(lowPart, !scale);
    hide(highPart, !scale);
    hide(stop, !form.id);
    put(button, form.id ? words.use : words.add);
    const at = list.contains(document.activeElement) ? document.activeElement.dataset : null;
    list.replaceChildren(...model.get("made").map(line));
    hide(list, !list.children.length);
    if (at) toLine(at.id, at.do);
  }

  /** To a button of one that there is: the one somebody was at, or what has taken its place. */
  function toLine(of, what = "change") {
    const own = [...list.querySelectorAll("button")].filter(({ dataset }) => dataset.id === of);
    (own.find(({ dataset }) => dataset.do === what) ?? own.at(-1) ?? summary).focus({ preventScroll: true });
  }

  /** One that there is, with what can be done with it. */
  function line(one) {
    const asked = h("span", { id: unique(), dir: "auto", translate: "no" }, one.ask);
    const act = (what, label, onclick) =>
      h("button", { type: "button", class: "hw-quiet", "aria-describedby": asked.id, "data-id": one.id, "data-do": what, onclick }, label);
    const change = () => {
      Object.assign(form, { id: one.id, kind: one.kind, ask: one.ask, low: one.low, high: one.high });
      put(word, "");
      draw();
      ask.focus();
    };
    return h("li", {}, asked, one.hidden && h("span", { class: "hw-hint" }, ` (${words.hidden})`),
      h("div", {}, act("change", words.change, change),
        one.hidden ? act("show", words.show, () => send({ do: "show", id: one.id })) : act("hide", words.hide, () => send({ do: "hide", id: one.id }))));
  }

  /** The form as it is for another one; who was changing one is at its line again. */
  function back() {
    const { id: was, open } = form;
    forms.set(at, (form = { ...blank(), open }));
    put(word, "");
    draw();
    if (was) toLine(was);
  }

  function give() {
    if (form.asked) return;
    const { kind } = form;
    const ends = kind === "scale" ? { low: form.low, high: form.high } : {};
    send({ do: form.id ? "change" : "add", id: form.id, kind, ask: form.ask, ...ends });
  }

  function send(what) {
    if (form.asked) return;
    flush(); // what was typed into fields is said first
    put(word, "");
    put(said, "");
    form.asked = { ...what, number: ++number, since: Date.now() };
    go();
  }

  /** Ask for it, until there is an answer or the page is gone. */
  function go() {
    clearTimeout(timer);
    if (over || !form.asked) return;
    attribute(button, "aria-disabled", "true");
    const { since, ...message } = form.asked;
    try {
      model.send({ type: "own", ...message });
    } catch {
      // The connection is gone; it is asked for again.
    }
    timer = setTimeout(go, AGAIN);
    setTimeout(() => !over && form.asked?.since === since && put(said, _("Not saved yet")), PATIENCE);
  }

  model.on("msg:custom", ({ type, number: of, why, said: sentence, id: key }) => {
    if (!form.asked || of !== form.asked.number || !["own-kept", "own-not-kept"].includes(type)) return;
    const { do: what } = form.asked;
    form.asked = null;
    clearTimeout(timer);
    attribute(button, "aria-disabled", null);
    if (type === "own-not-kept") {
      put(said, "");
      put(word, why);
      if (what === "add" || what === "change") ask.focus();
      return;
    }
    put(said, sentence);
    if (what === "hide" || what === "show") return;
    back();
    if (what === "add") {
      fold.open = form.open = false;
      toAdded(key);
    }
  });

  /** What was added is on the page in a moment: there the person goes on. */
  function toAdded(key) {
    const until = Date.now() + FOUND;
    const address = model.get("address");
    (function look() {
      const field = document.querySelector(`[data-address="${CSS.escape(under ? address : `${address}${key}`)}"]`);
      const control = under ? field?.querySelector(`input[value="${CSS.escape(key)}"]`) : field?.querySelector("input, textarea");
      if (!control?.getClientRects().length) return Date.now() < until && requestAnimationFrame(look);
      control.focus({ preventScroll: true });
      (under ? control.parentElement : field).scrollIntoView({ block: "nearest" });
    })();
  }

  model.on("change:made", draw);
  model.on("change:shown", () => hide(el, !model.get("shown")));
  draw();
  el.replaceChildren(fold, said);
  if (form.asked) go();
  return () => {
    over = true;
    clearTimeout(timer);
  };
}
