// Two days.
import { h, unique } from "../dom.js";
import { _ } from "../language.js";

/** Two days, and a link to the place that shows what lies between them. */
export function span({ model, el }) {
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
