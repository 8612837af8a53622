// The front end of every field: label, hint, word beside it, and the promise "saved means saved".
//
// One source for both worlds: the lean page bundles this file; JupyterLab gets it through an anywidget (see
// part.py), where `kinds`, `views`, `elsewhere` and `onDemand` below are replaced by the files themselves.
import kinds from "kinds";
import views from "views";
import elsewhere from "elsewhere";
import { roomy, drawnFor } from "./wide-pictures.js";
import onDemand from "onDemand";

const QUIET = 190; // ms without a key before a change is sent: by 200 ms it is on the disk
const APART = 600; // ms between two changes of a field that are sent while somebody types slowly: a save is work
const PATIENCE = 2000; // ms a change may go unconfirmed before the page says so; also the longest wait while typing
const TOUCH = 1000; // ms between two questions whether another page wrote something
const SENT = 200_000; // letters of unconfirmed values that are told along with a change: the first, and the last
const ROUND = 4000; // bytes of a message round what it says
const AGAIN = 4000; // ms before an unconfirmed change is sent once more
const HELD = 500; // ms before one is that is on the disk, and waits for its key to be there too

// ---------------------------------------------------------------------------------------------- elements

/** An element with attributes and children; text goes in as text, never as HTML. */
const h = (tag, attributes = {}, ...children) =>
  furnished(document.createElement(tag), { ...helpers(tag, attributes), ...attributes }, ...children);
/** The same, of a drawing. */
const s = (tag, ...rest) => furnished(document.createElementNS("http://www.w3.org/2000/svg", tag), ...rest);

function furnished(element, attributes = {}, ...children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value == null) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  // What is typed runs in the direction of its own first letter, whatever the language of the page; digits in the page's.
  if (element.matches("textarea, input[type=text]") && !/numeric|decimal/.test(element.inputMode)) element.dir ||= "auto";
  element.append(...children.filter((child) => child != null && child !== false));
  return element;
}

