// Leave now: a button, or Shift three times within five seconds. Without script the button is a plain link.
//
// A script of its own, loaded before everything else, so that it works while a page is still opening, when its kernel
// is gone, and on the pages of the server itself.
(() => {
  const CHOSEN = "leave-to"; // in localStorage, where the person chose an address (fields/kit.js, `leads`)
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

  /** Blank at once, then gone. What waits to be saved is dropped: nothing is to keep the page here. */
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
  let times = [];
  addEventListener("keydown", (event) => {
    if (event.key !== "Shift") times = [];
    else if (!event.repeat) times = [...times, event.timeStamp].filter((time) => event.timeStamp - time < 5000);
    if (times.length === 3) leaveNow();
  }, true);
})();
