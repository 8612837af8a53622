// Something to read.
import { attribute, hide } from "../dom.js";
import { summarise } from "./misfits.js";

/** A box that scrolls sideways is reached by Tab; where all of it is seen there is nothing to stop at. */
const reach = new ResizeObserver((entries) => {
  for (const { target } of entries) target.tabIndex = target.scrollWidth > target.clientWidth ? 0 : -1;
});

/** Something to read: HTML that the kernel has made from an author's Markdown, and cleaned. */
export function prose({ model, el }) {
  el.classList.add("hw", "hw-prose");
  const stops = () => [...el.querySelectorAll("a, button, summary, [tabindex]")];
  const draw = () => {
    const at = stops().indexOf(document.activeElement);
    el.innerHTML = model.get("html");
    for (const box of el.querySelectorAll('[tabindex="0"]')) reach.observe(box);
    // A person's own words, and pictures with them in: not for a translator.
    for (const own of el.querySelectorAll("[dir=auto], .hw-recalled dd, .hw-chart-picture")) attribute(own, "translate", "no");
    number();
    stops()[at]?.focus({ preventScroll: true }); // worded otherwise, but who is on a link or a heading stays there
    hide(el, !model.get("shown"));
    requestAnimationFrame(summarise);
  };
  const number = () => {
    for (const heading of el.querySelectorAll("[data-arrival]")) heading.dataset.arrival = model.get("arrival");
  };
  model.on("change:html change:shown", draw);
  model.on("change:arrival", number);
  draw();
}
