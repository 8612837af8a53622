// A second net: what waits to be saved when the page is reloaded lies in this tab's storage until it is. Never of a
// sealed workbook or a private visit: of that one, only that it was private.
const KEY = "waiting";
const PRIVATE = "private";

export function keepAcrossReload(kit) {
  addEventListener("pagehide", () => {
    try {
      const entries = kit.whatWaits();
      if (entries.length && document.body.dataset.unwritten == null) sessionStorage.setItem(KEY, JSON.stringify(entries));
      if (document.body.dataset.private != null) sessionStorage.setItem(PRIVATE, "yes");
    } catch {
      // A browser without storage: the first net has to do.
    }
  });
}

export function takeFromReload(kit) {
  try {
    for (const change of JSON.parse(sessionStorage.getItem(KEY) ?? "[]")) kit.bringBack(change);
    sessionStorage.removeItem(KEY);
  } catch {
    // Nothing that could be read, nothing to bring back.
  }
}

/** Whether this visit is private: the page says so, or said so before it was reloaded. */
export function isPrivate() {
  try {
    if (sessionStorage.getItem(PRIVATE)) document.body.dataset.private = "";
    sessionStorage.removeItem(PRIVATE);
  } catch {
    // No storage, nothing kept in it.
  }
  return document.body.dataset.private != null;
}
