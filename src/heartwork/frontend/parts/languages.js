// Another language.
import { controlsOf, h, hide } from "../dom.js";
import { _, ourPage } from "../language.js";
import { flush } from "../outbox.js";

const COOKIE = "pages-language"; // the server reads it for the next page (server/templates.py)

/** Keep the choice in this browser, or forget it (empty); never the choice of a private visit. */
export function keepLanguage(code) {
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

/**
 * The languages there are, each by its own name. The page is made anew in the other one, at the same place: what waits
 * to be saved stays, and who was in a field is in it again.
 */
export function languages({ model, el }) {
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
      if (!box?.getClientRects().length) return Date.now() < until && requestAnimationFrame(look);
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
