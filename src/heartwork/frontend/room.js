// A page in a workshop: what is open in the room, giving an answer to it, and what left this screen. Loaded only there.
//
// The room is asked over HTTP with the cookie of the seat (see workshop/participant_api.py); the kernel knows nothing of it.
// Every word comes with the answer.

import { giving } from "./giving.js";
import { stay } from "./reentry-ticket.js";

const EVERY = 3000; // ms between two looks at the room
const SLOW = 15000; // the same for a page that nobody sees
const PATIENCE = 10_000; // ms that the room is given for an answer

const h = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value != null && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child != null && child !== false));
  return element;
};
export function enter({ kit, baseUrl, fetchWithin, xsrf }) {
  let now = null; // the last answer of the room
  let timer = 0;
  let over = false;
  const place = kit.placeInAddress;
  const { put, attribute, hide } = kit;

  async function ask(what, said = {}) {
    const answer = await fetchWithin(PATIENCE, `${baseUrl}room/${what}`, {
      method: "POST", body: JSON.stringify(said), headers: { "Content-Type": "application/json", "X-XSRFToken": xsrf() },
    });
    const heard = await answer.json();
    if (!answer.ok) throw new Error(heard.said ?? "");
    return heard;
  }

  async function look() {
    if (over) return;
    clearTimeout(timer);
    try {
      now = await ask("now", { place: place() });
    } catch {
      // The line at the top of the page says so when the computer is gone; their own pages go on without the room.
    }
    draw();
    clearTimeout(timer);
    timer = setTimeout(look, document.hidden ? SLOW : EVERY);
  }

  // ------------------------------------------------------------------------------------------ what is open

  const title = h("strong", { role: "status" });
  const time = h("span", { class: "hw-workshop-time" });
  const words = h("div", { class: "hw-workshop-words" });
  const go = h("a", { class: "hw-button" });
  const seat = h("span", { class: "hw-workshop-time" });
  const links = { room: h("a", { href: "#room" }), quiet: h("a", { href: "#quiet" }), mine: h("a", { href: `${baseUrl}mine` }) };
  const ways = h("p", { class: "hw-workshop-ways" }, ...Object.values(links));
  // One line: somebody is here to write. What it is about, and the ways, are behind it; on the room's own pages, open.
  const fold = h("details", {}, h("summary", {}, title, " ", time, " ", seat), words, ways);
  const top = h("section", { class: "hw-workshop" }, fold, go);
  const OWN = ["room", "quiet"];
  let opened = "";
  let turned = null; // the place for which it was opened or closed: after that it is the person's own

  function draw() {
    const room = document.querySelector("[data-workshop]");
    if (!room || !now) return;
    if (top.parentElement !== room) room.replaceChildren(top);
    const { words: w, open } = now;
    attribute(top, "aria-label", w.name);
    if (turned !== place()) {
      turned = place();
      fold.open = OWN.includes(turned);
    }
    put(title, now.closed ? w.closed : open ? open.title : w.none);
    put(time, open?.time ?? "");
    if (opened !== (open?.html ?? w.free)) words.innerHTML = opened = open?.html ?? w.free; // made and cleaned by the server
    hide(words, place() === "quiet" || now.closed);
    hide(go, words.hidden || !open?.place || place() === open.place || place().startsWith(`${open.place}/`));
    attribute(go, "href", `#${open?.place ?? ""}`);
    put(go, w.go);
    put(seat, w.seat);
    put(links.room, w.room);
    put(links.quiet, w.quiet);
    put(links.mine, w.mine);
    for (const box of document.querySelectorAll("[data-address]")) give(box);
    left();
  }

  // ---------------------------------------------------------------------------------------- giving an answer

  const rows = new WeakMap(); // by the box of a question

  function give(box) {
    const name = box.dataset.address;
    const state = now.questions[name];
    if (!state || box.classList.contains("hw-skipped")) return rows.get(box)?.remove();
    const value = kit.valueOf(name);
    const may = giving(state, value, !!now.closed);
    // Not the value itself: the row stays as it is while somebody writes.
    const shown = JSON.stringify([state, may.empty, may.differs, may.over]);
    const was = rows.get(box);
    if (was?.isConnected && was.dataset.shown === shown) return;
    const { words: w } = now;
    const problem = h("p", { class: "hw-word", "aria-live": "polite", hidden: true });
    const button = (label, what, said, second = true) =>
      h("button", { type: "button", class: `hw-button${second ? " hw-second" : ""}`, onclick: () => tap(what, said?.()) }, label);
    const tap = async (what, said = {}) => {
      try {
        now = await ask(what, { question: name, ...said });
        draw();
        rows.get(box)?.querySelector("[tabindex]")?.focus();
      } catch (error) {
        put(problem, error.message || w.lost);
        hide(problem, false);
      }
    };
    const row = h("div", { class: "hw-give", role: "group", "aria-label": w.giving, "data-shown": shown },
      h("p", { class: "hw-give-said", tabindex: -1 }, state.said),
      may.pass && h("p", { class: "hw-hint" }, may.empty ? w.first : w.about),
      problem,
      !may.over && h("div", { class: "hw-on-one" },
        may.give && button(may.again ? w.again : w.give, "give", () => ({ value: kit.valueOf(name) })),
        may.pass && button(w.pass, "pass"),
        may.back && button(w.back, "back")));
    const inside = was?.contains(document.activeElement);
    was?.remove();
    box.after(row);
    rows.set(box, row);
    if (inside) row.querySelector("[tabindex]").focus({ preventScroll: true });
  }

  // ------------------------------------------------------------------------------------ what left my screen

  let turn = -1;

  async function left() {
    const list = document.querySelector("[data-left]");
    if (!list || (list.childElementCount && turn === now.turn)) return;
    turn = now.turn;
    try {
      const { lines, shown, words: w } = await ask("left");
      const problem = h("p", { class: "hw-word", "aria-live": "polite" });
      const takeBack = async (question) => {
        try {
          now = await ask("back", { question });
          turn = -1;
          draw();
        } catch (error) {
          put(problem, error.message || w.lost);
        }
      };
      list.replaceChildren(
        ...(lines.length ? [] : [h("p", {}, w.nothing)]),
        ...lines.map(({ question, ask: asked, said, back }) => {
          const id = `left-${question.replace(".", "-")}`;
          return h("div", { class: "hw-left" }, h("p", { id }, h("strong", {}, asked), h("br"), said),
            back && h("button", { type: "button", class: "hw-button hw-second", "aria-describedby": id, onclick: () => takeBack(question) }, w.back));
        }),
        problem,
        ...(shown.length ? [h("h2", {}, w.shown)] : []),
        ...shown.map((look) => h("div", { class: "hw-left" }, h("p", {}, h("strong", {}, look.ask)), h("p", {}, look.sentence),
          look.lines.length && h("ul", {}, ...look.lines.map((line) => h("li", {}, `${line.label}: ${line.many}`))), h("p", { class: "hw-hint" }, look.cannot))));
    } catch {
      turn = -1;
    }
  }

  // A page that was turned, a field that was answered: the rows follow at once, without asking the room.
  let soon = 0;
  const follow = () => (clearTimeout(soon), (soon = setTimeout(draw, 150)));
  new MutationObserver((changes) => {
    if (changes.some(({ target }) => !target.closest?.(".hw-workshop, .hw-give, [data-left]"))) follow();
  }).observe(document.querySelector("main"), { childList: true, subtree: true });
  for (const name of ["input", "change", "click"]) document.addEventListener(name, follow);
  addEventListener("hashchange", look);
  addEventListener("visibilitychange", () => !document.hidden && look());
  document.addEventListener("heartwork:leave", () => {
    over = true;
    now = null;
    clearTimeout(timer);
  });
  look();
  return { comeBack: stay({ baseUrl, fetchWithin, xsrf }) };
}
