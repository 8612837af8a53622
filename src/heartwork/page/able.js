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

  const able = youngEnough();
  if (!able) document.documentElement.dataset.tooOld = ""; // main.js does not begin then
  const whole = () => {
    if (!able) say("hw-too-old", ".hw-wait, #hw-slow, .hw-form");
    else if (!takesCookies()) say("hw-no-cookies", ".hw-wait, #hw-slow, .hw-form");
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", whole);
  else whole();
  // Said here, and not by the page's own script: that may be what does not come.
  setTimeout(() => {
    const slow = document.getElementById("hw-slow");
    if (slow && document.body.classList.contains("hw-loading")) slow.hidden = false;
  }, SLOW);
})();
