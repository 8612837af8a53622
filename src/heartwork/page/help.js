// Help: the country that was opened last stands open, and first. This browser alone keeps it, and a private visit
// keeps nothing. Without script, and where nothing can be kept, every country is there to be opened.
(() => {
  const COUNTRY = "help-country"; // in localStorage; fields/kit.js takes it away when everything is deleted

  const section = () => document.getElementById("help");

  function open(kept) {
    const country = [...section().querySelectorAll("[data-country]")].find((one) => one.dataset.country === kept);
    if (!country) return;
    country.parentElement.prepend(country);
    country.open = true;
    section().querySelector("[data-kept]").hidden = false;
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
    try {
      open(localStorage.getItem(COUNTRY));
    } catch {
      // No storage, no country kept.
    }
  };
  const arriving = new MutationObserver(look);
  arriving.observe(document, { childList: true, subtree: true });

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
