// After how many quiet minutes a page locks itself. This browser alone keeps it, as it keeps where Leave now leads.

const AFTER = "lock-after"; // lock.js reads it

export default function autolock({ model, el }, { h, put, unique }) {
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
      put(word, model.get("refused"));
    }
  };
  const now = stored();
  const choices = model.get("choices").map(([minutes, label], n) =>
    h("div", { class: "hw-option" },
      h("input", { type: "radio", name, id: `${name}-${n}`, checked: minutes === now, onchange: () => keep(minutes) }),
      h("label", { for: `${name}-${n}` }, label)));
  el.replaceChildren(
    h("fieldset", { class: "hw-field" },
      h("legend", { class: "hw-ask" }, model.get("label")),
      h("div", { class: "hw-options" }, ...choices)),
    word,
  );
}
