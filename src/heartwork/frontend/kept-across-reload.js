// A second net: what waits to be saved when the page is reloaded lies in this tab's storage until it is. Never of a
// sealed workbook or a private visit: of that one, only that it was private.
const KEY = "waiting";
const PRIVATE = "private";

/**
 * @typedef {Pick<typeof import("./outbox.js"), "whatWaits" | "listen">} Outbox
 * @typedef {{ lock: (words: string) => Promise<string>, unlock: (locked: string) => Promise<string> }} Locks makes words
 *   unreadable to others (reconnect.js)
 */

/**
 * @param {Outbox} kit
 * @param {Locks | null} locks null where they are kept as they are
 */
export function keepAcrossReload(kit, locks) {
  const words = () => {
    const entries = kit.whatWaits();
    return entries.length && document.body.dataset.unwritten == null ? JSON.stringify(entries) : "";
  };
  // It takes a moment to lock them, and a page that is left has none: so it is done ahead.
  let locked = "", turn = 0;
  kit.listen(async () => {
    const mine = ++turn, now = locks && words();
    const made = now && (await locks.lock(now).catch(() => ""));
    if (mine === turn) locked = made || "";
  });
  addEventListener("pagehide", () => {
    try {
      const kept = words() && (locks ? locked : words());
      if (kept) sessionStorage.setItem(KEY, kept);
      if (document.body.dataset.private != null) sessionStorage.setItem(PRIVATE, "yes");
    } catch {
      // A browser without storage: the first net has to do.
    }
  });
}

/**
 * @param {Pick<typeof import("./outbox.js"), "bringBack">} kit
 * @param {Locks | null} locks
 */
export async function takeFromReload(kit, locks) {
  try {
    const kept = sessionStorage.getItem(KEY);
    sessionStorage.removeItem(KEY);
    for (const change of kept ? JSON.parse(locks ? await locks.unlock(kept) : kept) : []) kit.bringBack(change);
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
