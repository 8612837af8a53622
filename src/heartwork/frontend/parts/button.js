// Buttons that the kernel acts on, or gives a file for.
import { h, hide, put } from "../dom.js";
import { flush } from "../outbox.js";

/** A button that the kernel acts on; what waits is sent before it. */
export function act({ model, el }) {
  el.classList.add("hw", "hw-act");
  const looks = model.get("filled") ? "hw-button" : "hw-button hw-second";
  const button = h("button", { type: "button", class: looks, onclick: () => (flush(), model.send({ type: "act" })) });
  const draw = () => {
    put(button, model.get("label"));
    hide(el, !model.get("shown"));
  };
  model.on("change:label change:shown", draw);
  draw();
  el.replaceChildren(button);
}

/** A button that hands over a file. It is made here, from what the kernel sends: no address leads to it. */
export function download({ model, el }) {
  el.classList.add("hw", "hw-act");
  const button = h("button", { type: "button", class: "hw-button hw-second", onclick: () => (flush(), model.send({ type: "download" })) });
  model.on("msg:custom", ({ type, name, media }, buffers) => {
    if (type !== "file") return;
    const address = URL.createObjectURL(new Blob(buffers, { type: media }));
    h("a", { href: address, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
  });
  const word = h("p", { class: "hw-word", "aria-live": "polite" });
  const draw = () => {
    put(button, model.get("label"));
    put(word, model.get("said"));
    hide(el, !model.get("shown"));
  };
  model.on("change:label change:said change:shown", draw);
  draw();
  el.replaceChildren(button, word);
}
