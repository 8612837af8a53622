// Before something that cannot be undone.
import { h, hide, keepKeys, put, unique } from "../dom.js";
import { flush, forgetAll, savedAt, tell } from "../outbox.js";
import { keepLanguage } from "./languages.js";
import { LEADS } from "./leave-target.js";

const LOOKS = "looks"; // in localStorage; frontend/theme.js reads and writes it
const COUNTRY = "help-country"; // likewise, written and read by frontend/help.js

/**
 * A button that acts only when a word was typed beside it. Once it acted, everything is gone: what still waits here
 * must not come back.
 */
export function typed({ model, el }) {
  el.classList.add("hw");
  keepKeys(el);
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
