// The page behind an address that opens once: what opens is sent when somebody sees it, and not when a program only looks.
(() => {
  const form = document.getElementById("hw-enter");
  let sent = false;

  try {
    const language = localStorage.getItem("pages-language"); // chosen on a page of an earlier start (frontend/parts/languages.js)
    if (/^[\w-]{2,20}$/.test(language ?? "")) document.cookie = `pages-language=${language}; Path=${form.dataset.base}; SameSite=Lax`;
  } catch {
    // A browser that keeps nothing.
  }

  function enter() {
    if (sent || document.visibilityState !== "visible" || document.prerendering) return;
    sent = true;
    form.action += location.hash; // where to, which only the browser knows
    form.submit();
  }

  document.addEventListener("visibilitychange", enter);
  document.addEventListener("prerenderingchange", enter);
  addEventListener("pageshow", (event) => event.persisted && ((sent = false), enter())); // by Back
  enter();
})();
