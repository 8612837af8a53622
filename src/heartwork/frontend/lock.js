// Lock now: what waits is saved, then the kernel is ended, with the key and the words in its memory, and the page is
// loaded anew: it asks for the passphrase, and with it leads back to the same place, the caret included.
//
// The words are out of sight at once. As long as they cannot be saved, or nobody knows whether the kernel is gone, the
// page is hidden and no more, and says so.

export const AFTER = "lock-after"; // in localStorage: minutes without a key or a touch (on_demand/autolock.js)
const CARET = "caret"; // in this tab's storage, until the page is open again: where it was, and no word
const SOON = 5000; // ms after which it is said that it takes longer
const AGAIN = 1000; // ms between two tries
const LOOK = 5000; // ms between two looks whether it was quiet for long enough
const SEEN = ["keydown", "pointerdown", "pointermove", "touchstart", "wheel", "scroll", "input"];

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Minutes without a key or a touch after which a page locks itself; 0 for never. */
export function minutes() {
  try {
    return Number(localStorage.getItem(AFTER)) || 0;
  } catch {
    return 0;
  }
}

/**
 * The button beside Leave now, and the page that locks itself.
 *
 * @param kit what the fields share (parts.js)
 * @param ends ends the kernel of this page; a promise of whether it did, rejected where nobody knows
 * @param caret where the caret is, and how to put it somewhere
 */
export function lockable({ kit, ends, caret }) {
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "hw-lock", onclick: () => lock() });
  const page = document.getElementById("hw-main"), top = document.querySelector(".hw-top");
  const other = typeof BroadcastChannel === "function" ? new BroadcastChannel("heartwork-lock") : null;
  let words = {}, on = false, cover = null, before = null, back = null, last = Date.now();

  const quiet = () => on && !cover && minutes() && Date.now() - last >= minutes() * 60_000;
  const look = () => quiet() && lock({ alone: true });
  const seen = () => {
    look(); // a computer that slept: somebody is there now, and may be somebody else
    last = Date.now();
  };
  for (const name of SEEN) addEventListener(name, seen, { capture: true, passive: true });
  for (const name of ["visibilitychange", "pageshow", "focus"]) addEventListener(name, look, true);
  setInterval(look, LOOK);
  addEventListener("focusout", ({ target }) => (before = caret.where(target) ?? before), true); // the button takes it
  if (other) other.onmessage = () => on && !cover && lock({ alone: true });

  /** Out of sight, with a line that says how far it is. */
  function hide() {
    back = caret.where() ?? before;
    document.activeElement?.blur(); // what an input method was putting together is a change now
    cover = document.createElement("section");
    cover.className = "hw hw-locking";
    cover.tabIndex = -1;
    cover.append(document.createElement("p"), document.createElement("p"));
    cover.firstChild.setAttribute("role", "status");
    page.append(cover);
    page.dataset.locking = "";
    cover.focus();
  }
  function show() {
    cover.remove();
    cover = null;
    delete page.dataset.locking;
    last = Date.now();
    caret.put(back);
  }
  function say(sentence, acts = []) {
    kit.put(cover.firstChild, sentence);
    const there = [...cover.lastChild.children].map((act) => act.textContent).join();
    if (there === acts.map(([label]) => label).join()) return; // a button that somebody is about to press stays
    cover.lastChild.replaceChildren(...acts.map(([label, act]) => {
      const one = document.createElement("button");
      Object.assign(one, { type: "button", className: "hw-button hw-second", textContent: label, onclick: act });
      return one;
    }));
  }

  /** @param alone whether only this page is locked: it was quiet, or another one says so */
  async function lock({ alone = false } = {}) {
    if (cover) return;
    if (!alone) other?.postMessage("lock");
    hide();
    const told = words; // a page that is opened again meanwhile has nothing to lock, and no words for it
    say(told.saving);
    let given = "", choose;
    const chosen = new Promise((resolve) => (choose = (choice) => ((given = choice), resolve())));
    const wait = (ms) => Promise.race([pause(ms), chosen]);
    const since = Date.now(), goBack = [told.back, () => choose("back")];
    while (kit.waiting.size && !given) {
      kit.flush();
      await wait(kit.waiting.size && Date.now() - since > SOON ? AGAIN : 50);
      if (Date.now() - since > SOON && kit.waiting.size && !given)
        say(told.unsaved, [goBack, [told.lose, () => choose("lose")]]);
    }
    if (given === "lose") kit.forgetAll();
    for (let gone = false; !gone; ) {
      if (given === "back") return show();
      try {
        gone = await ends();
      } catch {
        say(told.untouched, [goBack]);
      }
      if (!gone) await (given ? pause(AGAIN) : wait(AGAIN));
    }
    keep(back);
    page.remove();
    location.reload();
  }

  /** @param given what is said of it; nothing where there is nothing to lock */
  function draw(given) {
    words = given;
    on = !!given.now;
    top.toggleAttribute("data-locks", on);
    if (!on) return button.remove();
    kit.put(button, words.now);
    if (!button.isConnected) top.querySelector(".hw-leave").after(button);
    last = Date.now();
    const at = kept();
    if (at) comeBack(at);
  }
  /** To where it was locked, once it is there: what opens leads to its place first. */
  async function comeBack(at) {
    const until = Date.now() + 5000;
    while (!caret.put(at)) {
      if (Date.now() > until) return;
      await pause(50);
    }
    await pause(300);
    if (document.activeElement?.dataset.arrival) caret.put(at); // the heading of a page that arrives takes it too
  }
  return draw;
}

function keep(at) {
  try {
    if (at) sessionStorage.setItem(CARET, JSON.stringify(at));
  } catch {
    // No storage: it leads back to the page, and not to the caret.
  }
}

function kept() {
  try {
    const at = JSON.parse(sessionStorage.getItem(CARET));
    sessionStorage.removeItem(CARET);
    return at;
  } catch {
    return null;
  }
}
