// "Find something you wrote": words go to the kernel by message, and what is found comes back by message. Neither is put
// into the address, a title, a storage, or the state of a widget.
//
// In this script's memory they stay as long as the page is open, so that Back from a place that was found leads to the
// list again; they go when the page is left or locked (it is loaded anew), and when all is deleted.

const PAUSE = 250; // ms without a key before it is looked for
const SHOWN = 30; // places that are listed at once

let words = "", most = SHOWN, followed = "";
const forget = () => ((words = ""), (most = SHOWN), (followed = ""));
for (const name of ["heartwork:leave", "heartwork:forgotten"]) document.addEventListener(name, forget);

export default function find({ model, el }, { h, _, ngettext, put, hide, keepKeys, unique }) {
  el.classList.add("hw");
  keepKeys(el);
  const id = unique();
  const input = h("input", { type: "text", id, class: "hw-input", enterkeyhint: "search", autocapitalize: "none" });
  const said = h("p", { class: "hw-found-said", "aria-live": "polite" });
  const list = h("div");
  const more = h("button", { type: "button", class: "hw-button hw-second" });
  const box = h("div", { class: "hw-find", role: "search" }, h("label", { class: "hw-ask hw-hidden", for: id }, model.get("label")), input, said, list, more);
  box.dataset.address = "find"; // where the caret is put again when the page is opened in place
  let asked = 0, timer = 0, first = !!followed, next = 0;

  const ask = () => {
    clearTimeout(timer);
    timer = 0;
    try {
      model.send({ type: "find", number: ++asked, words, most });
    } catch {
      // No connection: the page says so, and asks again when it is opened again.
    }
  };
  const show = ({ said: sentence, html, more: left }) => {
    put(said, sentence);
    list.innerHTML = html; // made in the kernel; a person's words in it are escaped
    put(more, ngettext("Show {count} more", "Show {count} more", Math.min(left, SHOWN)));
    hide(more, !left);
    const links = [...list.querySelectorAll("a")];
    if (next) links.find((link) => Number(link.dataset.number) >= next)?.focus();
    else if (first) {
      // Back from a place that was found: to its line in the list, and not to the box, in which a page that arrives lands.
      const line = links.find((link) => link.getAttribute("href") === followed);
      if (line && document.activeElement !== input) input.addEventListener("focus", () => line.focus(), { once: true });
      line?.focus();
    }
    first = false;
    next = 0;
  };
  model.on("msg:custom", ({ type, number, ...found }) => {
    if (type === "again") words.trim() && ask();
    else if (type === "found" && number === asked) show(found);
  });
  input.addEventListener("input", () => {
    words = input.value;
    most = SHOWN;
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
  input.addEventListener("keydown", (event) => event.key === "Enter" && ask());
  more.addEventListener("click", () => {
    next = most;
    most += SHOWN;
    ask();
  });
  list.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (link) followed = link.getAttribute("href");
  });

  input.value = words;
  hide(more, true);
  el.replaceChildren(box);
  if (words.trim()) ask();
  return () => clearTimeout(timer);
}
