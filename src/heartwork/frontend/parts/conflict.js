// What was written in two places at once: the choice between both.
import { h, hide, put, unique } from "../dom.js";
import { _ } from "../language.js";
import { saved, send, tell, waiting } from "../outbox.js";

/**
 * What another page wrote at the same time, below the field: one at a time, with the choice between the two. It can be
 * left as it is; both are kept until then.
 */
export function conflict(pen, back) {
  const { model, desk } = pen;
  const head = h("p", { class: "hw-also-head", id: unique() });
  const words = h("p", { class: "hw-also-words", dir: "auto", translate: "no" });
  const problem = h("p", { class: "hw-word", "aria-live": "polite", hidden: true });
  const button = (choice, label) =>
    h("button", { type: "button", class: "hw-button hw-second", "aria-describedby": head.id, onclick: () => choose(choice) }, label);
  const both = button("both", _("Keep both"));
  const that = button("that", _("Use that one"));
  const group = h("div", { class: "hw-also", role: "group", "aria-labelledby": head.id, hidden: true },
    head, words, h("p", { class: "hw-hint" }, _("Both are kept. You can choose, or leave it.")), problem,
    h("div", { class: "hw-on-one" }, that, button("this", _("Keep this one")), both));
  const spoken = h("p", { class: "hw-hidden", "aria-live": "polite" }); // there before it says anything, and once
  let offered = "";

  function choose(choice) {
    send(pen); // what still waits is said first: it is what the choice is between
    const now = waiting.has(pen) ? waiting.get(pen).value : pen.seen;
    model.send({ type: "settle", key: offered, choice, seen: now });
  }

  function draw() {
    const [one] = model.get("others");
    hide(both, !model.get("joins") || !model.get("value"));
    if ((one?.key ?? "") === offered) return;
    const inside = group.contains(document.activeElement);
    offered = one?.key ?? "";
    hide(problem, true);
    put(head, one?.head ?? "");
    put(words, one?.words ?? "");
    hide(group, !one);
    put(spoken, one ? `${model.get("ask")} ${one.head}` : "");
    if (inside) one ? that.focus() : back();
  }

  model.on("msg:custom", ({ type, at, why }) => {
    if (type !== "settled" && type !== "not-settled") return;
    saved(desk, at);
    put(problem, why ?? "");
    hide(problem, !why);
    tell();
  });
  model.on("change:others change:value change:joins", draw);
  draw();
  return h("div", {}, group, spoken);
}
