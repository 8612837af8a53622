// How it looks: as the device has it, or as the person chose at the foot of the page; and whether the browser checks
// spelling, which it does only where that was chosen. Needs no kernel.
//
// A script of its own, loaded before anything is drawn, so that a dark page is never white first. The choices stay in
// this browser (never those of a private visit), and go when all is deleted (frontend/parts/type-to-confirm.js).
(() => {
  const KEY = "looks";
  const root = document.documentElement;
  const device = { dark: matchMedia("(prefers-color-scheme: dark)"), contrast: matchMedia("(prefers-contrast: more)") };
  let chosen = kept();

  function kept() {
    try {
      const { colours, contrast, text, spelling } = JSON.parse(localStorage.getItem(KEY)) ?? {};
      return { colours, contrast, text, spelling };
    } catch {
      return {}; // nothing was chosen, or there is no storage
    }
  }

  function keep() {
    if (document.body.dataset.private != null) return;
    try {
      if (Object.values(chosen).some((one) => one != null)) localStorage.setItem(KEY, JSON.stringify(chosen));
      else localStorage.removeItem(KEY);
    } catch {
      // It holds until this page is closed.
    }
  }

  function apply() {
    const { colours, contrast, text, spelling } = chosen;
    root.dataset.colours = colours === "dark" || colours === "light" ? colours : device.dark.matches ? "dark" : "light";
    root.dataset.contrast = contrast ?? device.contrast.matches ? "more" : "as-usual";
    root.dataset.text = text ? "large" : "as-usual";
    // Fields that are made later ask for it here (frontend/dom.js, HELPERS).
    root.setAttribute("spellcheck", String(!!spelling));
    for (const field of document.querySelectorAll("textarea")) field.setAttribute("spellcheck", String(!!spelling));
    for (const control of document.querySelectorAll("#hw-looks input")) {
      if (control.name === "contrast") control.checked = root.dataset.contrast === "more";
      else if (control.name === "text") control.checked = root.dataset.text === "large";
      else if (control.name === "spelling") control.checked = !!spelling;
      else control.checked = control.value === (colours ?? "");
    }
  }

  apply();
  for (const query of Object.values(device)) query.addEventListener("change", apply);
  // Another page of this browser chose, or all was deleted.
  addEventListener("storage", ({ key }) => (key === KEY || key === null) && ((chosen = kept()), apply()));
  document.addEventListener("heartwork:forgotten", () => ((chosen = {}), apply()));
  document.addEventListener("toggle", ({ target }) => target.id === "hw-looks" && apply(), true);
  document.addEventListener("change", ({ target }) => {
    if (!target.closest?.("#hw-looks")) return;
    chosen[target.name] = target.type === "radio" ? target.value || undefined : target.checked;
    if (["text", "spelling"].includes(target.name) && !target.checked) delete chosen[target.name];
    keep();
    const { top } = target.getBoundingClientRect();
    apply();
    scrollBy(0, target.getBoundingClientRect().top - top); // larger text moves it, and nobody is to look for it
  });
})();
