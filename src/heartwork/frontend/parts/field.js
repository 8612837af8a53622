// A field: label, hint, the word beside it and Skip, round the controls of a kind.
import kinds from "kinds";
import views from "views";
import { attribute, controlsOf, h, hide, keepKeys, put, s, same, unique } from "../dom.js";
import { _, language, ngettext } from "../language.js";
import { acknowledged, destroy, edited, known, listen, pens, send, takeOver, unlisten, waiting } from "../outbox.js";
import { conflict } from "./conflict.js";
import { summarise } from "./misfits.js";

const fields = new Set(); // what shows each of those on the screen

/**
 * Label, hint, the word beside it and Skip, round the controls of a kind.
 *
 * A field of a page that is made ready before it is turned to (`ahead`, see frontend/prerender.js) is nobody's yet: what waits
 * to be saved is none of its business, and it says nothing of what the person has seen.
 */
export function field({ model, el, ahead }) {
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
  keepKeys(el);

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
      attribute(target, "aria-invalid", model.get("word") && target.matches("input:not([type=radio]):not([type=checkbox]), textarea, select") ? "true" : null);
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
    const place = box.contains(at) ? controlsOf(box).indexOf(at) : -1;
    const caret = place >= 0 && at.matches("textarea, input[type=text]") ? [at.selectionStart, at.selectionEnd] : null;
    put();
    if (place < 0) return;
    if (!box.contains(document.activeElement)) controlsOf(box)[place]?.focus({ preventScroll: true });
    if (caret && document.activeElement === controlsOf(box)[place]) document.activeElement.setSelectionRange(...caret);
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
    listen(dress);
    fields.add(show);
    pens.add(Object.assign(pen, { box }));
  };

  const offer = conflict(pen, () => (skipped ? skip : targets[0]).focus());

  box.append(label, hint, word, control.element, skip);
  el.replaceChildren(summary ? h("details", { class: "hw-fold" }, summary, box) : box, offer);
  if (here) enter();
  show();
  ahead?.then(() => (enter(), show()));
  return () => {
    unlisten(dress);
    fields.delete(show);
    pens.delete(pen);
    pen.over = true; // words that are not out yet are taken over, or go by the courier
  };
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
export const refresh = () => fields.forEach((show) => show());
