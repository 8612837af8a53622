// A page that is left tells the server, so that its kernel need not wait for it.
import { fetchWithin, xsrf } from "./requests.js";

/** @type {(base: string, kernelId: string) => string} */
const address = (base, kernelId) => `${base}voila/api/shutdown/${kernelId}`;
// A beacon can carry no header, so the key goes along as a field; here as there.
const key = () => new URLSearchParams({ _xsrf: xsrf() });
const PATIENCE = 10000; // ms that ending a kernel may take

/**
 * Ends the kernel of a page that stays, and has the key forgotten.
 *
 * @param {string} base
 * @param {string} kernelId
 * @returns {Promise<boolean>} whether it is gone; false where that has to wait a moment. Rejected where nobody knows.
 */
export async function endToLock(base, kernelId) {
  const body = key();
  body.set("lock", "1");
  const { ok, status } = await fetchWithin(PATIENCE, address(base, kernelId), { method: "POST", body });
  if (!ok && status !== 404 && status !== 409) throw new Error(`answered ${status}`);
  return status !== 409;
}

/** @type {(base: string, kernelId: string) => void} */
export function goodbye(base, kernelId) {
  const at = address(base, kernelId), body = key();
  try {
    // Both are sent even when the page is gone already. Some browsers have no beacons, and some only say that they sent
    // one, so it is asked for only where a request cannot outlive its page.
    const outlives = typeof Request === "function" && "keepalive" in Request.prototype;
    if (!outlives && navigator.sendBeacon?.(at, body)) return;
    fetch(at, { method: "POST", body, keepalive: true }).catch(() => {});
  } catch {
    // The server ends a kernel that nobody asks for, in time.
  }
}
