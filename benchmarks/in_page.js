// Runs in a page before anything of its own, takes the times of one visit, makes three edits, and turns the page.
//
// All times are the page's own (performance.now(), milliseconds since the navigation began): a browser driver
// asks only every so often. When all is done, one console line carries the figures out.
(() => {
  if (window !== top) return;
  const REST = 600; // ms of nothing between two edits
  const AHEAD = 10_000; // ms that a page is given to make the next one ready
  const STATUS = "[role=status], .saved-status"; // the line that answers "Saved"
  const seen = {};
  const frame = () => new Promise(requestAnimationFrame);
  const pause = (time) => new Promise((resolve) => setTimeout(resolve, time));
  performance.setResourceTimingBufferSize(2000);

  const visible = (element) => element?.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && element.getClientRects().length > 0;
  const status = () => {
    const line = [...document.querySelectorAll(STATUS)].find((element) => element.textContent.trim().startsWith("Saved"));
    return visible(line) ? line.textContent : "";
  };

  /** Type into the first text area, as a person's browser would tell it; with `leave`, go on to the next field. */
  function edit(words, leave) {
    const field = document.querySelector("textarea");
    field.focus();
    field.value += words;
    field.dispatchEvent(new InputEvent("input", { bubbles: true, data: words, inputType: "insertText" }));
    if (!leave) return;
    field.dispatchEvent(new Event("change", { bubbles: true }));
    field.blur();
  }

  /** Edit; when the page answers "Saved" to it. The answer counts if its words changed, or went in between. */
  function answered(words, leave) {
    return new Promise((resolve) => {
      const before = status();
      let gone = !before;
      const look = () => {
        const now = status();
        if (!now) gone = true;
        else if (gone || now !== before) {
          watch.disconnect();
          resolve(performance.now());
        }
      };
      const watch = new MutationObserver(look);
      watch.observe(document, { childList: true, characterData: true, attributes: true, subtree: true });
      edit(words, leave);
    });
  }

  /** Go on to the next page, where there is one, once that is ready; how long until all of it is there. */
  async function turned() {
    const ready = () => performance.getEntriesByName("ahead").length;
    const way = () => document.querySelector(".hw-on a[href^='#']"); // the last part of a page
    const before = way();
    if (!before) return null;
    for (const since = performance.now(); !ready() && performance.now() - since < AHEAD; ) await pause(50);
    await pause(REST);
    const leads = before.getAttribute("href");
    const began = performance.now();
    return new Promise((resolve) => {
      const look = () => {
        if (!way() || way().getAttribute("href") === leads || !visible(way())) return;
        watch.disconnect();
        resolve(performance.now() - began);
      };
      const watch = new MutationObserver(look);
      watch.observe(document, { childList: true, characterData: true, attributes: true, subtree: true });
      before.click();
    });
  }

  function report() {
    const [page] = performance.getEntriesByType("navigation");
    const resources = performance.getEntriesByType("resource");
    const isScript = (entry) => /\.m?js$/.test(new URL(entry.name).pathname);
    return {
      first_byte: page.responseStart,
      html_complete: page.responseEnd,
      first_paint: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? null,
      ...seen,
      requests: 1 + resources.length,
      script_bytes: resources.filter(isScript).reduce((sum, entry) => sum + entry.decodedBodySize, 0),
      wire_bytes: [page, ...resources].reduce((sum, entry) => sum + entry.transferSize, 0),
      marks: Object.fromEntries(performance.getEntriesByType("mark").map((mark) => [mark.name, mark.startTime])),
    };
  }

  (async () => {
    while (!visible(document.querySelector("textarea"))) await frame();
    seen.field_visible = performance.now();
    seen.opened_and_saved = await answered("{{words}}", true);
    await pause(REST);
    let began = performance.now();
    seen.left_to_saved = (await answered(" b", true)) - began;
    await pause(REST);
    began = performance.now();
    seen.rested_to_saved = (await answered(" c", false)) - began;
    seen.turned = await turned();
    console.info(`{{mark}}${JSON.stringify(report())}`);
  })();
})();
