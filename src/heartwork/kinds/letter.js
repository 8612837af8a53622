// `letter`: five stages, each reachable at any time: raw page, rest, draft, replies to expect, what becomes of it.
const STAGES = ["raw", "rest", "draft", "replies", "ending"];
const REPLIES = ["none", "angry", "kind"];
const ENDINGS = ["keep", "read", "send"];
const KEYS = ["raw", "rested_from", "hours", "draft", "checks", "replies", "ending", "note"];
const MINUTE = 60_000;

/** Where somebody is in a letter, by address: as long as the page lives, also when its fields are built anew. */
const places = new Map();

/** How long it has rested, in words; nothing is ever held back by it. */
function restedFor(from, hours, now, { _, ngettext }) {
  const minutes = Math.max(0, (now - Date.parse(from)) / MINUTE);
  if (Number.isNaN(minutes)) return "";
  const spell = () => {
    if (minutes < 2) return _("a moment");
    if (minutes < 90) return ngettext("{count} minute", "{count} minutes", Math.round(minutes));
    if (minutes < 48 * 60) return ngettext("{count} hour", "{count} hours", Math.round(minutes / 60));
    return ngettext("{count} day", "{count} days", Math.floor(minutes / 1440));
  };
  const said = _("It has rested for {time}.", { time: spell() });
  if (typeof hours !== "number" || !hours) return said;
  const meant = ngettext("{count} hour", "{count} hours", hours);
  const thought = minutes < hours * 60 ? _("You thought of {time}. You can go on whenever you like.", { time: meant })
    : _("That's the {time} you thought of. It can rest longer.", { time: meant });
  return `${said} ${thought}`;
}

