// Asking the server: what shows that it is our page that asks, and an end to waiting.

/**
 * The key that shows that it is our page that asks. Our server writes it into the page: cookies of all programs at this
 * name of a computer can be read here, and it is not told whose they are. Plain Voila gives it as a cookie only.
 */
export function xsrf() {
  const own = document.documentElement.dataset.key;
  if (own) return own;
  const key = document.cookie.match(/(?:^|; )_xsrf=([^;]*)/)?.[1] ?? "";
  try {
    return decodeURIComponent(key);
  } catch {
    return key; // another program's cookie of that name
  }
}

/**
 * As `fetch`; the answer has to be there, and whole, within so many ms.
 *
 * @param {number} time
 * @param {string} address
 * @param {RequestInit} [options]
 * @returns {Promise<Response>}
 */
export function fetchWithin(time, address, options = {}) {
  // AbortSignal.timeout would do the same, where there is one.
  const end = typeof AbortController === "function" ? new AbortController() : null;
  const late = /** @type {Promise<never>} */ (new Promise((resolve, reject) =>
    setTimeout(() => {
      end?.abort();
      reject(new Error("it takes too long"));
    }, time)));
  late.catch(() => {}); // nobody may be waiting any more
  return Promise.race([fetch(address, { cache: "no-store", ...options, ...(end && { signal: end.signal }) }), late]);
}