/** The place in the address; one that is not written as addresses are (`#100%`) is taken as it stands. */
function placeInAddress() {
  const text = location.hash.slice(1);
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

// Text and attributes are written only where they change: each writing is an event for a screen reader, takes a selection
// away, and puts back what a translator had put there.
const written = new WeakMap(); // what was last put into an element; a translator may have put its own words there since

/** Put a text into an element. */
function put(element, text) {
  const now = String(text ?? "");
  if ((written.get(element) ?? element.textContent) === now) return;
  written.set(element, now);
  element.textContent = now;
}

/** Give an element an attribute; null takes it away. */
function attribute(element, name, value) {
  if (element.getAttribute(name) === value) return;
  if (value === null) element.removeAttribute(name);
  else element.setAttribute(name, value);
}

function hide(element, hidden) {
  if (element.hidden !== !!hidden) element.hidden = !!hidden;
}

/**
 * What helpers of the browser may do with what is typed into a control, decided here for all of them.
 *
 * The spelling services of some browsers, and most extensions for writing, send the words to their makers. So none of
 * them is asked; spelling is checked where the person chose it at the foot of the page (frontend/theme.js). No password
 * manager offers to keep an answer, and no translator is shown one.
 */
const HELPERS = {
  autocomplete: "off", writingsuggestions: "false", translate: "no", "data-gramm": "false", "data-gramm_editor": "false",
  "data-enable-grammarly": "false", "data-lt-active": "false", "data-1p-ignore": "true", "data-lpignore": "true",
  "data-bwignore": "true", "data-form-type": "other",
};
const helpers = (tag, { type = "text" }) => {
  if (tag === "textarea") return { ...HELPERS, spellcheck: String(document.documentElement.getAttribute("spellcheck") === "true") };
  return tag === "input" && type === "text" ? { ...HELPERS, spellcheck: "false", autocorrect: "off" } : {};
};

/** A key that belongs to an input method: the Enter that ends a composition, its arrows, its Escape. */
const ofComposition = (event) => event.isComposing || event.keyCode === 229;
let composing = null; // the control in which letters are being put together
addEventListener("compositionstart", ({ target }) => (composing = target), true);
for (const name of ["compositionend", "blur"]) addEventListener(name, () => (composing = null), true);
// Before anything else hears of it, so that it acts nowhere.
addEventListener("keydown", (event) => ofComposition(event) && event.target.closest?.(".hw") && event.stopImmediatePropagation(), true);

/** Once no letters are being put together: until then the control stays where it is. */
const composed = () =>
  new Promise((resolve) => {
    (function look() {
      if (!composing?.isConnected) resolve();
      else setTimeout(look, 100);
    })();
  });

let count = 0;
const unique = () => `hw${++count}`;
const same = (one, other) => JSON.stringify(one ?? null) === JSON.stringify(other ?? null);

// ------------------------------------------------------------------------------------ words and languages

const ENGLISH = { code: "en", direction: "ltr", words: {}, plural: "", help: "" };
const ourPage = () => document.body?.hasAttribute("data-heartwork"); // our own page, not JupyterLab's
let spoken = ENGLISH;

const filled = (message, values) => message.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
/** Words of the kit in the reader's language; the values go in by name: `_("Saved {time}", { time })`. */
const _ = (message, values = {}) => filled(spoken.words[message] ?? message, values);
/** The one or the other, by the rule of the language for numbers, with `{count}` in it. */
function ngettext(one, many, count) {
  const forms = spoken.words[one];
  // `plural` says for each number below 200 which form; from there on they repeat by hundreds.
  const known = !Number.isInteger(count) ? 2 : count < 200 ? count : 100 + (count % 100);
  return filled(forms ? forms[Number(spoken.plural[known])] : count === 1 ? one : many, { count });
}
const language = () => (spoken.code === "en" ? "en-GB" : spoken.code);

/** From now on in this language, as `heartwork.i18n.catalogs.for_page` gives it; in our own page the frame too. */
function speak(given) {
  spoken = given?.code ? given : ENGLISH;
  if (ourPage()) {
    Object.assign(document.documentElement, { lang: spoken.code, dir: spoken.direction });
    for (const element of document.querySelectorAll("[data-word]")) put(element, _(element.dataset.word));
    for (const element of document.querySelectorAll("[data-label]")) element.setAttribute("aria-label", _(element.dataset.label));
  }
  tell();
}

// ------------------------------------------------------------------------------- what is not yet on the disk

/**
 * The outbox: changes by the pen that wrote them, from the first key until the kernel says the file is written.
 *
 * A pen is one view of one field: `{ address, desk, model, seen, over }`. The same question may be on the screen more
 * than once (two cells of a notebook, two notebooks side by side, a second view of one cell), and each pen knows only
 * what was shown in its own view: `seen`, what the kernel gave, or what it said it has kept. That goes along with each
 * change, so that words which somebody else wrote meanwhile are noticed, and kept as well.
 *
 * A change outlives its pen: when a page is built again, by a new kernel too, a field of the same question takes over
 * what still waits.
 */
const waiting = new Map();
const pens = new Set(); // of the fields on the screen
const known = new Map(); // the last value that any pen saw or had saved, by address
let number = Math.floor(Math.random() * 2 ** 40) * 2 ** 12; // two windows on one kernel never use the same
const savedAt = new Map(); // the time of day of the last save, by workbook
const places = new Set(); // { desk, model, touch }: the place of each page in this window
const listeners = new Set();
const fields = new Set();

/** The workbook of a desk: pages of one workbook share what was left waiting, however they were opened. */
const bookOf = (desk) => desk.split(":")[0];
/** The page in which somebody was last; the one that came last, where that was none. */
const front = () => [...places].sort((one, other) => one.last - other.last).at(-1);
const alone = (desk) => [...places].some((one) => one.desk === desk && one.model.get("private"));
/** What waits to be written into the workbook of a page, wherever in this window it was typed. */
const waitingAt = (desk) => [...waiting].filter(([pen]) => bookOf(pen.desk) === bookOf(desk)).map(([, entry]) => entry);

const tell = () => listeners.forEach((listener) => listener());
/** Call this whenever something may have begun to wait, or was saved. */
const listen = (listener) => listeners.add(listener);

function edited(pen, change, now) {
  const was = waiting.get(pen);
  const since = was?.since ?? Date.now();
  clearTimeout(was?.timer);
  // What was sent and not confirmed yet may have been kept or not: either is this person's own.
  const sent = was?.number ? [...was.sent, was.value] : was?.sent ?? [];
  while (sent.length > 2 && JSON.stringify(sent).length > SENT) sent.splice(Math.floor(sent.length / 2), 1);
  const seen = was ? was.seen : pen.seen;
  const entry = { ...change, number: 0, since, sentAt: was?.sentAt, seen, sent, alone: alone(pen.desk), problem: "", held: was?.held };
  waiting.set(pen, entry);
  if (now || Date.now() - since > PATIENCE) send(pen);
  else entry.timer = setTimeout(() => send(pen), Math.max(QUIET, (pen.went ?? 0) + APART - Date.now()));
  tell();
  setTimeout(tell, PATIENCE + 50);
}

/** Who takes a change whose own field is not on the page any more: the place of its page, or of one like it. */
function courier(pen, entry) {
  const fit = [...places].filter((one) => bookOf(one.desk) === bookOf(pen.desk) && !(entry.alone && !one.model.get("private")));
  return (fit.find((one) => one.desk === pen.desk) ?? fit.at(-1))?.model;
}

function send(pen) {
  const entry = waiting.get(pen);
  if (!entry) return;
  clearTimeout(entry.timer);
  entry.timer = setTimeout(() => send(pen), AGAIN);
  entry.number ||= ++number;
  entry.sentAt ||= Date.now();
  pen.went = Date.now();
  const through = pen.over ? courier(pen, entry) : pen.model;
  const { value, seen, sent } = entry;
  const change = fitting({ type: "change", address: pen.address, number: entry.number, value, skipped: !!entry.skipped, seen, sent }, pen);
  if (!change) {
    clearTimeout(entry.timer);
    entry.problem = _("This is longer than one answer can be, so it isn't saved. It stays on this page: copy a part of it elsewhere, then make it shorter here.");
    tell();
    return;
  }
  try {
    through?.send(change);
  } catch {
    // The connection is gone; the change stays in `waiting` and goes out again by the timer.
  }
}

/** What the connection of a page takes of a change; without its history if need be, null where even that is too long. */
function fitting(change, pen) {
  const most = [...places].find((one) => one.desk === pen.desk)?.model.get("largest") || Infinity;
  const fits = (said) => new TextEncoder().encode(JSON.stringify(said)).length + ROUND < most;
  return [change, { ...change, sent: [] }].find(fits) ?? null;
}

/** What a pen takes over: the words that were left waiting for the same answer by a field that is gone. */
function takeOver(pen) {
  if (waiting.has(pen)) return;
  const left = [...waiting].find(([{ address, desk, over }, entry]) =>
    over && address === pen.address && bookOf(desk) === bookOf(pen.desk) && !(entry.alone && !alone(pen.desk)));
  if (!left) return;
  waiting.delete(left[0]);
  waiting.set(pen, left[1]);
  send(pen);
}

/** The kernel has an answer to a change: every view hears it, and it is for the one that sent it. */
function acknowledged(message) {
  if (!["saved", "held", "not-saved"].includes(message.type)) return;
  const [pen, entry] = [...waiting].find(([, one]) => one.number && one.number === message.number) ?? [];
  if (!pen) return;
  if (message.type === "saved") {
    clearTimeout(entry.timer);
    waiting.delete(pen);
    pen.seen = entry.value;
    known.set(pen.address, entry.value);
    saved(pen.desk, message.at);
  } else if (message.type === "held") {
    // On the disk, and not openable yet if that computer stopped: asked again until it is.
    entry.held = true;
    entry.problem = "";
    entry.sentAt = Date.now();
    clearTimeout(entry.timer);
    entry.timer = setTimeout(() => send(pen), HELD);
  } else {
    entry.problem = message.why;
  }
  tell();
}

/** Something of a page was written; without a time it was not, and nothing is said to be. Other pages look at once. */
function saved(desk, at) {
  if (at) savedAt.set(bookOf(desk), at);
  for (const one of places) if (at && one.desk !== desk && bookOf(one.desk) === bookOf(desk)) one.touch();
}

/**
 * Ask the kernel to destroy an answer, in the file and in its copies. What waits for it is dropped, so that it does
 * not come back. Asked again until there is a reply, or the field is gone.
 *
 * @returns a promise of the reply: "destroyed", or "not-destroyed" with why.
 */
function destroy(pen) {
  const { model, address, desk } = pen;
  const dropped = [...waiting].filter(([one]) => one.address === address && bookOf(one.desk) === bookOf(desk));
  for (const [one, { timer }] of dropped) {
    clearTimeout(timer);
    waiting.delete(one);
  }
  tell();
  const asked = ++number;
  return new Promise((resolve) => {
    const ask = () => {
      if (pen.over) return clearInterval(timer);
      try {
        model.send({ type: "destroy", number: asked });
      } catch {
        // The connection is gone; it is asked again.
      }
    };
    const timer = setInterval(ask, AGAIN);
    model.on("msg:custom", (message) => {
      if (message.number !== asked || !["destroyed", "not-destroyed"].includes(message.type)) return;
      clearInterval(timer);
      if (message.type === "destroyed") {
        known.delete(address);
        saved(desk, message.at);
      } else {
        for (const [one, entry] of dropped) edited(one, entry, true);
      }
      tell();
      resolve(message);
    });
    ask();
  });
}

/** How long the oldest change that was sent has had no answer, in ms. */
function unanswered() {
  const silent = [...waiting.values()].filter((entry) => entry.number && !entry.problem && entry.sentAt);
  return silent.length ? Date.now() - Math.min(...silent.map((entry) => entry.sentAt)) : 0;
}

/** Send everything that waits, now: before a button acts, when the page is hidden, when a connection is back. */
function flush() {
  for (const pen of waiting.keys()) send(pen);
}

addEventListener("visibilitychange", () => document.hidden && flush());
// By the time of pagehide, Firefox sends nothing over the connection any more.
for (const name of ["beforeunload", "pagehide"]) addEventListener(name, flush);
addEventListener("pointerdown", (event) => event.target.closest?.("a, button") && flush(), true);

// ------------------------------------------------------------------------------------------------ fields

/**
 * Label, hint, the word beside it and Skip, round the controls of a kind.
 *
 * A field of a page that is made ready before it is turned to (`ahead`, see frontend/prerender.js) is nobody's yet: what waits
 * to be saved is none of its business, and it says nothing of what the person has seen.
 */
function field({ model, el, ahead }) {
  const kind = kinds[model.get("kind")];
  const address = model.get("address");
  const pen = { address, desk: model.get("desk"), model, seen: undefined, over: false };
  const id = unique();
  const grouped = model.get("grouped");
  const label = h(grouped ? "legend" : "label", { class: "hw-ask", id: `${id}-ask`, for: grouped ? null : id });
  const hint = h("p", { class: "hw-hint", id: `${id}-hint` });
  const word = h("p", { class: "hw-word", id: `${id}-word`, "aria-live": "polite" });
  const skip = h("button", { type: "button", class: "hw-quiet", "aria-describedby": label.id });
  const box = h(grouped ? "fieldset" : "div", { class: `hw-field hw-${model.get("kind")}` });
  box.dataset.address = address;
  if (model.get("spec").own) Object.assign(label, { dir: "auto", translate: false }); // the person's own words
  const summary = model.get("folded") && h("summary");
  if (summary) label.classList.add("hw-hidden"); // the summary says it
  el.classList.add("hw");
  // In JupyterLab an arrow key in a radio group would jump to the next cell, and "a" would add one.
  el.addEventListener("keydown", (event) => event.key !== "Escape" && !event.ctrlKey && !event.metaKey && event.stopPropagation());

  let here = !ahead;
  const build = () => kind.build({
    h, s, put, attribute, hide, id, spec: model.get("spec"), kinds, views, unique, address, _, ngettext, language, fitted,
    edited: (now) => change({ value: control.value() }, now),
    destroy: () => destroy(pen),
    over: () => pen.over,
  });
  let control = build();
  let targets = control.targets ?? [control.element];
  let skipped = model.get("skipped");

  let editing = false; // something was typed since the focus came here
  let behind = false; // the kernel knows another value, which waits until the person has left
  function change(what, now) {
    skipped = !!what.skipped;
    editing = box.contains(document.activeElement);
    behind = false;
    edited(pen, what, now);
    dress();
  }

  /** Everything but the value: it can be drawn anew while somebody types. */
  function dress() {
    put(label, model.get("ask"));
    if (summary) put(summary, model.get("folded"));
    put(hint, model.get("hint"));
    hide(hint, !hint.textContent);
    const words = waiting.get(pen)?.problem || model.get("word");
    put(word, words);
    hide(word, !words);
    const described = [!hint.hidden && hint.id, words && word.id, ...(control.described ?? [])].filter(Boolean).join(" ");
    for (const target of grouped ? [box] : targets) {
      attribute(target, "aria-describedby", described || null);
    }
    for (const target of targets) {
      attribute(target, "aria-invalid", !!model.get("word") && target.matches("input:not([type=radio]):not([type=checkbox]), textarea, select") ? "true" : null);
    }
    const empty = same(control.value(), null);
    put(skip, skipped ? _("Answer it after all") : empty ? _("Skip") : _("Clear"));
    hide(skip, !skipped && (empty ? !!summary : !control.clearable)); // nothing has to be skipped that is folded
    hide(control.element, skipped);
    box.classList.toggle("hw-skipped", skipped);
    attribute(box, "data-misfit", model.get("word") || null);
    if (here) requestAnimationFrame(summarise);
    hide(el, !model.get("shown"));
  }

  /** What to show: words that still wait come before what the kernel knows. */
  function show() {
    if (here) takeOver(pen);
    const mine = waiting.get(pen);
    skipped = mine ? !!mine.skipped : model.get("skipped");
    const value = mine ? mine.value : model.get("value");
    if (here && !mine) known.set(address, (pen.seen = value));
    if (!same(control.value(), value)) inPlace(() => control.show(value ?? null));
    behind = false;
    dress();
  }

  /** Controls as they would be made now; what stood in the old ones, and how far they were opened, is nobody's. */
  function anew() {
    const before = control;
    control = build();
    targets = control.targets ?? [control.element];
    before.element.replaceWith(control.element);
    show();
  }

  /** Show something, and leave focus and caret where they are. */
  function inPlace(put) {
    const at = document.activeElement;
    const controls = () => [...box.querySelectorAll("input, textarea, select, button")];
    const place = box.contains(at) ? controls().indexOf(at) : -1;
    const caret = place >= 0 && at.matches("textarea, input[type=text]") ? [at.selectionStart, at.selectionEnd] : null;
    put();
    if (place < 0) return;
    if (!box.contains(document.activeElement)) controls()[place]?.focus({ preventScroll: true });
    if (caret && document.activeElement === controls()[place]) document.activeElement.setSelectionRange(...caret);
  }

  /** The kernel knows another value: shown at once, unless somebody is in the middle of this one. */
  function follow() {
    if (!here) return anew();
    if (waiting.has(pen)) return;
    if (editing) behind = true;
    else show();
  }

  skip.addEventListener("click", () => {
    if (!skipped && !same(control.value(), null)) {
      control.show(null);
      change({ value: null }, true);
    } else if (skipped) {
      change({ value: control.value() }, true);
      targets[0].focus();
    } else change({ value: null, skipped: true }, true);
  });
  box.addEventListener("compositionstart", () => (editing = true));
  // A field that was left, or a line that was ended, is sent at once.
  box.addEventListener("focusout", (event) => {
    if (waiting.has(pen) && !waiting.get(pen).number) send(pen);
    if (box.contains(event.relatedTarget)) return;
    editing = false;
    if (behind) show();
  });
  box.addEventListener("keydown", (event) => event.key === "Enter" && send(pen));
  model.on("msg:custom", acknowledged);
  model.on("change:value change:skipped", follow);
  model.on("change:ask change:folded change:hint change:word change:shown", dress);
  // The person's words stand in the controls too. Once on the screen they stay: somebody may be pressing one of them.
  model.on("change:spec", () => {
    if (!here) anew();
    else if (control.follow) inPlace(() => control.follow(model.get("spec")));
  });
  const enter = () => {
    if (pen.over) return;
    here = true;
    listeners.add(dress);
    fields.add(show);
    pens.add(Object.assign(pen, { box }));
  };

  const offer = also(pen, () => (skipped ? skip : targets[0]).focus());

  box.append(label, hint, word, control.element, skip);
  el.replaceChildren(summary ? h("details", { class: "hw-fold" }, summary, box) : box, offer);
  if (here) enter();
  show();
  ahead?.then(() => (enter(), show()));
  return () => {
    listeners.delete(dress);
    fields.delete(show);
    pens.delete(pen);
    pen.over = true; // words that are not out yet are taken over, or go by the courier
  };
}

/**
 * Answers of this page that do not fit, once more before the way on: each leads to its field. Nothing is held back by
 * them. The kernel says where the list stands, and in which words.
 */
function summarise() {
  for (const list of document.querySelectorAll(".hw-misfits")) {
    const misfits = [...document.querySelectorAll(".hw-field[data-misfit]")].filter((box) => !box.closest("[hidden]"));
    hide(list, !misfits.length);
    const said = misfits.map((box) => `${box.dataset.address} ${box.dataset.misfit}`).join("\n");
    if ((list.dataset.said ?? "") === said) continue;
    list.dataset.said = said;
    const to = (box) => (event) => {
      event.preventDefault();
      event.stopPropagation();
      (box.querySelector("[aria-invalid]") ?? box.querySelector("input, select, textarea")).focus({ preventScroll: true });
      box.scrollIntoView({ block: "start" });
    };
    list.querySelector("ul").replaceChildren(...misfits.map((box) => h("li", {},
      h("a", { href: "#hw-main", onclick: to(box) }, box.querySelector(".hw-ask").textContent), h("span", {}, box.dataset.misfit))));
  }
}

/**
 * What another page wrote at the same time, below the field: one at a time, with the choice between the two. It can be
 * left as it is; both are kept until then.
 */
function also(pen, back) {
  const { model, desk } = pen;
  const head = h("p", { class: "hw-also-head", id: unique() });
  const words = h("p", { class: "hw-also-words", dir: "auto", translate: "no" });
  const problem = h("p", { class: "hw-word", "aria-live": "polite", hidden: true });
  const button = (choice, label) =>
    h("button", { type: "button", class: "hw-button hw-second", "aria-describedby": head.id, onclick: () => choose(choice) }, label);
  const both = button("both", _("Keep both"));
  const that = button("that", _("Use that one"));
  const group = h("div", { class: "hw-also", role: "group", "aria-labelledby": head.id, hidden: true },
    head, words, h("p", { class: "hw-hint" }, _("Both are kept. You can choose, or leave it.")), problem,
    h("div", { class: "hw-on-one" }, that, button("this", _("Keep this one")), both));
  const spoken = h("p", { class: "hw-hidden", "aria-live": "polite" }); // there before it says anything, and once
  let offered = "";

  function choose(choice) {
    send(pen); // what still waits is said first: it is what the choice is between
    const now = waiting.has(pen) ? waiting.get(pen).value : pen.seen;
    model.send({ type: "settle", key: offered, choice, seen: now });
  }

  function draw() {
    const [one] = model.get("others");
    hide(both, !model.get("joins") || !model.get("value"));
    if ((one?.key ?? "") === offered) return;
    const inside = group.contains(document.activeElement);
    offered = one?.key ?? "";
    hide(problem, true);
    put(head, one?.head ?? "");
    put(words, one?.words ?? "");
    hide(group, !one);
    put(spoken, one ? `${model.get("ask")} ${one.head}` : "");
    if (inside) one ? that.focus() : back();
  }

  model.on("msg:custom", ({ type, at, why }) => {
    if (type !== "settled" && type !== "not-settled") return;
    saved(desk, at);
    put(problem, why ?? "");
    hide(problem, !why);
    tell();
  });
  model.on("change:others change:value change:joins", draw);
  draw();
  return h("div", {}, group, spoken);
}

/**
 * Keep a box as high as its words, where the browser does not do it by itself: measured once it is on the screen, and
 * whenever it is wider or narrower.
 *
 * @returns what to call when the words have changed.
 */
function fitted(input) {
  if (CSS.supports("field-sizing", "content")) return () => {};
  const fit = () => {
    if (!input.offsetWidth) return;
    input.style.height = "auto";
    input.style.height = `${input.scrollHeight + 4}px`;
  };
  let width = 0;
  new ResizeObserver(() => {
    if (input.offsetWidth === width) return;
    width = input.offsetWidth;
    requestAnimationFrame(fit);
  }).observe(input);
  return fit;
}

/** New fields have taken the place of old ones: what was typed into the old ones meanwhile goes to the new. */
const refresh = () => fields.forEach((show) => show());

// ------------------------------------------------------------------------------------------- is it saved?

/** "Saved 14:05" only when every change came back; "Not saved yet" when one has waited for two seconds. In a private
    visit: "Kept for this visit", "Not kept yet". */
function saying(desk) {
  const kept = alone(desk); // nothing is written then, and nothing is called saved
  const mine = waitingAt(desk), at = savedAt.get(bookOf(desk));
  if (!mine.length) return !at ? "" : kept ? _("Kept for this visit") : _("Saved {time}", { time: at });
  // Short and calm: it stands in the header of a phone, for some seconds, with nothing wrong.
  if (mine.some((entry) => entry.held)) return _("Being locked, not saved yet");
  const oldest = Math.min(...mine.map((entry) => entry.since));
  return Date.now() - oldest <= PATIENCE ? (kept ? _("Keeping…") : _("Saving…")) : kept ? _("Not kept yet") : _("Not saved yet");
}

/** The status line: the page's own where there is one (its header), else a line of its own. */
function status({ model, el }) {
  el.classList.add("hw");
  const own = document.getElementById("hw-status");
  const line = own ?? h("p", { class: "hw-status", role: "status" });
  if (!own) el.replaceChildren(line);
  let announced = "", shown = null;
  const draw = () => {
    const now = saying(model.get("desk"));
    if (now === shown) return;
    shown = now;
    // Spoken once for each change of state, not after every pause in typing.
    const state = now.replace(/ \d.*/, "");
    if (!state.endsWith("…")) {
      attribute(line, "aria-live", state === announced ? "off" : "polite");
      announced = state;
    }
    put(line, now);
    line.classList.toggle("hw-not-saved", [_("Not kept yet"), _("Not saved yet")].some((words) => now.startsWith(words)));
  };
  listeners.add(draw);
  draw();
  return () => listeners.delete(draw);
}

// ------------------------------------------------------------------------------------ where we are: #place

/**
 * The place in the address (`#boundaries/limit`) and the place in the kernel, kept the same. In JupyterLab the
 * address belongs to JupyterLab: there, links inside the page are followed without it.
 */
function place({ model, el }) {
  const own = ourPage();
  model.on("msg:custom", acknowledged);
  const here = placeInAddress;
  /** Whether the address is that of something in the page itself: help, for which no kernel is needed. */
  const inPage = () => own && !!document.getElementById(here());
  let asked = here(); // the last place in the address that the kernel was told, or that it gave
  let awaited = null; // the place that was asked for, until its page is there
  const go = (target, moved = true) => {
    flush();
    asked = awaited = target;
    try {
      model.send({ type: "go", place: target, moved, wide: roomy(el) });
    } catch {
      // The kernel has gone; what opens in its place goes where the address says.
    }
  };
  const follow = (event) => {
    const link = event.target.closest?.('a[href^="#"]');
    if (!link || event.defaultPrevented) return;
    if (own || !link.closest(".hw-page")) return;
    event.preventDefault();
    go(link.getAttribute("href").slice(1));
  };
  let followed = false, top = 0;
  const noteTop = (event) => {
    if (!event.target.closest?.('a[href^="#"]')) return;
    tops.set(here(), scrollY);
    followed = true;
    setTimeout(() => (followed = false), 100);
  };
  const hash = () => {
    if (inPage()) return;
    if (here() === model.get("place")) return void (asked = here());
    top = followed ? 0 : tops.get(here()) ?? 0;
    go(here());
  };
  if (own) {
    addEventListener("hashchange", hash);
    document.addEventListener("click", noteTop, true);
    if (here() && here() !== model.get("place") && !inPage()) go(here(), false);
  } else {
    el.classList.add("hw");
    document.addEventListener("click", follow);
  }
  const arrived = () => {
    const at = model.get("place");
    // The person may have gone on meanwhile, and a newer page be on its way: then the address is that one's.
    if (awaited === model.get("asked")) awaited = null;
    if (own && awaited === null && here() !== at && here() === asked && !inPage()) {
      history.replaceState(null, "", at ? `#${at}` : location.pathname + location.search);
      asked = at;
    }
    document.dispatchEvent(new CustomEvent("heartwork:arrived"));
    if (!model.get("moved") || inPage()) return;
    land();
  };
  /** Go to the heading, or to the question that the person comes back to, once it is there: views follow by a moment. */
  function land() {
    const until = Date.now() + 3000, at = model.get("at"), down = top;
    top = 0;
    (function look() {
      const heading = document.querySelector(`[data-arrival="${model.get("arrived")}"]`);
      const box = at && heading && document.querySelector(`[data-address="${CSS.escape(at)}"]`);
      if (box) toQuestion(box);
      else if (heading && !at) {
        heading.focus({ preventScroll: true });
        if (own) requestAnimationFrame(() => scrollTo(0, down));
        else heading.scrollIntoView({ block: "nearest" });
      } else if (Date.now() < until) requestAnimationFrame(look);
    })();
  }
  landing = () => model.get("at") && land();
  // The person is back at the page, or goes to another field: the kernel looks whether another page wrote something.
  let touched = 0, due = 0;
  const touch = () => {
    due ||= setTimeout(() => {
      due = 0;
      if (document.hidden) return;
      touched = Date.now();
      try {
        model.send({ type: "touch", zone: zone() });
      } catch {
        // The connection is gone; there will be another touch.
      }
    }, Math.max(0, touched + TOUCH - Date.now()));
  };
  const mine = { desk: model.get("desk"), model, touch, go, last: performance.now() };
  places.add(mine);
  const entered = (event) => {
    const field = event.target.closest?.(".hw-field");
    if (!field) return;
    if ([...pens].some((pen) => pen.desk === mine.desk && pen.box === field)) mine.last = performance.now();
    touch();
  };
  document.addEventListener("visibilitychange", touch);
  addEventListener("focus", touch);
  document.addEventListener("focusin", entered);
  model.on("change:arrived", arrived);
  const spokenHere = () => {
    const given = model.get("language");
    if (given?.code && given.code !== spoken.code) speak(given);
    const help = own && given?.help && document.getElementById("help");
    if (!help) return;
    const back = help.querySelector("[data-back] a").getAttribute("href"), gone = help.querySelector("[data-back]").hidden;
    help.outerHTML = given.help;
    const way = document.querySelector("#help [data-back]");
    hide(way, gone);
    way.firstElementChild.setAttribute("href", back);
  };
  model.on("change:language", spokenHere);
  if (model.get("language")?.code && model.get("language").code !== spoken.code) spokenHere();
  // What kept-across-reload.js goes by: nothing of a sealed workbook or a private visit may lie in the browser's storage.
  const mark = () => {
    for (const name of ["private", "unwritten"]) {
      if (model.get(name)) document.body.dataset[name] = "";
      else delete document.body.dataset[name];
    }
    tell();
  };
  model.on("change:private change:unwritten", mark);
  mark();
  try {
    model.send({ type: "zone", zone: zone(), wide: roomy(el) });
  } catch {
    // No connection yet: the next touch says it.
  }
  const noLonger = drawnFor(el, () => model.send({ type: "room", wide: roomy(el) }));
  return () => {
    noLonger();
    places.delete(mine);
    clearTimeout(due);
    document.removeEventListener("visibilitychange", touch);
    removeEventListener("focus", touch);
    document.removeEventListener("focusin", entered);
    removeEventListener("hashchange", hash);
    document.removeEventListener("click", noteTop, true);
    document.removeEventListener("click", follow);
  };
}

/** Where the person is, as their browser says: their day may not be that of the computer that keeps their answers. */
const zone = () => Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";

let landing = () => {};
/** How far down each page was when a link on it was followed: Back leads there again, with another kernel too. */
const tops = new Map();

/** Scroll to a question and focus it: its control, or its label where a keyboard would come up over half the screen. */
function toQuestion(box) {
  for (let fold = box.closest("details:not([open])"); fold; fold = fold.parentElement.closest("details:not([open])")) fold.open = true;
  const controls = ["input:checked", "input, textarea, select, button"].flatMap((one) => [...box.querySelectorAll(one)]);
  const control = controls.find((one) => one.getClientRects().length);
  const types = control?.matches("textarea, input:not([type=radio]):not([type=checkbox]):not([type=range])");
  const label = box.querySelector(".hw-ask");
  label.tabIndex = -1;
  (control && !(types && matchMedia("(pointer: coarse)").matches) ? control : label).focus({ preventScroll: true });
  box.scrollIntoView({ block: "start" });
}

/** A box that scrolls sideways is reached by Tab; where all of it is seen there is nothing to stop at. */
const reach = new ResizeObserver((entries) => {
  for (const { target } of entries) target.tabIndex = target.scrollWidth > target.clientWidth ? 0 : -1;
});

/** Something to read: HTML that the kernel has made from an author's Markdown, and cleaned. */
function prose({ model, el }) {
  el.classList.add("hw", "hw-prose");
  const stops = () => [...el.querySelectorAll("a, button, summary, [tabindex]")];
  const draw = () => {
    const at = stops().indexOf(document.activeElement);
    el.innerHTML = model.get("html");
    for (const box of el.querySelectorAll('[tabindex="0"]')) reach.observe(box);
    // A person's own words, and pictures with them in: not for a translator.
    for (const own of el.querySelectorAll("[dir=auto], .hw-recalled dd, .hw-chart-picture")) attribute(own, "translate", "no");
    number();
    stops()[at]?.focus({ preventScroll: true }); // worded otherwise, but who is on a link or a heading stays there
    hide(el, !model.get("shown"));
    requestAnimationFrame(summarise);
  };
  const number = () => {
    for (const heading of el.querySelectorAll("[data-arrival]")) heading.dataset.arrival = model.get("arrival");
  };
  model.on("change:html change:shown", draw);
  model.on("change:arrival", number);
  draw();
}

/** A button that the kernel acts on; what waits is sent before it. */
function act({ model, el }) {
  el.classList.add("hw", "hw-act");
  const looks = model.get("filled") ? "hw-button" : "hw-button hw-second";
  const button = h("button", { type: "button", class: looks, onclick: () => (flush(), model.send({ type: "act" })) });
  const draw = () => {
    put(button, model.get("label"));
    hide(el, !model.get("shown"));
  };
  model.on("change:label change:shown", draw);
  draw();
  el.replaceChildren(button);
}

/** Fields for a passphrase. What is typed goes out once, in a message, and is forgotten here. */
function passphrase({ model, el }) {
  el.classList.add("hw");
  el.addEventListener("keydown", (event) => event.key !== "Escape" && !event.ctrlKey && !event.metaKey && event.stopPropagation());
  const word = h("p", { class: "hw-word", id: unique(), "aria-live": "polite" });
  const button = h("button", { type: "button", class: "hw-button", onclick: give });
  const inputs = new Map();
  // On a device that several people use, no manager of passphrases may offer to keep it, or show it to the next: browsers
  // offer that for every password field, so there it is a text field whose letters are drawn as dots.
  const shared = model.get("shared") && CSS.supports("-webkit-text-security", "disc");
  const cover = (input, covered) => {
    if (shared) input.classList.toggle("hw-covered", covered);
    else input.type = covered ? "password" : "text";
  };
  const manager = (name) => (model.get("shared") ? "off" : name === "now" ? "current-password" : "new-password");
  const seen = h("input", { type: "checkbox", onchange: () => inputs.forEach((input) => cover(input, !seen.checked)) });
  const rows = model.get("asks").map(([name, label]) => {
    const input = h("input", {
      type: shared ? "text" : "password", id: unique(), class: "hw-input", autocomplete: manager(name), autocapitalize: "none",
      autocorrect: "off", spellcheck: "false", translate: "no",
      onkeydown: (event) => event.key === "Enter" && give(),
      oninput: () => put(word, ""),
    });
    cover(input, true);
    input.setAttribute("aria-describedby", word.id);
    inputs.set(name, input);
    const about = name === "new" && h("p", { class: "hw-hint", id: unique(), "aria-live": "polite" });
    if (about) {
      input.setAttribute("aria-describedby", `${about.id} ${word.id}`);
      const hints = model.get("hints");
      input.addEventListener("input", () => put(about, hints.filter(([least]) => input.value.length >= least).pop()?.[1] ?? ""));
    }
    return h("div", { class: "hw-part" }, h("label", { class: "hw-ask", for: input.id }, label), input, about);
  });
  let busy = false;
  function give() {
    if (busy) return;
    const empty = [...inputs.values()].find((input) => !input.value);
    if (empty) return empty.focus();
    flush();
    work(true);
    model.send({ type: "passphrase", words: Object.fromEntries([...inputs].map(([name, input]) => [name, input.value])) });
  }
  function work(now) {
    busy = now;
    attribute(button, "aria-disabled", String(now));
    put(button, now ? _("One moment…") : model.get("label"));
    if (now) put(word, "");
  }
  model.on("msg:custom", ({ type, why }) => {
    if (type !== "answered") return;
    work(false);
    put(word, why);
    if (why) inputs.values().next().value.select();
    else inputs.forEach((input) => (input.value = ""));
  });
  const kept = h("p", { class: "hw-hint" });
  const draw = () => {
    hide(el, !model.get("shown"));
    // Only where it stands in the way of a page: the words that were typed into it are not on the screen.
    put(kept, waiting.size && inputs.has("now") && inputs.size === 1 ? _("What you typed is still here. It is saved once this is open.") : "");
    hide(kept, !kept.textContent);
  };
  model.on("change:shown", () => (draw(), model.get("shown") && inputs.values().next().value.focus()));
  listeners.add(draw);
  work(false);
  draw();
  el.replaceChildren(h("div", { class: "hw-field hw-passphrase" }, ...rows, h("label", { class: "hw-look" }, seen, ` ${_("Show what I type")}`),
    inputs.has("new") && !model.get("shared") && h("p", { class: "hw-hint" }, _("A browser may offer to keep your passphrase. Then whoever uses that browser can open your pages.")),
    word, kept, button));
  return () => listeners.delete(draw);
}

/** A button that hands over a file. It is made here, from what the kernel sends: no address leads to it. */
function download({ model, el }) {
  el.classList.add("hw", "hw-act");
  const button = h("button", { type: "button", class: "hw-button hw-second", onclick: () => (flush(), model.send({ type: "download" })) });
  model.on("msg:custom", ({ type, name, media }, buffers) => {
    if (type !== "file") return;
    const address = URL.createObjectURL(new Blob(buffers, { type: media }));
    h("a", { href: address, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
  });
  const word = h("p", { class: "hw-word", "aria-live": "polite" });
  const draw = () => {
    put(button, model.get("label"));
    put(word, model.get("said"));
    hide(el, !model.get("shown"));
  };
  model.on("change:label change:said change:shown", draw);
  draw();
  el.replaceChildren(button, word);
}

/**
 * A button that acts only when a word was typed beside it. Once it acted, everything is gone: what still waits here
 * must not come back.
 */
function typed({ model, el }) {
  el.classList.add("hw");
  el.addEventListener("keydown", (event) => event.key !== "Escape" && !event.ctrlKey && !event.metaKey && event.stopPropagation());
  const id = unique();
  const word = h("p", { class: "hw-word", id: `${id}-word`, "aria-live": "polite" });
  const give = () => (flush(), put(word, ""), model.send({ type: "typed", word: input.value }));
  const input = h("input", {
    type: "text", id, class: "hw-input", autocomplete: "off", autocapitalize: "none", spellcheck: "false", "aria-describedby": word.id,
    onkeydown: (event) => event.key === "Enter" && give(),
    oninput: () => put(word, ""),
  });
  // The word itself stays as it has to be typed, whatever a translator makes of the rest.
  const [all, that] = [model.get("ask"), model.get("word")];
  const at = that ? all.lastIndexOf(that) : -1;
  const ask = at < 0 ? [all] : [all.slice(0, at), h("span", { translate: "no", class: "notranslate" }, that), all.slice(at + that.length)];
  const button = h("button", { type: "button", class: "hw-button hw-second", onclick: give }, model.get("label"));
  model.on("msg:custom", ({ type, why }) => {
    if (type !== "answered") return;
    put(word, why);
    if (why) return input.focus();
    forgetAll();
    savedAt.clear();
    try {
      sessionStorage.clear();
      for (const kept of [LEADS, LOOKS, COUNTRY]) localStorage.removeItem(kept);
    } catch {
      // No storage, nothing to clear.
    }
    keepLanguage("");
    document.dispatchEvent(new CustomEvent("heartwork:forgotten"));
    tell();
  });
  hide(el, !model.get("shown"));
  el.replaceChildren(h("div", { class: "hw-typed" }, h("label", { class: "hw-ask", for: id }, ...ask), input, word, button));
}

/** Two days, and a link to the place that shows what lies between them. */
function span({ model, el }) {
  el.classList.add("hw");
  const base = model.get("base");
  const day = (name) => h("input", { id: unique(), type: "date", class: "hw-input", value: model.get(name), oninput: () => aim() });
  const since = day("since"), until = day("until");
  const show = h("a", { class: "hw-button hw-second" }, _("Show these days"));
  const aim = () => show.setAttribute("href", since.value || until.value ? `#${base}/${since.value}..${until.value}` : `#${base}`);
  const part = (label, input) => h("div", { class: "hw-part" }, h("label", { for: input.id }, label), input);
  aim();
  el.replaceChildren(
    h("details", { open: !!document.location.hash.match(/\.\./) }, h("summary", {}, _("Other days")), h("div", { class: "hw-span" }, part(_("From"), since), part(_("To"), until), show)),
  );
}

const LEADS = "leave-to"; // in localStorage; frontend/leave.js reads it
const LOOKS = "looks"; // in localStorage; frontend/theme.js reads and writes it
const COUNTRY = "help-country"; // likewise, written and read by frontend/help.js

/** A web address as it was meant, whole; empty where it is none. */
function webAddress(typed) {
  const text = typed.trim();
  const whole = /^[a-z][a-z0-9+.-]*:/i.test(text);
  if (/\s/.test(text) || (!whole && !text.includes("."))) return "";
  try {
    const url = new URL(whole ? text : `https://${text}`);
    return /^https?:$/.test(url.protocol) && !url.username && !url.password ? url.href : "";
  } catch {
    return "";
  }
}

/**
 * Where Leave now leads: a blank page, or an address of the person's own. It is kept by the browser alone, and nothing
 * is asked of that address before. Only in our own page: in others Leave now always leads to a blank one.
 */
function leads({ el }) {
  if (!ourPage()) return;
  el.classList.add("hw");
  el.addEventListener("keydown", (event) => !["Escape", "Shift"].includes(event.key) && !event.ctrlKey && !event.metaKey && event.stopPropagation());
  const id = unique();
  const now = h("p", { class: "hw-leads", role: "status" });
  const word = h("p", { class: "hw-word", id: `${id}-word`, "aria-live": "polite" });
  const input = h("input", {
    type: "text", inputmode: "url", id, class: "hw-input", autocomplete: "off", autocapitalize: "none", spellcheck: "false",
    "aria-describedby": word.id, onkeydown: (event) => event.key === "Enter" && use(), oninput: () => put(word, ""),
  });
  const forget = h("button", { type: "button", class: "hw-button hw-second", onclick: () => keep("") }, _("Forget this address"));
  const draw = () => {
    const kept = webAddress(stored());
    now.replaceChildren(...(kept ? [`${_("Now it leads to")} `, h("strong", {}, kept)] : [_("Now it leads to a blank page.")]));
    hide(forget, !kept);
  };
  function stored() {
    try {
      return localStorage.getItem(LEADS) || "about:blank";
    } catch {
      return "about:blank";
    }
  }
  function keep(address) {
    try {
      if (address) localStorage.setItem(LEADS, address);
      else localStorage.removeItem(LEADS);
      input.value = "";
      put(word, "");
    } catch {
      put(word, _("This browser keeps nothing for this page, so Leave now still leads to a blank one."));
    }
    draw();
    if (!address) input.focus();
  }
  function use() {
    put(word, "");
    const address = webAddress(input.value);
    if (address) return keep(address);
    put(word, _("That is not a web address, so nothing was changed. One begins with https:// or http://."));
    input.focus();
  }
  draw();
  el.replaceChildren(
    h("h2", {}, _("Where Leave now leads")),
    h("p", {}, _("To a blank page. If a blank page would raise questions, it could lead to an address of your own: the weather, or a shop.")),
    h("p", {}, _("The address stays in this browser, on this device; it is not in your file. Whoever uses this browser could find it. Nothing is asked of that address until you leave. Then it is opened, as if you had typed it, and will be in the browser's history.")),
    now,
    h("div", { class: "hw-typed hw-leads-to" }, h("label", { class: "hw-ask", for: id }, _("An address of your own")), input, word,
      h("div", { class: "hw-two" }, h("button", { type: "button", class: "hw-button hw-second", onclick: use }, _("Use this address")), forget)),
  );
}

/** In a page that is not ours the ways out are always in sight too. */
const bar = elsewhere.bar?.({ h, _, flush, drop, waiting, places, front, saying, listen });
const leave = () => (ourPage() ? undefined : bar?.());

/** What waits is dropped, and what was seen is forgotten. */
function forgetAll() {
  for (const entry of waiting.values()) clearTimeout(entry.timer);
  waiting.clear();
  known.clear();
  for (const pen of pens) pen.seen = undefined;
}

/** The page is left: what waits is sent as far as it still can be, which takes no time, and nothing of it is kept here. */
function drop() {
  flush();
  forgetAll();
  places.clear();
}
document.addEventListener("heartwork:leave", drop);

// ------------------------------------------------------------------------------------- another language

const COOKIE = "pages-language"; // the server reads it for the next page (server/templates.py)

/** Keep the choice in this browser, or forget it (empty); never the choice of a private visit. */
function keepLanguage(code) {
  if (!ourPage() || (code && document.body.dataset.private != null)) return;
  // Sent to the pages of this server only; frontend/one-time-link.js brings it to those of its next start.
  const path = document.documentElement.dataset.base ?? "/";
  document.cookie = `${COOKIE}=${code}; Path=${path}; SameSite=Lax; Max-Age=${code ? 365 * 24 * 3600 : 0}`;
  try {
    if (code) localStorage.setItem(COOKIE, code);
    else localStorage.removeItem(COOKIE);
  } catch {
    // A browser that keeps nothing: it is chosen again.
  }
}

const controlsOf = (box) => [...box.querySelectorAll("input, textarea, select, button")];

/**
 * The languages there are, each by its own name. The page is made anew in the other one, at the same place: what waits
 * to be saved stays, and who was in a field is in it again.
 */
function languages({ model, el }) {
  el.classList.add("hw", "hw-languages");
  let last = null; // the field somebody was in last: { address, index, caret }
  const entered = ({ target }) => {
    const box = target.closest?.("[data-address]");
    if (box) last = { address: box.dataset.address, index: controlsOf(box).indexOf(target), box };
  };
  const change = (code) => {
    flush();
    keepLanguage(code);
    const before = last?.box.isConnected ? { ...last, top: last.box.getBoundingClientRect().top } : null;
    const at = before && controlsOf(before.box)[before.index];
    const caret = at?.matches("textarea, input[type=text]") ? [at.selectionStart, at.selectionEnd] : null;
    model.send({ type: "language", language: code });
    if (!before) return;
    const until = Date.now() + 5000;
    (function look() {
      const box = [...document.querySelectorAll(`[data-address="${CSS.escape(before.address)}"]`)].find((one) => one !== before.box);
      if (!box || !box.getClientRects().length) return Date.now() < until && requestAnimationFrame(look);
      const control = controlsOf(box)[before.index];
      control?.focus({ preventScroll: true });
      if (caret && control) control.setSelectionRange(...caret);
      scrollBy(0, box.getBoundingClientRect().top - before.top);
    })();
  };
  const draw = () => {
    const now = model.get("now");
    const choices = model.get("choices").map(([code, name]) =>
      h("button", { type: "button", class: "hw-quiet", lang: code, "aria-pressed": code === now ? "true" : "false", onclick: () => change(code) }, name));
    const inside = el.contains(document.activeElement) && document.activeElement.lang;
    el.replaceChildren(h("nav", { "aria-label": _("Language") }, ...choices));
    if (inside) el.querySelector(`[lang="${inside}"]`)?.focus({ preventScroll: true });
    hide(el, choices.length < 2);
  };
  document.addEventListener("focusin", entered);
  model.on("change:now change:choices", draw);
  draw();
  return () => document.removeEventListener("focusin", entered);
}

/** A part that few pages have (on_demand/): in our page its code comes when it is asked for. */
const rare = (name) => (context) => {
  let over = false, clean;
  Promise.resolve(onDemand[name]).then(
    (part) => over || (clean = part(context, { h, _, ngettext, put, attribute, hide, unique, flush })),
    () => put(context.el, _("Part of this page did not load. Try loading the page again; what you wrote is kept.")),
  );
  return () => ((over = true), clean?.());
};

const parts = { autolock: rare("autolock"), find: rare("find"), field, prose, act, passphrase, download, typed, span, status, place, languages, leads, leave, upload: rare("upload"), own: rare("own"), kit: () => {} };

/** What stands in a field now, by its address. */
const valueOf = (address) => ([...waiting].findLast(([pen]) => pen.address === address)?.[1] ?? { value: known.get(address) }).value;

/** What was left waiting by a page that was reloaded: a field of the same question takes it over. */
const bringBack = ({ address, desk, ...change }) =>
  waiting.set({ address, desk, model: null, seen: change.seen, over: true }, { sent: [], ...change, number: 0, since: Date.now(), problem: "" });
/** What waits, as something that can be brought back. */
const whatWaits = () => [...waiting].map(([{ address, desk }, { value, skipped, seen, sent, alone }]) => ({ address, desk, value, skipped, seen, sent, alone }));

/** One part; in a page that is not ours it asks for what it shows, and says itself which language it is in. */
function render(context) {
  const part = parts[context.model.get("part")];
  if (ourPage()) return part(context);
  Object.assign(context.el, { lang: spoken.code, dir: spoken.direction });
  return elsewhere.asked(context, _).then((model) => part({ ...context, model }));
}

export const kit = { render, speak, _, placeInAddress, composed, forgetAll, put, attribute, hide, controlsOf, waiting, listen, flush, refresh, land: () => landing(), unanswered, valueOf, bringBack, whatWaits };

// As an anywidget: the kit announces itself to the fields, whose own module is one line (field-stub.js). Fields and
// kit may load in either order, so whoever comes first makes the promise.
function announce(digest) {
  const key = Symbol.for(`heartwork.${digest}`), ready = Symbol.for(`heartwork.ready.${digest}`);
  globalThis[ready] ??= new Promise((resolve) => (globalThis[key] = resolve));
  globalThis[key](kit);
}

export default {
  initialize({ model }) {
    speak(model.get("language"));
    announce(model.get("digest"));
  },
};
