// Help: the country that was opened last stands open, and first. This browser alone keeps it, and a private visit
// keeps nothing. Before one was opened, the region in the browser's own language (en-GB) comes first, closed: it may
// be wrong, and is asked of the browser alone. Without script every country and every emergency number is there.
(() => {
  const COUNTRY = "help-country"; // in localStorage; frontend/parts/type-to-confirm.js takes it away when everything is deleted

  const section = () => document.getElementById("help");

  function first(name) {
    const country = [...section().querySelectorAll("[data-country]")].find((one) => one.dataset.country === name);
    if (!country) return null;
    country.parentElement.prepend(country);
    const number = section().querySelector(`[data-countries~="${country.dataset.country}"]`);
    number?.parentElement.prepend(number);
    return country;
  }

  function open(kept) {
    const country = first(kept);
    if (!country) return false;
    country.open = true;
    section().querySelector("[data-kept]").hidden = false;
    return true;
  }

  /** The region of the first language that names one; of the others nobody knows why they are there. */
  function region() {
    const named = (navigator.languages ?? []).map((tag) => tag.match(/-([A-Za-z]{2})(?=-|$)/)?.[1]).find(Boolean);
    const code = (named ?? "").toLowerCase();
    return code === "gb" ? "uk" : code; // the one that our files call by another name
  }

  function keep(country) {
    // While a page is opening, nobody knows yet whether the visit is private.
    if (document.body.dataset.private != null || document.body.classList.contains("hw-loading")) return;
    try {
      localStorage.setItem(COUNTRY, country);
      section().querySelector("[data-kept]").hidden = false;
    } catch {
      // A browser that keeps nothing: it is asked again.
    }
  }

  // The section is whole when something follows it; the rest of the page may still be on its way.
  const look = () => {
    if (!section()?.nextElementSibling) return;
    arriving.disconnect();
    let kept = null;
    try {
      kept = localStorage.getItem(COUNTRY);
    } catch {
      // No storage, no country kept.
    }
    if (!open(kept)) first(region());
  };
  const arriving = new MutationObserver(look);
  arriving.observe(document, { childList: true, subtree: true });

  // A browser that does not see by itself that the address is that of a part of help.
  if (!CSS.supports("selector(:has(a))")) {
    const open = () => {
      const part = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
      const opens = !!part && section().contains(part);
      section()?.toggleAttribute("data-open", opens);
      if (opens) part.scrollIntoView();
    };
    addEventListener("hashchange", open);
    document.addEventListener("DOMContentLoaded", open);
  }

  let from = { link: null, top: 0 };
  document.addEventListener("click", (event) => {
    const country = event.target.closest?.("summary")?.parentElement;
    if (country?.dataset.country && !country.open) keep(country.dataset.country);
    const link = event.target.closest?.("a");
    const back = section()?.querySelector("[data-back]");
    if (!link || !back) return;
    if (/^#(help|steady)$/.test(link.getAttribute("href")) && !section().contains(link)) {
      from = { link, top: scrollY };
      back.hidden = false;
      back.firstElementChild.href = location.hash || "#home";
    } else if (back.contains(link)) {
      // The page is still there behind help, as it was left: no kernel is asked.
      setTimeout(() => {
        from.link?.focus({ preventScroll: true });
        scrollTo(0, from.top);
      });
    }
  }, true);
})();
