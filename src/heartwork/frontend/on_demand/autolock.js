// After how many quiet minutes a page locks itself. This browser alone keeps it, as it keeps where Leave now leads.

const AFTER = "lock-after"; // lock.js reads it
const CHOICES = [0, 5, 15, 30, 60];

export default function autolock({ el }, { h, _, ngettext, put, unique }) {
  if (!document.body.hasAttribute("data-heartwork")) return; // a page that isn't ours has no button either
  el.classList.add("hw");
  const name = unique();
  const word = h("p", { class: "hw-word", "aria-live": "polite" });
  const stored = () => {
    try {
      return Number(localStorage.getItem(AFTER)) || 0;
    } catch {
      return 0;
    }
  };
  const keep = (minutes) => {
    try {
      if (minutes) localStorage.setItem(AFTER, minutes);
      else localStorage.removeItem(AFTER);
      put(word, "");
    } catch {
      put(word, _("This browser keeps nothing for this page, so it doesn't lock by itself."));
    }
  };
  const label = (minutes) => (minutes ? ngettext("After {count} minute", "After {count} minutes", minutes) : _("Never"));
  const now = stored();
  const choices = CHOICES.map((minutes, n) =>
    h("div", { class: "hw-option" },
      h("input", { type: "radio", name, id: `${name}-${n}`, checked: minutes === now, onchange: () => keep(minutes) }),
      h("label", { for: `${name}-${n}` }, label(minutes))));
  el.replaceChildren(
    h("h2", {}, _("Locking")),
    h("p", {}, _("Lock now, at the top, saves what you typed and asks for the passphrase again. Other windows of these pages in this browser lock too.")),
    h("fieldset", { class: "hw-field" },
      h("legend", { class: "hw-ask" }, _("Lock by itself when nobody has typed or touched anything")),
      h("div", { class: "hw-options" }, ...choices)),
    word,
  );
}
