// Where we are: the part of the address after `#`, in browser and kernel alike.
import { hide } from "../dom.js";
import { ourPage, speak, spoken } from "../language.js";
import { acknowledged, flush, pens, places, tell } from "../outbox.js";
import { drawnFor, roomy } from "../wide-pictures.js";

const TOUCH = 1000; // ms between two questions whether another page wrote something

let landing = () => {};
/** To the question that the person comes back to, if there is one. */
export const land = () => landing();
/** How far down each page was when a link on it was followed: Back leads there again, with another kernel too. */
const tops = new Map();

/** The place in the address; one that is not written as addresses are (`#100%`) is taken as it stands. */
export function placeInAddress() {
  const text = location.hash.slice(1);
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * The place in the address (`#boundaries/limit`) and the place in the kernel, kept the same. In JupyterLab the
 * address belongs to JupyterLab: there, links inside the page are followed without it.
 */
export function place({ model, el }) {
  const own = ourPage();
  model.on("msg:custom", acknowledged);
  const here = placeInAddress;
  /** Whether the address is that of something in the page itself: help, for which no kernel is needed. */
  const inPage = () => own && !!document.getElementById(here());
  let asked = here(); // the last place in the address that the kernel was told, or that it gave
  let awaited = null; // the place that was asked for, until its page is there
  const go = (target, moved = true) => {
    flush();
    asked = awaited = target;
    try {
      model.send({ type: "go", place: target, moved, wide: roomy(el) });
    } catch {
      // The kernel has gone; what opens in its place goes where the address says.
    }
  };
  const follow = (event) => {
    const link = event.target.closest?.('a[href^="#"]');
    if (!link || event.defaultPrevented) return;
    if (own || !link.closest(".hw-page")) return;
    event.preventDefault();
    go(link.getAttribute("href").slice(1));
  };
  let followed = false, top = 0;
  const noteTop = (event) => {
    if (!event.target.closest?.('a[href^="#"]')) return;
    tops.set(here(), scrollY);
    followed = true;
    setTimeout(() => (followed = false), 100);
  };
  const hash = () => {
    if (inPage()) return;
    // What the kernel shows is where we are only if it is not on its way to another place.
    if (awaited === null && here() === model.get("place")) return void (asked = here());
    top = followed ? 0 : tops.get(here()) ?? 0;
    go(here());
  };
  if (own) {
    addEventListener("hashchange", hash);
    document.addEventListener("click", noteTop, true);
    if (here() && here() !== model.get("place") && !inPage()) go(here(), false);
  } else {
    el.classList.add("hw");
    document.addEventListener("click", follow);
  }
  const arrived = () => {
    const at = model.get("place");
    // The person may have gone on meanwhile, and a newer page be on its way: then the address is that one's.
    if (awaited === model.get("asked")) awaited = null;
    if (own && awaited === null && here() !== at && here() === asked && !inPage()) {
      history.replaceState(null, "", at ? `#${at}` : location.pathname + location.search);
      asked = at;
    }
    document.dispatchEvent(new CustomEvent("heartwork:arrived"));
    if (!model.get("moved") || inPage()) return;
    toArrival();
  };
  /** Go to the heading, or to the question that the person comes back to, once it is there: views follow by a moment. */
  function toArrival() {
    const until = Date.now() + 3000, at = model.get("at"), down = top;
    top = 0;
    (function look() {
      const heading = document.querySelector(`[data-arrival="${model.get("arrived")}"]`);
      const box = at && heading && document.querySelector(`[data-address="${CSS.escape(at)}"]`);
      if (box) toQuestion(box);
      else if (heading && !at) {
        heading.focus({ preventScroll: true });
        if (own) requestAnimationFrame(() => scrollTo(0, down));
        else heading.scrollIntoView({ block: "nearest" });
      } else if (Date.now() < until) requestAnimationFrame(look);
    })();
  }
  landing = () => model.get("at") && toArrival();
  // The person is back at the page, or goes to another field: the kernel looks whether another page wrote something.
  let touched = 0, due = 0;
  const touch = () => {
    due ||= setTimeout(() => {
      due = 0;
      if (document.hidden) return;
      touched = Date.now();
      try {
        model.send({ type: "touch", zone: zone() });
      } catch {
        // The connection is gone; there will be another touch.
      }
    }, Math.max(0, touched + TOUCH - Date.now()));
  };
  const mine = { desk: model.get("desk"), model, touch, go, last: performance.now() };
  places.add(mine);
  const entered = (event) => {
    const field = event.target.closest?.(".hw-field");
    if (!field) return;
    if ([...pens].some((pen) => pen.desk === mine.desk && pen.box === field)) mine.last = performance.now();
    touch();
  };
  document.addEventListener("visibilitychange", touch);
  addEventListener("focus", touch);
  document.addEventListener("focusin", entered);
  model.on("change:arrived", arrived);
  const spokenHere = () => {
    const given = model.get("language");
    if (given?.code && given.code !== spoken.code) speak(given);
    const help = own && given?.help && document.getElementById("help");
    if (!help) return;
    const back = help.querySelector("[data-back] a").getAttribute("href"), gone = help.querySelector("[data-back]").hidden;
    help.outerHTML = given.help;
    const way = document.querySelector("#help [data-back]");
    hide(way, gone);
    way.firstElementChild.setAttribute("href", back);
  };
  model.on("change:language", spokenHere);
  if (model.get("language")?.code && model.get("language").code !== spoken.code) spokenHere();
  // What kept-across-reload.js goes by: nothing of a sealed workbook or a private visit may lie in the browser's storage.
  const mark = () => {
    for (const name of ["private", "unwritten"]) {
      if (model.get(name)) document.body.dataset[name] = "";
      else delete document.body.dataset[name];
    }
    tell();
  };
  model.on("change:private change:unwritten", mark);
  mark();
  try {
    model.send({ type: "zone", zone: zone(), wide: roomy(el) });
  } catch {
    // No connection yet: the next touch says it.
  }
  const noLonger = drawnFor(el, () => model.send({ type: "room", wide: roomy(el) }));
  return () => {
    noLonger();
    places.delete(mine);
    clearTimeout(due);
    document.removeEventListener("visibilitychange", touch);
    removeEventListener("focus", touch);
    document.removeEventListener("focusin", entered);
    removeEventListener("hashchange", hash);
    document.removeEventListener("click", noteTop, true);
    document.removeEventListener("click", follow);
  };
}

/** Where the person is, as their browser says: their day may not be that of the computer that keeps their answers. */
const zone = () => Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";


/** Scroll to a question and focus it: its control, or its label where a keyboard would come up over half the screen. */
function toQuestion(box) {
  for (let fold = box.closest("details:not([open])"); fold; fold = fold.parentElement.closest("details:not([open])")) fold.open = true;
  const controls = ["input:checked", "input, textarea, select, button"].flatMap((one) => [...box.querySelectorAll(one)]);
  const control = controls.find((one) => one.getClientRects().length);
  const types = control?.matches("textarea, input:not([type=radio]):not([type=checkbox]):not([type=range])");
  const label = box.querySelector(".hw-ask");
  label.tabIndex = -1;
  (control && !(types && matchMedia("(pointer: coarse)").matches) ? control : label).focus({ preventScroll: true });
  box.scrollIntoView({ block: "start" });
}
