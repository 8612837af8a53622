// Where Leave now leads.
import { h, hide, keepKeys, put, unique } from "../dom.js";
import { _, ourPage } from "../language.js";

export const LEADS = "leave-to"; // in localStorage; frontend/leave.js reads it

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
export function leads({ el }) {
  if (!ourPage()) return;
  el.classList.add("hw");
  keepKeys(el, ["Escape", "Shift"]);
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
