// Whether this browser can show the pages, said in words before anything is written: a browser that is too old, and
// one that takes no cookies, without which nobody is let in.
(() => {
  const SLOW = 12000; // ms after which the loading words change

  /** Whether it reads selectors that all of the looks hang on: as old as the oldest browser that opens these pages. */
  function youngEnough() {
    try {
      document.querySelector(":is(html, body)");
      return "append" in Element.prototype && "noModule" in HTMLScriptElement.prototype;
    } catch (unread) {
      return false;
    }
  }

  /** Whether a cookie that is set can be read again; the server's own cannot be seen from here. */
  function takesCookies() {
    const name = "cookies-taken";
    try {
      document.cookie = `${name}=1; Path=/; SameSite=Lax`;
      const taken = document.cookie.includes(`${name}=1`);
      document.cookie = `${name}=; Path=/; SameSite=Lax; Max-Age=0`;
      return taken;
    } catch (refused) {
      return false;
    }
  }

  function say(id, hidden) {
    const words = document.getElementById(id);
    if (words) words.hidden = false;
    for (const one of document.querySelectorAll(hidden)) one.style.display = "none";
  }

  /** Everything of a seat is erased: what this browser keeps for its pages goes too. */
  function forget() {
    try {
      localStorage.clear();
      sessionStorage.clear();
    } catch (refused) {
      // It kept nothing.
    }
  }

  const able = youngEnough();
  if (!able) document.documentElement.dataset.tooOld = ""; // main.js does not begin then
  const whole = () => {
    // A passphrase on a device of several people is no password field, so that no browser offers to keep it.
    if (!CSS.supports("-webkit-text-security", "disc")) for (const one of document.querySelectorAll(".hw-covered")) one.type = "password";
    if (document.querySelector("[data-erased]")) forget();
    if (!able) say("hw-too-old", ".hw-wait, #hw-slow, .hw-form");
    else if (!takesCookies()) say("hw-no-cookies", ".hw-wait, #hw-slow, .hw-form");
  };
  // The Enter that ends a composition sends no form.
  let composing = false;
  for (const name of ["compositionstart", "compositionend"]) addEventListener(name, () => (composing = name === "compositionstart"), true);
  addEventListener("submit", (event) => composing && event.preventDefault(), true);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", whole);
  else whole();
  // Said here, and not by the page's own script: that may be what does not come.
  setTimeout(() => {
    const slow = document.getElementById("hw-slow");
    if (slow && document.body.classList.contains("hw-loading")) slow.hidden = false;
  }, SLOW);
})();
