// What does not fit, listed before the way on.
import { h, hide } from "../dom.js";

/**
 * Answers of this page that do not fit, once more before the way on: each leads to its field. Nothing is held back by
 * them. The kernel says where the list stands, and in which words.
 */
export function summarise() {
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