export default {
  build({ h, put: putText, attribute, hide, id, spec, address, edited, destroy, over, fitted, _, ngettext }) {
    const element = h("div", { class: "hw-stages" });
    let known = {}; // what was last shown: keys of a later version of the kit stay in it
    let parts = null;
    let landed = false;
    const fits = new WeakMap(); // a text area, and what keeps it as high as its words
    const grow = (input) => fits.get(input)?.();

    const tabs = Object.fromEntries(STAGES.map((name) => [name,
      h("button", { type: "button", class: "hw-stage", onclick: () => go(name) }, spec[`${name}_title`])]));
    const nav = h("nav", { "aria-label": _("Stages of the letter") }, h("ol", {}, ...STAGES.map((name) => h("li", {}, tabs[name]))));
    const said = h("p", { class: "hw-said", tabindex: "-1", hidden: true });
    const room = h("div");
    element.append(nav, said, room);

    /** Controls without a word in them. Made anew after destroying, so that no Ctrl+Z brings a word back. */
    function make() {
      const write = (name, label, rows, attributes = {}) => {
        const input = h(rows ? "textarea" : "input", { id: `${id}-${name}`, class: "hw-input", autocomplete: "off", ...(rows ? { rows } : { type: "text" }), ...attributes });
        if (rows) fits.set(input, fitted(input));
        input.addEventListener("input", () => (grow(input), changed()));
        return [input, h("div", { class: "hw-part" }, h("label", { for: input.id }, label), input)];
      };
      const button = (text, act, looks = "hw-button hw-second") => h("button", { type: "button", class: looks, onclick: act }, text);
      const [raw, rawPart] = write("raw", spec.raw_ask, 8);
      const [draft, draftPart] = write("draft", spec.draft_ask, 8);
      const [hours, hoursPart] = write("hours", spec.hours_ask, 0, { inputmode: "numeric", maxlength: 5 });
      hours.classList.add("hw-short");
      const rested = h("p", { class: "hw-rested" });
      const rest = button("", () => {
        known.rested_from = `${new Date().toISOString().slice(0, 19)}Z`;
        parts.rested.setAttribute("aria-live", "polite");
        changed(true);
      });
      const noRest = button(_("Stop the rest"), () => {
        delete known.rested_from;
        changed(true);
        rest.focus();
      }, "hw-quiet");
      const copy = button(_("Begin with a copy of what you wrote for yourself"), () => {
        draft.value = raw.value;
        grow(draft);
        changed(true);
        draft.focus();
      });
      const rawAgain = h("div", { class: "hw-as-written", dir: "auto", translate: "no" });
      const look = h("details", { class: "hw-look" }, h("summary", {}, _("Look at what you wrote for yourself")), rawAgain);
      const checks = spec.checks.map(([key, label]) => {
        const input = h("input", { type: "checkbox", value: key, id: `${id}-check-${key}`, autocomplete: "off", onchange: () => changed(true) });
        return [input, h("div", { class: "hw-option" }, input, h("label", { for: input.id }, label))];
      });
      const checkList = checks.length > 0 && h("fieldset", { class: "hw-cell hw-checks" }, h("legend", {}, spec.checks_ask),
        h("p", { class: "hw-hint" }, spec.checks_hint), h("div", { class: "hw-options" }, ...checks.map(([, option]) => option)));
      const replies = REPLIES.map((name) => write(`reply-${name}`, spec[`${name}_ask`], 2));
      const [note, notePart] = write("note", "", 0);
      const endings = [...ENDINGS, ""].map((name) => {
        const input = h("input", { type: "radio", name: `${id}-ending`, value: name, id: `${id}-ending-${name || "open"}`, autocomplete: "off", onchange: () => changed(true) });
        return [input, h("div", { class: "hw-option" }, input, h("label", { for: input.id }, spec[`${name || "open"}_label`]))];
      });
      const sending = h("p", { class: "hw-notice" }, `${spec.send_text} `, h("a", { href: "#help" }, _("Help lines")));
      const group = (label, ...inside) => h("fieldset", { class: "hw-cell" }, h("legend", {}, label), ...inside);
      const panels = Object.fromEntries(Object.entries({
        raw: [rawPart],
        rest: [hoursPart, rested, h("div", { class: "hw-row-actions" }, rest, noRest)],
        draft: [look, copy, draftPart, checkList],
        replies: replies.map(([, part]) => part),
        ending: [group(spec.ending_ask, h("div", { class: "hw-options" }, ...endings.map(([, option]) => option))), sending, notePart, destroying(button)],
      }).map(([name, inside], number) => {
        const title = h("p", { class: "hw-stage-title", id: `${id}-title-${name}`, tabindex: "-1" }, spec[`${name}_title`]);
        const after = STAGES[number + 1];
        const next = after && button(_("On to: {stage}", { stage: spec[`${after}_title`] }), () => go(after), "hw-button");
        return [name, h("div", { role: "group", "aria-labelledby": title.id, hidden: true }, title, h("p", {}, spec[`${name}_text`]), ...inside, next && h("div", { class: "hw-next" }, next))];
      }));
      parts = { raw, draft, hours, rested, rest, noRest, copy, look, rawAgain, checks, replies, note, notePart, endings, sending, panels };
      room.replaceChildren(...Object.values(panels));
    }

    /** Asked once, in words; what is offered first is to leave it. */
    function destroying(button) {
      const begin = button(`${spec.destroy_label}…`, () => {
        begin.hidden = true;
        question.hidden = false;
        no.focus();
      });
      const no = button(_("No, leave it"), () => {
        question.hidden = true;
        begin.hidden = false;
        begin.focus();
      }, "hw-button");
      const yes = button(_("Yes, destroy it"), async () => {
        say(_("It is being destroyed."), true);
        nav.hidden = room.hidden = true;
        const answer = await destroy();
        nav.hidden = room.hidden = false;
        question.hidden = true;
        begin.hidden = false;
        if (answer.type !== "destroyed") {
          say(`${_("It is not destroyed yet.")} ${answer.why}`, true);
          return;
        }
        known = {};
        places.delete(address);
        make();
        fill();
        turnTo("raw");
        const damaged = _("These files may still hold it, because they are damaged or another program made them: {files}. Where your answers are:", { files: answer.left.join(", ") });
        const left = answer.left.length ? [` ${damaged} `, h("a", { href: "#privacy" }, _("Where that is")), "."] : [];
        say([spec.destroyed_text, ...left], true);
      });
      const words = h("p", { id: `${id}-destroy-words` },
        _("This takes away what you wrote for yourself, the draft and everything else in this letter, from your file and from its copies. It can't be undone. What was exported, printed or copied to another place is not reached."));
      const question = h("div", { role: "group", "aria-labelledby": words.id, class: "hw-ask-once", hidden: true }, words, h("div", { class: "hw-row-actions" }, no, yes));
      question.addEventListener("keydown", (event) => event.key === "Escape" && no.click());
      return h("div", { class: "hw-destroy" }, h("p", {}, spec.destroy_text), begin, question);
    }

    function say(words, now = false) {
      said.replaceChildren(...[words].flat());
      said.hidden = !said.textContent;
      if (now) said.focus();
    }

    function changed(now = false) {
      known = value() ?? {};
      draw();
      edited(now);
    }

    function value() {
      const kept = Object.fromEntries(Object.entries(known).filter(([key]) => !KEYS.includes(key)));
      const text = parts.hours.value.trim();
      const hours = /^\d+([.,]\d+)?$/.test(text) ? Number(text.replace(",", ".")) : text;
      const plans = Object.fromEntries(REPLIES.map((name, n) => [name, parts.replies[n][0].value]).filter(([, plan]) => plan));
      const found = {
        raw: parts.raw.value,
        rested_from: known.rested_from,
        hours: known.rested_from || hours !== spec.hours ? hours : null,
        draft: parts.draft.value,
        checks: parts.checks.map(([input]) => input).filter((input) => input.checked).map((input) => input.value),
        replies: plans,
        ending: parts.endings.map(([input]) => input).find((input) => input.checked)?.value,
        note: parts.note.value,
      };
      for (const key of KEYS) {
        const part = found[key];
        if (part === 0 || (part && (typeof part !== "object" || Object.keys(part).length))) kept[key] = part;
      }
      return Object.keys(kept).length ? kept : null;
    }

    /** Put what is known into the controls; what is the same already is left alone, with its caret. */
    function fill() {
      const put = (input, words) => {
        if (input.value !== words) input.value = words;
        grow(input);
      };
      const text = (words) => (typeof words === "string" ? words : "");
      put(parts.raw, text(known.raw));
      put(parts.draft, text(known.draft));
      put(parts.hours, String(known.hours ?? (known.rested_from ? "" : spec.hours)));
      put(parts.note, text(known.note));
      REPLIES.forEach((name, n) => put(parts.replies[n][0], text(known.replies?.[name])));
      for (const [input] of parts.checks) input.checked = Array.isArray(known.checks) && known.checks.includes(input.value);
      for (const [input] of parts.endings) input.checked = input.value === (ENDINGS.includes(known.ending) ? known.ending : "");
      draw();
    }

    /** What follows from what is written: words, and which buttons make sense. */
    function draw() {
      const now = value() ?? {};
      putText(parts.rested, now.rested_from ? restedFor(now.rested_from, now.hours, Date.now(), { _, ngettext }) : "");
      hide(parts.rested, !parts.rested.textContent);
      putText(parts.rest, now.rested_from ? _("Start the pause again from now") : _("Let it rest from now"));
      hide(parts.noRest, !now.rested_from);
      hide(parts.copy, !now.raw || !!now.draft);
      hide(parts.look, !now.raw);
      putText(parts.rawAgain, now.raw ?? "");
      hide(parts.sending, now.ending !== "send");
      hide(parts.notePart, !now.ending && !now.note);
      putText(parts.notePart.firstChild, spec[`${now.ending ?? "keep"}_ask`]);
    }

    function turnTo(name) {
      for (const one of STAGES) {
        parts.panels[one].hidden = one !== name;
        if (one === name) tabs[one].setAttribute("aria-current", "step");
        else tabs[one].removeAttribute("aria-current");
      }
      draw();
    }

    function go(name) {
      say("");
      places.set(address, name);
      turnTo(name);
      parts.panels[name].querySelector(".hw-stage-title").focus({ preventScroll: true });
      nav.scrollIntoView({ block: "nearest" });
    }

    make();
    fill();
    turnTo(places.get(address) ?? "raw");
    const timer = setInterval(() => {
      if (over()) return clearInterval(timer);
      attribute(parts.rested, "aria-live", "off"); // spoken when the rest begins, not with every minute of it
      draw();
    }, MINUTE);
    return {
      element,
      targets: [tabs.raw],
      value,
      show: (to) => {
        known = to !== null && typeof to === "object" && !Array.isArray(to) ? { ...to } : {};
        fill();
        // Somebody who comes back finds the stage that they had come to.
        if (!landed && !places.has(address)) turnTo([...STAGES].reverse().find((name) => known[{ rest: "rested_from" }[name] ?? name]) ?? "raw");
        landed = true;
      },
    };
  },
};
