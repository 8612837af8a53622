// Fields for a passphrase.
import { attribute, h, hide, keepKeys, put, unique } from "../dom.js";
import { _ } from "../language.js";
import { flush, listen, unlisten, waiting } from "../outbox.js";

/** Fields for a passphrase. What is typed goes out once, in a message, and is forgotten here. */
export function passphrase({ model, el }) {
  el.classList.add("hw");
  keepKeys(el);
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
  listen(draw);
  work(false);
  draw();
  el.replaceChildren(h("div", { class: "hw-field hw-passphrase" }, ...rows, h("label", { class: "hw-look" }, seen, ` ${_("Show what I type")}`),
    inputs.has("new") && !model.get("shared") && h("p", { class: "hw-hint" }, _("A browser may offer to keep your passphrase. Then whoever uses that browser can open your pages.")),
    word, kept, button));
  return () => unlisten(draw);
}
