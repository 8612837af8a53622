// A second net: what waits to be saved when the page is reloaded lies in this tab's storage until it is.
const KEY = "waiting";

export function keepAcrossReload(kit) {
  addEventListener("pagehide", () => {
    try {
      const entries = [...kit.waiting].map(([address, { value, skipped }]) => [address, { value, skipped }]);
      if (entries.length && !document.body.dataset.unwritten) sessionStorage.setItem(KEY, JSON.stringify(entries));
    } catch {
      // A browser without storage: the first net has to do.
    }
  });
}

export function takeFromReload(kit) {
  try {
    for (const [address, change] of JSON.parse(sessionStorage.getItem(KEY) ?? "[]"))
      kit.waiting.set(address, { ...change, number: 0, since: Date.now(), model: null, problem: "" });
    sessionStorage.removeItem(KEY);
  } catch {
    // Nothing that could be read, nothing to bring back.
  }
}
