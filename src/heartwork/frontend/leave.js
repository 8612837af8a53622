// Leave now: a button, or Shift three times within five seconds. Without script the button is a plain link.
//
// Shift is for other things too: capitals, selecting, scrolling sideways, shortcuts, an input method, sticky keys. Only a
// bare, quick press counts, down and up with nothing between them, on a real keyboard.
//
// A script of its own, loaded before everything else, so that it works while a page is still opening, when its kernel
// is gone, and on the pages of the server itself.
(() => {
  const CHOSEN = "leave-to"; // in localStorage, where the person chose an address (frontend/parts/leave-target.js)
  const LEFT = "left"; // in this tab's storage: Back must not bring a page again that was left

  function to() {
    try {
      const chosen = localStorage.getItem(CHOSEN);
      if (/^https?:/.test(new URL(chosen).protocol)) return chosen;
    } catch {
      // None was chosen, or there is no storage.
    }
    return "about:blank";
  }

  function blank() {
    document.documentElement.style.visibility = "hidden";
    document.title = "";
    document.body?.replaceChildren();
  }

  /** Blank at once, then gone. What waits to be saved is sent on the way (frontend/outbox.js, `drop`); nothing waits for it. */
  function leaveNow() {
    document.documentElement.style.visibility = "hidden";
    document.dispatchEvent(new CustomEvent("heartwork:leave"));
    blank();
    try {
      sessionStorage.clear();
      sessionStorage.setItem(LEFT, "1");
    } catch {
      // No storage, nothing to clear.
    }
    if (location.hash) history.replaceState(null, "", location.pathname);
    location.replace(to());
  }

  function goOnLeaving() {
    blank();
    location.replace(to());
  }

  function wasLeft() {
    try {
      return sessionStorage.getItem(LEFT) === "1";
    } catch {
      return false;
    }
  }

  if (wasLeft()) {
    if (performance.getEntriesByType("navigation")[0]?.type === "back_forward") goOnLeaving();
    else sessionStorage.removeItem(LEFT); // the person came back by themselves
  }
  addEventListener("pageshow", (event) => event.persisted && wasLeft() && goOnLeaving());
  document.addEventListener("click", (event) => {
    if (!event.target.closest?.("[data-leave]")) return;
    event.preventDefault();
    leaveNow();
  });

  const QUICK = 1000; // ms that a press may last
  const WITHIN = 5000; // ms for three of them
  let times = [];
  let down = null; // the press of Shift that goes on: its key, since when, and where the person was
  let composing = false;
  const other = () => {
    times = [];
    down = null;
  };
  /** Moved between down and up: by a screen reader, which keeps the other key of the two to itself, or by selecting. */
  const where = () => {
    const at = document.activeElement, { anchorNode, anchorOffset, focusNode, focusOffset } = getSelection() ?? {};
    return [scrollX, scrollY, at, at?.selectionStart, at?.selectionEnd, anchorNode, anchorOffset, focusNode, focusOffset];
  };
  const moved = (before) => where().some((one, n) => one !== before[n]);
  // On-screen keyboards send Shift without the place of a key.
  const bare = (event) =>
    event.key === "Shift" && /^Shift(Left|Right)$/.test(event.code) && !composing && !event.isComposing && event.keyCode !== 229 &&
    !event.ctrlKey && !event.altKey && !event.metaKey && !event.getModifierState?.("AltGraph");
  addEventListener("keydown", (event) => {
    if (!bare(event) || event.repeat || down) other();
    else down = { code: event.code, since: event.timeStamp, where: where() };
  }, true);
  addEventListener("keyup", (event) => {
    if (event.key !== "Shift") return;
    const counts = down && bare(event) && event.code === down.code && event.timeStamp - down.since < QUICK && !moved(down.where);
    if (!counts) return other();
    down = null;
    times = [...times, event.timeStamp].filter((time) => event.timeStamp - time < WITHIN);
    if (times.length === 3) leaveNow();
  }, true);
  for (const name of ["pointerdown", "mousedown", "touchstart", "wheel", "dragstart", "beforeinput", "input", "compositionstart", "compositionupdate", "blur"])
    addEventListener(name, other, { capture: true, passive: true });
  addEventListener("compositionstart", () => (composing = true), true);
  addEventListener("compositionend", () => (composing = false), true);
})();
